/* csv.h - the state of the csv plugin, and the two ways to write a row. */
#ifndef PLUGINS_CSV_H
#define PLUGINS_CSV_H

#include "plain/plain.h"

#include <claimline/facts.h>
#include <claimline/plugin.h>

enum { NEWLINE_LF, NEWLINE_CRLF };
enum { QUOTE_MINIMAL, QUOTE_ALL };

/* What a byte asks of the cell that holds it. */
enum {
    INNER = 1,  /* quotes, wherever it stands */
    OUTER = 2,  /* quotes, as the first or last byte */
    FORMULA = 4 /* a leading ', as the first byte: a spreadsheet would compute the cell */
};

struct csv {
    struct cl_text columns;
    struct cl_text delimiter;
    bool header;
    bool spreadsheet_safe;
    bool bom;
    uint32_t newline;
    uint32_t quote;

    /* Made by open() out of the above. */
    struct cl_fact facts[CL_FACT_COUNT]; /* the columns, in order */
    uint32_t count;
    bool usual; /* they are the default ones */
    char separator;
    unsigned char class[256]; /* of each byte: INNER, OUTER, FORMULA */
    size_t row_room;          /* for a row as it is at the most; SIZE_MAX: none is written so */
    struct plain_needs needs;
};

static inline unsigned csv_class_of(const struct csv *csv, char byte)
{
    return csv->class[(unsigned char)byte];
}

/* cells.c: a name or value, quoted where it has to be. */
void cells_put(const struct csv *csv, struct cl_text text, struct cl_stream *out);

/* cells.c: whether a cell has to be quoted that will begin with `first`. */
bool cells_needs_quotes(const struct csv *csv, char first, struct cl_text text);

/* cells.c: a row, with a look at each cell. */
void cells_put_row(const struct csv *csv, const struct cl_claim *claim, const struct cl_line *line,
                   struct cl_stream *out);
void cells_put_newline(const struct csv *csv, struct cl_stream *out);

/* plain_rows.c: for open(), when all else is set. */
void plain_rows_prepare(struct csv *csv);

/* Writes the rows of lines from `first` on whose cells stand as they are. Returns the first
 * line that was not written: one with something to be quoted, or that there is little room
 * for; or the count of lines. */
uint32_t plain_rows_put(const struct csv *csv, const struct cl_claim *claim, uint32_t first,
                        struct cl_stream *out);

#endif
