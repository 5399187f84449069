/* rule_lines.c - one line per code of a claim, in the order of first appearance:
 * the code the payer wants (97014 -> G0283 for Medicare: Pub. 100-04 ch. 5, 20),
 * without the codes it never pays. Medicare contractors reject a timed code that
 * stands on two lines of one date. */
#include "rules/draft.h"

#include "base/text.h"

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

    while (at < draft->line_count && !text_equal(draft->out[at].code, code))
        at++;
    return at;
}

static const struct code *entry_of(const struct draft *draft, struct cl_text code)
{
    return codes_find(&draft->rules->codes, code);
}

/* What rules add to or look at before one of them has given it a value. */
static void clear_out(struct cl_line *out)
{
    for (uint32_t i = 0; i < CL_MAX_MODIFIERS; i++)
        out->modifiers[i] = TEXT_NONE;
    out->pointer_count = 0;
    out->units = 0;
    out->minutes = 0;
    out->unit_charge_cents = CL_NO_AMOUNT;
    out->unit_rule = TEXT_NONE;
}

static void tell_never_billed(const struct draft *draft, const struct service *service)
{
    draft_service_finding(service, FINDING_CODE_NEVER_BILLED, COL_code,
                          "%s is never billed to this payer (profile %s)", service->code.data,
                          draft->profile->name.data);
}

/* `services`: a list that begins with the service that brings the code. */
static void add_line(struct draft *draft, struct cl_text code, const struct service **services)
{
    struct draft_line *line = &draft->lines[draft->line_count];
    struct cl_line *out = &draft->out[draft->line_count];
    const struct service *service = services[0];
    const struct code *entry = entry_of(draft, code);
    bool never = code_list_has(&draft->profile->never_billed, code);

    clear_out(out);
    out->code = code;
    out->documented_code = service->code;
    *line = (struct draft_line){
        .out = out,
        .entry = entry,
        .documented = code.data == service->code.data ? entry : entry_of(draft, service->code),
        .services = services,
        .siblings = services,
        .billing = entry != NULL && !never ? entry->billing : BILLING_COUNT_OF_KINDS,
        .never_billed = never,
        .assistant = TEXT_NONE,
    };
    draft->line_count++;
    draft->billings |= 1U << line->billing;
    if (never)
        tell_never_billed(draft, service);
}

/* Adds the minutes of a row to those of its line. */
static void count_minutes(struct draft *draft, struct draft_line *line,
                          const struct service *service)
{
    /* Of the code as documented, which is the line's unless a substitution changed it. */
    const struct code *entry = text_equal(service->code, line->out->documented_code)
                                   ? line->documented
                                   : entry_of(draft, service->code);
    uint32_t minutes = service_minutes(service);

    line->out->minutes += minutes;
    if (entry == NULL)
        return;
    draft->documented |= 1U << entry->billing;
    draft->timed_minutes += entry->timed ? minutes : 0;
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
    const struct service **list = arena_room(draft->scratch, count * sizeof(*list));
    uint32_t *line_of = arena_room(draft->scratch, count * sizeof(*line_of));

    draft_clear_lines(draft, count);
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
        count_minutes(draft, line, service);
    }
    if ((draft->facts & SHARES_LINES) != 0)
        list_services(draft, list, line_of);
}
