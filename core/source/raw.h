/* raw.h - the lowest layer: the bytes of a file, of standard input, or of the copy that a
 * first reading made of them; counted, and hashed, as they stand. */
#ifndef CORE_SOURCE_RAW_H
#define CORE_SOURCE_RAW_H

#include "source/input.h"
#include "source/layer.h"

#include <nettle/sha2.h>

struct raw {
    struct layer layer;
    const char *path;          /* borrowed */
    char shown[256];           /* of `path`, for messages */
    int fd;                    /* -1: read from the copy */
    bool regular;              /* a file that can be read at any place */
    struct input_again *again; /* borrowed; NULL: it is read once */
    uint64_t bytes;            /* read so far */
    struct sha256_ctx hash;
};

/* Zeroed before; raw_close() is due even where it fails. */
int raw_open(struct raw *raw, const char *path, struct input_again *again, struct problem *problem);
void raw_close(struct raw *raw);

bool raw_is_unchanged(const struct raw *raw);
void raw_sha256(const struct raw *raw, char hex[SHA256_HEX]);

/* Whether the bytes can be read at any place, once they were read to the end. */
bool raw_has_places(const struct raw *raw);

/* `count` bytes at `at`, all of which must be there. */
int raw_read_at(const struct raw *raw, uint64_t at, void *bytes, size_t count,
                struct problem *problem);

#endif
