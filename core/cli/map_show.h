/* map_show.h - what an export becomes by a column map, for a person to look at. */
#ifndef CORE_CLI_MAP_SHOW_H
#define CORE_CLI_MAP_SHOW_H

#include "base/problem.h"

#include <stdbool.h>
#include <stdint.h>

struct map_shown {
    const char *input;
    const char *map;
    uint64_t rows; /* of the export, from the first */
    bool missing;  /* only what tables and value maps lack, of all rows */
};

/* Prints values of records: who calls it has asked for them. */
int map_show(const struct map_shown *shown, struct problem *problem);

#endif
