/* rule_charges.c - the charge of one unit: the first that a service of the line
 * states, else the first of the code; or that of the fee table, as the profile has
 * it. The line's charge is units x unit charge; the payer's reductions are the
 * payer's work and never cut it. After a substitution the fee is that of the code
 * billed. */
#include "rules/draft.h"

#include "base/text.h"

static int64_t first_stated(const struct service *const *services, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (services[i]->unit_charge != CL_NO_AMOUNT)
            return services[i]->unit_charge;
    }
    return CL_NO_AMOUNT;
}

static int64_t stated_charge(const struct draft_line *line)
{
    int64_t charge = line->services[0]->unit_charge;

    if (charge != CL_NO_AMOUNT)
        return charge;
    charge = first_stated(line->services, line->service_count);
    return charge != CL_NO_AMOUNT ? charge : first_stated(line->siblings, line->sibling_count);
}

static int64_t table_fee(const struct draft *draft, const struct draft_line *line)
{
    const struct session *session = draft->session;
    const struct profile *profile = draft->profile;
    enum payer_class payer_class = profile->of_payer ? profile->payer_class : session->payer_class;

    return fees_find(draft->rules->fees, line->out->code, session->payer.id, payer_class,
                     session->service_date);
}

static bool rows_differ(const struct draft_line *line)
{
    int64_t first;

    if (line->service_count == 1)
        return false;
    first = first_stated(line->services, line->service_count);
    for (uint32_t i = 0; i < line->service_count; i++) {
        int64_t charge = line->services[i]->unit_charge;

        if (charge != CL_NO_AMOUNT && charge != first)
            return true;
    }
    return false;
}

static void tell(const struct draft_line *line, int64_t stated, int64_t fee)
{
    const char *code = line->out->documented_code.data;

    if (rows_differ(line))
        draft_line_finding(line, FINDING_CHARGE_DIFFERS, COL_unit_charge,
                           "rows of %s state different charges; the first counts", code);
    if (fee != CL_NO_AMOUNT && stated != CL_NO_AMOUNT && stated != fee && line->out->units > 0)
        draft_line_finding(line, FINDING_CHARGE_FEE_DIFFERS, COL_unit_charge,
                           "the export's charge for %s is not that of the fee table; %s is billed",
                           code,
                           line->out->unit_charge_cents == fee ? "the table's" : "the export's");
    if (line->out->unit_charge_cents == CL_NO_AMOUNT && line->out->units > 0)
        draft_line_finding(line, FINDING_CHARGE_MISSING, COL_unit_charge, "%s has no charge", code);
}

static void explain(const struct draft *draft, const struct draft_line *line, bool of_table)
{
    if (draft->ledger == NULL || line->out->unit_charge_cents == CL_NO_AMOUNT)
        return;
    ledger_add(draft->ledger,
               LEDGER_ENTRY(.step = LEDGER_CHARGE, .code = line->out->code,
                            .units = line->out->units,
                            .source = text_of(of_table ? profile_source(draft->profile, KEY_fees)
                                                       : "stated in the export")),
               "%lld.%02lld a unit, %s", (long long)(line->out->unit_charge_cents / 100),
               (long long)(line->out->unit_charge_cents % 100),
               of_table ? "of the fee table" : "as a row of the code states");
}

/* The lines of one code may be made of the same rows: those are spoken of once. */
static bool is_told(const struct draft *draft, uint32_t at)
{
    return at > 0 && draft->lines[at - 1].services[0] == draft->lines[at].services[0];
}

void rule_charges(struct draft *draft)
{
    bool fees = draft->profile->fees != FEES_NO && fees_any(draft->rules->fees);

    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];
        int64_t stated, fee;
        bool of_table;

        if (line->never_billed)
            continue;
        stated = stated_charge(line);
        fee = fees ? table_fee(draft, line) : CL_NO_AMOUNT;
        of_table =
            fee != CL_NO_AMOUNT && (stated == CL_NO_AMOUNT || draft->profile->fees == FEES_PREFER);
        line->out->unit_charge_cents = of_table ? fee : stated;
        explain(draft, line, of_table);
        if (!is_told(draft, i))
            tell(line, stated, fee);
    }
}
