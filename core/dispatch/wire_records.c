/* wire_records.c - what the records of the contract are made of, field by field. A test
 * sees to it that no byte of them is left out. */
#include "wire.h"

#include <claimline/plugin.h>

#define FIELD_OF(kind, type, member, ...)                                                          \
    {                                                                                              \
        kind, offsetof(struct type, member), sizeof(((struct type *)0)->member), __VA_ARGS__       \
    }
#define PLAIN(type, member)         FIELD_OF(WIRE_PLAIN, type, member, 0, 0, NULL)
#define TEXT(type, member)          FIELD_OF(WIRE_TEXT, type, member, 0, 0, NULL)
#define PARTY(type, member, record) FIELD_OF(WIRE_PARTY, type, member, 0, 0, &(record))
#define TEXTS(type, member, count)                                                                 \
    FIELD_OF(WIRE_TEXTS, type, member, offsetof(struct type, count), 0, NULL)
#define ARRAY(type, member, count, stride, record)                                                 \
    FIELD_OF(WIRE_ARRAY, type, member, offsetof(struct type, count),                               \
             offsetof(struct type, stride), &(record))
#define RECORD(rows, type)                                                                         \
    {                                                                                              \
        rows, sizeof(rows) / sizeof((rows)[0]), sizeof(struct type)                                \
    }

static const struct wire_row patient_rows[] = {
    TEXT(cl_patient, id),          TEXT(cl_patient, last_name),   TEXT(cl_patient, first_name),
    TEXT(cl_patient, middle_name), TEXT(cl_patient, sex),         TEXT(cl_patient, address),
    TEXT(cl_patient, phone),       PLAIN(cl_patient, birth_date), PLAIN(cl_patient, zero),
};
static const struct wire_record patient = RECORD(patient_rows, cl_patient);

static const struct wire_row subscriber_rows[] = {
    TEXT(cl_subscriber, member_id),    TEXT(cl_subscriber, group_number),
    TEXT(cl_subscriber, relationship), TEXT(cl_subscriber, last_name),
    TEXT(cl_subscriber, first_name),   TEXT(cl_subscriber, sex),
    TEXT(cl_subscriber, address),      PLAIN(cl_subscriber, birth_date),
    PLAIN(cl_subscriber, zero),
};
static const struct wire_record subscriber = RECORD(subscriber_rows, cl_subscriber);

static const struct wire_row payer_rows[] = {
    TEXT(cl_payer, id),
    TEXT(cl_payer, payer_class),
    TEXT(cl_payer, name),
    TEXT(cl_payer, address),
};
static const struct wire_record payer = RECORD(payer_rows, cl_payer);

static const struct wire_row provider_rows[] = {
    TEXT(cl_provider, npi),       TEXT(cl_provider, last_name), TEXT(cl_provider, first_name),
    TEXT(cl_provider, taxonomy),  TEXT(cl_provider, tax_id),    TEXT(cl_provider, id),
    TEXT(cl_provider, qualifier), TEXT(cl_provider, address),   TEXT(cl_provider, phone),
};
static const struct wire_record provider = RECORD(provider_rows, cl_provider);

static const struct wire_row line_rows[] = {
    PLAIN(cl_line, number),
    PLAIN(cl_line, units),
    PLAIN(cl_line, minutes),
    PLAIN(cl_line, source_line),
    TEXT(cl_line, code),
    TEXT(cl_line, documented_code),
    TEXT(cl_line, description),
    TEXT(cl_line, modifiers),
    PLAIN(cl_line, pointers),
    PLAIN(cl_line, pointer_count),
    PLAIN(cl_line, unit_charge_cents),
    PLAIN(cl_line, charge_cents),
    TEXT(cl_line, unit_rule),
    PARTY(cl_line, rendering, provider),
    PARTY(cl_line, supervising, provider),
    TEXT(cl_line, assistant_id),
    TEXT(cl_line, region),
    TEXT(cl_line, technique),
    TEXT(cl_line, necessity),
    TEXT(cl_line, response),
    TEXT(cl_line, note),
    PLAIN(cl_line, start_time),
    PLAIN(cl_line, end_time),
};
static const struct wire_record line = RECORD(line_rows, cl_line);

static const struct wire_row claim_rows[] = {
    ARRAY(cl_claim, lines, line_count, line_stride, line),
    TEXTS(cl_claim, diagnoses, diagnosis_count),
    PLAIN(cl_claim, service_date),
    TEXT(cl_claim, claim_id),
    TEXT(cl_claim, session_id),
    TEXT(cl_claim, discipline),
    TEXT(cl_claim, place_of_service),
    PLAIN(cl_claim, charge_cents),
    PLAIN(cl_claim, patient_paid_cents),
    PARTY(cl_claim, patient, patient),
    PARTY(cl_claim, subscriber, subscriber),
    PARTY(cl_claim, payer, payer),
    PARTY(cl_claim, billing, provider),
    PARTY(cl_claim, referring, provider),
    PARTY(cl_claim, facility, provider),
    TEXT(cl_claim, authorization_number),
    TEXT(cl_claim, referral_number),
    TEXT(cl_claim, claim_frequency),
    TEXT(cl_claim, payer_control_number),
    TEXT(cl_claim, related_cause),
    TEXT(cl_claim, accident_state),
    TEXT(cl_claim, property_casualty_claim_number),
    PLAIN(cl_claim, accident_date),
    PLAIN(cl_claim, onset_date),
    PLAIN(cl_claim, initial_treatment_date),
    PLAIN(cl_claim, certification_start_date),
    PLAIN(cl_claim, certification_end_date),
    PLAIN(cl_claim, total_treatment_minutes),
    TEXT(cl_claim, source_file),
    PLAIN(cl_claim, source_line),
};
const struct wire_record wire_claim = RECORD(claim_rows, cl_claim);

static const struct wire_row job_rows[] = {
    TEXT(cl_job, program_version), PLAIN(cl_job, today),          PLAIN(cl_job, now_date),
    PLAIN(cl_job, now_time),       PLAIN(cl_job, control_number), TEXT(cl_job, destination),
};
const struct wire_record wire_job = RECORD(job_rows, cl_job);

static const struct wire_row chunk_rows[] = {
    PLAIN(cl_chunk, index),
    PLAIN(cl_chunk, claim_count),
};
const struct wire_record wire_chunk = RECORD(chunk_rows, cl_chunk);

static const struct wire_row code_total_rows[] = {
    TEXT(cl_code_total, code),
    TEXT(cl_code_total, description),
    PLAIN(cl_code_total, claims),
    PLAIN(cl_code_total, lines),
    PLAIN(cl_code_total, units),
    PLAIN(cl_code_total, minutes),
    PLAIN(cl_code_total, lines_without_charge),
    PLAIN(cl_code_total, charge_cents),
};
static const struct wire_record code_total = RECORD(code_total_rows, cl_code_total);

static const struct wire_row finding_total_rows[] = {
    TEXT(cl_finding_total, id),
    TEXT(cl_finding_total, severity),
    PLAIN(cl_finding_total, count),
};
static const struct wire_record finding_total = RECORD(finding_total_rows, cl_finding_total);

static const struct wire_row totals_rows[] = {
    PLAIN(cl_totals, chunks),
    PLAIN(cl_totals, claims),
    PLAIN(cl_totals, lines),
    PLAIN(cl_totals, units),
    PLAIN(cl_totals, minutes),
    PLAIN(cl_totals, lines_without_charge),
    PLAIN(cl_totals, charge_cents),
    ARRAY(cl_totals, codes, code_count, code_stride, code_total),
    PLAIN(cl_totals, sessions_read),
    PLAIN(cl_totals, sessions_held),
    PLAIN(cl_totals, sessions_skipped),
    PLAIN(cl_totals, sessions_without_lines),
    ARRAY(cl_totals, findings, finding_count, finding_stride, finding_total),
};
const struct wire_record wire_totals = RECORD(totals_rows, cl_totals);
