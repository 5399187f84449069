/* rule_codes.c - a code must be one we know, in force on the day, and of the
 * session's discipline. */
#include "rules/units_lines.h"

#include "base/date.h"
#include "base/text.h"

static void check_unknown(const struct draft_line *line)
{
    if (line_stated_units(line) != 0)
        draft_line_finding(line, FINDING_CODE_NOT_IN_TABLE, COL_code,
                           "%s is not in the code table and billed as stated",
                           line->out->code.data);
    else
        draft_line_finding(line, FINDING_CODE_UNKNOWN, COL_code,
                           "%s is not in the code table and its units are not stated",
                           line->out->code.data);
}

static void check_known(const struct draft *draft, const struct draft_line *line)
{
    const struct session *session = draft->session;
    const struct code *entry = line->entry;

    if (!date_within(session->service_date, entry->from, entry->to))
        draft_line_finding(line, FINDING_CODE_NOT_IN_FORCE, COL_code,
                           "%s is not in force on the day of service", line->out->code.data);
    if ((entry->disciplines >> session->discipline & 1) == 0)
        draft_line_finding(line, FINDING_CODE_DISCIPLINE, COL_code,
                           "%s is a code of %s, the session's discipline is %s",
                           line->out->code.data, entry->discipline.data,
                           discipline_name(session->discipline));
}

void rule_codes(struct draft *draft)
{
    for (const struct draft_line *line = draft->lines, *end = line + draft->line_count; line < end;
         line++) {
        if (line->entry == NULL)
            check_unknown(line);
        else
            check_known(draft, line);
    }
}
