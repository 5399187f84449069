/* text_file.h - the bytes of a file that people write by hand. */
#ifndef CORE_BASE_TEXT_FILE_H
#define CORE_BASE_TEXT_FILE_H

#include "base/arena.h"
#include "base/problem.h"

enum { TEXT_FILE_MAX_BYTES = 1024 * 1024 };

/* The whole file, in `arena`; `what` it is a file of, for messages. One that cannot be
 * read is bad configuration. */
int text_file_read(struct cl_text *out, const char *path, const char *what, struct arena *arena,
                   struct problem *problem);

#endif
