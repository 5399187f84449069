/* temporary.c - see temporary.h. */
#include "temporary.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char prefix[] = ".claimline-";
static const char suffix[] = ".tmp";

int temporary_create(int folder, uint64_t *number, char *name)
{
    int fd;

    do {
        (void)snprintf(name, TEMPORARY_NAME, "%s%ld-%" PRIu64 "%s", prefix, (long)getpid(),
                       ++*number, suffix);
        fd = openat(folder, name, O_CREAT | O_EXCL | O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
                    0600);
    } while (fd < 0 && (errno == EEXIST || errno == EINTR));
    return fd;
}

/* The process that a name belongs to, or 0 when it is no name of ours. */
static pid_t owner_of(const char *name)
{
    struct cl_text rest = text_of(name);
    size_t before = sizeof(prefix) - 1;
    size_t after = sizeof(suffix) - 1;
    struct cl_text pid;
    uint64_t value;
    uint64_t number;

    if (rest.length < before + after || strncmp(name, prefix, before) != 0 ||
        strcmp(name + rest.length - after, suffix) != 0)
        return 0;
    rest = (struct cl_text){ name + before, rest.length - before - after };
    pid = text_split(&rest, '-');
    if (rest.data == NULL || !text_to_unsigned(pid, INT32_MAX, &value) ||
        !text_to_unsigned(rest, UINT64_MAX, &number))
        return 0;
    return (pid_t)value;
}

/* A process that is not seen may live in another container or on another machine
 * that shares the folder: only what nobody has written to for a day is nobody's. */
enum { OLD_SECONDS = 24 * 60 * 60 };

static bool is_leftover(int folder, const char *name)
{
    pid_t owner = owner_of(name);
    struct stat status;

    return owner > 0 && kill(owner, 0) != 0 && errno == ESRCH &&
           fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
           status.st_uid == geteuid() && status.st_mtime < time(NULL) - OLD_SECONDS;
}

void temporary_sweep(int folder)
{
    /* A descriptor of its own: closedir() closes it, and the place in the folder is its own. */
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;

    if (entries == NULL) {
        if (fd >= 0)
            (void)close(fd);
        return;
    }
    while ((entry = readdir(entries)) != NULL) {
        if (is_leftover(folder, entry->d_name))
            (void)unlinkat(folder, entry->d_name, 0);
    }
    (void)closedir(entries);
}
