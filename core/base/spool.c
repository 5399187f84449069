/* spool.c - see spool.h. */
#include "spool.h"

#include "interrupt.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SPOOL_BUFFER = 256 * 1024,
    NEAR_BYTES = 16 * 1024, /* of a block */
    NEAR_BLOCKS = 64
};

static const char *folder(const struct spool *spool)
{
    const char *named = getenv("TMPDIR");

    if (spool->folder != NULL)
        return spool->folder;
    return named != NULL && named[0] == '/' ? named : "/tmp";
}

static int cannot(const struct spool *spool, const char *what, int error, struct problem *problem)
{
    return problem_errno(problem, what, folder(spool), error);
}

static int make_file(struct spool *spool, struct problem *problem)
{
    char name[4096];

    spool->fd = open(folder(spool), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (spool->fd >= 0)
        return 0;
    /* Not every file system knows files without a name. */
    if (snprintf(name, sizeof(name), "%s/claimline.XXXXXX", folder(spool)) >= (int)sizeof(name))
        return cannot(spool, "cannot make a temporary file in", ENAMETOOLONG, problem);
    spool->fd = mkostemp(name, O_CLOEXEC);
    if (spool->fd < 0 || unlink(name) < 0)
        return cannot(spool, "cannot make a temporary file in", errno, problem);
    return 0;
}

static int flush(struct spool *spool, struct problem *problem)
{
    uint64_t at = spool->size - spool->buffered;

    if (spool->fd < 0 && make_file(spool, problem) < 0)
        return -1;
    for (size_t done = 0; done < spool->buffered;) {
        ssize_t count =
            pwrite(spool->fd, spool->buffer + done, spool->buffered - done, (off_t)(at + done));

        if (count < 0 && errno == EINTR) {
            if (interrupt_check(problem) < 0)
                return -1;
            continue;
        }
        if (count <= 0)
            return cannot(spool, "cannot write a temporary file in", count < 0 ? errno : EIO,
                          problem);
        done += (size_t)count;
    }
    spool->buffered = 0;
    return 0;
}

int spool_add(struct spool *spool, const void *bytes, size_t count, struct problem *problem)
{
    const char *from = bytes;

    if (spool->buffer == NULL)
        spool->buffer = mem_resize(NULL, SPOOL_BUFFER);
    while (count > 0) {
        size_t room = SPOOL_BUFFER - spool->buffered;
        size_t part = count < room ? count : room;

        memcpy(spool->buffer + spool->buffered, from, part);
        spool->buffered += part;
        spool->size += part;
        from += part;
        count -= part;
        if (spool->buffered == SPOOL_BUFFER && flush(spool, problem) < 0)
            return -1;
    }
    return 0;
}

int spool_read(const struct spool *spool, uint64_t at, void *bytes, size_t count,
               struct problem *problem)
{
    uint64_t written = spool->size - spool->buffered;
    char *out = bytes;

    while (count > 0) {
        ssize_t got;

        if (at >= written) {
            memcpy(out, spool->buffer + (at - written), count);
            return 0;
        }
        got = pread(spool->fd, out, count < written - at ? count : written - at, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return cannot(spool, "cannot read a temporary file in", got < 0 ? errno : EIO, problem);
        out += got;
        at += (uint64_t)got;
        count -= (size_t)got;
    }
    return 0;
}

/* The block of that number; NULL with a problem. */
static const char *near_block(const struct spool *spool, struct spool_near *near, uint64_t number,
                              struct problem *problem)
{
    size_t place = number % NEAR_BLOCKS;
    char *block;
    uint64_t left = spool->size - number * NEAR_BYTES;

    if (near->blocks == NULL) {
        near->blocks = mem_alloc_array(NEAR_BLOCKS, NEAR_BYTES);
        near->numbers = mem_alloc_array(NEAR_BLOCKS, sizeof(*near->numbers));
    }
    block = near->blocks + place * NEAR_BYTES;
    if (near->numbers[place] == number + 1)
        return block;
    near->numbers[place] = 0;
    if (spool_read(spool, number * NEAR_BYTES, block, left < NEAR_BYTES ? left : NEAR_BYTES,
                   problem) < 0)
        return NULL;
    near->numbers[place] = number + 1;
    return block;
}

int spool_read_near(const struct spool *spool, struct spool_near *near, uint64_t at, void *bytes,
                    size_t count, struct problem *problem)
{
    char *out = bytes;

    if (count > NEAR_BYTES)
        return spool_read(spool, at, bytes, count, problem);
    while (count > 0) {
        const char *block = near_block(spool, near, at / NEAR_BYTES, problem);
        size_t from = at % NEAR_BYTES;
        size_t part = count < NEAR_BYTES - from ? count : NEAR_BYTES - from;

        if (block == NULL)
            return -1;
        memcpy(out, block + from, part);
        out += part;
        at += part;
        count -= part;
    }
    return 0;
}

void spool_near_finish(struct spool_near *near)
{
    mem_free(near->blocks);
    mem_free(near->numbers);
    *near = (struct spool_near){ NULL, NULL };
}

void spool_finish(struct spool *spool)
{
    if (spool->fd >= 0)
        (void)close(spool->fd);
    mem_free(spool->buffer);
    *spool = SPOOL_EMPTY;
}
