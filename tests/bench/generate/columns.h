/* columns.h - the columns of a generated export, in their order. */
#ifndef BENCH_COLUMNS_H
#define BENCH_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

/* X(name, shape): STANDARD stands in every export, WIDE in a wide one only. */
#define SESSION_COLUMNS(X)                                                                         \
    X(session_id, STANDARD)                                                                        \
    X(status, WIDE)                                                                                \
    X(service_date, STANDARD)                                                                      \
    X(patient_id, STANDARD)                                                                        \
    X(patient_last_name, STANDARD)                                                                 \
    X(patient_first_name, STANDARD)                                                                \
    X(patient_middle_name, WIDE)                                                                   \
    X(patient_birth_date, STANDARD)                                                                \
    X(patient_sex, STANDARD)                                                                       \
    X(patient_address, WIDE)                                                                       \
    X(patient_city, WIDE)                                                                          \
    X(patient_state, WIDE)                                                                         \
    X(patient_zip, WIDE)                                                                           \
    X(patient_phone, WIDE)                                                                         \
    X(payer_id, STANDARD)                                                                          \
    X(payer_class, STANDARD)                                                                       \
    X(payer_name, STANDARD)                                                                        \
    X(payer_address, WIDE)                                                                         \
    X(payer_city, WIDE)                                                                            \
    X(payer_state, WIDE)                                                                           \
    X(payer_zip, WIDE)                                                                             \
    X(member_id, STANDARD)                                                                         \
    X(group_number, WIDE)                                                                          \
    X(relationship, WIDE)                                                                          \
    X(subscriber_last_name, WIDE)                                                                  \
    X(subscriber_first_name, WIDE)                                                                 \
    X(subscriber_birth_date, WIDE)                                                                 \
    X(subscriber_sex, WIDE)                                                                        \
    X(subscriber_address, WIDE)                                                                    \
    X(subscriber_city, WIDE)                                                                       \
    X(subscriber_state, WIDE)                                                                      \
    X(subscriber_zip, WIDE)                                                                        \
    X(authorization_number, WIDE)                                                                  \
    X(patient_paid, WIDE)                                                                          \
    X(place_of_service, STANDARD)                                                                  \
    X(facility_id, WIDE)                                                                           \
    X(facility_name, WIDE)                                                                         \
    X(facility_npi, WIDE)                                                                          \
    X(billing_npi, STANDARD)                                                                       \
    X(billing_name, WIDE)                                                                          \
    X(billing_tax_id, WIDE)                                                                        \
    X(billing_taxonomy, WIDE)                                                                      \
    X(billing_address, WIDE)                                                                       \
    X(billing_city, WIDE)                                                                          \
    X(billing_state, WIDE)                                                                         \
    X(billing_zip, WIDE)                                                                           \
    X(billing_phone, WIDE)                                                                         \
    X(referring_npi, STANDARD)                                                                     \
    X(referring_last_name, WIDE)                                                                   \
    X(referring_first_name, WIDE)                                                                  \
    X(referring_qualifier, WIDE)                                                                   \
    X(discipline, STANDARD)                                                                        \
    X(diagnoses, STANDARD)                                                                         \
    X(total_treatment_minutes, STANDARD)                                                           \
    X(onset_date, WIDE)                                                                            \
    X(initial_treatment_date, WIDE)                                                                \
    X(certification_start_date, WIDE)                                                              \
    X(certification_end_date, WIDE)                                                                \
    X(visits_since_progress_report, WIDE)                                                          \
    X(accident_date, WIDE)                                                                         \
    X(accident_state, WIDE)                                                                        \
    X(related_cause, WIDE)                                                                         \
    X(property_casualty_claim_number, WIDE)

#define ROW_COLUMNS(X)                                                                             \
    X(rendering_npi, STANDARD)                                                                     \
    X(rendering_last_name, WIDE)                                                                   \
    X(rendering_first_name, WIDE)                                                                  \
    X(rendering_taxonomy, WIDE)                                                                    \
    X(assistant_id, WIDE)                                                                          \
    X(code, STANDARD)                                                                              \
    X(minutes, STANDARD)                                                                           \
    X(start_time, WIDE)                                                                            \
    X(end_time, WIDE)                                                                              \
    X(modifiers, WIDE)                                                                             \
    X(diagnosis_pointers, WIDE)                                                                    \
    X(unit_charge, STANDARD)                                                                       \
    X(region, STANDARD)                                                                            \
    X(technique, WIDE)                                                                             \
    X(necessity, WIDE)                                                                             \
    X(response, WIDE)                                                                              \
    X(note, STANDARD)

enum shape { STANDARD, WIDE };

enum column {
#define COLUMN_ENUM(name, shape) COL_##name,
    SESSION_COLUMNS(COLUMN_ENUM) SESSION_COLUMN_COUNT,
    COLUMN_BEFORE_ROW = SESSION_COLUMN_COUNT - 1,
    ROW_COLUMNS(COLUMN_ENUM) COLUMN_COUNT
#undef COLUMN_ENUM
};

enum { ROW_COLUMN_COUNT = COLUMN_COUNT - SESSION_COLUMN_COUNT };

const char *column_name(enum column column);
bool column_stands_in(enum column column, enum shape shape);

#endif
