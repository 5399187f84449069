/* joined.c - see joined.h. */
#include "joined.h"

#include "base/date.h"
#include "base/text.h"

#include <string.h>
#include <xxhash.h>

/* Facts that a claim has once. Where one session does not state it, the other's
 * stands; `apart`: where both state it and differ, they cannot be one claim. */
static const struct {
    enum column column;
    size_t offset; /* of a struct cl_text in struct session */
    bool apart;
} texts[] = {
#define TEXT(name, field, apart)                                                                   \
    {                                                                                              \
        COL_##name, offsetof(struct session, field), apart                                         \
    }
    TEXT(place_of_service, place_of_service, false),
    TEXT(payer_control_number, payer_control_number, true),
    TEXT(authorization_number, authorization_number, true),
    TEXT(referral_number, referral_number, true),
    TEXT(referring_npi, referring.npi, true),
    TEXT(facility_npi, facility.npi, true),
    TEXT(member_id, subscriber.member_id, true),
    TEXT(related_cause, related_cause, true),
    TEXT(accident_state, accident_state, true),
    TEXT(property_casualty_claim_number, property_casualty_claim_number, true),
    TEXT(patient_last_name, patient.last_name, false),
    TEXT(patient_first_name, patient.first_name, false),
    TEXT(patient_middle_name, patient.middle_name, false),
    TEXT(patient_sex, patient.sex, false),
    TEXT(patient_address, patient.address.line, false),
    TEXT(patient_city, patient.address.city, false),
    TEXT(patient_state, patient.address.state, false),
    TEXT(patient_zip, patient.address.zip, false),
    TEXT(patient_phone, patient.phone, false),
    TEXT(payer_name, payer.name, false),
    TEXT(payer_address, payer.address.line, false),
    TEXT(payer_city, payer.address.city, false),
    TEXT(payer_state, payer.address.state, false),
    TEXT(payer_zip, payer.address.zip, false),
    TEXT(group_number, subscriber.group_number, false),
    TEXT(relationship, subscriber.relationship, false),
    TEXT(subscriber_last_name, subscriber.last_name, false),
    TEXT(subscriber_first_name, subscriber.first_name, false),
    TEXT(subscriber_sex, subscriber.sex, false),
    TEXT(subscriber_address, subscriber.address.line, false),
    TEXT(subscriber_city, subscriber.address.city, false),
    TEXT(subscriber_state, subscriber.address.state, false),
    TEXT(subscriber_zip, subscriber.address.zip, false),
    TEXT(facility_id, facility.id, false),
    TEXT(facility_name, facility.last_name, false),
    TEXT(billing_name, billing.last_name, false),
    TEXT(billing_tax_id, billing.tax_id, false),
    TEXT(billing_taxonomy, billing.taxonomy, false),
    TEXT(billing_address, billing.address.line, false),
    TEXT(billing_city, billing.address.city, false),
    TEXT(billing_state, billing.address.state, false),
    TEXT(billing_zip, billing.address.zip, false),
    TEXT(billing_phone, billing.phone, false),
    TEXT(referring_last_name, referring.last_name, false),
    TEXT(referring_first_name, referring.first_name, false),
    TEXT(referring_qualifier, referring.qualifier, false),
#undef TEXT
};

static const struct {
    enum column column;
    size_t offset; /* of a struct cl_date */
    bool apart;
} dates[] = {
#define DATE(name, field, apart)                                                                   \
    {                                                                                              \
        COL_##name, offsetof(struct session, field), apart                                         \
    }
    DATE(accident_date, accident_date, true),
    DATE(patient_birth_date, patient.birth_date, false),
    DATE(subscriber_birth_date, subscriber.birth_date, false),
    DATE(onset_date, onset_date, false),
    DATE(initial_treatment_date, initial_treatment_date, false),
    DATE(certification_start_date, certification_start_date, false),
    DATE(certification_end_date, certification_end_date, false),
#undef DATE
};

enum {
    TEXT_COUNT = sizeof(texts) / sizeof(texts[0]),
    DATE_COUNT = sizeof(dates) / sizeof(dates[0])
};

static struct cl_text *text_at(struct session *session, size_t offset)
{
    return (struct cl_text *)(void *)((char *)session + offset);
}

static struct cl_date *date_at(struct session *session, size_t offset)
{
    return (struct cl_date *)(void *)((char *)session + offset);
}

static bool is_original(const struct session *session)
{
    return session->claim_frequency.length == 0 ||
           text_equal(session->claim_frequency, text_of("1"));
}

/* The union of both lists in *into, `from`'s new ones behind; false where a claim
 * has no room for them. */
static bool join_diagnoses(struct session *into, const struct session *from)
{
    for (uint32_t i = 0; i < from->diagnosis_count; i++) {
        uint32_t at = 0;

        while (at < into->diagnosis_count && !text_equal(into->diagnoses[at], from->diagnoses[i]))
            at++;
        if (at < into->diagnosis_count)
            continue;
        if (into->diagnosis_count == CL_MAX_DIAGNOSES)
            return false;
        into->diagnoses[into->diagnosis_count++] = from->diagnoses[i];
    }
    return true;
}

enum column joined_apart(struct session *a, struct session *b)
{
    struct session joined = *a;

    for (size_t i = 0; i < TEXT_COUNT; i++) {
        struct cl_text first = *text_at(a, texts[i].offset);
        struct cl_text second = *text_at(b, texts[i].offset);

        if (texts[i].apart && first.length != 0 && second.length != 0 && !text_equal(first, second))
            return texts[i].column;
    }
    for (size_t i = 0; i < DATE_COUNT; i++) {
        struct cl_date first = *date_at(a, dates[i].offset);
        struct cl_date second = *date_at(b, dates[i].offset);

        if (dates[i].apart && date_stated(first) && date_stated(second) &&
            date_compare(first, second) != 0)
            return dates[i].column;
    }
    if (is_original(a) ? !is_original(b) : !text_equal(a->claim_frequency, b->claim_frequency))
        return COL_claim_frequency;
    return join_diagnoses(&joined, b) ? COLUMN_NONE : COL_diagnoses;
}

static bool same_diagnoses(const struct session *a, const struct session *b)
{
    if (a->diagnosis_count != b->diagnosis_count)
        return false;
    for (uint32_t i = 0; i < a->diagnosis_count; i++) {
        if (!text_equal(a->diagnoses[i], b->diagnoses[i]))
            return false;
    }
    return true;
}

/* Where diagnosis `pointer` of `from` stands in `into`; one that was beyond the
 * list stays beyond it. */
static uint8_t moved_pointer(const struct session *into, const struct session *from,
                             uint8_t pointer)
{
    uint32_t at = 0;

    if (pointer > from->diagnosis_count)
        return UINT8_MAX;
    while (!text_equal(into->diagnoses[at], from->diagnoses[pointer - 1]))
        at++;
    return (uint8_t)(at + 1);
}

/* Services of `from` point into the joined list. */
static void move_pointers(const struct session *into, const struct session *from,
                          struct service *services, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct service *service = &services[i];

        if (service->pointer_count == 0)
            service->pointer_count = session_first_pointers(from, service->pointers);
        for (uint32_t j = 0; j < service->pointer_count; j++)
            service->pointers[j] = moved_pointer(into, from, service->pointers[j]);
    }
}

static void join_facts(struct session *into, struct session *from)
{
    for (size_t i = 0; i < TEXT_COUNT; i++)
        text_keep_first(text_at(into, texts[i].offset), *text_at(from, texts[i].offset));
    for (size_t i = 0; i < DATE_COUNT; i++) {
        struct cl_date *date = date_at(into, dates[i].offset);

        if (!date_stated(*date))
            *date = *date_at(from, dates[i].offset);
    }
    if (from->patient_paid != CL_NO_AMOUNT)
        into->patient_paid =
            from->patient_paid + (into->patient_paid != CL_NO_AMOUNT ? into->patient_paid : 0);
    if (into->total_treatment_minutes == MINUTES_NOT_STATED ||
        from->total_treatment_minutes == MINUTES_NOT_STATED)
        into->total_treatment_minutes = MINUTES_NOT_STATED;
    else
        into->total_treatment_minutes += from->total_treatment_minutes;
    if (from->visits_since_progress_report > into->visits_since_progress_report)
        into->visits_since_progress_report = from->visits_since_progress_report;
}

/* How many services a copy has room for while it holds `count`: so it grows seldom. */
static uint32_t room_for(uint32_t count)
{
    uint32_t room = 4;

    while (room < count)
        room *= 2;
    return room;
}

static void move_services(struct arena *arena, struct session *session, uint32_t room)
{
    struct service *services = arena_room(arena, room * sizeof(*services));

    if (session->service_count != 0)
        memcpy(services, session->services, session->service_count * sizeof(*services));
    session->services = services;
}

struct session *joined_copy(struct arena *arena, const struct session *session)
{
    struct session *copy = arena_room(arena, sizeof(*copy));

    *copy = *session;
    move_services(arena, copy, room_for(copy->service_count));
    return copy;
}

void joined_add_services(struct arena *arena, struct session *into, const struct session *from)
{
    uint32_t room = room_for(into->service_count + from->service_count);

    if (room != room_for(into->service_count))
        move_services(arena, into, room);
    if (from->service_count != 0)
        memcpy(into->services + into->service_count, from->services,
               from->service_count * sizeof(*from->services));
    into->service_count += from->service_count;
}

void joined_add(struct arena *arena, struct session *into, struct session *session, bool *differ)
{
    uint32_t before = into->service_count;
    struct session was = *into;

    joined_add_services(arena, into, session);
    (void)join_diagnoses(into, session);
    if (!*differ && !same_diagnoses(&was, session)) {
        *differ = true;
        move_pointers(into, &was, into->services, before);
    }
    if (*differ)
        move_pointers(into, session, into->services + before, session->service_count);
    join_facts(into, session);
}

static bool same_modifiers(const struct service *a, const struct service *b)
{
    for (uint32_t i = 0; i < CL_MAX_MODIFIERS; i++) {
        if (!text_equal(a->modifiers[i], b->modifiers[i]))
            return false;
    }
    return true;
}

bool joined_same(const struct service *a, const struct service *b)
{
    return text_equal(a->code, b->code) && a->minutes == b->minutes &&
           a->assistant_minutes == b->assistant_minutes && a->units == b->units &&
           time_equal(a->start_time, b->start_time) && time_equal(a->end_time, b->end_time) &&
           same_modifiers(a, b) && memcmp(a->pointers, b->pointers, sizeof(a->pointers)) == 0 &&
           a->unit_charge == b->unit_charge && a->line_charge == b->line_charge &&
           text_equal(a->rendering.npi, b->rendering.npi) &&
           text_equal(a->supervising_npi, b->supervising_npi) &&
           text_equal(a->assistant_id, b->assistant_id) && text_equal(a->region, b->region) &&
           text_equal(a->technique, b->technique) && text_equal(a->necessity, b->necessity) &&
           text_equal(a->response, b->response) && text_equal(a->note, b->note);
}

static uint64_t hash_text(struct cl_text text, uint64_t seed)
{
    uint64_t length = XXH3_64bits_withSeed(&text.length, sizeof(text.length), seed);

    return XXH3_64bits_withSeed(text.data, text.length, length);
}

uint64_t joined_fingerprint(const struct service *service)
{
    const struct cl_text stated[] = {
        service->code,         service->rendering.npi, service->assistant_id, service->region,
        service->technique,    service->necessity,     service->response,     service->note,
        service->modifiers[0], service->modifiers[1],  service->modifiers[2], service->modifiers[3],
    };
    const int64_t numbers[] = {
        service->minutes,
        service->assistant_minutes,
        service->units,
        service->unit_charge,
        service->line_charge,
        time_minutes(service->start_time),
        time_minutes(service->end_time),
    };
    uint64_t hash = XXH3_64bits(numbers, sizeof(numbers));

    for (size_t i = 0; i < sizeof(stated) / sizeof(stated[0]); i++)
        hash = hash_text(stated[i], hash);
    return XXH3_64bits_withSeed(service->pointers, sizeof(service->pointers), hash);
}

void joined_note(struct seen *rows, const struct session *session, uint32_t from)
{
    for (uint32_t i = from; i < session->service_count; i++)
        (void)seen_add(rows, joined_fingerprint(&session->services[i]), (uint64_t)i + 1);
}

const struct service *joined_repeats(const struct seen *rows, const struct session *session,
                                     const struct session *piece, const struct service **again)
{
    for (uint32_t i = 0; i < piece->service_count; i++) {
        uint64_t place = seen_find(rows, joined_fingerprint(&piece->services[i]));

        if (place == SEEN_NEW || !joined_same(&session->services[place - 1], &piece->services[i]))
            continue;
        *again = &piece->services[i];
        return &session->services[place - 1];
    }
    return NULL;
}
