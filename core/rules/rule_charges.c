/* rule_charges.c - the charge of one unit: the first that a service of the code
 * states. The line's charge is units x unit charge; the payer's reductions are
 * the payer's work and never cut it. */
#include "rules/draft.h"

static void choose(struct draft *draft, struct draft_line *line)
{
    bool differ = false;

    for (uint32_t i = 0; i < line->service_count; i++) {
        int64_t charge = line->services[i]->unit_charge;

        if (charge == CL_NO_AMOUNT)
            continue;
        if (line->unit_charge == CL_NO_AMOUNT)
            line->unit_charge = charge;
        differ = differ || charge != line->unit_charge;
    }
    if (differ)
        draft_line_finding(draft, line, FINDING_CHARGE_DIFFERS, COL_unit_charge,
                           "rows of %s state different charges; the first is billed",
                           line->documented_code.data);
    if (line->unit_charge == CL_NO_AMOUNT && line->units > 0)
        draft_line_finding(draft, line, FINDING_CHARGE_MISSING, COL_unit_charge, "%s has no charge",
                           line->documented_code.data);
}

void rule_charges(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (!draft->lines[i].never_billed)
            choose(draft, &draft->lines[i]);
    }
}
