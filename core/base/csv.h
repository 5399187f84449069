/* csv.h - records of a CSV text, cut by libcsv in strict mode.
 *
 * libcsv judges what a record is; this wrapper adds what it does not tell: where
 * a record stands (bytes and physical lines), limits, and how to go on after a
 * record that is broken. Every byte belongs to one record or one blank line.
 *
 * A physical line ends with LF, CR LF or CR. After a quoting error, and where a
 * quote is not closed within the limit or the file, the record is its first
 * physical line, and the next one begins behind it. */
#ifndef CORE_BASE_CSV_H
#define CORE_BASE_CSV_H

#include "base/problem.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    CSV_MAX_RECORD = 1024 * 1024, /* bytes, line end and all */
    CSV_MAX_FIELDS = 4096
};

/* Where the bytes come from: up to `size` of them, 0 at the end, -1 with a problem. */
struct csv_source {
    void *context;
    ssize_t (*read)(void *context, char *bytes, size_t size, struct problem *problem);
};

enum csv_state {
    CSV_FINE,
    CSV_BAD_QUOTE,  /* a quote inside an unquoted field, or text behind a closing one */
    CSV_OPEN_QUOTE, /* never closed */
    CSV_TOO_LONG    /* more than CSV_MAX_RECORD; csv_more() gives the rest of its bytes */
};

/* Valid until the next call for the same reader. */
struct csv_record {
    enum csv_state state;
    uint64_t line;     /* of its first byte, from 1 */
    const char *bytes; /* as they stand in the text, with the line end */
    size_t length;
    const struct cl_text *fields; /* unquoted; of a broken record those that were whole */
    size_t field_count;           /* as found, also past CSV_MAX_FIELDS, where `fields` ends */
    struct cl_text held;          /* what goes to the file of held rows; with data NULL: `bytes` */
    bool continues; /* one more record of the row before: it has no bytes, and counts for nothing */
};

struct csv_reader;

struct csv_reader *csv_create(struct csv_source source, char delimiter);
void csv_destroy(struct csv_reader *reader);

/* The next bytes, without taking them: at least `wanted` (up to CSV_MAX_RECORD)
 * unless the text ends before. For recognising a delimiter. */
int csv_peek(struct csv_reader *reader, size_t wanted, struct cl_text *out,
             struct problem *problem);
/* Takes `count` peeked bytes that hold one physical line. */
void csv_skip_line(struct csv_reader *reader, size_t count);
void csv_set_delimiter(struct csv_reader *reader, char delimiter);

/* 1 with a record, 0 at the end, -1 with a problem. */
int csv_next(struct csv_reader *reader, struct csv_record *record, struct problem *problem);

/* More bytes of a CSV_TOO_LONG record; an empty text at its end. */
int csv_more(struct csv_reader *reader, struct cl_text *out, struct problem *problem);

/* The first physical line end in `text`: the length up to and with it; 0 for none. */
size_t csv_line_length(struct cl_text text);

struct csv_counts {
    uint64_t bytes;       /* of records, blank lines and skipped lines so far */
    uint64_t blank_bytes; /* of blank lines */
    uint64_t blank_lines;
    uint64_t lines; /* physical lines so far */
};

struct csv_counts csv_counts(const struct csv_reader *reader);

#endif
