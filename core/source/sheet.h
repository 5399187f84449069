/* sheet.h - the rows of a worksheet part as CSV text. */
#ifndef CORE_SOURCE_SHEET_H
#define CORE_SOURCE_SHEET_H

#include "source/number_style.h"
#include "source/rows.h"
#include "source/strings.h"

#include <stdbool.h>

enum { SHEET_MOST_ROWS = 1048576, SHEET_MOST_COLUMNS = 16384 };

/* What the rest of the workbook says about cells. */
struct sheet_context {
    struct strings *strings;
    const struct number_style *styles; /* of cell formats, by number */
    size_t style_count;
    bool from_1904;
    uint64_t file_size; /* how much the rows may grow is measured by it */
};

/* What a reader should know of a sheet, beyond its text. */
struct sheet_facts {
    uint64_t hidden_rows; /* with values; they are read like the others */
    uint64_t merged;      /* areas of merged cells; their value stands in the first cell */
    uint64_t errors;      /* cells that show an error, or a formula without a value */
    uint32_t error_row;   /* of the first of these */
    uint32_t error_column;
};

/* Reads the part into `rows`. A cell that holds an error, or a formula whose value the
 * file lacks, begins with the control character SUB, which no field may hold. */
int sheet_read(struct rows *rows, struct sheet_facts *facts, struct layer *part, const char *name,
               const struct sheet_context *context, struct spool *spool, struct problem *problem);

#endif
