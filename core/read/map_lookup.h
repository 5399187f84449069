/* map_lookup.h - a table beside a column map: what the clinic knows and the export does not say. */
#ifndef CORE_READ_MAP_LOOKUP_H
#define CORE_READ_MAP_LOOKUP_H

#include "base/arena.h"
#include "base/map.h"
#include "base/problem.h"

#include <claimline/value.h>

#include <stdbool.h>

enum { LOOKUP_NO_COLUMN = -1 };

/* A CSV file with a header; the key is one of its columns. */
struct map_lookup {
    struct cl_text name; /* what columns call it */
    int line;            /* of its section in the map */
    bool used;
    bool names_keys; /* messages may show a key that is missing: no patient's name */
    const char *path;
    struct cl_text *columns;
    size_t column_count;
    struct cl_text *cells; /* row by row */
    uint64_t *lines;       /* of the rows */
    size_t row_count, row_capacity;
    struct map rows; /* from the folded key to the row */
    struct arena arena;
};

/* Reads the table; `key` names its column of keys. Any mistake is bad configuration: a
 * key that stands twice with other cells, a ragged row, text that is not clean. */
int map_lookup_read(struct map_lookup *lookup, struct cl_text key, struct problem *problem);
void map_lookup_finish(struct map_lookup *lookup);

/* Where the column of that name stands, or LOOKUP_NO_COLUMN. */
int map_lookup_column(const struct map_lookup *lookup, struct cl_text name);

/* The row whose key is `text`, but for case and blanks: MAP_NONE for none. `room` has as
 * many bytes as the text. */
uint32_t map_lookup_find(const struct map_lookup *lookup, struct cl_text text, char *room);

static inline struct cl_text map_lookup_cell(const struct map_lookup *lookup, uint32_t row,
                                             size_t column)
{
    return lookup->cells[row * lookup->column_count + column];
}

#endif
