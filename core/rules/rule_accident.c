/* rule_accident.c - a claim related to an accident states its date, and the state
 * for an auto accident (837P CLM11, DTP*439; CMS-1500 boxes 10, 15). */
#include "rules/draft.h"

#include "base/date.h"
#include "base/text.h"

void rule_accident(struct draft *draft)
{
    const struct session *session = draft->session;
    bool of_auto = text_equal(session->related_cause, text_of("auto"));

    if (session->related_cause.length == 0 ||
        (date_stated(session->accident_date) && (!of_auto || session->accident_state.length != 0)))
        return;
    draft_finding(draft, FINDING_ACCIDENT_MISSING, COL_accident_date,
                  "session %s has a related_cause without %s", session->id.data,
                  date_stated(session->accident_date) ? "accident_state" : "accident_date");
}
