/* rule_plan.c - therapy is given under a certified plan of care, with progress
 * reports; how long and how often are data (data/limits.csv: Pub. 100-02 ch. 15,
 * 220.1.3 and 220.3). */
#include "rules/draft.h"

#include "base/date.h"
#include "base/text.h"

/* Days since some day long ago; years begin in March, so that a leap day ends one. */
static int32_t day_number(struct cl_date date)
{
    int32_t year = date.month > 2 ? date.year : date.year - 1;
    int32_t month = (date.month + 9) % 12;

    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date.day;
}

static void check_length(const struct draft *draft, struct session *session)
{
    const struct limit *limit = documentation_limit(
        draft->rules->documentation, LIMIT_CERTIFICATION_DAYS, session->certification_start_date);

    if (limit != NULL && day_number(session->certification_end_date) -
                                 day_number(session->certification_start_date) >
                             (int32_t)limit->value)
        findings_note(&session->findings, FINDING_CERTIFICATION_TOO_LONG, session->line,
                      COL_certification_end_date, TEXT_NONE,
                      "session %s: the certification is longer than %u days", session->id.data,
                      limit->value);
}

/* The dates that a session states itself. */
static void check_dates(const struct draft *draft, struct session *session)
{
    struct cl_date from = session->certification_start_date;
    struct cl_date to = session->certification_end_date;

    if (!date_within(session->service_date, from, to))
        findings_note(&session->findings, FINDING_CERTIFICATION_OUTSIDE, session->line,
                      COL_service_date, TEXT_NONE,
                      "session %s lies outside the dates of its certification", session->id.data);
    if (date_stated(from) && date_stated(to))
        check_length(draft, session);
}

static void check_certification(struct draft *draft)
{
    const struct session *session = draft->session;
    bool from = date_stated(session->certification_start_date);
    bool to = date_stated(session->certification_end_date);

    if ((!from || !to) && draft_wants(draft, FINDING_CERTIFICATION_MISSING))
        draft_finding(draft, FINDING_CERTIFICATION_MISSING,
                      from ? COL_certification_end_date : COL_certification_start_date,
                      "session %s states %s of its certification", session->id.data,
                      from ? "no end"
                      : to ? "no start"
                           : "no dates");
    for (uint32_t i = 0; i < draft->member_count; i++) {
        if (draft_member_is_first(draft, i))
            check_dates(draft, draft->members[i]);
    }
}

static void check_progress(struct draft *draft)
{
    const struct session *session = draft->session;
    const struct limit *limit;

    if (session->visits_since_progress_report == COUNT_NOT_STATED)
        return;
    limit = documentation_limit(draft->rules->documentation, LIMIT_PROGRESS_VISITS,
                                session->service_date);

    if (limit != NULL && session->visits_since_progress_report >= (int32_t)limit->value)
        draft_finding(draft, FINDING_PROGRESS_MISSING, COL_visits_since_progress_report,
                      "session %s: the last progress report is %u visits ago or more",
                      session->id.data, limit->value);
}

void rule_plan(struct draft *draft)
{
    if (draft->line_count == 0)
        return;
    check_certification(draft);
    check_progress(draft);
}
