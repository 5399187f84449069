/* memory.c - see memory.h. */
#include "memory.h"

#include "problem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*on_exhaustion)(void);

void mem_on_exhaustion(void (*handler)(void))
{
    on_exhaustion = handler;
}

static void *checked(void *memory)
{
    static const char message[] = "claimline: out of memory\n";

    if (memory != NULL)
        return memory;
    if (on_exhaustion != NULL)
        on_exhaustion();
    /* write(2), since stdio may want memory; the status tells what the text may not. */
    if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
        _exit(EXIT_FAILED);
    _exit(EXIT_FAILED);
}

static size_t product(size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total))
        total = SIZE_MAX;
    return total;
}

void *mem_alloc(size_t size)
{
    return checked(calloc(1, size != 0 ? size : 1));
}

void *mem_alloc_array(size_t count, size_t size)
{
    return mem_alloc(product(count, size));
}

void *mem_resize(void *old, size_t size)
{
    return checked(realloc(old, size));
}

void *mem_resize_array(void *old, size_t count, size_t size)
{
    return mem_resize(old, product(count, size));
}

char *mem_string(const char *string)
{
    size_t size = strlen(string) + 1;

    return memcpy(mem_alloc(size), string, size);
}

void mem_free(void *memory)
{
    free(memory);
}
