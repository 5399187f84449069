/* across.c - see across.h. */
#include "across.h"

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>
#include <xxhash.h>

enum {
    MOST_SPANS = 256 /* of a day that are looked at: more cannot lie side by side */
};

/* One row's time of a provider's or patient's day. */
struct span {
    uint64_t place;
    uint32_t who;   /* what sets two rows apart: the patient, or the session */
    uint32_t visit; /* billing provider and payer, hashed: rule_times looks within a visit */
    uint32_t next;  /* 1 and more: the day's next span; 0: the last */
    uint16_t start, end;
    uint8_t discipline;
};

void across_finish(struct across *across)
{
    mem_free(across->payers);
    mem_free(across->spans);
    map_finish(&across->payer_index);
    seen_finish(&across->days);
    seen_finish(&across->months);
    arena_finish(&across->arena);
}

static struct payer_use *add_payer(struct across *across, struct cl_text key,
                                   const struct session *session, const struct profile *profile)
{
    struct payer_use *use;

    if ((across->payer_count & (across->payer_count - 1)) == 0)
        across->payers =
            mem_resize_array(across->payers, across->payer_count != 0 ? across->payer_count * 2 : 1,
                             sizeof(*across->payers));
    use = &across->payers[across->payer_count];
    key = arena_text(&across->arena, key.data, key.length);
    *use = (struct payer_use){
        .payer_id = { key.data + 2, key.length - 2 },
        .payer_class = text_of(payer_class_name(session->payer_class)),
        .profile = profile,
    };
    map_add(&across->payer_index, key, (uint32_t)across->payer_count);
    across->payer_count++;
    return use;
}

static void tell_default(struct session *session, const struct profile *profile)
{
    char shown[TEXT_SHOWN];

    findings_add(&session->findings, FINDING_PAYER_CLASS_DEFAULT, session->line, COL_payer_id,
                 TEXT_NONE,
                 "payer %s has no profile of its own: that of its class, %s, applies (%s: %s)",
                 text_show(shown, session->payer.id), profile->name.data, profile->unit_rule->name,
                 profile_source(profile, KEY_unit_rule));
}

static unsigned rule_number(const struct unit_rule *rule)
{
    unsigned number = 0;

    while (unit_rules[number] != rule)
        number++;
    return number;
}

struct payer_use *across_payer(struct across *across, struct session *session,
                               const struct profile *profile)
{
    struct cl_text id = session->payer.id;
    char usual[64];
    char *bytes = id.length + 2 <= sizeof(usual) ? usual : mem_alloc(id.length + 2);
    struct cl_text key = { bytes, id.length + 2 };
    struct payer_use *use;
    uint32_t at;

    bytes[0] = (char)('a' + session->payer_class);
    bytes[1] = (char)('0' + rule_number(profile->unit_rule));
    memcpy(bytes + 2, id.data, id.length);
    at = map_find(&across->payer_index, key);
    if (at != MAP_NONE) {
        use = &across->payers[at];
    } else {
        use = add_payer(across, key, session, profile);
        if (!profile->of_payer)
            tell_default(session, profile);
    }
    if (bytes != usual)
        mem_free(bytes);
    return use;
}

static uint64_t hash(char kind, const void *bytes, size_t count, struct cl_date day)
{
    struct {
        uint64_t of_bytes;
        struct cl_date day;
        char kind;
    } key;

    memset(&key, 0, sizeof(key)); /* padding too: all of it is hashed */
    key.of_bytes = XXH3_64bits(bytes, count);
    key.day = day;
    key.kind = kind;
    return XXH3_64bits(&key, sizeof(key));
}

static uint32_t add_span(struct across *across, const struct span *span)
{
    if (across->span_count == across->span_capacity) {
        across->span_capacity = across->span_capacity != 0 ? across->span_capacity * 2 : 64;
        across->spans =
            mem_resize_array(across->spans, across->span_capacity, sizeof(*across->spans));
    }
    across->spans[across->span_count++] = *span;
    return (uint32_t)across->span_count; /* index + 1 */
}

static bool overlap(const struct span *a, const struct span *b)
{
    return a->who != b->who && a->start < b->end && b->start < a->end;
}

/* Adds a row's time to a day; true with the first span of somebody else that it
 * overlaps. Those of `visit` are left out, unless that is 0. */
static bool note_span(struct across *across, uint64_t day, struct span span, uint32_t visit,
                      struct span *overlapped)
{
    uint32_t at = (uint32_t)seen_add(&across->days, day, across->span_count + 1);
    bool found = false;

    if (at == SEEN_NEW) {
        (void)add_span(across, &span);
        return false;
    }
    for (unsigned looked = 0; looked < MOST_SPANS; looked++) {
        const struct span *other = &across->spans[at - 1];

        if (!found && overlap(other, &span) && (visit == 0 || other->visit != visit)) {
            *overlapped = *other;
            found = true;
        }
        if (other->next == 0) {
            uint32_t added = add_span(across, &span);

            across->spans[at - 1].next = added;
            break;
        }
        at = other->next;
    }
    return found;
}

static void tell_overlap(const struct across *across, struct session *session,
                         const struct service *service, enum finding_id id, uint64_t place,
                         const char *what)
{
    char shown[TEXT_SHOWN];
    uint64_t line;
    const char *path = places_find(across->places, place, &line);

    findings_add(&session->findings, id, service->line, COL_start_time, service->code,
                 "%s overlaps a row of %s at %s:%llu", service->code.data, what,
                 text_show_string(shown, path), (unsigned long long)line);
}

static uint32_t hash_text(struct cl_text text, uint32_t seed)
{
    return (uint32_t)XXH3_64bits_withSeed(text.data, text.length, seed);
}

/* Whether rows of another patient have the provider's time; told once a session. */
static void check_provider(struct across *across, struct session *session,
                           const struct service *service, struct span span, bool *told)
{
    struct cl_text npi = service->rendering.npi;
    struct span other;

    span.who = hash_text(session->patient.id, 0);
    if (!note_span(across, hash('n', npi.data, npi.length, session->service_date), span, 0,
                   &other) ||
        *told)
        return;
    *told = true;
    tell_overlap(across, session, service, FINDING_TIME_OVERLAP_PROVIDER, other.place,
                 "the same provider with another patient");
}

/* Whether another session has the patient's time; told once a session. */
static void check_patient(struct across *across, struct session *session,
                          const struct service *service, struct span span, uint32_t visit,
                          bool *told)
{
    struct cl_text patient = session->patient.id;
    struct span other;

    span.who = hash_text(session->id, 0);
    if (!note_span(across, hash('p', patient.data, patient.length, session->service_date), span,
                   visit, &other) ||
        *told)
        return;
    *told = true;
    if (other.discipline != span.discipline)
        tell_overlap(across, session, service, FINDING_TIME_OVERLAP_DISCIPLINE, other.place,
                     "the same patient in another discipline");
    else
        tell_overlap(across, session, service, FINDING_TIME_OVERLAP, other.place,
                     "another session of the same patient");
}

/* What a visit has in common beside patient and day; never 0. */
static uint32_t visit_of(const struct session *session)
{
    return hash_text(session->payer.id, hash_text(session->billing.npi, session->discipline + 1U)) |
           1;
}

/* Source: time that overlaps is billable once; treating two patients at one time is
 * group therapy (Benefit Policy Manual, Pub. 100-02 ch. 15, 230). */
static void note_times(struct across *across, const struct rules *rules, struct session *session,
                       bool alone)
{
    bool provider_told = false;
    bool patient_told = false;

    for (uint32_t i = 0; i < session->service_count; i++) {
        const struct service *service = &session->services[i];
        const struct code *code;
        struct span span;

        if (!service->start_time.stated || !service->end_time.stated)
            continue;
        code = codes_find(&rules->codes, service->code);
        if (code == NULL || !code->attended)
            continue;
        span = (struct span){ .place = places_number(across->places, service_own_line(service)),
                              .visit = visit_of(session),
                              .discipline = (uint8_t)session->discipline,
                              .start = time_minutes(service->start_time),
                              .end = time_minutes(service->end_time) };
        check_provider(across, session, service, span, &provider_told);
        check_patient(across, session, service, span, alone ? 0 : span.visit, &patient_told);
    }
}

static const struct service *monthly_service(const struct rules *rules,
                                             const struct session *session)
{
    for (uint32_t i = 0; i < session->service_count; i++) {
        const struct code *code = codes_find(&rules->codes, session->services[i].code);

        if (code != NULL && code->billing == BILLING_MONTHLY)
            return &session->services[i];
    }
    return NULL;
}

/* Minutes of a calendar month count together; the sessions of a month are not
 * gathered, so that a second one is told. */
static void note_month(struct across *across, const struct rules *rules, struct session *session,
                       bool merged)
{
    const struct service *service = monthly_service(rules, session);
    struct cl_date month = session->service_date;
    struct cl_text patient = session->patient.id;
    char shown[TEXT_SHOWN];
    const char *path;
    uint64_t place;
    uint64_t line;

    if (service == NULL)
        return;
    month.day = 0;
    place = seen_add(&across->months, hash('m', patient.data, patient.length, month),
                     places_number(across->places, service_own_line(service)));
    if (place == SEEN_NEW || merged)
        return;
    path = places_find(across->places, place, &line);
    findings_add(&session->findings, FINDING_MONTHLY_REPEATED, service->line, COL_code,
                 service->code, "a code of the same patient and calendar month stands at %s:%llu",
                 text_show_string(shown, path), (unsigned long long)line);
}

void across_note(struct across *across, const struct rules *rules, struct session *session,
                 enum among among)
{
    const uint8_t *severities = session->findings.severities;

    if (text_equal(session->claim_frequency, text_of("8")))
        return;                          /* a void is no work of its day */
    session->findings.severities = NULL; /* these are remarks, whatever the payer */
    note_times(across, rules, session, among == AMONG_NONE);
    note_month(across, rules, session, among == AMONG_MERGED);
    session->findings.severities = severities;
}
