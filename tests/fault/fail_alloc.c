/* fail_alloc.c - preloaded: the FAIL_AT-th allocation fails, and all behind it when
 * FAIL_ON is set. Counts what the program asks for, from its start. */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static long counted;

static bool fails(void)
{
    static long at = -1;
    static bool on;

    if (at < 0) {
        const char *text = getenv("FAIL_AT");

        at = text != NULL ? atol(text) : 0;
        on = getenv("FAIL_ON") != NULL;
    }
    counted++;
    if (at == 0 || (on ? counted < at : counted != at))
        return false;
    errno = ENOMEM;
    return true;
}

__attribute__((visibility("default"))) void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

__attribute__((visibility("default"))) void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

__attribute__((visibility("default"))) void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}
