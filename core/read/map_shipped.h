/* map_shipped.h - the column maps that ship inside the program (core/read/maps). */
#ifndef CORE_READ_MAP_SHIPPED_H
#define CORE_READ_MAP_SHIPPED_H

#include "read/column_map.h"

#include <stddef.h>

struct shipped_file {
    const char *name;
    const unsigned char *bytes;
    size_t length;
};

struct map_shipped {
    const char *name; /* what --map takes */
    struct shipped_file text;
};

/* By name; ends with one without a name. Made by the build. */
extern const struct map_shipped maps_shipped[];

/* Tables to start from, which `claimline map copy` writes beside a map that looks
 * something up in a file of that name. Ends with one without a name. */
extern const struct shipped_file map_tables_shipped[];

/* The map that `name` is or begins with, as NAME or NAME:FOLDER; *folder is the folder,
 * part of `name`, or NULL. NULL: it is none. */
const struct map_shipped *map_shipped_find(const char *name, const char **folder);

#endif
