/* rule_units.c - units of each line, by the class of its code in the code table. */
#include "rules/draft.h"

#include "base/text.h"

/* Units stated on all services of the line, added up; 0 where one states none. */
static uint32_t stated_units(const struct draft_line *line)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < line->service_count; i++) {
        if (line->services[i]->units == 0)
            return 0;
        sum += line->services[i]->units;
    }
    return sum;
}

static void check_minutes(struct draft *draft, const struct draft_line *line)
{
    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        if (service->minutes == MINUTES_NOT_STATED)
            findings_add(draft->findings, FINDING_MINUTES_MISSING, service->line, COL_minutes,
                         service->code, "%s has no minutes", service->code.data);
    }
}

static void untimed(struct draft *draft, struct draft_line *line)
{
    line->units = 1;
    line->unit_rule = text_of("untimed");
    if (line->service_count > 1)
        draft_line_finding(draft, line, FINDING_UNTIMED_REPEATED, COL_code,
                           "%s stands %u times; it is billed once a session",
                           line->documented_code.data, line->service_count);
}

static void as_stated(struct draft *draft, struct draft_line *line, uint32_t without)
{
    line->unit_rule = text_of("stated");
    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        line->units += service->units != 0 ? service->units : without;
        if (service->units == 0 && without == 0 && line->entry != NULL)
            findings_add(draft->findings, FINDING_UNITS_MISSING, service->line, COL_units,
                         service->code, "%s has no units", service->code.data);
    }
}

/* An unlisted code says nothing by itself: the claim needs a narrative. */
static void unlisted(struct draft *draft, struct draft_line *line)
{
    as_stated(draft, line, 0);
    for (uint32_t i = 0; i < line->service_count; i++) {
        if (line->services[i]->note.length != 0)
            return;
    }
    draft_line_finding(draft, line, FINDING_NOTE_MISSING, COL_note,
                       "%s is an unlisted code without a note", line->documented_code.data);
}

static bool is_timed(const struct draft_line *line)
{
    return !line->never_billed && line->entry != NULL && line->entry->billing == BILLING_TIMED;
}

static void by_class(struct draft *draft, struct draft_line *line)
{
    switch (line->entry->billing) {
    case BILLING_TIMED:
        check_minutes(draft, line);
        break;
    case BILLING_UNTIMED:
        untimed(draft, line);
        break;
    case BILLING_COUNT:
        as_stated(draft, line, 1);
        break;
    case BILLING_UNLISTED:
        unlisted(draft, line);
        break;
    default:
        draft_line_finding(draft, line, FINDING_CODE_CLASS, COL_code,
                           "%s is of class %s, whose units are not computed yet",
                           line->documented_code.data, billing_name(line->entry->billing));
        break;
    }
}

static void tell_tie(struct draft *draft, enum tie tie)
{
    if (tie != TIE_NONE)
        findings_add(draft->findings, FINDING_UNITS_TIE, draft->session->line, COL_minutes,
                     TEXT_NONE, "two codes had equal claim to a left-over unit: %s",
                     tie == TIE_BY_STATED ? "stated units decided"
                                          : "more minutes decided, then the order of the session");
}

/* All timed codes of the session together: the rule may pool them. */
static void allot(struct draft *draft)
{
    const struct unit_rule *rule = draft->profile->unit_rule;
    struct timed *timed = arena_alloc_array(draft->arena, draft->line_count, sizeof(*timed));
    size_t count = 0;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];

        if (is_timed(line))
            timed[count++] = (struct timed){ .minutes = line->minutes,
                                             .unit_minutes = line->entry->unit_minutes,
                                             .stated = stated_units(line) };
    }
    tell_tie(draft, rule->allot(timed, count));
    count = 0;
    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];

        if (!is_timed(line))
            continue;
        line->units = timed[count++].units;
        line->unit_rule = text_of(rule->name);
        if (line->units == 0)
            draft_line_finding(draft, line, FINDING_UNITS_ZERO, COL_minutes,
                               "%s has too few minutes for a unit (%s)", line->documented_code.data,
                               rule->name);
    }
}

/* Stated units are held against the computed ones, which are billed. */
static void compare_stated(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];
        uint32_t stated = stated_units(line);

        if (!line->never_billed && stated != 0 && stated != line->units)
            draft_line_finding(draft, line, FINDING_UNITS_DIFFER, COL_units,
                               "%s gets %u units (%s), not those stated",
                               line->documented_code.data, line->units, line->unit_rule.data);
    }
}

void rule_units(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];

        if (line->never_billed)
            continue;
        if (line->entry == NULL)
            as_stated(draft, line, 0);
        else
            by_class(draft, line);
    }
    if (draft->findings->errors != 0)
        return;
    allot(draft);
    compare_stated(draft);
}
