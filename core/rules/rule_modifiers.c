/* rule_modifiers.c - which modifiers a line has: those its rows state, and those
 * that the payer wants besides.
 *
 * GP, GO, GN: Pub. 100-04 ch. 5, 20.1. CQ, CO: on the lines that rule_assistant made
 * for them. Telehealth modifiers, 52 and whatever else a payer wants: its
 * profile. 59 and X{EPSU} are never added: they say that the record shows distinct
 * services (NCCI policy manual ch. 1, E); where the payer takes no X modifier, 59
 * says the same in general. What the modifiers are together: rule_modifier_order. */
#include "rules/draft.h"

#include "base/text.h"

static const char *const discipline_modifiers[] = { "GP", "GO", "GN" }; /* by enum discipline */

static bool is_one_of(struct cl_text modifier, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(modifier, text_of(list[i])))
            return true;
    }
    return false;
}

static bool is_discipline(struct cl_text modifier)
{
    return is_one_of(modifier, discipline_modifiers, DISCIPLINE_SLP + 1);
}

static bool is_assistants(struct cl_text modifier)
{
    static const char *const list[] = { "CQ", "CO" };

    return is_one_of(modifier, list, sizeof(list) / sizeof(list[0]));
}

/* What a row states and the payer does not take as it is. */
static void check_service(const struct draft *draft, const struct service *service)
{
    const struct profile *profile = draft->profile;
    const char *code = service->code.data;

    for (uint32_t i = 0; i < service->modifier_count; i++) {
        struct cl_text modifier = service->modifiers[i];

        if (is_discipline(modifier) &&
            !text_equal(modifier, text_of(discipline_modifiers[draft->session->discipline])))
            draft_service_finding(service, FINDING_MODIFIER_DISCIPLINE, COL_modifiers,
                                  "%s states a modifier of another discipline than the session's",
                                  code);
        else if (modifier_becomes_59(profile, modifier))
            draft_service_finding(service, FINDING_MODIFIER_REPLACED, COL_modifiers,
                                  "%s states an X modifier, and this payer takes 59", code);
        else if (modifier_is_left_out(profile, modifier))
            draft_service_finding(service, FINDING_MODIFIER_REPLACED, COL_modifiers,
                                  "%s states a telehealth modifier, and this payer takes %s", code,
                                  profile->telehealth_unmarked ? "none"
                                                               : profile->telehealth_modifier.data);
    }
}

static void put(struct draft *draft, struct draft_line *line, struct cl_text modifier,
                const char *source, const char *why)
{
    if (line_has_modifier(line, modifier.data))
        return;
    line_add_modifier(line, modifier);
    ledger_add(draft->ledger,
               LEDGER_ENTRY(.step = LEDGER_MODIFIER, .code = line->code, .modifier = modifier,
                            .source = text_of(source)),
               "%s on %s: %s", modifier.data, line->code.data, why);
}

static void put_stated(struct draft *draft, struct draft_line *line, struct cl_text modifier)
{
    const struct profile *profile = draft->profile;

    if (modifier_is_left_out(profile, modifier) ||
        (profile->assistant_modifiers && line->units != 0 && is_assistants(modifier)))
        return; /* what the payer wants instead is put by others */
    if (modifier_becomes_59(profile, modifier))
        put(draft, line, text_of("59"), profile_source(profile, KEY_distinct_modifiers),
            "a row states an X modifier, and this payer takes 59");
    else
        put(draft, line, modifier, "stated in the export", "a row states it");
}

static void put_profiles(struct draft *draft, struct draft_line *line)
{
    const struct profile *profile = draft->profile;

    for (size_t i = 0; i < profile->add_modifier_count; i++) {
        const struct code_modifier *added = &profile->add_modifiers[i];

        if (text_equal(added->code, line->code) || text_equal(added->code, text_of("*")))
            put(draft, line, added->modifier, profile_source(profile, KEY_add_modifiers),
                "the payer wants it on this code");
    }
}

static void collect(struct draft *draft, struct draft_line *line, bool telehealth)
{
    const struct profile *profile = draft->profile;

    for (uint32_t i = 0; i < line->service_count; i++) {
        for (uint32_t j = 0; j < line->services[i]->modifier_count; j++)
            put_stated(draft, line, line->services[i]->modifiers[j]);
    }
    if (profile->discipline_modifiers && line->entry != NULL && line->entry->therapy)
        put(draft, line, text_of(discipline_modifiers[draft->session->discipline]),
            profile_source(profile, KEY_discipline_modifiers),
            "the payer wants the discipline's on therapy codes");
    if (line->assistant.length != 0)
        put(draft, line, line->assistant, profile_source(profile, KEY_assistant_modifiers),
            "an assistant gave these units");
    if (line->short_service && profile->short_service.length != 0)
        put(draft, line, profile->short_service, profile_source(profile, KEY_short_service),
            "too few minutes for a unit, billed as a reduced service");
    if (telehealth && profile->telehealth_modifier.length != 0)
        put(draft, line, profile->telehealth_modifier,
            profile_source(profile, KEY_telehealth_modifier), "this payer's for telehealth");
    put_profiles(draft, line);
}

void rule_modifiers(struct draft *draft)
{
    bool telehealth =
        is_telehealth(&draft->rules->places, &draft->profile->telehealth_modifiers, draft->session);

    for (uint32_t i = 0; i < draft->session->service_count; i++)
        check_service(draft, &draft->session->services[i]);
    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (!draft->lines[i].never_billed)
            collect(draft, &draft->lines[i], telehealth);
    }
}
