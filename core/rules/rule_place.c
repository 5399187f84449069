/* rule_place.c - where the service was given: a code of CMS's place of service
 * list (Pub. 100-04 ch. 26, 10.5), or the profile's default. */
#include "rules/draft.h"

#include "base/text.h"

static bool is_telehealth(const struct draft *draft, const struct service *service)
{
    for (uint32_t i = 0; i < service->modifier_count; i++) {
        if (code_list_has(&draft->profile->telehealth_modifiers, service->modifiers[i]))
            return true;
    }
    return false;
}

static void tell_default(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        const struct service *service = &draft->session->services[i];

        if (is_telehealth(draft, service)) {
            findings_add(draft->findings, FINDING_PLACE_DEFAULT, service->line,
                         COL_place_of_service, service->code,
                         "%s has a telehealth modifier but no place_of_service; %s is assumed",
                         service->code.data, draft->place_of_service.data);
            return;
        }
    }
}

void rule_place(struct draft *draft)
{
    const struct session *session = draft->session;

    draft->place_of_service = session->place_of_service;
    if (draft->place_of_service.length == 0) {
        draft->place_of_service = draft->profile->place_of_service;
        tell_default(draft);
    } else if (!place_listed(&draft->rules->places, session->place_of_service,
                             session->service_date)) {
        findings_add(draft->findings, FINDING_PLACE_FORM, session->line, COL_place_of_service,
                     TEXT_NONE, "place_of_service is not on CMS's list for that day");
    }
}
