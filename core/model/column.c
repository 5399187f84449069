/* column.c - see column.h. */
#include "column.h"

static const char *const names[COLUMN_COUNT] = {
#define COLUMN_NAME(name) [COL_##name] = #name,
    COLUMNS(COLUMN_NAME)
#undef COLUMN_NAME
};

const char *column_name(enum column column)
{
    return column < COLUMN_COUNT ? names[column] : "";
}
