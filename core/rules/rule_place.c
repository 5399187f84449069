/* rule_place.c - where the service was given: a code of CMS's place of service
 * list (Pub. 100-04 ch. 26, 10.5), or the profile's default; for telehealth the
 * place that the payer wants (02 or 10; payers differ). */
#include "rules/draft.h"

#include "base/text.h"

static void note_place(struct draft *draft, const char *source, const char *why)
{
    ledger_add(draft->ledger, LEDGER_ENTRY(.step = LEDGER_PLACE, .source = text_of(source)),
               "place of service %s: %s", draft->place_of_service.data, why);
}

static void take_stated(struct draft *draft)
{
    draft->place_of_service = draft->session->place_of_service;
    note_place(draft, "stated in the export", "the export states it");
}

static void take_telehealth(struct draft *draft)
{
    draft->place_of_service = draft->profile->telehealth_place;
    note_place(draft, profile_source(draft->profile, KEY_telehealth_place),
               "this payer's for telehealth");
}

static void take_default(struct draft *draft)
{
    const struct service *service =
        (draft->facts & STATES_MODIFIERS) != 0
            ? telehealth_service(&draft->profile->telehealth_modifiers, draft->session)
            : NULL;

    draft->place_of_service = draft->profile->place_of_service;
    note_place(draft, profile_source(draft->profile, KEY_place_of_service),
               "the profile's, as the export states none");
    if (service != NULL)
        draft_service_finding(service, FINDING_PLACE_DEFAULT, COL_place_of_service,
                              "%s has a telehealth modifier but no place_of_service; %s is assumed",
                              service->code.data, draft->place_of_service.data);
}

void rule_place(struct draft *draft)
{
    const struct session *session = draft->session;
    const struct profile *profile = draft->profile;
    const struct place_list *places = &draft->rules->places;

    if (profile->telehealth_place.length != 0 && draft_is_telehealth(draft))
        take_telehealth(draft);
    else if (session->place_of_service.length != 0)
        take_stated(draft);
    else
        take_default(draft);
    if (session->place_of_service.length != 0 &&
        !place_listed(places, session->place_of_service, session->service_date))
        draft_finding(draft, FINDING_PLACE_FORM, COL_place_of_service,
                      "place_of_service is not on CMS's list for that day");
    else if (!place_listed(places, draft->place_of_service, session->service_date))
        draft_finding(draft, FINDING_PLACE_FORM, COL_place_of_service,
                      "%s, which the profile %s sets, is not on CMS's list for that day",
                      draft->place_of_service.data, profile->name.data);
}
