/* memory.h - the one allocator of the core.
 *
 * It never returns NULL. When memory runs out, the handler runs (the publisher
 * removes its temporary files there), a message is printed and the program ends
 * with status 3: nothing was published yet, so the destinations are as they were. */
#ifndef CORE_BASE_MEMORY_H
#define CORE_BASE_MEMORY_H

#include <stddef.h>

void *mem_alloc(size_t size);                     /* zeroed */
void *mem_alloc_array(size_t count, size_t size); /* zeroed */
void *mem_resize(void *old, size_t size);         /* like realloc; size is never 0 */
void *mem_resize_array(void *old, size_t count, size_t size);
char *mem_string(const char *string); /* a copy */
void mem_free(void *memory);          /* NULL is fine */

/* Called once when memory runs out, before the program ends. NULL: nothing. */
void mem_on_exhaustion(void (*handler)(void));

#endif
