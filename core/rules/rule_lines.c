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

static struct draft_line *line_of(struct draft *draft, struct cl_text code)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (text_equal(draft->lines[i].code, code))
            return &draft->lines[i];
    }
    return NULL;
}

static struct draft_line *add_line(struct draft *draft, struct cl_text code,
                                   const struct service *service)
{
    struct draft_line *line = &draft->lines[draft->line_count++];

    *line = (struct draft_line){
        .code = code,
        .documented_code = service->code,
        .entry = codes_find(&draft->rules->codes, code),
        .never_billed = code_list_has(&draft->profile->never_billed, code),
        .unit_rule = TEXT_NONE,
        .assistant = TEXT_NONE,
        .unit_charge = CL_NO_AMOUNT,
    };
    if (line->never_billed)
        draft_service_finding(service, FINDING_CODE_NEVER_BILLED, COL_code,
                              "%s is never billed to this payer (profile %s)", service->code.data,
                              draft->profile->name.data);
    return line;
}

void rule_lines(struct draft *draft)
{
    const struct session *session = draft->session;

    draft->lines = arena_alloc_array(draft->arena, session->service_count, sizeof(*draft->lines));
    for (uint32_t i = 0; i < session->service_count; i++) {
        const struct service *service = &session->services[i];
        struct cl_text code = billed_code(draft, service->code);
        struct draft_line *line = line_of(draft, code);

        line_add_service(draft->arena, line != NULL ? line : add_line(draft, code, service),
                         service);
    }
}
