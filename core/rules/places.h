/* places.h - CMS's list of place of service codes, as data with dates; and whether
 * a session was given from afar. */
#ifndef CORE_RULES_PLACES_H
#define CORE_RULES_PLACES_H

#include "base/date.h"
#include "base/problem.h"

#include <claimline/value.h>

#include <stdbool.h>

struct code_list;
struct service;
struct session;

enum { PLACE_CODES = 100 }; /* two digits */

struct place_of_service {
    bool listed;
    bool telehealth;
    struct cl_date from, to;
};

struct place_list {
    struct place_of_service codes[PLACE_CODES];
};

int place_list_load(struct place_list *list, struct problem *problem);

/* `code` is two digits, here and below. */
static inline const struct place_of_service *place_entry(const struct place_list *list,
                                                         struct cl_text code)
{
    return &list->codes[(code.data[0] - '0') * 10 + (code.data[1] - '0')];
}

/* Whether it is on the list on any day. */
static inline bool place_known(const struct place_list *list, struct cl_text code)
{
    return place_entry(list, code)->listed;
}

static inline bool place_listed(const struct place_list *list, struct cl_text code,
                                struct cl_date day)
{
    const struct place_of_service *place = place_entry(list, code);

    return place->listed && date_within(day, place->from, place->to);
}

/* Whether the place, two digits or empty, is one of telehealth. */
static inline bool place_is_telehealth(const struct place_list *list, struct cl_text code)
{
    return code.length != 0 && place_entry(list, code)->telehealth;
}

/* The first service that states one of the modifiers that show telehealth; NULL: none does. */
const struct service *telehealth_service(const struct code_list *modifiers,
                                         const struct session *session);

/* Whether the session was telehealth: a modifier shows it, or the place of service
 * that the export states. */
bool is_telehealth(const struct place_list *list, const struct code_list *modifiers,
                   const struct session *session);

#endif
