/* rule_repeated.c - rows of a session that state the same work in every field.
 *
 * Next to each other they are billed as two: exports without times have a row for each
 * quarter hour. They may as well be one that was exported twice, so somebody should look.
 * An untimed code is one unit, however often it stands there. */
#include "rules/draft.h"
#include "rules/joined.h"

#include "base/text.h"

enum { FEW = 16 }; /* rows that are compared with each other */

static bool counts_once(const struct draft_line *line)
{
    return line->never_billed || (line->entry != NULL && line->entry->billing == BILLING_UNTIMED);
}

static bool is_repeated(const struct service *first, const struct service *service)
{
    return text_equal(first->session->id, service->session->id) && joined_same(first, service);
}

static void tell(const struct service *service, const struct service *first)
{
    draft_service_finding(service, FINDING_SERVICE_REPEATED, COL_code,
                          "%s states the same as at line %llu, in every column; both are billed",
                          service->code.data, (unsigned long long)first->line);
}

static void check_few(const struct draft_line *line)
{
    for (uint32_t i = 1; i < line->service_count; i++) {
        uint32_t at = 0;

        while (at < i && !is_repeated(line->services[at], line->services[i]))
            at++;
        if (at < i)
            tell(line->services[i], line->services[at]);
    }
}

static void check_many(const struct draft_line *line)
{
    struct seen rows = { 0 };

    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];
        uint64_t place = seen_add(&rows, joined_fingerprint(service), (uint64_t)i + 1);

        if (place != SEEN_NEW && is_repeated(line->services[place - 1], service))
            tell(service, line->services[place - 1]);
    }
    seen_finish(&rows);
}

void rule_repeated(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count && draft_wants(draft, FINDING_SERVICE_REPEATED);
         i++) {
        const struct draft_line *line = &draft->lines[i];

        if (counts_once(line))
            continue;
        if (line->service_count <= FEW)
            check_few(line);
        else
            check_many(line);
    }
}
