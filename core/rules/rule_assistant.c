/* rule_assistant.c - work of a PTA or OTA under a payer that wants CQ or CO.
 *
 * Such units are paid at 85 % (42 CFR 410.59, 410.60; Medicare since 2022-01-01)
 * and stand on lines of their own. The split is not built yet, and a unit billed
 * without CQ or CO would be overpaid: the session is held. */
#include "rules/draft.h"

#include "base/text.h"

static bool is_assistants(const struct service *service)
{
    for (uint32_t i = 0; i < service->modifier_count; i++) {
        if (text_equal(service->modifiers[i], text_of("CQ")) ||
            text_equal(service->modifiers[i], text_of("CO")))
            return true;
    }
    return service->assistant_minutes > 0;
}

void rule_assistant(struct draft *draft)
{
    if (!draft->profile->assistant_modifiers)
        return;
    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        const struct service *service = &draft->session->services[i];

        if (is_assistants(service))
            findings_add(
                draft->findings, FINDING_ASSISTANT_SPLIT, service->line, COL_assistant_minutes,
                service->code,
                "%s was given by an assistant in part or whole, and this payer class wants "
                "CQ or CO",
                service->code.data);
    }
}
