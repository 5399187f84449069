/* rule_kx.c - KX attests that therapy past the year's threshold is needed (Pub. 100-04
 * ch. 5, 10.3). It is never added without an attestation: KX on a row of the session,
 * or in the year-to-date table. Where the amount is not known, KX stays where it is
 * stated. Sessions of this run are not added to the amount: what the payer allows
 * for them is not known yet. */
#include "rules/draft.h"

#include "base/text.h"

/* GA, GZ and GY say that the payer is not expected to pay: nothing to attest. */
static bool takes_kx(const struct draft_line *line)
{
    return line->entry != NULL && line->entry->therapy && !line->never_billed &&
           (line->known_modifiers & (MODIFIER_GA | MODIFIER_GY | MODIFIER_GZ)) == 0;
}

/* Whether a line with units takes it: without any there is nothing to attest. */
static bool is_wanted(const struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (takes_kx(&draft->lines[i]) && draft->lines[i].out->units > 0)
            return true;
    }
    return false;
}

static bool is_stated(const struct draft *draft)
{
    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        if ((service_modifiers(&draft->session->services[i]) & MODIFIER_KX) != 0)
            return true;
    }
    return false;
}

static void add_kx(struct draft *draft, const struct threshold *threshold, bool stated)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];

        if (!takes_kx(line) || !line_add_modifier(draft, line, text_of("KX")))
            continue;
        ledger_add(draft->ledger,
                   LEDGER_ENTRY(.step = LEDGER_MODIFIER, .code = line->out->code,
                                .modifier = text_of("KX"), .source = text_of(threshold->source)),
                   "the year's amount has reached the threshold of %lld.%02lld; need is attested "
                   "%s",
                   (long long)(threshold->kx_cents / 100), (long long)(threshold->kx_cents % 100),
                   stated ? "on a row of the session" : "in the year-to-date table");
    }
}

static void past_threshold(struct draft *draft, const struct patient_year *known,
                           const struct threshold *threshold)
{
    const struct session *session = draft->session;
    bool stated = is_stated(draft);

    if (stated || known->attested[session->discipline])
        add_kx(draft, threshold, stated);
    else if (is_wanted(draft))
        draft_finding(draft, FINDING_KX_ATTESTATION, COL_modifiers,
                      "session %s: the patient's amount of %d has reached the threshold, and "
                      "nobody attests that the therapy is needed",
                      session->id.data, session->service_date.year);
}

static int64_t therapy_charges(const struct draft *draft)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];

        if (takes_kx(line) && line->out->unit_charge_cents != CL_NO_AMOUNT)
            sum += line->out->unit_charge_cents * line->out->units;
    }
    return sum;
}

static void below_threshold(struct draft *draft, const struct patient_year *known,
                            const struct threshold *threshold)
{
    const struct session *session = draft->session;

    for (uint32_t i = 0; i < session->service_count; i++) {
        const struct service *service = &session->services[i];

        if ((service_modifiers(service) & MODIFIER_KX) != 0)
            draft_service_finding(service, FINDING_KX_UNNEEDED, COL_modifiers,
                                  "%s states KX, and the patient's amount of %d is below the "
                                  "threshold",
                                  service->code.data, session->service_date.year);
    }
    if (known->amount_cents + therapy_charges(draft) > threshold->kx_cents)
        draft_finding(draft, FINDING_KX_NEAR, COLUMN_NONE,
                      "session %s: with this claim's charges the patient's amount of %d may pass "
                      "the threshold",
                      session->id.data, session->service_date.year);
}

/* The amount of the session's patient and year; NULL: not known. */
static const struct patient_year *amount_of(const struct draft *draft)
{
    const struct session *session = draft->session;

    return year_to_date_find(draft->rules->year_to_date, session->patient.id,
                             (uint16_t)session->service_date.year, session->discipline);
}

static const struct threshold *threshold_of(const struct draft *draft)
{
    const struct session *session = draft->session;

    return thresholds_find(draft->rules->thresholds, (uint16_t)session->service_date.year,
                           session->discipline);
}

bool line_gets_kx(const struct draft *draft, const struct draft_line *line)
{
    const struct patient_year *known = draft->profile->kx ? amount_of(draft) : NULL;
    const struct threshold *threshold = known != NULL ? threshold_of(draft) : NULL;

    return known != NULL && threshold != NULL && takes_kx(line) &&
           known->amount_cents >= threshold->kx_cents &&
           (is_stated(draft) || known->attested[draft->session->discipline]);
}

void rule_kx(struct draft *draft)
{
    const struct session *session = draft->session;
    const struct threshold *threshold;
    const struct patient_year *known;

    known = amount_of(draft);
    if (known == NULL)
        return;
    threshold = threshold_of(draft);
    if (threshold == NULL) {
        draft_finding(draft, FINDING_KX_THRESHOLD, COL_service_date,
                      "session %s: no KX threshold is known for %d, and the patient's amount of "
                      "that year is held against none",
                      session->id.data, session->service_date.year);
        return;
    }
    if (known->amount_cents >= threshold->kx_cents)
        past_threshold(draft, known, threshold);
    else
        below_threshold(draft, known, threshold);
    if (known->amount_cents >= threshold->review_cents)
        draft_finding(draft, FINDING_KX_REVIEW, COLUMN_NONE,
                      "session %s: the patient's amount of %d has reached that of medical review",
                      session->id.data, session->service_date.year);
}
