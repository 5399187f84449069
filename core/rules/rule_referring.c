/* rule_referring.c - Medicare therapy claims name the certifying physician or
 * practitioner as referring provider (Pub. 100-04 ch. 5, 10.3; 837P loop 2310A). */
#include "rules/draft.h"

#include "base/text.h"

void rule_referring(struct draft *draft)
{
    const struct session *session = draft->session;

    if (session->referring.npi.length == 0 && draft->line_count != 0)
        draft_finding(draft, FINDING_REFERRING_MISSING, COL_referring_npi,
                      "session %s names no referring provider", session->id.data);
}
