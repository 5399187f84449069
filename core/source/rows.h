/* rows.h - the rows of a sheet, set aside as CSV text, and a layer that hands them on.
 *
 * How wide a sheet is shows at its end. So its rows are set aside as far as they hold
 * values, and get the fields that are missing when they are handed on: as a spreadsheet
 * writes CSV, every row has as many fields as the widest. A row without values is a blank
 * line, so that lines are numbered as the sheet's rows; where line breaks stand inside
 * cells, rows_layer_line() knows better. */
#ifndef CORE_SOURCE_ROWS_H
#define CORE_SOURCE_ROWS_H

#include "base/spool.h"
#include "source/layer.h"

#include <claimline/value.h>

/* Where the rows of one sheet lie in a spool. Zeroed, there are none. */
struct rows {
    uint64_t at, size;
    uint32_t width;     /* fields of the widest row */
    uint64_t shifts_at; /* behind the rows: which of them hold line breaks */
    size_t shift_count;
};

/* The same while rows are added. Zeroed, it is ready. */
struct rows_maker {
    struct rows rows;
    struct row_shift *shifts;
    size_t shift_capacity;
};

struct row_text {
    uint32_t number; /* from 1 */
    uint32_t fields;
    struct cl_text text; /* without a line end */
};

/* Adds a row that holds values. Rows come in order; nothing else goes to the spool
 * between those of a sheet. */
int rows_add(struct rows_maker *maker, struct spool *spool, const struct row_text *row,
             struct problem *problem);

/* When all are there. */
int rows_end(struct rows_maker *maker, struct spool *spool, struct problem *problem);
void rows_maker_finish(struct rows_maker *maker);

/* `rows` is copied, the spool borrowed. */
int rows_layer(struct layer **out, const struct rows *rows, struct spool *spool, const char *shown,
               struct problem *problem);

/* The row that a line of the text is of; on any thread. */
uint64_t rows_layer_line(const struct layer *layer, uint64_t line);

#endif
