/* places.h - CMS's list of place of service codes, as data with dates. */
#ifndef CORE_RULES_PLACES_H
#define CORE_RULES_PLACES_H

#include "base/problem.h"

#include <claimline/value.h>

#include <stdbool.h>

enum { PLACE_CODES = 100 }; /* two digits */

struct place_of_service {
    bool listed;
    struct cl_date from, to;
};

struct place_list {
    struct place_of_service codes[PLACE_CODES];
};

int place_list_load(struct place_list *list, struct problem *problem);

/* `code` is two digits. */
bool place_listed(const struct place_list *list, struct cl_text code, struct cl_date day);

#endif
