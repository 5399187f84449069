/* columns.c - names of the columns, and in which exports they stand. */
#include "columns.h"

static const struct {
    const char *name;
    enum shape shape;
} columns[COLUMN_COUNT] = {
#define COLUMN_ROW(name, shape) { #name, shape },
    SESSION_COLUMNS(COLUMN_ROW) ROW_COLUMNS(COLUMN_ROW)
#undef COLUMN_ROW
};

const char *column_name(enum column column)
{
    return columns[column].name;
}

bool column_stands_in(enum column column, enum shape shape)
{
    return columns[column].shape <= shape;
}
