/* rule_caps.c - how many units the payer takes: of a code and a day, of timed codes
 * and a claim, of timed codes and a day (Texas Medicaid and others cap what a day
 * bills). A visit is a day: sessions that count together are judged together. */
#include "rules/draft.h"
#include "rules/visit.h"

#include "base/text.h"

static uint64_t units_of_code(const struct draft *draft, struct cl_text code,
                              const struct draft_line **last)
{
    uint64_t units = 0;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (draft->lines[i].out->units == 0 || !text_equal(draft->lines[i].out->code, code))
            continue;
        units += draft->lines[i].out->units;
        *last = &draft->lines[i];
    }
    return units;
}

/* Every claim with a part in it is told: which of them is right, a person decides. */
static void check_code(const struct visit *visit, const struct code_cap *cap, const bool *counted)
{
    const struct draft_line *line = NULL;
    uint64_t day = 0;

    for (uint32_t i = 0; i < visit->draft_count; i++)
        day += counted[i] ? units_of_code(visit->drafts[i], cap->code, &line) : 0;
    for (uint32_t i = 0; i < visit->draft_count && day > cap->units; i++) {
        if (counted[i] && units_of_code(visit->drafts[i], cap->code, &line) != 0)
            draft_line_finding(line, FINDING_CAP_CODE, COL_units,
                               "%s has %llu units on the day; the payer's cap is %u",
                               line->out->documented_code.data, (unsigned long long)day,
                               cap->units);
    }
}

static uint64_t timed_units(const struct draft *draft)
{
    uint64_t units = 0;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct code *entry = draft->lines[i].entry;

        if (entry != NULL && entry->billing == BILLING_TIMED)
            units += draft->lines[i].out->units;
    }
    return units;
}

static void check_timed(const struct visit *visit, const struct profile *profile,
                        const bool *counted)
{
    uint64_t day = 0;

    for (uint32_t i = 0; i < visit->draft_count; i++) {
        const struct draft *draft = visit->drafts[i];
        uint64_t units = timed_units(draft);

        if (profile->cap_visit != 0 && units > profile->cap_visit)
            draft_finding(draft, FINDING_CAP_VISIT, COL_units,
                          "session %s has %llu units of timed codes; the payer's cap is %u",
                          draft->session->id.data, (unsigned long long)units, profile->cap_visit);
        day += counted[i] ? units : 0;
    }
    for (uint32_t i = 0; i < visit->draft_count && profile->cap_day != 0 && day > profile->cap_day;
         i++) {
        if (counted[i] && timed_units(visit->drafts[i]) != 0)
            draft_finding(visit->drafts[i], FINDING_CAP_DAY, COL_units,
                          "the day has %llu units of timed codes; the payer's cap is %u",
                          (unsigned long long)day, profile->cap_day);
    }
}

void rule_caps(struct visit *visit)
{
    const struct profile *profile = visit->drafts[0]->profile; /* one payer, one day: all have it */
    bool *counted;

    counted = arena_alloc_array(visit->scratch, visit->draft_count, sizeof(*counted));
    for (uint32_t i = 0; i < visit->draft_count; i++)
        counted[i] = !draft_has_errors(visit->drafts[i]); /* else it bills nothing */
    for (size_t i = 0; i < profile->cap_count; i++)
        check_code(visit, &profile->caps[i], counted);
    check_timed(visit, profile, counted);
}
