/* units_full15.c - no unit under its full time: 15 minutes for a 15-minute code,
 * each code by itself.
 *
 * Source: payers' contracts that ask for a full quarter hour a unit (the
 * networks of HNS among them). */
#include "unit_rules.h"

static uint32_t whole_units(uint32_t minutes, uint32_t unit_minutes)
{
    return minutes / unit_minutes;
}

static enum tie allot(struct timed *codes, size_t count, enum tie_break tie_break)
{
    (void)tie_break;
    return allot_alone(codes, count, whole_units);
}

const struct unit_rule unit_rule_full15 = {
    .name = "full15",
    .source = "the payer's contract: the full time of a unit",
    .pools = false,
    .allot = allot,
    .alone = whole_units,
};
