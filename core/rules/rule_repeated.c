/* rule_repeated.c - rows of a session that state the same work in every field.
 *
 * Next to each other they are billed as two: exports without times have a row for each
 * quarter hour. They may as well be one that was exported twice, so somebody should look.
 * An untimed code is one unit, however often it stands there. */
#include "rules/draft.h"
#include "rules/joined.h"

#include "base/text.h"

static bool counts_once(const struct draft_line *line)
{
    return line->never_billed || (line->entry != NULL && line->entry->billing == BILLING_UNTIMED);
}

/* The row before that says the same as service `at` of the line. */
static const struct service *said_before(const struct draft_line *line, uint32_t at)
{
    const struct service *service = line->services[at];

    for (uint32_t i = 0; i < at; i++) {
        if (text_equal(line->services[i]->session->id, service->session->id) &&
            joined_same(line->services[i], service))
            return line->services[i];
    }
    return NULL;
}

static void check(const struct draft_line *line)
{
    for (uint32_t i = 1; i < line->service_count; i++) {
        const struct service *first = said_before(line, i);

        if (first == NULL)
            continue;
        draft_service_finding(
            line->services[i], FINDING_SERVICE_REPEATED, COL_code,
            "%s states the same as at line %llu, in every column; both are billed",
            line->services[i]->code.data, (unsigned long long)first->line);
    }
}

void rule_repeated(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count && draft_wants(draft, FINDING_SERVICE_REPEATED);
         i++) {
        if (!counts_once(&draft->lines[i]))
            check(&draft->lines[i]);
    }
}
