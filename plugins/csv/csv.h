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

/* Neighbouring columns that speak of the claim: what the first row says there, the others
 * repeat. */
struct group {
    uint32_t begin, end; /* in `cells` */
};

/* Where the first row says it. */
struct said {
    const char *bytes;
    size_t length;
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
    const struct cl_fact *facts[CL_FACT_COUNT]; /* the columns, in order */
    struct plain_fact cells[CL_FACT_COUNT];     /* the same */
    struct plain_fact again[CL_FACT_COUNT];     /* with one for each group: rows behind the first */
    struct group groups[CL_FACT_COUNT];
    uint32_t count;
    uint32_t again_count;
    uint32_t group_count;
    char separator;
    unsigned char class[256]; /* of each byte: INNER, OUTER, FORMULA */
    size_t row_room;          /* for a row as it is at the most; 0: none is written so */
    struct plain_needs needs;
};

static inline unsigned csv_class_of(const struct csv *csv, char byte)
{
    return csv->class[(unsigned char)byte];
}

/* cells.c: a name or value, quoted where it has to be. */
void cells_put(const struct csv *csv, struct cl_text text, struct cl_stream *out);

/* cells.c: a row, with a look at each cell. */
void cells_put_row(const struct csv *csv, const struct cl_claim *claim, const struct cl_line *line,
                   struct cl_stream *out);
void cells_put_newline(const struct csv *csv, struct cl_stream *out);

/* plain_rows.c: for open(), when all else is set. */
void plain_rows_prepare(struct csv *csv);

/* How many rows, up to `most`, there is room for. */
uint32_t plain_rows_fit(const struct csv *csv, const struct cl_stream *out, uint32_t most);

/* Writes the rows of `count` lines from `first` on as if no cell had to be quoted. False where
 * one has to: then nothing was written. */
bool plain_rows_put(const struct csv *csv, const struct cl_claim *claim, uint32_t first,
                    uint32_t count, struct cl_stream *out);

#endif
