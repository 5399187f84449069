/* rule_referring.c - Medicare therapy claims name the certifying physician or
 * practitioner as referring provider (Pub. 100-04 ch. 5, 10.3; 837P loop 2310A). */
#include "rules/draft.h"

#include "base/text.h"

void rule_referring(struct draft *draft)
{
    const struct session *session = draft->session;

    if (draft->profile->referring_provider && session->referring.npi.length == 0 &&
        draft->line_count != 0)
        findings_add(draft->findings, FINDING_REFERRING_MISSING, session->line, COL_referring_npi,
                     TEXT_NONE, "session %s names no referring provider", session->id.data);
}
