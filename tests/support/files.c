/* files.c - see files.h. */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void need(bool good, const char *what)
{
    if (good)
        return;
    perror(what);
    abort();
}

void path_join(char path[FILES_PATH], const char *folder, const char *name)
{
    int length = snprintf(path, FILES_PATH, "%s/%s", folder, name);

    need(length > 0 && length < FILES_PATH, name);
}

void folder_make(char path[FILES_PATH])
{
    const char *base = getenv("TMPDIR");

    path_join(path, base != NULL && base[0] != '\0' ? base : "/tmp", "claimline-test-XXXXXX");
    need(mkdtemp(path) != NULL, path);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at)
{
    (void)status;
    (void)type;
    (void)at;
    return remove(path);
}

void folder_remove(const char *path)
{
    need(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, path);
}

size_t folder_count(const char *path)
{
    DIR *folder = opendir(path);
    size_t count = 0;
    const struct dirent *entry;

    need(folder != NULL, path);
    while ((entry = readdir(folder)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(folder);
    return count;
}

void file_write(const char *path, const void *data, size_t length)
{
    FILE *file = fopen(path, "wb");

    need(file != NULL, path);
    need(fwrite(data, 1, length, file) == length && fclose(file) == 0, path);
}

struct bytes file_read(const char *path)
{
    struct bytes bytes = { NULL, 0 };
    struct stat status;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        need(errno == ENOENT, path);
        return bytes;
    }
    need(fstat(fileno(file), &status) == 0, path);
    bytes.data = malloc((size_t)status.st_size + 1);
    need(bytes.data != NULL, "malloc");
    bytes.length = fread(bytes.data, 1, (size_t)status.st_size, file);
    need(ferror(file) == 0, path);
    bytes.data[bytes.length] = '\0';
    (void)fclose(file);
    return bytes;
}
