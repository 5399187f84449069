/* row.h - one record of an export, taken into its session. */
#ifndef CORE_READ_ROW_H
#define CORE_READ_ROW_H

#include "model/session.h"
#include "read/fields.h"
#include "read/header.h"

/* The fields of the session's first whole row, to hold the others against. */
struct first_row {
    bool taken;
    bool clean;                          /* all of it is clean text */
    const struct header *header;         /* whose runs these are; NULL: none are known */
    struct cl_text runs[MOST_RUNS];      /* their bytes */
    bool has_values;                     /* else they are to be taken from the runs */
    struct cl_text values[COLUMN_COUNT]; /* trimmed; data NULL for a column that is not there */
};

struct row_reader {
    const struct header *header;
    struct arena *arena;   /* for the values of sessions */
    struct arena *scratch; /* for what is needed while the session is open */
    bool bytes_stay;       /* those of records, while the session is open */
    struct cl_date today;
};

/* Whether the record repeats the fields of the session's first whole row, byte for byte.
 * Where it does not, they may agree all the same. */
bool row_repeats(const struct header *header, const struct first_row *first,
                 const struct csv_record *record);

/* Adds a whole record to the session: its fields on the first row, else only a
 * check that they agree (`repeats`: they do), and a service. Findings go to the session.
 * Returns whether it was the first row. */
bool row_take(const struct row_reader *reader, struct session *session, struct first_row *first,
              const struct csv_record *record, bool repeats, uint32_t *service_capacity);

/* Notes what is wrong with a record that is broken, as a finding; false when it
 * is whole and has as many fields as the header. */
bool row_is_broken(const struct header *header, const struct csv_record *record,
                   struct findings *findings);

/* The session id that a record shows: trimmed, not empty, clean text; TEXT_NONE
 * where there is none to read. */
struct cl_text row_session_id(const struct header *header, const struct csv_record *record);

#endif
