/* map_like.h - a column map that ships, with the names that another export has. */
#ifndef CORE_CLI_MAP_LIKE_H
#define CORE_CLI_MAP_LIKE_H

#include "read/map_guess.h"
#include "read/map_shipped.h"

/* Prints the text of the map. A name that the export lacks is replaced by the column that
 * looks like it, and asked for where none does; no value of a record is printed. */
void map_like(const struct map_shipped *map, const struct guesses *guesses);

/* A name as it stands in a map: in quotes where it would mean something else. */
void map_print_name(struct cl_text name);

#endif
