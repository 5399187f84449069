/* unpack.c - the table of compressions. */
#include "unpack.h"

const struct unpacker *unpacker_of(struct cl_text first)
{
    static const struct unpacker *const unpackers[] = { &unpacker_gzip, &unpacker_zstd };

    for (size_t i = 0; i < sizeof(unpackers) / sizeof(unpackers[0]); i++) {
        if (unpackers[i]->recognises(first))
            return unpackers[i];
    }
    return NULL;
}
