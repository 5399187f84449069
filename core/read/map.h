/* map.h - what a column map holds, for those who apply it (see column_map.h).
 *
 * A canonical column takes one value of each of its sources, which are columns of the export.
 * Each value goes through the steps of the column: `empty`, the list's separators, `take`,
 * the value map, the look-up, the form of dates, times and numbers. The first value that is
 * left stands, or all of them joined; else the default. */
#ifndef CORE_READ_MAP_H
#define CORE_READ_MAP_H

#include "read/column_map.h"
#include "read/convert.h"
#include "read/map_lookup.h"
#include "read/map_text.h"
#include "read/map_values.h"

#include "model/column.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    MAP_MAX_SOURCES = 64, /* of a column */
    MAP_MAX_SERVICES = 50,
    MAP_MAX_FORMS = 6,
    NO_SLOT = 0
};

struct map_source {
    struct cl_text name;             /* of the export's column */
    bool optional;                   /* an export may lack it */
    uint8_t slot;                    /* of the service of a wide row, from 1; NO_SLOT: of the row */
    const struct map_values *values; /* NULL: none */
};

enum map_take {
    TAKE_ALL,
    TAKE_BEFORE,
    TAKE_AFTER,
    TAKE_FIRST_WORD,
    TAKE_LAST_NAME,
    TAKE_FIRST_NAME,
    TAKE_MIDDLE_NAME,
    TAKE_CODE,
    TAKE_DIAGNOSIS,
    TAKE_MODIFIERS,
    TAKE_DIGITS
};

enum map_form { FORM_AS_IS, FORM_DATE, FORM_TIME, FORM_MONEY, FORM_WHOLE, FORM_HOURS, FORM_LOOKUP };

enum map_missing { MISSING_HOLD, MISSING_EMPTY, MISSING_KEEP };

struct map_column {
    enum column column;
    int line; /* in the map */
    struct map_source *sources;
    size_t source_count;
    size_t first_source;     /* its place among all sources of the map */
    struct cl_text fallback; /* a constant, or `default` */
    bool has_fallback;
    bool plain;            /* one source that needs no step */
    struct cl_text *empty; /* values that mean nothing */
    size_t empty_count;
    const char *separators; /* of a list; NULL: the value is whole */
    bool characters;        /* each character of it is an element */
    bool joined;            /* with `join`; lists are joined with ';' */
    struct cl_text join;
    enum map_take take;
    struct cl_text take_mark;
    enum map_form form;
    struct date_form dates[MAP_MAX_FORMS];
    size_t date_count;
    struct cl_text dates_written;
    int pivot;
    int pivot_line;            /* where the column states it; 0: it does not */
    bool comma;                /* of amounts: 1.234,50 */
    enum map_missing negative; /* amounts; MISSING_KEEP: without the sign */
    const struct map_lookup *lookup;
    size_t lookup_column;
    enum map_missing missing; /* keys that the table has not */
    bool in_key;              /* a session or patient is known by it */
    enum column *key;         /* session_id, patient_id: the columns that it is made of */
    size_t key_count;
};

/* Values of one column of the export that say what becomes of a row. */
struct map_filter {
    struct cl_text name;
    bool optional; /* an export may lack it: then nothing is filtered */
    int line;
    struct cl_text *values;
    size_t value_count;
};

struct column_map {
    struct arena arena;
    const char *file;   /* for messages */
    const char *folder; /* of the tables; NULL: a shipped map without one */
    struct cl_text about;
    uint64_t header_line; /* 0: it is searched */
    struct cl_text *totals;
    size_t total_count;
    unsigned services;     /* of a row; 1 if it is not wide */
    bool skips_no_service; /* a row without a code is none */
    int pivot;
    struct cl_text dates; /* how they are written where a column does not say it; or empty */
    int dates_line;
    bool comma;
    struct map_column *by_column[COLUMN_COUNT]; /* NULL: the map does not give it */
    size_t source_count;                        /* of all columns */
    struct map_filter *skips;                   /* a row with one of the values is none */
    size_t skip_count;
    struct map_filter *wants; /* a row with none of the values is held */
    size_t want_count;
    struct map_lookup *lookups;
    size_t lookup_count;
    struct map_values *values;
    size_t value_count;
    const char **files; /* read; ends with NULL */
};

/* What a column of the export is read as when a text ends with *: all that begin so. */
bool map_matches(struct cl_text pattern, struct cl_text text);

/* Whether the column's value is a list: diagnoses, modifiers, pointers. */
bool map_is_list(enum column column);

/* Whether `text` is a value of that canonical column. */
bool map_column_takes(enum column column, struct cl_text text);

#endif
