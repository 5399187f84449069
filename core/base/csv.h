/* csv.h - records of a CSV text, cut by libcsv's strict rules.
 *
 * libcsv judges what a record is; this wrapper adds what it does not tell: where
 * a record stands (bytes and physical lines), limits, and how to go on after a
 * record that is broken. Every byte belongs to one record or one blank line.
 * Records that plainly keep the rules are cut by csv_cut.h, which gives what libcsv
 * would; all others go to libcsv.
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
    CSV_TOO_LONG,   /* more than CSV_MAX_RECORD; csv_more() gives the rest of its bytes */
    CSV_RAGGED      /* not as many fields as the header: only where a map tells, in `faults` */
};

struct record_fault; /* read/fault.h */

/* Valid until the next call for the same reader. */
struct csv_record {
    enum csv_state state;
    uint64_t line;         /* of its first byte, from 1 */
    uint64_t service_line; /* of its work, where that stands elsewhere; 0: `line` */
    const char *bytes;     /* as they stand in the text, with the line end */
    size_t length;
    const uint32_t *ends; /* where each field ends in `bytes`, quotes and all; or NULL */
    size_t plain;         /* fields that `ends` gives, the first ones; see csv_field() */
    size_t same;          /* fields that are the bytes of the record before, the first ones */
    const struct cl_text *fields; /* those behind the plain ones: unquoted, trimmed outside
                                     quotes, no NUL behind them; of a broken record those that
                                     were whole */
    size_t field_count;           /* as found, also past CSV_MAX_FIELDS, where `fields` ends */
    bool clean;          /* all of it is printable ASCII, blanks and line ends; false: not known */
    struct cl_text held; /* what goes to the file of held rows; with data NULL: `bytes` */
    bool continues; /* one more record of the row before: it has no bytes, and counts for nothing */
    const struct record_fault *faults; /* what is wrong with it, found before it was read */
    size_t fault_count;
};

struct csv_reader;

struct csv_reader *csv_create(struct csv_source source, char delimiter);

/* The same for a text in memory, borrowed, with CSV_PART_SLACK readable bytes behind it;
 * fields without doubled quotes point into it. It begins with a record, which stands in
 * line `lines` + 1 of the whole text, and ends behind one or, where it is `last`, with the
 * whole text. NULL `reader`: a new one; else that one, made by this function, goes on
 * with another text. */
enum { CSV_PART_SLACK = 64 };
struct csv_reader *csv_part(struct csv_reader *reader, struct cl_text text, char delimiter,
                            uint64_t lines, bool last);

/* A text whose first line is not line 1: so many stand before it. */
void csv_start_at_line(struct csv_reader *reader, uint64_t lines);

/* From now on only the first so many fields are wanted of the records of csv_next_ends(), 1 at
 * least: those are given. All are checked and counted. */
void csv_want_fields(struct csv_reader *reader, size_t count);

/* Whether a part turned out to end within a record: what was made of it is not right. */
bool csv_part_is_short(const struct csv_reader *reader);

/* Libcsv alone, for comparing. */
void csv_judge_only(struct csv_reader *reader);

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

/* The same, but records come with `ends`, if they could be cut without libcsv, and `fields`
 * holds only those that are not plain. */
int csv_next_ends(struct csv_reader *reader, struct csv_record *record, struct problem *problem);

/* A field of a record that came either way, trimmed outside quotes. */
static inline struct cl_text csv_field(const struct csv_record *record, size_t index)
{
    const char *from;
    const char *to;

    if (index >= record->plain)
        return record->fields[index];
    from = record->bytes + (index != 0 ? record->ends[index - 1] + 1 : 0);
    to = record->bytes + record->ends[index];
    /* A delimiter that is a blank stands in no field. */
    while (from < to && (*from == ' ' || *from == '\t'))
        from++;
    while (from < to && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    return (struct cl_text){ from, (size_t)(to - from) };
}

/* More bytes of a CSV_TOO_LONG record; an empty text at its end. */
int csv_more(struct csv_reader *reader, struct cl_text *out, struct problem *problem);

/* Takes back a CSV_FINE record, the last one that csv_next() gave. */
void csv_put_back(struct csv_reader *reader, const struct csv_record *record);

/* The bytes that were read, but not yet taken as records; valid as csv_peek()'s. */
struct cl_text csv_rest(const struct csv_reader *reader);

/* The first physical line end in `text`: the length up to and with it; 0 for none. */
size_t csv_line_length(struct cl_text text);

struct csv_counts {
    uint64_t bytes;       /* of records, blank lines and skipped lines so far */
    uint64_t blank_bytes; /* of blank lines */
    uint64_t blank_lines;
    uint64_t lines;       /* physical lines so far */
    uint64_t passed_rows; /* that are no rows of work: totals; their bytes are blank_bytes */
};

struct csv_counts csv_counts(const struct csv_reader *reader);

#endif
