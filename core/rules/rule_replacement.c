/* rule_replacement.c - a replacement (7) or void (8) needs the payer's number of
 * the claim it speaks of (837P CLM05-3 with REF*F8, CMS-1500 box 22). */
#include "rules/draft.h"

#include "base/text.h"

void rule_replacement(struct draft *draft)
{
    const struct session *session = draft->session;
    bool original =
        session->claim_frequency.length == 0 || text_equal(session->claim_frequency, text_of("1"));

    if (!original && session->payer_control_number.length == 0)
        draft_finding(draft, FINDING_FREQUENCY_CONTROL, COL_payer_control_number,
                      "session %s replaces or voids a claim but names none", session->id.data);
}
