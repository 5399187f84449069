/* units_ama.c - the CPT midpoint rule ("rule of eights"): each code by itself.
 *
 * Source: CPT, time: a unit is attained when the mid-point is passed. No pooling
 * of codes and no cap by the day's total. */
#include "unit_rules.h"

static enum tie allot(struct timed *codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        codes[i].units = units_by_midpoint(codes[i].minutes, codes[i].unit_minutes);
    return TIE_NONE;
}

const struct unit_rule unit_rule_ama = { "ama", allot };
