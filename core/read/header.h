/* header.h - the header of a CSV session export: delimiter, columns, what is odd. */
#ifndef CORE_READ_HEADER_H
#define CORE_READ_HEADER_H

#include "base/csv.h"
#include "model/finding.h"
#include "model/held.h"
#include "read/fields.h"

#include <stdbool.h>

enum { NO_FIELD = -1, MOST_RUNS = 16 };

/* Fields of the session's columns that stand side by side: rows of a session mostly repeat
 * them byte for byte. */
struct field_run {
    uint16_t first, last;
};

/* A column that is there, with what it takes to read its fields. */
struct header_column {
    field_reader *read; /* NULL: it is text, kept as it is */
    uint16_t field;
    uint16_t offset; /* as in struct column_form */
    uint8_t column;  /* enum column */
    bool must;       /* it is a mistake to leave it empty */
};

struct header {
    char delimiter;
    uint64_t line; /* physical, of its first byte */
    size_t field_count;
    int16_t field_of[COLUMN_COUNT];                /* where a column stands, or NO_FIELD */
    int16_t column_of[CSV_MAX_FIELDS];             /* COLUMN_COUNT for a column that is ignored */
    struct header_column of_session[COLUMN_COUNT]; /* those that are there, canonical order */
    struct header_column of_row[COLUMN_COUNT];     /* code first: findings of the others name it */
    size_t of_session_count, of_row_count;
    size_t aside_count; /* the first ones of the session, session_id and status, which are read
                           before the others */
    bool row_adds_up;   /* a column of the row that has to agree with others is there */
    struct field_run runs[MOST_RUNS]; /* all of those of the session */
    size_t run_count;                 /* 0: there are too many of them */
    size_t reach;                     /* fields up to the last of the session's, and with it */
    size_t row_from;                  /* fields before the first of the row's */
    struct column_set columns;        /* those that are there */
    bool has_held_cell;   /* the first column is claimline_held: a held file that was mended */
    struct cl_text text;  /* the header record without its line end and held cell */
    const char *line_end; /* LF, CR LF or CR */
    unsigned lines_above; /* that are no rows: under a map, the header may stand deeper */
    uint64_t bytes;       /* what it takes of the text, a line "sep=;" included */
    const int16_t *export_fields; /* where the export has a column, for messages; NULL: field_of */
    const uint16_t *left_out;     /* under a map: fields of held rows that it does not know */
    size_t left_out_count;
    enum held_style held_style;
    struct cl_text held_end; /* what ends a file of held rows */
};

/* Reads the header and sets the reader's delimiter. Unknown columns become
 * findings. A header that cannot be used is a problem (status 3). */
int header_read(struct header *header, struct csv_reader *csv, const char *path,
                struct findings *findings, struct problem *problem);

/* Fills in `runs`, `reach` and `row_from` when all else is known. */
void header_find_runs(struct header *header);

/* The header of a format that names its values otherwise: all canonical columns, each at
 * its own number. */
void header_canonical(struct header *header);

/* Leaves only the columns that tell which visit a session is of, so that reading
 * costs little: see rules_visit_key(). */
void header_narrow(struct header *header);

/* Lists which columns there are, from field_of. */
void header_list_columns(struct header *header);

/* Whether that is the name of the column that held files begin with. */
bool header_is_held_cell(struct cl_text name);

/* How the header's record ends, and what it is without that. */
const char *header_line_end(const struct csv_record *record);
struct cl_text header_without_line_end(struct cl_text text);

/* The record without its first cell, where the file is a mended held file. */
struct cl_text header_strip(const struct header *header, struct cl_text record);

#endif
