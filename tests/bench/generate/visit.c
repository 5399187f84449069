/* visit.c - a session from an appointment: who the patient is, who pays, who treats. What is
 * known of a person follows from the person's number, so that nothing is remembered. */
#include "visit.h"

#include <string.h>

/* What random numbers are about. */
enum { ABOUT_PATIENT = 1, ABOUT_CLINIC };

enum {
    EPISODE = 60,    /* days */
    THERAPISTS = 12, /* of a clinic */
    FIRST_NPI = 199900000,
    GROUP_NPI = 299900000,
    DOCTOR_NPI = 198800000,
    DOCTORS = 4000
};

static const uint32_t diagnosis_weights[] = { 0, 22, 38, 24, 11, 5 };

/* Of two twins with the same number in different clinics nothing is the same. */
static uint64_t person_number(const struct appointment *appointment)
{
    return (uint64_t)appointment->clinic << 32 | appointment->patient;
}

static const char *word(const struct words *words, struct random *random)
{
    return words->items[random_below(random, words->count)];
}

static void put_word(struct visit *visit, enum column column, const struct words *words,
                     struct random *random)
{
    visit_put(visit, column, 0, word(words, random));
}

static void same(struct visit *visit, enum column column, enum column as)
{
    *visit_cell(visit, column, 0) = *visit_cell(visit, as, 0);
}

/* A number behind a few letters: an identifier of some kind. */
static void put_id(struct visit *visit, enum column column, const char *letters, uint32_t number,
                   unsigned digits)
{
    pen_up(visit, column, 0, pen_number(pen_text(pen_down(visit), letters), number, digits));
}

static void put_address(struct visit *visit, enum column line, struct random *random)
{
    char *at = pen_number(pen_down(visit), random_between(random, 1, 999), 1);

    pen_up(visit, line, 0, pen_text(pen_text(at, " "), word(&streets, random)));
    put_word(visit, line + 1, &cities, random);
    put_word(visit, line + 2, &states, random);
    put_id(visit, line + 3, "", random_between(random, 10000, 99999), 5);
}

static void put_patient(struct visit *visit, const struct appointment *appointment,
                        struct random *person)
{
    char *at = pen_number(pen_text(pen_down(visit), "P"), appointment->clinic, 3);

    pen_up(visit, COL_patient_id, 0, pen_number(at, appointment->patient, 6));
    put_word(visit, COL_patient_last_name, &last_names, person);
    put_word(visit, COL_patient_first_name, &first_names, person);
    visit_put(visit, COL_patient_middle_name, 0, random_chance(person, 300000) ? "J" : "");
    at = pen_date(pen_down(visit), -(int32_t)random_between(person, 3000, 33000));
    pen_up(visit, COL_patient_birth_date, 0, at);
    visit_put(visit, COL_patient_sex, 0, random_chance(person, 580000) ? "F" : "M");
    put_address(visit, COL_patient_address, person);
    put_id(visit, COL_patient_phone, "555-0", random_between(person, 100, 199), 3);
}

static const struct payer *choose_payer(struct random *person)
{
    uint32_t weights[32];

    for (size_t i = 0; i < payer_count; i++)
        weights[i] = payers[i].weight;
    return &payers[random_weighted(person, weights, payer_count)];
}

static void put_subscriber(struct visit *visit)
{
    visit_put(visit, COL_relationship, 0, "self");
    same(visit, COL_subscriber_last_name, COL_patient_last_name);
    same(visit, COL_subscriber_first_name, COL_patient_first_name);
    same(visit, COL_subscriber_birth_date, COL_patient_birth_date);
    same(visit, COL_subscriber_sex, COL_patient_sex);
    for (enum column i = 0; i < 4; i++)
        same(visit, COL_subscriber_address + i, COL_patient_address + i);
}

static void put_payer(struct visit *visit, struct random *person)
{
    const struct payer *payer = choose_payer(person);

    visit_put(visit, COL_payer_id, 0, payer->id);
    visit_put(visit, COL_payer_class, 0, payer->class);
    visit_put(visit, COL_payer_name, 0, payer->name);
    put_address(visit, COL_payer_address, person);
    put_id(visit, COL_member_id, "W", random_next(person) % 1000000000, 9);
    put_id(visit, COL_group_number, "G", random_below(person, 4000), 4);
    put_id(visit, COL_authorization_number, "A", random_next(person) % 10000000, 7);
    if (strcmp(payer->class, "workers_comp") == 0 || strcmp(payer->class, "auto") == 0) {
        visit_put(visit, COL_related_cause, 0, payer->class[0] == 'a' ? "auto" : "employment");
        visit_put(visit, COL_accident_state, 0, "MI");
        visit_put(visit, COL_accident_date, 0, "2025-05-12");
        put_id(visit, COL_property_casualty_claim_number, "C-", random_next(person) % 1000000, 6);
    }
}

/* Returns the region that the first diagnosis is about. */
static const char *put_diagnoses(struct visit *visit, const struct discipline *discipline,
                                 struct random *person)
{
    size_t count = random_weighted(person, diagnosis_weights, COUNT(diagnosis_weights));
    uint32_t first = random_below(person, (uint32_t)discipline->diagnosis_count);
    char *at = pen_down(visit);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            *at++ = ';';
        at = pen_text(at, discipline->diagnoses[(first + i) % discipline->diagnosis_count].code);
    }
    pen_up(visit, COL_diagnoses, 0, at);
    return discipline->diagnoses[first].region;
}

static void put_referring(struct visit *visit, struct random *person)
{
    uint32_t doctor = random_below(person, DOCTORS);

    pen_up(visit, COL_referring_npi, 0, pen_npi(pen_down(visit), DOCTOR_NPI + doctor));
    visit_put(visit, COL_referring_last_name, 0, last_names.items[doctor % last_names.count]);
    visit_put(visit, COL_referring_first_name, 0, first_names.items[doctor % first_names.count]);
    visit_put(visit, COL_referring_qualifier, 0, "DN");
}

static void put_clinic(struct visit *visit, const struct setting *setting, uint32_t clinic)
{
    struct random about = random_of(setting->seed, ABOUT_CLINIC, clinic);

    pen_up(visit, COL_billing_npi, 0, pen_npi(pen_down(visit), GROUP_NPI + clinic));
    put_id(visit, COL_billing_name, "Larkspur Lane Therapy ", clinic + 1, 1);
    put_id(visit, COL_billing_tax_id, "99-", 1000000 + clinic, 7);
    visit_put(visit, COL_billing_taxonomy, 0, "261QP2000X");
    put_address(visit, COL_billing_address, &about);
    put_id(visit, COL_billing_phone, "555-0", random_between(&about, 100, 199), 3);
    put_id(visit, COL_facility_id, "F", clinic + 1, 3);
    same(visit, COL_facility_name, COL_billing_name);
    same(visit, COL_facility_npi, COL_billing_npi);
}

static const struct discipline *choose_discipline(struct random *person)
{
    uint32_t weights[8];

    for (size_t i = 0; i < discipline_count; i++)
        weights[i] = disciplines[i].weight;
    return &disciplines[random_weighted(person, weights, discipline_count)];
}

static int32_t calendar_day(uint32_t working_day)
{
    return (int32_t)(working_day / 5 * 7 + working_day % 5);
}

/* Treatment began within the last three months; the two visits of a day agree about it. */
static void put_dates(struct visit *visit, uint32_t working_day, struct random *person)
{
    int32_t day = calendar_day(working_day);
    int32_t start = day / EPISODE * EPISODE - (int32_t)random_below(person, EPISODE / 2);

    pen_up(visit, COL_service_date, 0, pen_date(pen_down(visit), day));
    pen_up(visit, COL_onset_date, 0, pen_date(pen_down(visit), start - 21));
    pen_up(visit, COL_initial_treatment_date, 0, pen_date(pen_down(visit), start));
    same(visit, COL_certification_start_date, COL_initial_treatment_date);
    pen_up(visit, COL_certification_end_date, 0, pen_date(pen_down(visit), start + 89));
    put_id(visit, COL_visits_since_progress_report, "", random_below(person, 10), 1);
}

/* The therapist of the clinic, one for all rows; an NPI tells the clinic and the person. */
static void put_therapist(struct visit *visit, const struct appointment *appointment,
                          const struct discipline *discipline, struct random *random)
{
    uint32_t therapist = appointment->clinic * THERAPISTS + random_below(random, THERAPISTS);

    for (uint32_t row = 0; row < visit->row_count; row++) {
        pen_up(visit, COL_rendering_npi, row, pen_npi(pen_down(visit), FIRST_NPI + therapist));
        visit_put(visit, COL_rendering_last_name, row,
                  last_names.items[therapist * 7 % last_names.count]);
        visit_put(visit, COL_rendering_first_name, row,
                  first_names.items[therapist * 5 % first_names.count]);
        visit_put(visit, COL_rendering_taxonomy, row, discipline->taxonomy);
    }
}

static void put_session(struct visit *visit, const struct appointment *appointment,
                        struct random *random)
{
    char *at = pen_number(pen_text(pen_down(visit), "K"), appointment->clinic, 3);

    *at++ = '-';
    pen_up(visit, COL_session_id, 0, pen_number(at, appointment->number, 7));
    visit_put(visit, COL_status, 0, "completed");
    visit_put(visit, COL_patient_paid, 0, random_chance(random, 300000) ? "20.00" : "");
}

void visit_make(struct visit *visit, const struct setting *setting,
                const struct appointment *appointment, struct random *random, uint32_t most)
{
    struct random person = random_of(setting->seed, ABOUT_PATIENT, person_number(appointment));
    const struct discipline *discipline = choose_discipline(&person);
    const char *region;
    uint32_t minutes;

    memset(visit, 0, offsetof(struct visit, bytes));
    put_session(visit, appointment, random);
    put_patient(visit, appointment, &person);
    put_payer(visit, &person);
    put_subscriber(visit);
    put_referring(visit, &person);
    visit_put(visit, COL_place_of_service, 0, random_chance(&person, 930000) ? "11" : "12");
    put_dates(visit, appointment->day, &person);
    put_clinic(visit, setting, appointment->clinic);
    visit_put(visit, COL_discipline, 0, discipline->name);
    region = put_diagnoses(visit, discipline, &person);
    minutes = services_make(visit, setting, discipline, region, random, most);
    put_id(visit, COL_total_treatment_minutes, "", minutes + random_below(random, 6), 1);
    put_therapist(visit, appointment, discipline, random);
    if (random_chance(random, setting->mistakes))
        mistake_make(visit, random);
}
