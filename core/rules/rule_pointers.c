/* rule_pointers.c - which diagnoses a line is for: those stated on its rows, else on
 * other rows of the code, else the first four (837P SV107, CMS-1500 box 24E: at most
 * four a line). */
#include "rules/draft.h"

#include <string.h>

static void check(const struct draft *draft, const struct service *service)
{
    uint32_t count = draft->session->diagnosis_count;

    for (uint32_t i = 0; i < service->pointer_count; i++) {
        if (service->pointers[i] <= count)
            continue;
        draft_service_finding(service, FINDING_POINTER_BEYOND, COL_diagnosis_pointers,
                              "%s points beyond the %u diagnoses of the session",
                              service->code.data, count);
        return;
    }
}

/* Takes those of the first service that states any, unless the line has some. */
static void take_first(struct draft_line *line, const struct service *const *services,
                       uint32_t count)
{
    for (uint32_t i = 0; i < count && line->out->pointer_count == 0; i++) {
        memcpy(line->out->pointers, services[i]->pointers, sizeof(line->out->pointers));
        line->out->pointer_count = services[i]->pointer_count;
    }
}

static bool differ(const struct draft_line *line)
{
    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        if (service->pointer_count != 0 &&
            (service->pointer_count != line->out->pointer_count ||
             memcmp(service->pointers, line->out->pointers, line->out->pointer_count) != 0))
            return true;
    }
    return false;
}

static void choose(const struct draft *draft, struct draft_line *line)
{
    take_first(line, line->services, line->service_count);
    take_first(line, line->siblings, line->sibling_count);
    if (line->out->pointer_count == 0)
        line->out->pointer_count = session_first_pointers(draft->session, line->out->pointers);
    else if (differ(line))
        draft_line_finding(line, FINDING_SERVICE_DIFFERS, COL_diagnosis_pointers,
                           "rows of %s state different diagnosis_pointers; the first stand",
                           line->out->documented_code.data);
}

/* Nothing is stated: all lines are for the first diagnoses. */
static void take_none(struct draft *draft)
{
    uint8_t pointers[CL_MAX_POINTERS] = { 0 };
    uint32_t count = session_first_pointers(draft->session, pointers);

    for (uint32_t i = 0; i < draft->line_count; i++) {
        memcpy(draft->lines[i].out->pointers, pointers, sizeof(pointers));
        draft->lines[i].out->pointer_count = count;
    }
}

void rule_pointers(struct draft *draft)
{
    if ((draft->facts & STATES_POINTERS) == 0) {
        take_none(draft);
        return;
    }
    for (uint32_t i = 0; i < draft->session->service_count; i++)
        check(draft, &draft->session->services[i]);
    for (uint32_t i = 0; i < draft->line_count; i++)
        choose(draft, &draft->lines[i]);
}
