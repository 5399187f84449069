/* map.c - see map.h. */
#include "map.h"

#include "memory.h"
#include "text.h"

#include <xxhash.h>

struct map_slot {
    struct cl_text key; /* data is NULL in a free slot */
    uint64_t hash;
    uint64_t value;
};

static struct map_slot *probe(const struct map *map, struct cl_text key, uint64_t hash)
{
    size_t mask = map->capacity - 1;
    size_t at = (size_t)hash & mask;

    while (map->slots[at].key.data != NULL &&
           (map->slots[at].hash != hash || !text_equal(map->slots[at].key, key)))
        at = (at + 1) & mask;
    return &map->slots[at];
}

uint32_t map_find(const struct map *map, struct cl_text key)
{
    const struct map_slot *slot;

    if (map->count == 0)
        return MAP_NONE;
    slot = probe(map, key, XXH3_64bits(key.data, key.length));
    return slot->key.data != NULL ? (uint32_t)slot->value : MAP_NONE;
}

static void grow(struct map *map)
{
    struct map old = *map;

    map->capacity = old.capacity != 0 ? old.capacity * 2 : 16;
    map->slots = mem_alloc_array(map->capacity, sizeof(*map->slots));
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].key.data != NULL)
            *probe(map, old.slots[i].key, old.slots[i].hash) = old.slots[i];
    }
    mem_free(old.slots);
}

void map_add(struct map *map, struct cl_text key, uint32_t value)
{
    uint64_t hash = XXH3_64bits(key.data, key.length);

    if (map->count * 4 >= map->capacity * 3)
        grow(map);
    *probe(map, key, hash) = (struct map_slot){ .key = key, .hash = hash, .value = value };
    map->count++;
}

void map_clear(struct map *map)
{
    if (map->count != 0)
        memset(map->slots, 0, map->capacity * sizeof(*map->slots));
    map->count = 0;
}

void map_finish(struct map *map)
{
    mem_free(map->slots);
    *map = (struct map){ 0 };
}
