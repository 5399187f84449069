/* place.h - where a path of the user leads: a name in a folder, or something to write to directly.
 */
#ifndef CORE_DISPATCH_PLACE_H
#define CORE_DISPATCH_PLACE_H

#include "base/arena.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <sys/stat.h>

/* A folder that outputs are in; open as long as its list. */
struct folder {
    struct folder *next;
    int fd;
    dev_t device;
    ino_t inode;
    bool swept;   /* temporary files of dead runs were looked for */
    bool changed; /* names changed: to be synced */
};

struct place {
    struct folder *folder;
    char *name;         /* in `folder`; owned */
    bool direct;        /* no regular file: written in place, never renamed over */
    bool exists;        /* `status` is of what stands there */
    struct stat status; /* of the target, symbolic links followed */
};

/* Resolves `path` once, symbolic links and dangling ones too, and adds the folder
 * to the list. `error` is an errno value: -1 is returned, nothing to finish. */
int place_find(struct place *place, struct folder **folders, const char *path, int *error);
void place_finish(struct place *place);

/* The same text for the same name in the same folder, in `arena`. */
struct cl_text place_key(const struct place *place, struct arena *arena);

/* The file /dev/null, which any number of outputs may share. */
bool place_is_null(const struct stat *status);

void folders_close(struct folder **folders);

#endif
