/* map_names.h - what exports call the columns that this program knows. */
#ifndef CORE_READ_MAP_NAMES_H
#define CORE_READ_MAP_NAMES_H

#include <claimline/value.h>

/* What a column of that name probably is: an enum guess (map_guess.h) or a canonical column.
 * Only letters and digits of the name matter, without regard to case. */
unsigned map_name_guess(struct cl_text name);

#endif
