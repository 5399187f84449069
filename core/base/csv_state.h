/* csv_state.h - what csv.c and csv_front.c share. */
#ifndef CORE_BASE_CSV_STATE_H
#define CORE_BASE_CSV_STATE_H

#include "base/csv.h"
#include "base/csv_cut.h"

#include <csv.h>

enum { CSV_FIELD_BLOCK = 4096 };

struct field_span {
    size_t offset;
    size_t length;
};

struct csv_reader {
    struct csv_source source;
    char delimiter;
    struct csv_parser parser;

    char *buffer;
    size_t start; /* of the current record */
    size_t fed;   /* up to here libcsv has seen the record */
    size_t end;   /* of what was read */
    size_t no_lf; /* from `fed` up to here there is no LF */
    bool at_end;  /* nothing more to read */
    bool in_long; /* inside a record that is too long */
    bool part;    /* `buffer` is borrowed, and there is no source */
    bool last;    /* of a part: it ends with the text */
    bool is_short;

    csv_cut_function *cut; /* NULL: libcsv alone */
    struct csv_cut last_cut;

    char *text; /* the fields of the current record, NUL behind each */
    size_t text_used, text_room;
    struct field_span *spans; /* CSV_MAX_FIELDS of both */
    struct cl_text *fields;
    size_t field_count;
    bool row_ended;
    struct csv_counts counts;
};

/* csv.c: the next record, which libcsv has to look at. */
int csv_next_judged(struct csv_reader *reader, struct csv_record *record, struct problem *problem);

/* Takes the bytes of the current record, or a part of one, up to `end`. */
static inline void csv_take(struct csv_reader *reader, size_t end)
{
    reader->counts.bytes += end - reader->start;
    reader->start = end;
    reader->fed = end;
}

static inline bool csv_is_blank(const struct csv_reader *reader, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        char byte = reader->buffer[i];

        if ((byte != ' ' && byte != '\t' && byte != '\r' && byte != '\n') ||
            byte == reader->delimiter)
            return false;
    }
    return true;
}

#endif
