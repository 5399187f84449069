/* rule_pointers.c - which diagnoses a line is for: those stated, else the first
 * four (837P SV107, CMS-1500 box 24E: at most four a line). */
#include "rules/draft.h"

#include <string.h>

static void check(struct draft *draft, const struct service *service)
{
    for (uint32_t i = 0; i < service->pointer_count; i++) {
        if (service->pointers[i] <= draft->session->diagnosis_count)
            continue;
        findings_add(draft->findings, FINDING_POINTER_BEYOND, service->line, COL_diagnosis_pointers,
                     service->code, "%s points beyond the %u diagnoses of the session",
                     service->code.data, draft->session->diagnosis_count);
        return;
    }
}

static bool same(const struct draft_line *line, const struct service *service)
{
    return line->pointer_count == service->pointer_count &&
           memcmp(line->pointers, service->pointers, line->pointer_count) == 0;
}

static void point_at_first(const struct session *session, struct draft_line *line)
{
    while (line->pointer_count < CL_MAX_POINTERS &&
           line->pointer_count < session->diagnosis_count) {
        line->pointers[line->pointer_count] = (uint8_t)(line->pointer_count + 1);
        line->pointer_count++;
    }
}

static void choose(struct draft *draft, struct draft_line *line)
{
    bool differ = false;

    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        check(draft, service);
        if (service->pointer_count == 0)
            continue;
        if (line->pointer_count == 0) {
            memcpy(line->pointers, service->pointers, sizeof(line->pointers));
            line->pointer_count = service->pointer_count;
        } else {
            differ = differ || !same(line, service);
        }
    }
    if (differ)
        draft_line_finding(draft, line, FINDING_SERVICE_DIFFERS, COL_diagnosis_pointers,
                           "rows of %s state different diagnosis_pointers; the first stand",
                           line->documented_code.data);
    if (line->pointer_count == 0)
        point_at_first(draft->session, line);
}

void rule_pointers(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++)
        choose(draft, &draft->lines[i]);
}
