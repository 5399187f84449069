/* aside.c - see aside.h. */
#include "aside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_ROOM = 64, MOST_NAMES = 1000 };

/* FOLDER/NAME; a folder that is "/" has its slash already. */
static char *joined(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);

    if (path != NULL)
        (void)snprintf(path, size, "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", name);
    return path;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

char *aside_resolve(const char *destination, bool *exists)
{
    const char *slash = strrchr(destination, '/');
    char *real = realpath(destination, NULL);
    struct stat status;
    char *folder;

    *exists = real != NULL;
    if (real != NULL || errno != ENOENT || lstat(destination, &status) == 0)
        return real;
    folder = folder_of(destination);
    real = folder != NULL ? realpath(folder, NULL) : NULL;
    free(folder);
    if (real == NULL)
        return NULL;
    folder = real;
    real = joined(folder, slash != NULL ? slash + 1 : destination);
    free(folder);
    return real;
}

char *aside_create(const char *path)
{
    char name[NAME_ROOM];
    char *folder = folder_of(path);
    char *temporary = NULL;
    int fd = -1;

    for (int number = 1; folder != NULL && fd < 0 && number < MOST_NAMES; number++) {
        free(temporary);
        (void)snprintf(name, sizeof(name), ".claimline-%ld-%d.tmp", (long)getpid(), number);
        temporary = joined(folder, name);
        if (temporary == NULL)
            break;
        fd = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0 && errno != EEXIST && errno != EINTR)
            break;
    }
    free(folder);
    if (fd < 0) {
        free(temporary);
        return NULL;
    }
    (void)close(fd);
    return temporary;
}

/* Who may read the file that is replaced, may read the new one, and nobody else. */
static int keep_mode(int fd, const char *path)
{
    struct stat old;
    mode_t mode;

    if (stat(path, &old) != 0)
        return -1;
    mode = old.st_mode & 0777;
    if (fchown(fd, old.st_uid, old.st_gid) != 0 && fchown(fd, (uid_t)-1, old.st_gid) != 0)
        mode &= (mode_t)~0070;
    return fchmod(fd, mode);
}

int aside_finish(const char *temporary, const char *path, bool exists)
{
    int fd = open(temporary, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    int result = 0;
    int error;

    if (fd < 0)
        return -1;
    if ((exists && keep_mode(fd, path) != 0) || fsync(fd) != 0)
        result = -1;
    error = errno;
    if (close(fd) != 0 && result == 0)
        return -1;
    errno = error;
    return result;
}

/* A file system that cannot sync a folder has nothing to sync. */
static int sync_folder(const char *path)
{
    char *folder = folder_of(path);
    int fd = folder != NULL ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    int result = fd < 0 || (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP) ? -1 : 0;

    if (fd >= 0)
        (void)close(fd);
    free(folder);
    return result;
}

int aside_show(const char *temporary, const char *path, bool exists)
{
    int result = -1;

    if (!exists) {
        result = renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE);
        if (result != 0 && errno != EINVAL && errno != ENOSYS)
            return -1;
    }
    if (result != 0 && rename(temporary, path) != 0)
        return -1;
    return sync_folder(path);
}
