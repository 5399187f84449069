/* table.h - reads the CSV tables that rules are made of: built in, or a file. */
#ifndef CORE_RULES_TABLE_H
#define CORE_RULES_TABLE_H

#include "base/problem.h"

#include <claimline/value.h>

#include <stddef.h>
#include <stdint.h>

/* A file that ships inside the program (core/rules/data). */
struct builtin {
    const char *name;
    const unsigned char *bytes;
    size_t length;
};

extern const struct builtin builtin_codes;
extern const struct builtin builtin_documentation;
extern const struct builtin builtin_limits;
extern const struct builtin builtin_places;
extern const struct builtin builtin_payers;
extern const struct builtin builtin_thresholds;

enum { TABLE_MAX_COLUMNS = 64 };

/* One row of a table; `values` are in the order of the wanted columns, trimmed;
 * where the table has no such column, `data` is NULL. Valid during the call. */
struct table_row {
    const char *name; /* of the table, for messages */
    uint64_t line;
    const struct cl_text *values;
};

/* What to do with a table: the columns wanted, how many of them, from the first,
 * must be there, who takes its rows (0, or -1 with a problem), and the columns that
 * nobody reads but a user's table may have, since the built-in one has them: ended by
 * NULL, or NULL. Names match as those of exports do, whatever their case, blanks and
 * underscores. */
struct table_shape {
    const char *const *columns;
    size_t column_count;
    size_t required;
    int (*row)(void *context, const struct table_row *row, struct problem *problem);
    const char *const *unread;
};

/* Reads `path`, or `builtin` where it is NULL. The delimiter is the first of comma,
 * semicolon, tab and | in the header, or what a line "sep=;" above it names. Any
 * mistake is bad configuration; so is a column of `path` that is neither wanted nor
 * one of `unread`: a name mistyped must not change what is billed. */
int table_read(const struct table_shape *shape, const struct builtin *builtin, const char *path,
               void *context, struct problem *problem);

/* "codes.csv:12: billing: TEXT" as bad configuration. Returns -1. */
int table_mistake(const struct table_row *row, const char *column, const char *text,
                  struct problem *problem);

#endif
