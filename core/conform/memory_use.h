/* memory_use.h - how many bytes the process holds. */
#ifndef CORE_CONFORM_MEMORY_USE_H
#define CORE_CONFORM_MEMORY_USE_H

#include <stddef.h>

/* Bytes that malloc has given and not got back. */
size_t memory_in_use(void);

/* Bytes of all mappings, whoever made them. */
size_t memory_mapped(void);

#endif
