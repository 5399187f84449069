/* facts.h - every fact of a claim and its lines, by the name of its column.
 *
 * One table for all formats that name things: a CSV column, an XML attribute, a
 * JSON key. cl_fact_find() looks a name up once, in open(); cl_fact_text() gives
 * the value of a fact for one line as text, in the forms of the CSV plugin. */
#ifndef CLAIMLINE_FACTS_H
#define CLAIMLINE_FACTS_H

#include <claimline/write.h>

#ifdef __cplusplus
extern "C" {
#endif

enum cl_fact_kind {
    CL_FACT_TEXT,
    CL_FACT_DATE,         /* YYYY-MM-DD */
    CL_FACT_TIME,         /* HH:MM */
    CL_FACT_CENTS,        /* 123.45, empty where not stated */
    CL_FACT_NUMBER,       /* uint32_t, decimal */
    CL_FACT_DIAGNOSES,    /* M54.50;M25.551 */
    CL_FACT_POINTERS,     /* AB */
    CL_FACT_STATED_NUMBER /* uint32_t, decimal, empty where it is 0: not stated */
};

/* Whose record the field lies in; the owner of a pointer comes first. */
enum cl_fact_of {
    CL_OF_CLAIM,
    CL_OF_PATIENT,
    CL_OF_SUBSCRIBER,
    CL_OF_PAYER,
    CL_OF_BILLING,
    CL_OF_REFERRING,
    CL_OF_FACILITY,
    CL_OF_LINE, /* from here on a fact of the line */
    CL_OF_RENDERING,
    CL_OF_SUPERVISING
};

struct cl_fact {
    const char *name;
    uint32_t of;   /* enum cl_fact_of */
    uint32_t kind; /* enum cl_fact_kind */
    size_t offset; /* of the field in its record */
};

#define CL_FACT_(name, of, kind, type, member)                                                     \
    {                                                                                              \
        name, of, kind, offsetof(struct type, member)                                              \
    }
#define CL_FACT_CLAIM_(name, kind, member)   CL_FACT_(name, CL_OF_CLAIM, kind, cl_claim, member)
#define CL_FACT_LINE_(name, kind, member)    CL_FACT_(name, CL_OF_LINE, kind, cl_line, member)
#define CL_FACT_PATIENT_(name, kind, member) CL_FACT_(name, CL_OF_PATIENT, kind, cl_patient, member)
#define CL_FACT_PAYER_(name, kind, member)   CL_FACT_(name, CL_OF_PAYER, kind, cl_payer, member)
#define CL_FACT_SUBSCRIBER_(name, kind, member)                                                    \
    CL_FACT_(name, CL_OF_SUBSCRIBER, kind, cl_subscriber, member)
#define CL_FACT_PROVIDER_(name, of, member) CL_FACT_(name, of, CL_FACT_TEXT, cl_provider, member)

static const struct cl_fact cl_facts[] = {
    CL_FACT_CLAIM_("claim_id", CL_FACT_TEXT, claim_id),
    CL_FACT_LINE_("line", CL_FACT_NUMBER, number),
    CL_FACT_CLAIM_("session_id", CL_FACT_TEXT, session_id),
    CL_FACT_PATIENT_("patient_id", CL_FACT_TEXT, id),
    CL_FACT_PAYER_("payer_id", CL_FACT_TEXT, id),
    CL_FACT_CLAIM_("service_date", CL_FACT_DATE, service_date),
    CL_FACT_CLAIM_("place_of_service", CL_FACT_TEXT, place_of_service),
    CL_FACT_LINE_("code", CL_FACT_TEXT, code),
    CL_FACT_LINE_("modifier_1", CL_FACT_TEXT, modifiers[0]),
    CL_FACT_LINE_("modifier_2", CL_FACT_TEXT, modifiers[1]),
    CL_FACT_LINE_("modifier_3", CL_FACT_TEXT, modifiers[2]),
    CL_FACT_LINE_("modifier_4", CL_FACT_TEXT, modifiers[3]),
    CL_FACT_LINE_("diagnosis_pointers", CL_FACT_POINTERS, pointers),
    CL_FACT_CLAIM_("diagnoses", CL_FACT_DIAGNOSES, diagnoses),
    CL_FACT_LINE_("units", CL_FACT_NUMBER, units),
    CL_FACT_LINE_("minutes", CL_FACT_NUMBER, minutes),
    CL_FACT_LINE_("unit_charge", CL_FACT_CENTS, unit_charge_cents),
    CL_FACT_LINE_("charge", CL_FACT_CENTS, charge_cents),
    CL_FACT_PROVIDER_("rendering_npi", CL_OF_RENDERING, npi),
    CL_FACT_LINE_("unit_rule", CL_FACT_TEXT, unit_rule),
    CL_FACT_LINE_("documented_code", CL_FACT_TEXT, documented_code),
    /* What follows is not among the default columns of the CSV plugin. */
    CL_FACT_CLAIM_("claim_charge", CL_FACT_CENTS, charge_cents),
    CL_FACT_CLAIM_("patient_paid", CL_FACT_CENTS, patient_paid_cents),
    CL_FACT_CLAIM_("discipline", CL_FACT_TEXT, discipline),
    CL_FACT_PATIENT_("patient_last_name", CL_FACT_TEXT, last_name),
    CL_FACT_PATIENT_("patient_first_name", CL_FACT_TEXT, first_name),
    CL_FACT_PATIENT_("patient_middle_name", CL_FACT_TEXT, middle_name),
    CL_FACT_PATIENT_("patient_birth_date", CL_FACT_DATE, birth_date),
    CL_FACT_PATIENT_("patient_sex", CL_FACT_TEXT, sex),
    CL_FACT_PATIENT_("patient_address", CL_FACT_TEXT, address.line),
    CL_FACT_PATIENT_("patient_city", CL_FACT_TEXT, address.city),
    CL_FACT_PATIENT_("patient_state", CL_FACT_TEXT, address.state),
    CL_FACT_PATIENT_("patient_zip", CL_FACT_TEXT, address.zip),
    CL_FACT_PATIENT_("patient_phone", CL_FACT_TEXT, phone),
    CL_FACT_PAYER_("payer_class", CL_FACT_TEXT, payer_class),
    CL_FACT_PAYER_("payer_name", CL_FACT_TEXT, name),
    CL_FACT_PAYER_("payer_address", CL_FACT_TEXT, address.line),
    CL_FACT_PAYER_("payer_city", CL_FACT_TEXT, address.city),
    CL_FACT_PAYER_("payer_state", CL_FACT_TEXT, address.state),
    CL_FACT_PAYER_("payer_zip", CL_FACT_TEXT, address.zip),
    CL_FACT_SUBSCRIBER_("member_id", CL_FACT_TEXT, member_id),
    CL_FACT_SUBSCRIBER_("group_number", CL_FACT_TEXT, group_number),
    CL_FACT_SUBSCRIBER_("relationship", CL_FACT_TEXT, relationship),
    CL_FACT_SUBSCRIBER_("subscriber_last_name", CL_FACT_TEXT, last_name),
    CL_FACT_SUBSCRIBER_("subscriber_first_name", CL_FACT_TEXT, first_name),
    CL_FACT_SUBSCRIBER_("subscriber_birth_date", CL_FACT_DATE, birth_date),
    CL_FACT_SUBSCRIBER_("subscriber_sex", CL_FACT_TEXT, sex),
    CL_FACT_SUBSCRIBER_("subscriber_address", CL_FACT_TEXT, address.line),
    CL_FACT_SUBSCRIBER_("subscriber_city", CL_FACT_TEXT, address.city),
    CL_FACT_SUBSCRIBER_("subscriber_state", CL_FACT_TEXT, address.state),
    CL_FACT_SUBSCRIBER_("subscriber_zip", CL_FACT_TEXT, address.zip),
    CL_FACT_CLAIM_("authorization_number", CL_FACT_TEXT, authorization_number),
    CL_FACT_CLAIM_("referral_number", CL_FACT_TEXT, referral_number),
    CL_FACT_CLAIM_("claim_frequency", CL_FACT_TEXT, claim_frequency),
    CL_FACT_CLAIM_("payer_control_number", CL_FACT_TEXT, payer_control_number),
    CL_FACT_PROVIDER_("facility_id", CL_OF_FACILITY, id),
    CL_FACT_PROVIDER_("facility_name", CL_OF_FACILITY, last_name),
    CL_FACT_PROVIDER_("facility_npi", CL_OF_FACILITY, npi),
    CL_FACT_PROVIDER_("rendering_last_name", CL_OF_RENDERING, last_name),
    CL_FACT_PROVIDER_("rendering_first_name", CL_OF_RENDERING, first_name),
    CL_FACT_PROVIDER_("rendering_taxonomy", CL_OF_RENDERING, taxonomy),
    CL_FACT_PROVIDER_("supervising_npi", CL_OF_SUPERVISING, npi),
    CL_FACT_LINE_("assistant_id", CL_FACT_TEXT, assistant_id),
    CL_FACT_PROVIDER_("billing_npi", CL_OF_BILLING, npi),
    CL_FACT_PROVIDER_("billing_name", CL_OF_BILLING, last_name),
    CL_FACT_PROVIDER_("billing_tax_id", CL_OF_BILLING, tax_id),
    CL_FACT_PROVIDER_("billing_taxonomy", CL_OF_BILLING, taxonomy),
    CL_FACT_PROVIDER_("billing_address", CL_OF_BILLING, address.line),
    CL_FACT_PROVIDER_("billing_city", CL_OF_BILLING, address.city),
    CL_FACT_PROVIDER_("billing_state", CL_OF_BILLING, address.state),
    CL_FACT_PROVIDER_("billing_zip", CL_OF_BILLING, address.zip),
    CL_FACT_PROVIDER_("billing_phone", CL_OF_BILLING, phone),
    CL_FACT_PROVIDER_("referring_npi", CL_OF_REFERRING, npi),
    CL_FACT_PROVIDER_("referring_last_name", CL_OF_REFERRING, last_name),
    CL_FACT_PROVIDER_("referring_first_name", CL_OF_REFERRING, first_name),
    CL_FACT_PROVIDER_("referring_qualifier", CL_OF_REFERRING, qualifier),
    CL_FACT_CLAIM_("total_treatment_minutes", CL_FACT_STATED_NUMBER, total_treatment_minutes),
    CL_FACT_CLAIM_("onset_date", CL_FACT_DATE, onset_date),
    CL_FACT_CLAIM_("initial_treatment_date", CL_FACT_DATE, initial_treatment_date),
    CL_FACT_CLAIM_("certification_start_date", CL_FACT_DATE, certification_start_date),
    CL_FACT_CLAIM_("certification_end_date", CL_FACT_DATE, certification_end_date),
    CL_FACT_CLAIM_("accident_date", CL_FACT_DATE, accident_date),
    CL_FACT_CLAIM_("accident_state", CL_FACT_TEXT, accident_state),
    CL_FACT_CLAIM_("related_cause", CL_FACT_TEXT, related_cause),
    CL_FACT_CLAIM_("property_casualty_claim_number", CL_FACT_TEXT, property_casualty_claim_number),
    CL_FACT_LINE_("description", CL_FACT_TEXT, description),
    CL_FACT_LINE_("start_time", CL_FACT_TIME, start_time),
    CL_FACT_LINE_("end_time", CL_FACT_TIME, end_time),
    CL_FACT_LINE_("region", CL_FACT_TEXT, region),
    CL_FACT_LINE_("technique", CL_FACT_TEXT, technique),
    CL_FACT_LINE_("necessity", CL_FACT_TEXT, necessity),
    CL_FACT_LINE_("response", CL_FACT_TEXT, response),
    CL_FACT_LINE_("note", CL_FACT_TEXT, note),
    CL_FACT_CLAIM_("source_file", CL_FACT_TEXT, source_file),
    CL_FACT_LINE_("source_line", CL_FACT_STATED_NUMBER, source_line),
};

/* How many facts there are, and how many of them, from the first, are the
 * default columns of claim lines. */
enum { CL_FACT_COUNT = sizeof(cl_facts) / sizeof(cl_facts[0]), CL_DEFAULT_FACTS = 21 };

/* The fact of that name, or NULL. `name` need not end with a NUL. */
static inline const struct cl_fact *cl_fact_find(const char *name, size_t length)
{
    for (size_t i = 0; i < CL_FACT_COUNT; i++) {
        if (strlen(cl_facts[i].name) == length && memcmp(cl_facts[i].name, name, length) == 0)
            return &cl_facts[i];
    }
    return NULL;
}

/* The field a fact speaks of; NULL where the host is older than the field. */
static inline const void *cl_fact_field(const struct cl_fact *fact, const struct cl_claim *claim,
                                        const struct cl_line *line)
{
    const void *record = claim;

    switch (fact->of) {
    case CL_OF_PATIENT:
        record = claim->patient;
        break;
    case CL_OF_SUBSCRIBER:
        record = claim->subscriber;
        break;
    case CL_OF_PAYER:
        record = claim->payer;
        break;
    case CL_OF_BILLING:
        record = claim->billing;
        break;
    case CL_OF_REFERRING:
        record = claim->referring;
        break;
    case CL_OF_FACILITY:
        record = claim->facility;
        break;
    case CL_OF_LINE:
        record = line;
        break;
    case CL_OF_RENDERING:
        record = line->rendering;
        break;
    case CL_OF_SUPERVISING:
        record = line->supervising;
        break;
    default:
        break;
    }
    if (fact->offset >= *(const size_t *)record)
        return NULL;
    return (const char *)record + fact->offset;
}

/* All diagnoses, `;` between. 12 codes of at most 8 bytes: at most 107 bytes. The
 * host hands over no longer ones; were there any, what fits stands here. */
static inline struct cl_text cl_format_diagnoses(char *scratch, const struct cl_claim *claim)
{
    struct cl_text text;
    size_t length = 0;

    for (uint32_t i = 0; i < claim->diagnosis_count; i++) {
        struct cl_text code = claim->diagnoses[i];

        if (length + 1 + code.length >= CL_SCRATCH)
            break;
        if (i > 0)
            scratch[length++] = ';';
        cl_copy(scratch + length, code.data, code.length);
        length += code.length;
    }
    scratch[length] = '\0';
    text.data = scratch;
    text.length = length;
    return text;
}

/* Letters without separator: AB. */
static inline struct cl_text cl_format_pointers(char *scratch, const struct cl_line *line)
{
    struct cl_text text;

    for (uint32_t i = 0; i < line->pointer_count; i++)
        scratch[i] = (char)('A' + line->pointers[i] - 1);
    scratch[line->pointer_count] = '\0';
    text.data = scratch;
    text.length = line->pointer_count;
    return text;
}

/* Decimal; empty for 0. */
static inline struct cl_text cl_format_stated(char *scratch, uint32_t value)
{
    struct cl_text text = cl_format_unsigned(scratch, value);

    if (value == 0) {
        text.data += text.length;
        text.length = 0;
    }
    return text;
}

/* The value as text: points into the record or into `scratch` (CL_SCRATCH
 * bytes), and lives as long as they do. Empty where the host is older than the
 * fact. `line` may be NULL for a fact of the claim (fact->of below CL_OF_LINE). */
static inline struct cl_text cl_fact_text(const struct cl_fact *fact, const struct cl_claim *claim,
                                          const struct cl_line *line, char *scratch)
{
    const void *field = cl_fact_field(fact, claim, line);
    struct cl_text none;

    if (field == NULL) {
        none.data = "";
        none.length = 0;
        return none;
    }
    switch (fact->kind) {
    case CL_FACT_DATE:
        return cl_format_date(scratch, *(const struct cl_date *)field);
    case CL_FACT_TIME:
        return cl_format_time(scratch, *(const struct cl_time *)field);
    case CL_FACT_CENTS:
        return cl_format_cents(scratch, *(const int64_t *)field);
    case CL_FACT_NUMBER:
        return cl_format_unsigned(scratch, *(const uint32_t *)field);
    case CL_FACT_STATED_NUMBER:
        return cl_format_stated(scratch, *(const uint32_t *)field);
    case CL_FACT_DIAGNOSES:
        return cl_format_diagnoses(scratch, claim);
    case CL_FACT_POINTERS:
        return cl_format_pointers(scratch, line);
    default:
        return *(const struct cl_text *)field;
    }
}

#ifdef __cplusplus
}
#endif

#endif
