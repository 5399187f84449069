/* place.c - see place.h. */
#include "place.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdint.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

enum { MOST_LINKS = 40 }; /* as many as Linux follows */

/* The bytes of `path` before its last name: "" or ending with a slash. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static int folder_of(struct folder **folders, struct folder **out, const char *path)
{
    size_t length = folder_length(path);
    char *name = length != 0 ? mem_alloc(length + 1) : mem_string(".");
    struct folder *folder;
    struct stat status;
    int fd;

    if (length != 0)
        memcpy(name, path, length);
    fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    mem_free(name);
    if (fd < 0 || fstat(fd, &status) != 0)
        return -1;
    for (folder = *folders; folder != NULL; folder = folder->next) {
        if (folder->device == status.st_dev && folder->inode == status.st_ino) {
            (void)close(fd);
            *out = folder;
            return 0;
        }
    }
    folder = mem_alloc(sizeof(*folder));
    *folder = (struct folder){
        .next = *folders, .fd = fd, .device = status.st_dev, .inode = status.st_ino
    };
    *folders = folder;
    *out = folder;
    return 0;
}

/* A link in /proc stands for an open descriptor (/dev/stdout): its text is a name
 * for people, and to rename over what it says would miss the descriptor. */
static bool is_descriptor(const struct folder *folder)
{
    struct statfs status;

    return fstatfs(folder->fd, &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
}

/* The path that the link `name`, last of `path`, leads to; NULL with errno. */
static char *follow(const struct folder *folder, const char *name, const char *path)
{
    char target[PATH_MAX];
    ssize_t length = readlinkat(folder->fd, name, target, sizeof(target));
    size_t before = folder_length(path);
    char *next;

    if (length < 0)
        return NULL;
    if ((size_t)length == sizeof(target)) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    if (length > 0 && target[0] == '/')
        before = 0;
    next = mem_alloc(before + (size_t)length + 1);
    memcpy(next, path, before);
    memcpy(next + before, target, (size_t)length);
    return next;
}

/* One step: 0 when `place` is known, 1 when *path was a link and is now where it
 * leads to, -1 with errno. */
static int step(struct place *place, struct folder **folders, char **path)
{
    const char *name = *path + folder_length(*path);
    char *next;

    if (**path == '\0') {
        errno = ENOENT;
        return -1;
    }
    if (folder_of(folders, &place->folder, *path) < 0)
        return -1;
    if (*name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        errno = EISDIR;
        return -1;
    }
    place->exists = fstatat(place->folder->fd, name, &place->status, AT_SYMLINK_NOFOLLOW) == 0;
    if (!place->exists && errno != ENOENT)
        return -1;
    if (place->exists && S_ISLNK(place->status.st_mode) && !is_descriptor(place->folder)) {
        next = follow(place->folder, name, *path);
        if (next == NULL)
            return -1;
        mem_free(*path);
        *path = next;
        return 1;
    }
    place->direct = place->exists && !S_ISREG(place->status.st_mode);
    place->name = mem_string(name);
    return 0;
}

/* In a sticky folder (/tmp) only the owner of a file may have it replaced. */
static bool may_replace(const struct place *place)
{
    uid_t self = geteuid();
    struct stat folder;

    if (!place->exists || self == 0 || place->status.st_uid == self ||
        fstat(place->folder->fd, &folder) != 0)
        return true;
    return (folder.st_mode & S_ISVTX) == 0 || folder.st_uid == self;
}

int place_find(struct place *place, struct folder **folders, const char *path, int *error)
{
    char *at = mem_string(path);
    int links = 0;
    int result;

    *place = (struct place){ 0 };
    errno = 0;
    while ((result = step(place, folders, &at)) == 1 && ++links < MOST_LINKS)
        continue;
    *error = result == 1 ? ELOOP : errno;
    mem_free(at);
    if (result == 0 && place->exists && S_ISDIR(place->status.st_mode))
        *error = EISDIR;
    else if (result == 0 && !place->direct && !may_replace(place))
        *error = EPERM;
    else if (result == 0)
        return 0;
    place_finish(place);
    return -1;
}

void place_finish(struct place *place)
{
    mem_free(place->name);
    *place = (struct place){ 0 };
}

struct cl_text place_key(const struct place *place, struct arena *arena)
{
    return arena_format(arena, "n %ju %ju %s", (uintmax_t)place->folder->device,
                        (uintmax_t)place->folder->inode, place->name);
}

bool place_is_null(const struct stat *status)
{
    struct stat null;

    return S_ISCHR(status->st_mode) && stat("/dev/null", &null) == 0 && S_ISCHR(null.st_mode) &&
           null.st_rdev == status->st_rdev;
}

void folders_close(struct folder **folders)
{
    while (*folders != NULL) {
        struct folder *folder = *folders;

        *folders = folder->next;
        (void)close(folder->fd);
        mem_free(folder);
    }
}
