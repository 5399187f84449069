/* column_map.h - how an export of somebody's EMR becomes canonical records: a file people write.
 *
 * docs/maps.md explains the file. A map is read once, is not changed afterwards, and may be used
 * by any number of readings on any threads. */
#ifndef CORE_READ_COLUMN_MAP_H
#define CORE_READ_COLUMN_MAP_H

#include "base/problem.h"

#include <stddef.h>

struct column_map;

/* What the user names: a file, or a map that ships with the program, as NAME or NAME:FOLDER,
 * where the folder holds the tables that it looks things up in. `name` is borrowed and must
 * outlive the map. Any mistake is bad configuration. */
int column_map_load(struct column_map **out, const char *name, struct problem *problem);
void column_map_destroy(struct column_map *map); /* takes NULL */

/* Every file that the map was read from, for those who must not write over them: the next one
 * behind *at (begin with 0), or NULL. */
const char *column_map_file(const struct column_map *map, size_t *at);

#endif
