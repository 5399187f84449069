/* arena.h - memory that is given piece by piece and taken back all at once. */
#ifndef CORE_BASE_ARENA_H
#define CORE_BASE_ARENA_H

#include <claimline/value.h>

#include <stdalign.h>
#include <stddef.h>

struct arena_block;

/* A zeroed arena is empty and ready. */
struct arena {
    struct arena_block *first;
    struct arena_block *current;
    char *next;
    char *limit;
};

/* Zeroed memory, aligned for any type, valid until arena_reset(). */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

/* Moves on to where there is room for `size` bytes, and takes them. */
void *arena_advance(struct arena *arena, size_t size);

/* The same, not zeroed: for what is filled at once. */
static inline void *arena_room(struct arena *arena, size_t size)
{
    const size_t mask = alignof(max_align_t) - 1;
    size_t bytes = (size + mask) & ~mask;
    char *memory = arena->next;

    /* A size so large that it wraps around is refused there. */
    if (size > (size_t)(arena->limit - memory) || bytes > (size_t)(arena->limit - memory))
        return arena_advance(arena, size);
    arena->next = memory + bytes;
    return memory;
}

/* Copies with a NUL behind them. */
struct cl_text arena_text(struct arena *arena, const char *data, size_t length);
struct cl_text arena_upper(struct arena *arena,
                           struct cl_text text); /* ASCII letters in upper case */
struct cl_text arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void arena_reset(struct arena *arena); /* all memory is free again, blocks of usual size are kept */
void arena_finish(struct arena *arena); /* gives everything back; the arena is as if zeroed */

#endif
