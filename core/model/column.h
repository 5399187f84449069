/* column.h - the canonical columns of a session export, by name.
 *
 * The order is that of the documentation. What a column's values look like and
 * where they go stands in core/read/columns.c, one row a column. */
#ifndef CORE_MODEL_COLUMN_H
#define CORE_MODEL_COLUMN_H

#include <stdbool.h>

#define COLUMNS(X)                                                                                 \
    X(session_id)                                                                                  \
    X(status)                                                                                      \
    X(service_date)                                                                                \
    X(patient_id)                                                                                  \
    X(patient_last_name)                                                                           \
    X(patient_first_name)                                                                          \
    X(patient_middle_name)                                                                         \
    X(patient_birth_date)                                                                          \
    X(patient_sex)                                                                                 \
    X(patient_address)                                                                             \
    X(patient_city)                                                                                \
    X(patient_state)                                                                               \
    X(patient_zip)                                                                                 \
    X(patient_phone)                                                                               \
    X(payer_id)                                                                                    \
    X(payer_class)                                                                                 \
    X(payer_name)                                                                                  \
    X(payer_address)                                                                               \
    X(payer_city)                                                                                  \
    X(payer_state)                                                                                 \
    X(payer_zip)                                                                                   \
    X(member_id)                                                                                   \
    X(group_number)                                                                                \
    X(relationship)                                                                                \
    X(subscriber_last_name)                                                                        \
    X(subscriber_first_name)                                                                       \
    X(subscriber_birth_date)                                                                       \
    X(subscriber_sex)                                                                              \
    X(subscriber_address)                                                                          \
    X(subscriber_city)                                                                             \
    X(subscriber_state)                                                                            \
    X(subscriber_zip)                                                                              \
    X(authorization_number)                                                                        \
    X(referral_number)                                                                             \
    X(claim_frequency)                                                                             \
    X(payer_control_number)                                                                        \
    X(patient_paid)                                                                                \
    X(place_of_service)                                                                            \
    X(facility_id)                                                                                 \
    X(facility_name)                                                                               \
    X(facility_npi)                                                                                \
    X(rendering_npi)                                                                               \
    X(rendering_last_name)                                                                         \
    X(rendering_first_name)                                                                        \
    X(rendering_taxonomy)                                                                          \
    X(supervising_npi)                                                                             \
    X(assistant_id)                                                                                \
    X(billing_npi)                                                                                 \
    X(billing_name)                                                                                \
    X(billing_tax_id)                                                                              \
    X(billing_taxonomy)                                                                            \
    X(billing_address)                                                                             \
    X(billing_city)                                                                                \
    X(billing_state)                                                                               \
    X(billing_zip)                                                                                 \
    X(billing_phone)                                                                               \
    X(referring_npi)                                                                               \
    X(referring_last_name)                                                                         \
    X(referring_first_name)                                                                        \
    X(referring_qualifier)                                                                         \
    X(discipline)                                                                                  \
    X(diagnoses)                                                                                   \
    X(total_treatment_minutes)                                                                     \
    X(onset_date)                                                                                  \
    X(initial_treatment_date)                                                                      \
    X(certification_start_date)                                                                    \
    X(certification_end_date)                                                                      \
    X(visits_since_progress_report)                                                                \
    X(accident_date)                                                                               \
    X(accident_state)                                                                              \
    X(related_cause)                                                                               \
    X(property_casualty_claim_number)                                                              \
    X(code)                                                                                        \
    X(minutes)                                                                                     \
    X(start_time)                                                                                  \
    X(end_time)                                                                                    \
    X(assistant_minutes)                                                                           \
    X(units)                                                                                       \
    X(modifiers)                                                                                   \
    X(modifier_1)                                                                                  \
    X(modifier_2)                                                                                  \
    X(modifier_3)                                                                                  \
    X(modifier_4)                                                                                  \
    X(diagnosis_pointers)                                                                          \
    X(unit_charge)                                                                                 \
    X(line_charge)                                                                                 \
    X(region)                                                                                      \
    X(technique)                                                                                   \
    X(necessity)                                                                                   \
    X(response)                                                                                    \
    X(note)

enum column {
#define COLUMN_ID(name) COL_##name,
    COLUMNS(COLUMN_ID)
#undef COLUMN_ID
        COLUMN_COUNT,
    COLUMN_NONE = COLUMN_COUNT /* a remark on no column in particular */
};

/* The columns that a file has. */
struct column_set {
    bool has[COLUMN_COUNT];
};

/* "session_id" for COL_session_id; "" for COLUMN_NONE. */
const char *column_name(enum column column);

#endif
