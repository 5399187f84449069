/* memory_use.c - see memory_use.h. */
#include "memory_use.h"

#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

/* Of the sanitizers' runtime, which has a malloc of its own; NULL without it. */
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

size_t memory_in_use(void)
{
    struct mallinfo2 info;

    if (__sanitizer_get_current_allocated_bytes != NULL)
        return __sanitizer_get_current_allocated_bytes();
    info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

size_t memory_mapped(void)
{
    FILE *file = fopen("/proc/self/statm", "re");
    unsigned long pages = 0;

    if (file != NULL) {
        if (fscanf(file, "%lu", &pages) != 1)
            pages = 0;
        (void)fclose(file);
    }
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}
