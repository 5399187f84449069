/* rule_profile.c - which profile judges the session: that of its payer, else of the
 * payer's class; and with it what a finding weighs. */
#include "rules/draft.h"

#include "base/text.h"

static void state_class(struct session *session, enum payer_class payer_class)
{
    if (session->payer_class != PAYER_CLASS_COUNT)
        return;
    session->payer_class = payer_class;
    session->payer.payer_class = text_of(payer_class_name(payer_class));
}

/* A payer that a profile names needs no class in the export; another one is told. */
static void take_class(struct draft *draft)
{
    const struct profile *profile = draft->profile;

    state_class(draft->session, profile->payer_class);
    for (uint32_t i = 0; i < draft->member_count; i++) {
        struct session *session = draft->members[i];

        state_class(session, profile->payer_class);
        if (profile->of_payer && session->payer_class != profile->payer_class &&
            draft_member_is_first(draft, i))
            findings_add(
                &session->findings, FINDING_PAYER_CLASS_DIFFERS, session->line, COL_payer_class,
                TEXT_NONE, "the export says %s, the profile of this payer %s",
                payer_class_name(session->payer_class), payer_class_name(profile->payer_class));
    }
}

void rule_profile(struct draft *draft)
{
    struct session *session = draft->session;
    char shown[TEXT_SHOWN];

    draft->profile = profiles_find(draft->rules->profiles, session->payer.id, session->payer_class,
                                   session->service_date);
    if (draft->profile == NULL) {
        draft_finding(draft, FINDING_FIELD_REQUIRED, COL_payer_class, "%s is empty",
                      column_name(COL_payer_class));
        return;
    }
    for (uint32_t i = 0; i < draft->member_count; i++)
        draft->members[i]->findings.severities = draft->profile->severities;
    take_class(draft);
    ledger_add(draft->ledger,
               LEDGER_ENTRY(.step = LEDGER_PROFILE,
                            .source = text_of(profile_source(draft->profile, KEY_unit_rule))),
               "payer %s is judged by the profile %s, found by its %s",
               text_show(shown, session->payer.id), draft->profile->name.data,
               draft->profile->of_payer ? "payer_id" : "payer_class");
}
