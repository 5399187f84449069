/* map_keys.h - what the keys of a column map mean. */
#ifndef CORE_READ_MAP_KEYS_H
#define CORE_READ_MAP_KEYS_H

#include "read/map.h"

/* A map that is being read. */
struct map_reading {
    struct column_map *map;
    const struct map_text *text;
    struct problem *problem;
};

/* The settings of [map], of [skip] and [require], and of one column's section. */
int map_read_general(const struct map_reading *reading, const struct map_section *section);
int map_read_filters(const struct map_reading *reading, const struct map_section *section,
                     struct map_filter **out, size_t *count);
int map_read_column(const struct map_reading *reading, const struct map_section *section,
                    struct map_column *column);

/* `COLUMN = EXPORT COLUMN | ...` of [columns]. */
int map_read_sources(const struct map_reading *reading, const struct map_setting *setting,
                     struct map_column *column);

/* What only the whole column shows: contradictions, what its kind of value does not take. */
int map_settle_column(const struct map_reading *reading, struct map_column *column);

/* "FILE:LINE: KEY: WHAT". Returns -1. */
int map_setting_mistake(const struct map_reading *reading, const struct map_setting *setting,
                        const char *what);

#endif
