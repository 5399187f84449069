/* rule_assistant.c - what a PTA or OTA gave, on lines of its own with CQ or CO, where
 * the payer wants it: such units are paid at 85 % (42 CFR 410.59, 410.60; Medicare
 * since 2022-01-01).
 *
 * A service is the assistant's where the assistant alone gave more than 10 % of it;
 * time together is the therapist's. Of a 15-minute code whole blocks of 15 minutes of
 * one person come first. Of one unit that is left, the therapist's 8 minutes or more
 * make it the therapist's, else the 10 % count. Of two units that are left each gets
 * one where both gave 9 to 14 minutes, 23 to 28 together (CMS, therapy services, CQ
 * and CO modifiers). Other minutes than those leave two units only where a pool of
 * several codes does: then the therapist's 8 minutes make one of them the therapist's. */
#include "rules/draft.h"
#include "rules/units_lines.h"
#include "rules/visit.h"

#include "base/text.h"

static const char rule_source[] = "42 CFR 410.59, 410.60; CMS, therapy services: CQ and CO";

enum {
    BLOCK = 15,    /* minutes of a whole block */
    LAST_UNIT = 8, /* minutes of a last unit that make it the therapist's */
    SHARE = 10     /* one part in so many may be the assistant's */
};

static bool has_assistant(const struct service *service)
{
    return service->assistant_minutes > 0 || service_states_assistant(service);
}

static bool is_all_assistants(const struct service *service)
{
    return has_assistant(service) && service_assistant_minutes(service) == service_minutes(service);
}

static const char *modifier_of(enum discipline discipline)
{
    static const char *const modifiers[] = {
        [DISCIPLINE_PT] = "CQ", [DISCIPLINE_OT] = "CO", [DISCIPLINE_SLP] = ""
    };

    return modifiers[discipline];
}

/* CQ is a physical, CO an occupational therapist's assistant. */
static void check_discipline(const struct draft *draft, const struct service *service)
{
    enum discipline discipline = draft->session->discipline;
    unsigned stated = service_modifiers(service);

    if (((stated & MODIFIER_CQ) != 0 && discipline != DISCIPLINE_PT) ||
        ((stated & MODIFIER_CO) != 0 && discipline != DISCIPLINE_OT))
        draft_service_finding(service, FINDING_ASSISTANT_DISCIPLINE, COL_modifiers,
                              "%s states the assistant's modifier of another discipline than %s",
                              service->code.data, discipline_name(discipline));
    else if (discipline == DISCIPLINE_SLP && has_assistant(service))
        draft_service_finding(service, FINDING_ASSISTANT_DISCIPLINE, COL_assistant_minutes,
                              "%s has an assistant's minutes, and SLP has no assistant's modifier",
                              service->code.data);
}

static void check_service(const struct draft *draft, const struct draft_line *line,
                          const struct service *service)
{
    if (!has_assistant(service))
        return;
    if (line->entry != NULL && line->entry->evaluation)
        draft_service_finding(service, FINDING_ASSISTANT_EVALUATION, COL_assistant_minutes,
                              "%s is an evaluation, and an assistant gave it or a part of it",
                              service->code.data);
    if (!draft->profile->assistant_modifiers)
        return;
    check_discipline(draft, service);
    if (service_states_assistant(service) && service->assistant_minutes > 0 &&
        (uint32_t)service->assistant_minutes != service_minutes(service))
        draft_service_finding(service, FINDING_ASSISTANT_DIFFERS, COL_assistant_minutes,
                              "%s states CQ or CO, and fewer minutes as the assistant's: all count",
                              service->code.data);
}

/* How the work on a line is divided. */
struct division {
    uint32_t assistant, therapist; /* minutes */
    uint32_t with, without;        /* units */
    const char *test;              /* what decided, for people */
};

/* Units of a 15-minute code, beside those stated for rows without minutes. */
static void divide_blocks(struct division *division, uint32_t units)
{
    uint32_t a = division->assistant % BLOCK;
    uint32_t t = division->therapist % BLOCK;
    uint32_t with = division->assistant / BLOCK;
    uint32_t left = units - with - division->therapist / BLOCK;

    division->test = "whole blocks of 15 minutes";
    if (left == 1 && t >= LAST_UNIT) {
        division->test = "whole blocks of 15 minutes; of the last unit the therapist gave 8 "
                         "minutes or more";
    } else if (left == 1 && a * SHARE > a + t) {
        division->test = "whole blocks of 15 minutes; of the last unit the assistant gave more "
                         "than 10 %";
        with++;
    } else if (left == 1) {
        division->test = "whole blocks of 15 minutes; of the last unit the assistant gave 10 % "
                         "or less";
    } else if (left == 2 && t >= LAST_UNIT) {
        division->test = "whole blocks of 15 minutes; of two units left each gets one";
        with++;
    } else if (left == 2) {
        division->test = "whole blocks of 15 minutes; of none of two units left the therapist "
                         "gave 8 minutes";
        with += 2;
    }
    division->with += with;
    division->without += units - with;
}

/* All units of a code by the assistant's part of the whole service. */
static void divide_whole(struct division *division, const struct draft_line *line)
{
    uint32_t minutes = division->assistant + division->therapist;
    bool with = division->assistant * SHARE > minutes;

    division->test = with ? "the assistant gave more than 10 % of the service"
                          : "the assistant gave 10 % of the service or less";
    for (uint32_t i = 0; i < line->service_count && minutes == 0; i++) {
        if (!service_states_assistant(line->services[i]))
            continue;
        with = true;
        division->test = "stated, without minutes";
    }
    division->with = with ? line->out->units : 0;
    division->without = line->out->units - division->with;
}

static struct division divide(const struct draft *draft, const struct draft_line *line)
{
    struct division division = { 0 };

    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];
        uint32_t stated = service_units_as_stated(draft, line, service);

        division.assistant += service_assistant_minutes(service);
        division.therapist += service_minutes(service) - service_assistant_minutes(service);
        division.with += service_states_assistant(service) ? stated : 0;
        division.without += service_states_assistant(service) ? 0 : stated;
    }
    if (line_is_billed_as(line, BILLING_TIMED) && line->entry->unit_minutes == BLOCK)
        divide_blocks(&division, line->out->units - division.with - division.without);
    else
        divide_whole(&division, line);
    return division;
}

static void write_line(struct draft *draft, const struct draft_line *line,
                       const struct division *division)
{
    ledger_add(draft->ledger,
               LEDGER_ENTRY(.step = LEDGER_ASSISTANT, .code = line->out->code,
                            .modifier = line->assistant, .minutes = line->out->minutes,
                            .units = line->out->units, .source = text_of(rule_source)),
               "units %s %s: %u; minutes by the assistant alone: %u, by the therapist: %u; %s",
               line->assistant.length != 0 ? "with" : "without",
               modifier_of(draft->session->discipline), line->out->units, division->assistant,
               division->therapist, division->test);
}

/* Adds the part of `line` that is the assistant's, or the therapist's, as a line of its own. */
static void add_part(struct draft *draft, const struct draft_line *line,
                     const struct division *division, bool assistants)
{
    struct draft_line *part = draft_copy_line(draft, line);

    line_clear_services(part);
    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        if (assistants ? has_assistant(service) : !is_all_assistants(service))
            line_add_service(draft, part, service);
    }
    part->out->minutes = assistants ? division->assistant : division->therapist;
    part->out->units = assistants ? division->with : division->without;
    part->part = assistants ? PART_ASSISTANT : PART_THERAPIST;
    if (assistants)
        part->assistant = text_of(modifier_of(draft->session->discipline));
    write_line(draft, part, division);
}

/* Adds what becomes of `line`: one line or two. */
static void add_lines(struct draft *draft, const struct draft_line *line)
{
    struct division division;
    struct draft_line *whole;
    bool involved = false;

    for (uint32_t i = 0; i < line->service_count; i++)
        involved = involved || has_assistant(line->services[i]);
    if (!involved || line->out->units == 0 || line->never_billed) {
        draft_copy_line(draft, line);
        return;
    }
    division = divide(draft, line);
    if (division.with != 0 && division.without != 0) {
        bool first = is_all_assistants(line->services[0]);

        add_part(draft, line, &division, first);
        add_part(draft, line, &division, !first);
        return;
    }
    whole = draft_copy_line(draft, line);
    if (division.with != 0)
        whole->assistant = text_of(modifier_of(draft->session->discipline));
    write_line(draft, whole, &division);
}

void rule_assistant(struct draft *draft)
{
    const struct draft_line *lines = draft->lines;
    uint32_t before = draft->line_count;

    for (uint32_t i = 0; i < before; i++) {
        for (uint32_t j = 0; j < lines[i].service_count; j++)
            check_service(draft, &lines[i], lines[i].services[j]);
    }
    if (!draft->profile->assistant_modifiers || draft_has_errors(draft))
        return;
    draft_clear_lines(draft, before * 2);
    for (uint32_t i = 0; i < before; i++)
        add_lines(draft, &lines[i]);
}
