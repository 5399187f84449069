/* map_copy.h - a column map that ships, with its tables, as files to edit. */
#ifndef CORE_CLI_MAP_COPY_H
#define CORE_CLI_MAP_COPY_H

#include "base/problem.h"

/* Writes NAME.ini and the tables that it looks things up in into a folder that is there.
 * A file that is there already stays as it is: of a map that is bad usage; of a table not. */
int map_copy(const char *name, const char *folder, struct problem *problem);

#endif
