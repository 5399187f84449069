/* layer.c - see layer.h. */
#include "layer.h"

#include "base/memory.h"

int layer_drain(struct layer *layer, struct problem *problem)
{
    enum { BLOCK = 256 * 1024 };
    char *block = mem_resize(NULL, BLOCK);
    ssize_t count;

    do
        count = layer_read(layer, block, BLOCK, problem);
    while (count > 0);
    mem_free(block);
    return count < 0 ? -1 : 0;
}
