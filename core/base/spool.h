/* spool.h - bytes that are set aside in a temporary file and read again.
 *
 * The file lies in `folder`, is readable by its owner alone and has no name:
 * nothing is left behind, however the program ends. It is made when the first bytes
 * do not fit into a small buffer. */
#ifndef CORE_BASE_SPOOL_H
#define CORE_BASE_SPOOL_H

#include "base/problem.h"

#include <stddef.h>
#include <stdint.h>

/* Zeroed, with `fd` -1, it is empty and ready. */
struct spool {
    int fd;             /* -1: no file yet */
    const char *folder; /* borrowed; NULL: TMPDIR where that is a whole path, else /tmp */
    uint64_t size;      /* bytes added so far */
    char *buffer;       /* the last of them, not written yet */
    size_t buffered;
};

#define SPOOL_EMPTY ((struct spool){ .fd = -1 })

int spool_add(struct spool *spool, const void *bytes, size_t count, struct problem *problem);

/* Reads `count` bytes that were added at `at`; all of them must have been. While nothing is
 * added, on any thread. */
int spool_read(const struct spool *spool, uint64_t at, void *bytes, size_t count,
               struct problem *problem);

/* Blocks of a spool to which nothing is added any more, for who reads a little at a time, mostly
 * near where it read before. Zeroed, it is empty and ready; for one spool. */
struct spool_near {
    char *blocks;
    uint64_t *numbers; /* of each, + 1; 0: none */
};

int spool_read_near(const struct spool *spool, struct spool_near *near, uint64_t at, void *bytes,
                    size_t count, struct problem *problem);
void spool_near_finish(struct spool_near *near);

void spool_finish(struct spool *spool);

#endif
