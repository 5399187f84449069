/* rule_lines.c - one line per code of a claim, in the order of first appearance:
 * the code the payer wants (97014 -> G0283 for Medicare: Pub. 100-04 ch. 5, 20),
 * without the codes it never pays. Medicare contractors reject a timed code that
 * stands on two lines of one date. */
#include "rules/draft.h"

#include "base/text.h"

#include <string.h>

static struct cl_text billed_code(const struct draft *draft, struct cl_text code)
{
    const struct profile *profile = draft->profile;

    for (size_t i = 0; i < profile->substitution_count; i++) {
        if (!text_equal(profile->substitutions[i].from, code))
            continue;
        ledger_add(draft->ledger,
                   LEDGER_ENTRY(.step = LEDGER_SUBSTITUTION, .code = profile->substitutions[i].to,
                                .source = text_of(profile_source(profile, KEY_substitute))),
                   "%s is billed as %s to this payer", code.data,
                   profile->substitutions[i].to.data);
        return profile->substitutions[i].to;
    }
    return code;
}

/* Where the line of the code stands; the number of lines where none does. */
static uint32_t find_line(const struct draft *draft, struct cl_text code)
{
    uint32_t at = 0;

    while (at < draft->line_count && !text_equal(draft->lines[at].code, code))
        at++;
    return at;
}

/* `services`: a list that begins with the service that brings the code. */
static void add_line(struct draft *draft, struct cl_text code, const struct service **services)
{
    struct draft_line *line = &draft->lines[draft->line_count++];
    const struct service *service = services[0];

    memset(line, 0, offsetof(struct draft_line, modifiers)); /* of which it has none */
    line->code = code;
    line->documented_code = service->code;
    line->entry = codes_find(&draft->rules->codes, code);
    line->never_billed = code_list_has(&draft->profile->never_billed, code);
    line->services = line->siblings = services;
    line->unit_rule = TEXT_NONE;
    line->assistant = TEXT_NONE;
    line->unit_charge = CL_NO_AMOUNT;
    if (line->never_billed)
        draft_service_finding(service, FINDING_CODE_NEVER_BILLED, COL_code,
                              "%s is never billed to this payer (profile %s)", service->code.data,
                              draft->profile->name.data);
    else if (line->entry != NULL)
        draft->billings |= 1U << line->entry->billing;
}

/* Adds the minutes of a row, billed as `code`, to those of its line. */
static void count_minutes(struct draft *draft, struct draft_line *line, struct cl_text code,
                          const struct service *service)
{
    /* Of the code as documented, which a substitution changes. */
    const struct code *entry = code.data == service->code.data
                                   ? line->entry
                                   : codes_find(&draft->rules->codes, service->code);
    uint32_t minutes = service_minutes(service);

    line->minutes += minutes;
    draft->timed_minutes += entry != NULL && entry->timed ? minutes : 0;
}

/* The services stand line by line in `list` where a line has several; `line_of`: where the
 * line of each stands. */
static void list_services(struct draft *draft, const struct service **list, const uint32_t *line_of)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];

        line->services = line->siblings = list;
        list += line->service_count;
        line->service_count = 0;
    }
    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        struct draft_line *line = &draft->lines[line_of[i]];

        line->services[line->service_count++] = &draft->session->services[i];
        line->sibling_count = line->service_count;
    }
}

void rule_lines(struct draft *draft)
{
    const struct session *session = draft->session;
    uint32_t count = session->service_count;
    const struct service **list = arena_room(draft->arena, count * sizeof(*list));
    uint32_t *line_of = arena_room(draft->arena, count * sizeof(*line_of));

    draft->lines = arena_room(draft->arena, count * sizeof(*draft->lines));
    for (uint32_t i = 0; i < count; i++) {
        const struct service *service = list[i] = &session->services[i];
        struct cl_text code = billed_code(draft, service->code);
        struct draft_line *line;

        line_of[i] = find_line(draft, code);
        if (line_of[i] == draft->line_count)
            add_line(draft, code, &list[i]);
        else
            draft->facts |= SHARES_LINES;
        line = &draft->lines[line_of[i]];
        line->sibling_count = ++line->service_count;
        count_minutes(draft, line, code, service);
    }
    if ((draft->facts & SHARES_LINES) != 0)
        list_services(draft, list, line_of);
}
