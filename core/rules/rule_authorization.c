/* rule_authorization.c - the payer's authorization number, where its profile asks
 * for one (837P REF*G1, CMS-1500 box 23). */
#include "rules/draft.h"

#include "base/text.h"

void rule_authorization(struct draft *draft)
{
    const struct session *session = draft->session;

    if (session->authorization_number.length == 0 && draft->line_count != 0 &&
        draft_wants(draft, FINDING_AUTHORIZATION_MISSING))
        draft_finding(draft, FINDING_AUTHORIZATION_MISSING, COL_authorization_number,
                      "session %s states no authorization_number", session->id.data);
}
