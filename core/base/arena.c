/* arena.c - see arena.h. */
#include "arena.h"

#include "memory.h"
#include "text.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static void use(struct arena *arena, struct arena_block *block)
{
    arena->current = block;
    arena->next = block->bytes;
    arena->limit = block->bytes + block->size;
}

/* Moves on to a block with room for `size` bytes: the next kept one, or a new one. */
static void advance(struct arena *arena, size_t size)
{
    struct arena_block *current = arena->current;
    struct arena_block *block = current != NULL ? current->next : arena->first;

    if (block == NULL || block->size < size) {
        struct arena_block *added;
        size_t bytes = size > BLOCK_BYTES ? size : BLOCK_BYTES;

        added = mem_resize(NULL, sizeof(*added) + bytes);
        added->size = bytes;
        added->next = block;
        if (current != NULL)
            current->next = added;
        else
            arena->first = added;
        block = added;
    }
    use(arena, block);
}

static size_t rounded(size_t size)
{
    size_t mask = alignof(max_align_t) - 1;

    /* Half of all memory is more than there is, and leaves room for a block's head. */
    return size > SIZE_MAX / 2 - mask ? SIZE_MAX / 2 : (size + mask) & ~mask;
}

void *arena_advance(struct arena *arena, size_t size)
{
    size_t bytes = rounded(size);
    void *memory;

    advance(arena, bytes);
    memory = arena->next;
    arena->next += bytes;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return size != 0 ? memset(arena_room(arena, size), 0, size) : arena_room(arena, 1);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total))
        total = SIZE_MAX / 2;
    return arena_alloc(arena, total);
}

struct cl_text arena_text(struct arena *arena, const char *data, size_t length)
{
    char *copy;

    if (length == 0)
        return (struct cl_text){ "", 0 };
    copy = arena_room(arena, length + 1);
    memcpy(copy, data, length);
    copy[length] = '\0';
    return (struct cl_text){ copy, length };
}

struct cl_text arena_upper(struct arena *arena, struct cl_text text)
{
    char *copy = arena_alloc(arena, text.length + 1);

    for (size_t i = 0; i < text.length; i++)
        copy[i] = text_upper(text.data[i]);
    return (struct cl_text){ copy, text.length };
}

struct cl_text arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    char *text;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        length = 0;
    text = arena_alloc(arena, (size_t)length + 1);
    va_start(arguments, format);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return (struct cl_text){ text, (size_t)length };
}

void arena_reset(struct arena *arena)
{
    struct arena_block **link = &arena->first;

    /* An oversized block served one oversized record: give it back. */
    while (*link != NULL) {
        struct arena_block *block = *link;

        if (block->size > BLOCK_BYTES) {
            *link = block->next;
            mem_free(block);
        } else {
            link = &block->next;
        }
    }
    arena->current = NULL;
    arena->next = NULL;
    arena->limit = NULL;
}

void arena_finish(struct arena *arena)
{
    while (arena->first != NULL) {
        struct arena_block *block = arena->first;

        arena->first = block->next;
        mem_free(block);
    }
    *arena = (struct arena){ 0 };
}
