/* unit_rules.h - how minutes become units: one rule a file, one table of them. */
#ifndef CORE_RULES_UNIT_RULES_H
#define CORE_RULES_UNIT_RULES_H

#include <claimline/value.h>

#include <stddef.h>
#include <stdint.h>

/* A timed code of a session; its services are summed already. */
struct timed {
    uint32_t minutes;
    uint32_t unit_minutes; /* of the code table, 1 or more */
    uint32_t stated;       /* units the export states for all its services; 0: not stated */
    uint32_t units;        /* the answer */
};

/* How a tie for left-over units was decided. */
enum tie { TIE_NONE, TIE_BY_ORDER, TIE_BY_STATED };

struct unit_rule {
    const char *name; /* in profiles and in the unit_rule column */
    /* Fills units of `codes`, which are in the order of the session. */
    enum tie (*allot)(struct timed *codes, size_t count);
};

extern const struct unit_rule unit_rule_cms;
extern const struct unit_rule unit_rule_ama;

/* NULL for an unknown name. */
const struct unit_rule *unit_rule_find(struct cl_text name);

/* Units of one code alone, a unit begun past its middle counting as one: 8 of 15
 * minutes, 16 of 30, 31 of 60 (CPT: a unit of time is attained when the mid-point
 * is passed). */
static inline uint32_t units_by_midpoint(uint32_t minutes, uint32_t unit_minutes)
{
    return (minutes + (unit_minutes - 1) / 2) / unit_minutes;
}

#endif
