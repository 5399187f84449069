/* columns.c - the table of columns: a new column is a row here, a name in
 * model/column.h and a field in model/session.h. */
#include "columns.h"

#include "model/session.h"

#include "base/text.h"

#define WORDS(...)                                                                                 \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            NULL, 0                                                                                \
        }                                                                                          \
    }
#define W(word)                                                                                    \
    {                                                                                              \
        word, sizeof(word) - 1                                                                     \
    }

static const struct cl_text sexes[] = WORDS(W("M"), W("F"), W("U"));
static const struct cl_text relationships[] =
    WORDS(W("self"), W("spouse"), W("child"), W("employee"), W("other"));
static const struct cl_text frequencies[] = WORDS(W("1"), W("7"), W("8"));
static const struct cl_text qualifiers[] = WORDS(W("DN"), W("DK"));
static const struct cl_text causes[] = WORDS(W("employment"), W("auto"), W("other"));

#define SESSION(kind, field)                                                                       \
    {                                                                                              \
        kind, false, false, false, false, offsetof(struct session, field), NULL                    \
    }
#define REQUIRED(kind, field)                                                                      \
    {                                                                                              \
        kind, false, true, false, false, offsetof(struct session, field), NULL                     \
    }
#define CASELESS(kind, field)                                                                      \
    {                                                                                              \
        kind, false, false, false, true, offsetof(struct session, field), NULL                     \
    }
#define WORD(list, field)                                                                          \
    {                                                                                              \
        KIND_WORD, false, false, false, true, offsetof(struct session, field), list                \
    }
#define ROW(kind, field)                                                                           \
    {                                                                                              \
        kind, true, false, false, false, offsetof(struct service, field), NULL                     \
    }
#define ROW_MUST(kind, field)                                                                      \
    {                                                                                              \
        kind, true, true, false, false, offsetof(struct service, field), NULL                      \
    }

const struct column_form column_forms[COLUMN_COUNT] = {
    [COL_session_id] = REQUIRED(KIND_TEXT, id),
    [COL_status] = CASELESS(KIND_STATUS, status),
    [COL_service_date] = REQUIRED(KIND_DATE, service_date),
    [COL_patient_id] = REQUIRED(KIND_TEXT, patient.id),
    [COL_patient_last_name] = SESSION(KIND_TEXT, patient.last_name),
    [COL_patient_first_name] = SESSION(KIND_TEXT, patient.first_name),
    [COL_patient_middle_name] = SESSION(KIND_TEXT, patient.middle_name),
    [COL_patient_birth_date] = SESSION(KIND_DATE, patient.birth_date),
    [COL_patient_sex] = WORD(sexes, patient.sex),
    [COL_patient_address] = SESSION(KIND_TEXT, patient.address.line),
    [COL_patient_city] = SESSION(KIND_TEXT, patient.address.city),
    [COL_patient_state] = SESSION(KIND_TEXT, patient.address.state),
    [COL_patient_zip] = SESSION(KIND_TEXT, patient.address.zip),
    [COL_patient_phone] = SESSION(KIND_TEXT, patient.phone),
    [COL_payer_id] = REQUIRED(KIND_TEXT, payer.id),
    [COL_payer_class] = { KIND_CLASS, false, true, true, true,
                          offsetof(struct session, payer_class), NULL },
    [COL_payer_name] = SESSION(KIND_TEXT, payer.name),
    [COL_payer_address] = SESSION(KIND_TEXT, payer.address.line),
    [COL_payer_city] = SESSION(KIND_TEXT, payer.address.city),
    [COL_payer_state] = SESSION(KIND_TEXT, payer.address.state),
    [COL_payer_zip] = SESSION(KIND_TEXT, payer.address.zip),
    [COL_member_id] = SESSION(KIND_TEXT, subscriber.member_id),
    [COL_group_number] = SESSION(KIND_TEXT, subscriber.group_number),
    [COL_relationship] = WORD(relationships, subscriber.relationship),
    [COL_subscriber_last_name] = SESSION(KIND_TEXT, subscriber.last_name),
    [COL_subscriber_first_name] = SESSION(KIND_TEXT, subscriber.first_name),
    [COL_subscriber_birth_date] = SESSION(KIND_DATE, subscriber.birth_date),
    [COL_subscriber_sex] = WORD(sexes, subscriber.sex),
    [COL_subscriber_address] = SESSION(KIND_TEXT, subscriber.address.line),
    [COL_subscriber_city] = SESSION(KIND_TEXT, subscriber.address.city),
    [COL_subscriber_state] = SESSION(KIND_TEXT, subscriber.address.state),
    [COL_subscriber_zip] = SESSION(KIND_TEXT, subscriber.address.zip),
    [COL_authorization_number] = SESSION(KIND_TEXT, authorization_number),
    [COL_referral_number] = SESSION(KIND_TEXT, referral_number),
    [COL_claim_frequency] = WORD(frequencies, claim_frequency),
    [COL_payer_control_number] = SESSION(KIND_TEXT, payer_control_number),
    [COL_patient_paid] = SESSION(KIND_AMOUNT, patient_paid),
    [COL_place_of_service] = SESSION(KIND_PLACE, place_of_service),
    [COL_facility_id] = SESSION(KIND_TEXT, facility.id),
    [COL_facility_name] = SESSION(KIND_TEXT, facility.last_name),
    [COL_facility_npi] = SESSION(KIND_NPI, facility.npi),
    [COL_rendering_npi] = ROW_MUST(KIND_NPI, rendering.npi),
    [COL_rendering_last_name] = ROW(KIND_TEXT, rendering.last_name),
    [COL_rendering_first_name] = ROW(KIND_TEXT, rendering.first_name),
    [COL_rendering_taxonomy] = ROW(KIND_TEXT, rendering.taxonomy),
    [COL_supervising_npi] = ROW(KIND_NPI, supervising_npi),
    [COL_assistant_id] = ROW(KIND_TEXT, assistant_id),
    [COL_billing_npi] = SESSION(KIND_NPI, billing.npi),
    [COL_billing_name] = SESSION(KIND_TEXT, billing.last_name),
    [COL_billing_tax_id] = SESSION(KIND_TEXT, billing.tax_id),
    [COL_billing_taxonomy] = SESSION(KIND_TEXT, billing.taxonomy),
    [COL_billing_address] = SESSION(KIND_TEXT, billing.address.line),
    [COL_billing_city] = SESSION(KIND_TEXT, billing.address.city),
    [COL_billing_state] = SESSION(KIND_TEXT, billing.address.state),
    [COL_billing_zip] = SESSION(KIND_TEXT, billing.address.zip),
    [COL_billing_phone] = SESSION(KIND_TEXT, billing.phone),
    [COL_referring_npi] = SESSION(KIND_NPI, referring.npi),
    [COL_referring_last_name] = SESSION(KIND_TEXT, referring.last_name),
    [COL_referring_first_name] = SESSION(KIND_TEXT, referring.first_name),
    [COL_referring_qualifier] = WORD(qualifiers, referring.qualifier),
    [COL_discipline] = CASELESS(KIND_DISCIPLINE, discipline),
    [COL_diagnoses] = { KIND_DIAGNOSES, false, true, false, true,
                        offsetof(struct session, diagnoses), NULL },
    [COL_total_treatment_minutes] = SESSION(KIND_MINUTES, total_treatment_minutes),
    [COL_onset_date] = SESSION(KIND_DATE, onset_date),
    [COL_initial_treatment_date] = SESSION(KIND_DATE, initial_treatment_date),
    [COL_certification_start_date] = SESSION(KIND_DATE, certification_start_date),
    [COL_certification_end_date] = SESSION(KIND_DATE, certification_end_date),
    [COL_visits_since_progress_report] = SESSION(KIND_COUNT, visits_since_progress_report),
    [COL_accident_date] = SESSION(KIND_DATE, accident_date),
    [COL_accident_state] = SESSION(KIND_TEXT, accident_state),
    [COL_related_cause] = WORD(causes, related_cause),
    [COL_property_casualty_claim_number] = SESSION(KIND_TEXT, property_casualty_claim_number),
    [COL_code] = ROW_MUST(KIND_CODE, code),
    [COL_minutes] = ROW(KIND_MINUTES, minutes),
    [COL_start_time] = ROW(KIND_TIME, start_time),
    [COL_end_time] = ROW(KIND_TIME, end_time),
    [COL_assistant_minutes] = ROW(KIND_MINUTES, assistant_minutes),
    [COL_units] = ROW(KIND_UNITS, units),
    [COL_modifiers] = ROW(KIND_MODIFIERS, modifiers),
    [COL_modifier_1] = ROW(KIND_MODIFIERS, modifiers),
    [COL_modifier_2] = ROW(KIND_MODIFIERS, modifiers),
    [COL_modifier_3] = ROW(KIND_MODIFIERS, modifiers),
    [COL_modifier_4] = ROW(KIND_MODIFIERS, modifiers),
    [COL_diagnosis_pointers] = ROW(KIND_POINTERS, pointers),
    [COL_unit_charge] = ROW(KIND_AMOUNT, unit_charge),
    [COL_line_charge] = ROW(KIND_AMOUNT, line_charge),
    [COL_region] = ROW(KIND_TEXT, region),
    [COL_technique] = ROW(KIND_TEXT, technique),
    [COL_necessity] = ROW(KIND_TEXT, necessity),
    [COL_response] = ROW(KIND_TEXT, response),
    [COL_note] = ROW(KIND_TEXT, note),
};

enum column column_find(struct cl_text name)
{
    const struct cl_text start = text_name_start(name);
    const char first = start.length != 0 ? start.data[0] : '\0';

    for (unsigned column = 0; column < COLUMN_COUNT; column++) {
        const char *known = column_name((enum column)column);

        if (text_upper(*known) == text_upper(first) && text_equal_name(start, text_of(known)))
            return (enum column)column;
    }
    return COLUMN_NONE;
}
