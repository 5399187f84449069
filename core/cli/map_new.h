/* map_new.h - proposes a column map for an export. */
#ifndef CORE_CLI_MAP_NEW_H
#define CORE_CLI_MAP_NEW_H

#include "base/problem.h"

/* Prints a map that loads, with questions where the export does not tell; no value of
 * a record. `like`: a map that ships, whose text is printed with what fits; or NULL. */
int map_new(const char *path, const char *like, struct problem *problem);

#endif
