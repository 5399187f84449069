/* map_check.h - what only a whole column map shows. */
#ifndef CORE_READ_MAP_CHECK_H
#define CORE_READ_MAP_CHECK_H

#include "read/map_keys.h"

/* Hands value maps to their columns, settles these, and refuses a map that cannot make
 * sessions. All sections have been read. */
int map_check(const struct map_reading *reading);

#endif
