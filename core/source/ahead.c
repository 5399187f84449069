/* ahead.c - see ahead.h. */
#include "ahead.h"

#include "base/memory.h"

#include <string.h>

struct ahead {
    struct layer layer;
    struct layer *below;
    char *first;
    size_t at, end;
};

enum { LEAST = 64 }; /* that a layer is asked for */

/* For one who asks for less. */
static ssize_t read_little(struct ahead *ahead, struct problem *problem)
{
    ssize_t count;

    if (ahead->first == NULL)
        ahead->first = mem_resize(NULL, LEAST);
    count = layer_read(ahead->below, ahead->first, LEAST, problem);
    ahead->at = 0;
    ahead->end = count > 0 ? (size_t)count : 0;
    return count;
}

static ssize_t read_ahead(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct ahead *ahead = (struct ahead *)layer;
    size_t count = ahead->end - ahead->at;

    if (count == 0 && size >= LEAST) {
        mem_free(ahead->first);
        ahead->first = NULL;
        return layer_read(ahead->below, bytes, size, problem);
    }
    if (count == 0) {
        ssize_t little = read_little(ahead, problem);

        if (little <= 0)
            return little;
        count = (size_t)little;
    }
    if (count > size)
        count = size;
    memcpy(bytes, ahead->first + ahead->at, count);
    ahead->at += count;
    return (ssize_t)count;
}

static void destroy(struct layer *layer)
{
    mem_free(((struct ahead *)layer)->first);
    mem_free(layer);
}

int ahead_create(struct layer **out, struct layer *below, size_t size, struct problem *problem)
{
    struct ahead *ahead = mem_alloc(sizeof(*ahead));

    ahead->layer = (struct layer){ read_ahead, destroy, below->shown };
    ahead->below = below;
    ahead->first = mem_resize(NULL, size + LEAST);
    *out = &ahead->layer;
    while (ahead->end < size) {
        ssize_t count =
            layer_read(below, ahead->first + ahead->end, size + LEAST - ahead->end, problem);

        if (count < 0)
            return -1;
        if (count == 0)
            break;
        ahead->end += (size_t)count;
    }
    return 0;
}

struct cl_text ahead_look(const struct layer *layer)
{
    const struct ahead *ahead = (const struct ahead *)layer;

    if (ahead->first == NULL)
        return (struct cl_text){ "", 0 };
    return (struct cl_text){ ahead->first + ahead->at, ahead->end - ahead->at };
}

void ahead_skip(struct layer *layer, size_t count)
{
    ((struct ahead *)layer)->at += count;
}
