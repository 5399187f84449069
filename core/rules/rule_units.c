/* rule_units.c - units of each line, by the class of its code in the code table. */
#include "rules/units_lines.h"
#include "rules/visit.h"

#include "base/text.h"

#include <stdio.h>

uint32_t line_stated_units(const struct draft_line *line)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < line->service_count; i++) {
        if (line->services[i]->units == 0)
            return 0;
        sum += line->services[i]->units;
    }
    return sum;
}

uint32_t service_units_as_stated(const struct draft *draft, const struct draft_line *line,
                                 const struct service *service)
{
    return draft->profile->stated_units && line_is_billed_as(line, BILLING_TIMED) &&
                   service->minutes == MINUTES_NOT_STATED
               ? service->units
               : 0;
}

uint32_t line_units_as_stated(const struct draft *draft, const struct draft_line *line)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < line->service_count; i++)
        sum += service_units_as_stated(draft, line, line->services[i]);
    return sum;
}

void line_check_minutes(const struct draft *draft, const struct draft_line *line)
{
    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        if (service->minutes == MINUTES_NOT_STATED &&
            service_units_as_stated(draft, line, service) == 0)
            draft_service_finding(service, FINDING_MINUTES_MISSING, COL_minutes,
                                  "%s has no minutes", service->code.data);
    }
}

void line_write_units(struct draft *draft, const struct draft_line *line, const char *source)
{
    ledger_add(draft->ledger,
               LEDGER_ENTRY(.step = LEDGER_UNITS, .code = line->out->code,
                            .minutes = line->out->minutes, .units = line->out->units,
                            .source = text_of(source)),
               "units: %u (%s)%s", line->out->units, line->out->unit_rule.data,
               line->short_service ? ": too short for a unit, billed as a reduced service" : "");
}

void line_tell_none(const struct draft_line *line)
{
    draft_line_finding(line, FINDING_UNITS_ZERO, COL_minutes,
                       "%s has too few minutes for a unit (%s)", line->out->documented_code.data,
                       line->out->unit_rule.data);
}

bool line_differs_from_stated(const struct draft_line *line)
{
    uint32_t stated = line_stated_units(line);

    return stated != 0 && stated != line->out->units;
}

void line_tell_differing(const struct draft *draft, const struct draft_line *line,
                         unsigned agreeing)
{
    char names[32 * UNIT_RULES] = "";
    size_t length = 0;

    for (size_t i = 0; i < UNIT_RULES; i++) {
        if ((agreeing >> i & 1) == 0 || length + strlen(unit_rules[i]->name) + 3 > sizeof(names))
            continue;
        length += (size_t)snprintf(names + length, sizeof(names) - length, "%s%s",
                                   length != 0 ? ", " : "", unit_rules[i]->name);
    }
    draft_line_finding(line, FINDING_UNITS_DIFFER, COL_units,
                       "%s gets %u units (%s), not those stated%s%s",
                       line->out->documented_code.data, line->out->units, line->out->unit_rule.data,
                       length != 0 ? "; the stated units are those of " : "",
                       arena_text(draft->arena, names, length).data);
}

/* One a claim, however often and long. */
static void untimed(struct draft *draft, struct draft_line *line)
{
    line->out->units = 1;
    line->out->unit_rule = text_of("untimed");
    line_has_units(draft, line, "an untimed code is one unit a claim");
    if (line->service_count > 1)
        draft_line_finding(line, FINDING_UNTIMED_REPEATED, COL_code,
                           "%s stands %u times; it is billed once a claim",
                           line->out->documented_code.data, line->service_count);
}

/* `without`: the units of a row that states none; 0: it must. */
static void as_stated(struct draft *draft, struct draft_line *line, uint32_t without)
{
    line->out->unit_rule = text_of("stated");
    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        line->out->units += service->units != 0 ? service->units : without;
        if (service->units == 0 && without == 0 && line->entry != NULL)
            draft_service_finding(service, FINDING_UNITS_MISSING, COL_units, "%s has no units",
                                  service->code.data);
    }
    if (line->out->units != 0)
        line_has_units(draft, line, "units of this code are those that the export states");
}

/* An unlisted code says nothing by itself: the claim needs a narrative. */
static void unlisted(struct draft *draft, struct draft_line *line)
{
    as_stated(draft, line, 0);
    for (uint32_t i = 0; i < line->service_count; i++) {
        if (line->services[i]->note.length != 0)
            return;
    }
    draft_line_finding(line, FINDING_NOTE_MISSING, COL_note,
                       "%s is an unlisted code without a note", line->out->documented_code.data);
}

static void by_class(struct draft *draft, struct draft_line *line)
{
    switch (line->billing) {
    case BILLING_UNTIMED:
        untimed(draft, line);
        break;
    case BILLING_COUNT:
        as_stated(draft, line, 1);
        break;
    case BILLING_AREA:
        as_stated(draft, line, 0);
        break;
    case BILLING_UNLISTED:
        unlisted(draft, line);
        break;
    default: /* by minutes, which are computed when all are known */
        if ((draft->facts & LACKS_MINUTES) != 0)
            line_check_minutes(draft, line);
        return;
    }
    if ((draft->facts & STATES_UNITS) != 0 && line_differs_from_stated(line))
        line_tell_differing(draft, line, 0);
}

static void write_minutes(struct draft *draft, const struct draft_line *line,
                          const struct service *service)
{
    struct cl_time start = service->start_time;
    struct cl_time end = service->end_time;
    uint32_t minutes = service_minutes(service);
    struct ledger_entry entry = { .step = LEDGER_MINUTES,
                                  .code = line->out->code,
                                  .minutes = minutes };
    const char *never = line->never_billed ? "; never billed to this payer, counted nowhere" : "";

    if (service->minutes == MINUTES_NOT_STATED)
        ledger_add(draft->ledger, &entry, "row %llu of session %s: no minutes stated%s",
                   (unsigned long long)line_number(service->line), service->session->id.data,
                   never);
    else if (start.stated && end.stated)
        ledger_add(draft->ledger, &entry,
                   "row %llu of session %s: minutes %u, %02u:%02u to %02u:%02u%s",
                   (unsigned long long)line_number(service->line), service->session->id.data,
                   minutes, start.hour, start.minute, end.hour, end.minute, never);
    else
        ledger_add(draft->ledger, &entry, "row %llu of session %s: minutes %u, as stated%s",
                   (unsigned long long)line_number(service->line), service->session->id.data,
                   minutes, never);
}

static void check(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];

        for (uint32_t j = 0; draft->ledger != NULL && j < line->service_count; j++)
            write_minutes(draft, line, line->services[j]);
        if (line->billing != BILLING_COUNT_OF_KINDS)
            by_class(draft, line);
        else if (!line->never_billed)
            as_stated(draft, line, 0);
    }
    pairs_check(draft);
}

/* Minutes of timed codes that all rows state are fine. */
static bool wants_check(const struct draft *draft)
{
    return (draft->billings & ~(1U << BILLING_TIMED)) != 0 ||
           (draft->facts & (LACKS_MINUTES | EXPLAINED)) != 0;
}

/* Minutes that count together are complete, or no unit comes of them. */
static void compute(struct draft *const *drafts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (draft_has_errors(drafts[i]))
            return;
    }
    timed_compute(drafts, count);
    for (size_t i = 0; i < count; i++)
        pairs_compute(drafts[i]);
}

void rule_units(struct visit *visit)
{
    for (uint32_t i = 0; i < visit->draft_count; i++) {
        if (wants_check(visit->drafts[i]))
            check(visit->drafts[i]);
    }
    if (visit->pooled) {
        compute(visit->drafts, visit->draft_count);
        return;
    }
    for (uint32_t i = 0; i < visit->draft_count; i++)
        compute(&visit->drafts[i], 1);
}
