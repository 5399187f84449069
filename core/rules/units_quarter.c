/* units_quarter.c - time rounded to the nearest quarter hour, each code by itself:
 * 7 minutes are none, 8 are one. A code whose unit is no quarter hour goes by the
 * midpoint of its own unit.
 *
 * Source: Texas Medicaid Provider Procedures Manual (2012), therapy services. The
 * manual's limits for a day are caps of the profile. */
#include "unit_rules.h"

/* The nearest quarter hour is nearest to a whole unit, so one formula serves both. */
static enum tie allot(struct timed *codes, size_t count, enum tie_break tie_break)
{
    (void)tie_break;
    return allot_alone(codes, count, units_by_midpoint);
}

const struct unit_rule unit_rule_quarter = {
    .name = "quarter",
    .source = "Texas Medicaid Provider Procedures Manual: the nearest quarter hour",
    .pools = false,
    .allot = allot,
    .alone = units_by_midpoint,
};
