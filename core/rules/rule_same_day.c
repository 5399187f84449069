/* rule_same_day.c - two sessions of one patient, day, discipline and billing
 * provider pool under Medicare's rule (Pub. 100-04 ch. 5, 20.2); billed apart,
 * their units may be too many or too few. */
#include "rules/draft.h"

#include "base/text.h"

#include <xxhash.h>

/* Everything that makes a visit, NUL between: no text of a record holds one. */
static uint64_t fingerprint(const struct draft *draft)
{
    const struct session *session = draft->session;
    struct cl_text patient = session->patient.id;
    struct cl_text billing = session->billing.npi;
    size_t length = 0;
    char *key = arena_alloc(draft->arena,
                            sizeof(session->service_date) + patient.length + billing.length + 3);

    key[length++] = (char)('0' + session->discipline);
    memcpy(key + length, &session->service_date, sizeof(session->service_date));
    length += sizeof(session->service_date);
    memcpy(key + length, patient.data, patient.length);
    length += patient.length + 1;
    memcpy(key + length, billing.data, billing.length);
    return XXH3_64bits(key, length + billing.length);
}

void rule_same_day(struct draft *draft)
{
    const struct session *session = draft->session;
    uint64_t place;
    uint64_t line;
    const char *path;
    char shown[TEXT_SHOWN];

    if (draft->profile->unit_rule != &unit_rule_cms)
        return;
    place = seen_add(&draft->run->visits, fingerprint(draft),
                     places_number(draft->run->places, session->line));
    if (place == SEEN_NEW)
        return;
    path = places_find(draft->run->places, place, &line);
    findings_add(
        draft->findings, FINDING_VISIT_SAME_DAY, session->line, COLUMN_NONE, TEXT_NONE,
        "session %s is of the same patient, day, discipline and billing provider as the one "
        "at %s:%llu",
        session->id.data, text_show_string(shown, path), (unsigned long long)line);
}
