/* map_search.h - where the header of an export stands that is read with a column map. */
#ifndef CORE_READ_MAP_SEARCH_H
#define CORE_READ_MAP_SEARCH_H

#include "base/csv.h"
#include "read/map.h"

/* A line that may be the header. */
struct map_place {
    size_t offset; /* in the text */
    unsigned line; /* from 0 */
    char delimiter;
    size_t found, missing; /* of the names that must be there */
};

/* Finds the line that has all names which the map needs, takes what stands above it, and sets
 * the delimiter. A text without one is a problem that says what is missing where. */
int map_search_header(struct map_place *out, const struct column_map *map, struct csv_reader *csv,
                      const char *path, struct problem *problem);

/* The first field from `from` on of that name, or NO_FIELD. */
int16_t map_find_name(const struct cl_text *fields, size_t count, struct cl_text name, size_t from);

#endif
