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

static const struct {
    struct cl_text text;
    unsigned bit;
} discipline_modifiers[] = {
    [DISCIPLINE_PT] = { { "GP", 2 }, MODIFIER_GP },
    [DISCIPLINE_OT] = { { "GO", 2 }, MODIFIER_GO },
    [DISCIPLINE_SLP] = { { "GN", 2 }, MODIFIER_GN },
};

/* What a row states and the payer does not take as it is. */
static void check_service(const struct draft *draft, const struct service *service)
{
    const struct profile *profile = draft->profile;
    const char *code = service->code.data;
    unsigned others =
        MODIFIERS_OF_DISCIPLINE & ~discipline_modifiers[draft->session->discipline].bit;

    for (uint32_t i = 0; i < service->modifier_count; i++) {
        struct cl_text modifier = service->modifiers[i];

        if ((modifier_bit(modifier) & others) != 0)
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

/* `key`: whose setting wants it; PROFILE_KEY_COUNT: the export states it. */
static void note(struct draft *draft, const struct draft_line *line, struct cl_text modifier,
                 enum profile_key key, const char *why)
{
    ledger_add(draft->ledger,
               LEDGER_ENTRY(.step = LEDGER_MODIFIER, .code = line->out->code, .modifier = modifier,
                            .source = text_of(key != PROFILE_KEY_COUNT
                                                  ? profile_source(draft->profile, key)
                                                  : "stated in the export")),
               "%s on %s: %s", modifier.data, line->out->code.data, why);
}

static void put(struct draft *draft, struct draft_line *line, struct cl_text modifier,
                enum profile_key key, const char *why)
{
    if (line_add_modifier(draft, line, modifier))
        note(draft, line, modifier, key, why);
}

static void put_discipline(struct draft *draft, struct draft_line *line)
{
    enum discipline discipline = draft->session->discipline;
    struct cl_text modifier = discipline_modifiers[discipline].text;

    if (line_add_known(draft, line, modifier, discipline_modifiers[discipline].bit))
        note(draft, line, modifier, KEY_discipline_modifiers,
             "the payer wants the discipline's on therapy codes");
}

static void put_stated(struct draft *draft, struct draft_line *line, struct cl_text modifier)
{
    const struct profile *profile = draft->profile;

    if (modifier_is_left_out(profile, modifier) ||
        (profile->assistant_modifiers && line->out->units != 0 &&
         (modifier_bit(modifier) & MODIFIERS_OF_ASSISTANT) != 0))
        return; /* what the payer wants instead is put by others */
    if (modifier_becomes_59(profile, modifier))
        put(draft, line, text_of("59"), KEY_distinct_modifiers,
            "a row states an X modifier, and this payer takes 59");
    else
        put(draft, line, modifier, PROFILE_KEY_COUNT, "a row states it");
}

static void put_profiles(struct draft *draft, struct draft_line *line)
{
    const struct profile *profile = draft->profile;

    for (size_t i = 0; i < profile->add_modifier_count; i++) {
        const struct code_modifier *added = &profile->add_modifiers[i];

        if (text_equal(added->code, line->out->code) || text_equal(added->code, text_of("*")))
            put(draft, line, added->modifier, KEY_add_modifiers, "the payer wants it on this code");
    }
}

static void collect_stated(struct draft *draft, struct draft_line *line)
{
    for (uint32_t i = 0; i < line->service_count; i++) {
        for (uint32_t j = 0; j < line->services[i]->modifier_count; j++)
            put_stated(draft, line, line->services[i]->modifiers[j]);
    }
}

static void collect(struct draft *draft, struct draft_line *line, bool stated, bool telehealth)
{
    const struct profile *profile = draft->profile;

    if (stated)
        collect_stated(draft, line);
    if (profile->discipline_modifiers && line->entry != NULL && line->entry->therapy)
        put_discipline(draft, line);
    if (line->assistant.length != 0)
        put(draft, line, line->assistant, KEY_assistant_modifiers, "an assistant gave these units");
    if (line->short_service && profile->short_service.length != 0)
        put(draft, line, profile->short_service, KEY_short_service,
            "too few minutes for a unit, billed as a reduced service");
    if (telehealth)
        put(draft, line, profile->telehealth_modifier, KEY_telehealth_modifier,
            "this payer's for telehealth");
    put_profiles(draft, line);
}

void rule_modifiers(struct draft *draft)
{
    bool stated = (draft->facts & STATES_MODIFIERS) != 0;
    bool telehealth = draft->profile->telehealth_modifier.length != 0 && draft_is_telehealth(draft);

    for (uint32_t i = 0; stated && i < draft->session->service_count; i++)
        check_service(draft, &draft->session->services[i]);
    for (struct draft_line *line = draft->lines, *end = line + draft->line_count; line < end;
         line++) {
        if (!line->never_billed)
            collect(draft, line, stated, telehealth);
    }
}
