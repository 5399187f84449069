/* cell.h - a cell of a sheet as the text of a field. */
#ifndef CORE_SOURCE_CELL_H
#define CORE_SOURCE_CELL_H

#include "source/markup.h"
#include "source/sheet.h"
#include "source/xstring.h"

enum cell_type {
    CELL_NUMBER,
    CELL_SHARED, /* the number of a shared string */
    CELL_TEXT,   /* of a formula, or that stands in the cell itself */
    CELL_BOOLEAN,
    CELL_DATE, /* ISO 8601 */
    CELL_ERROR
};

struct cell {
    enum cell_type type;
    uint64_t style;
    bool has_formula, has_value;
};

/* Whether an attribute of XML Schema's type boolean says yes. */
bool cell_is_true(struct cl_text value);

/* The start of a <c> element; *column is set where the cell says where it stands. False:
 * it makes no sense. */
bool cell_begin(struct cell *cell, const struct markup_element *element, uint32_t *column);

/* What stands in the field: 1 with the text, valid while `value` is as it is; 0: the value
 * makes no sense; -1 with a problem. `error` is set for an error, and for a formula
 * without its value. */
int cell_show(const struct cell *cell, struct xstring *value, const struct sheet_context *context,
              struct cl_text *out, bool *error, struct problem *problem);

#endif
