/* units_ama.c - the CPT midpoint rule ("rule of eights"): each code by itself.
 *
 * Source: CPT, time: a unit is attained when the mid-point is passed. No pooling
 * of codes and no cap by the day's total. */
#include "unit_rules.h"

static enum tie allot(struct timed *codes, size_t count, enum tie_break tie_break)
{
    (void)tie_break;
    return allot_alone(codes, count, units_by_midpoint);
}

const struct unit_rule unit_rule_ama = {
    .name = "ama",
    .source = "CPT, time: a unit is attained when the mid-point is passed",
    .pools = false,
    .allot = allot,
    .alone = units_by_midpoint,
};
