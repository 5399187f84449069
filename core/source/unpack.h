/* unpack.h - compressed data as what it unpacks to, to the last byte or with a problem.
 *
 * Compression is known by its first bytes, not by names. Data may consist of several
 * parts (gzip's members, Zstandard's frames); the last one must be whole, checksums must
 * be right, and nothing else may stand behind. */
#ifndef CORE_SOURCE_UNPACK_H
#define CORE_SOURCE_UNPACK_H

#include "source/layer.h"

#include <claimline/value.h>

#include <stdbool.h>

/* A kind of compression. */
struct unpacker {
    const char *name; /* for messages: "gzip" */
    bool (*recognises)(struct cl_text first);
    int (*create)(struct layer **out, struct layer *below, struct problem *problem);
};

/* The one that data is compressed with which begins so; NULL: none. */
const struct unpacker *unpacker_of(struct cl_text first);

extern const struct unpacker unpacker_gzip;
extern const struct unpacker unpacker_zstd;

#endif
