/* files.h - folders and files of a test: made, read, counted and removed. */
#ifndef TESTS_SUPPORT_FILES_H
#define TESTS_SUPPORT_FILES_H

#include "process.h"

enum { FILES_PATH = 4096 };

/* Makes a folder of its own below TMPDIR; its path goes to `path`. */
void folder_make(char path[FILES_PATH]);

/* Removes the folder with all that is in it. */
void folder_remove(const char *path);

/* Entries without . and .., hidden ones too: a temporary file counts. */
size_t folder_count(const char *path);

/* FOLDER/NAME. */
void path_join(char path[FILES_PATH], const char *folder, const char *name);

void file_write(const char *path, const void *data, size_t length);

/* The whole file; data is NULL where there is none. The caller frees data. */
struct bytes file_read(const char *path);

#endif
