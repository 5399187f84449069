/* layer.h - one step on the way from the bytes of a file to text.
 *
 * Layers stand on each other: the bytes of the file, what they unpack to, what they say
 * in UTF-8. Each one begins with a struct layer, and borrows the one below it. */
#ifndef CORE_SOURCE_LAYER_H
#define CORE_SOURCE_LAYER_H

#include "base/problem.h"

#include <stddef.h>
#include <sys/types.h>

struct layer {
    /* Up to `size` bytes (one that makes text wants room for 64), 0 at the end and from then
     * on, -1 with a problem. */
    ssize_t (*read)(struct layer *layer, void *bytes, size_t size, struct problem *problem);
    void (*destroy)(struct layer *layer);
    const char *shown; /* the input's name for messages; borrowed */
};

static inline ssize_t layer_read(struct layer *layer, void *bytes, size_t size,
                                 struct problem *problem)
{
    return layer->read(layer, bytes, size, problem);
}

static inline void layer_destroy(struct layer *layer) /* takes NULL */
{
    if (layer != NULL)
        layer->destroy(layer);
}

/* Reads to the end, for the sake of the layers below. */
int layer_drain(struct layer *layer, struct problem *problem);

#endif
