/* map_header.h - the header of an export that is read with a column map. */
#ifndef CORE_READ_MAP_HEADER_H
#define CORE_READ_MAP_HEADER_H

#include "read/header.h"
#include "read/map.h"

/* Where an export has what the map names. Not changed once it is read: readings of parts of one
 * text share it. */
struct map_header {
    const struct column_map *map;
    size_t field_count; /* of the export */
    size_t first_field; /* 1 where the first is the cell of a held file */
    int16_t *sources;   /* by the map's sources: their field, or NO_FIELD */
    int16_t *skips;     /* by the map's filters */
    int16_t *wants;
    struct cl_text *names; /* of the fields, as the map has them; empty for those it has not */
    int16_t *column_of;    /* by the export's fields: COLUMN_NONE for those that are ignored */
    const struct map_column *given[COLUMN_COUNT]; /* by the field of the record: session_id first */
    size_t given_count;
    size_t session_count; /* of them, from the first: those that are not a service's */
    uint16_t *of_session; /* the export's fields that those are made of */
    size_t of_session_count;
    int16_t export_fields[COLUMN_COUNT];
    struct arena arena;
};

/* Finds the header, reads it, and fills in both. As records_form.header() says. */
int map_header_read(struct map_header *out, struct header *header, const struct column_map *map,
                    struct csv_reader *csv, const char *path, struct findings *findings,
                    struct problem *problem);
void map_header_finish(struct map_header *header);

#endif
