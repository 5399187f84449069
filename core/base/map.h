/* map.h - from a text to a small number: where a row stands in some array.
 *
 * Open addressing over XXH3; nothing depends on the order of the slots. */
#ifndef CORE_BASE_MAP_H
#define CORE_BASE_MAP_H

#include <claimline/value.h>

#include <stddef.h>
#include <stdint.h>

struct map_slot;

/* A zeroed map is empty and ready. */
struct map {
    struct map_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

#define MAP_NONE UINT32_MAX

/* The value of `key`, or MAP_NONE. */
uint32_t map_find(const struct map *map, struct cl_text key);

/* Adds a key that is not there yet. The bytes of `key` are borrowed and must
 * outlive the map. */
void map_add(struct map *map, struct cl_text key, uint32_t value);

void map_clear(struct map *map); /* empty; memory is kept */
void map_finish(struct map *map);

#endif
