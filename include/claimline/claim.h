/* claim.h - the records a plugin is given: a claim, its parties, its lines.
 *
 * Names follow X12 837P, CMS-1500 and FHIR. Ownership: every pointer in here
 * belongs to the host and is valid during the call that handed the claim over,
 * unless plugin.h says longer. Pointers to records are never NULL: a party that
 * the export does not know is a record with every field empty.
 *
 * Growth: a record begins with `size`, the bytes of it that its maker knew, and
 * grows only at the end; CL_HAS (plugin.h) asks whether a later field is there.
 * Arrays of records carry a count and a stride: use the accessors below.
 *
 * Closed vocabularies (payer class, relationship ...) cross as their canonical
 * lower-case words, so that a word added later reaches an older plugin whole. */
#ifndef CLAIMLINE_CLAIM_H
#define CLAIMLINE_CLAIM_H

#include <claimline/value.h>

#include <assert.h>

#ifdef __cplusplus
#define CL_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define CL_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#endif

/* A record must not end in padding: a field appended later would start inside it
 * and `size` could not tell whether the field is there. */
#define CL_NO_TAIL_PADDING(type, last)                                                             \
    CL_STATIC_ASSERT(offsetof(type, last) + sizeof(((type *)0)->last) == sizeof(type),             \
                     "the record ends in padding")

/* Limits of a professional claim (837P, CMS-1500). */
enum { CL_MAX_DIAGNOSES = 12, CL_MAX_MODIFIERS = 4, CL_MAX_POINTERS = 4 };

struct cl_address {
    struct cl_text line;
    struct cl_text city;
    struct cl_text state;
    struct cl_text zip;
};

/* 837P loop 2010CA/2010BA, CMS-1500 boxes 2, 3, 5. */
struct cl_patient {
    size_t size;
    struct cl_text id;
    struct cl_text last_name;
    struct cl_text first_name;
    struct cl_text middle_name;
    struct cl_text sex; /* M, F, U or empty */
    struct cl_address address;
    struct cl_text phone;
    struct cl_date birth_date;
    uint32_t zero; /* keeps the record free of tail padding */
};
CL_NO_TAIL_PADDING(struct cl_patient, zero);

/* The insured person. 837P loop 2010BA, CMS-1500 boxes 1a, 4, 7, 11. */
struct cl_subscriber {
    size_t size;
    struct cl_text member_id;
    struct cl_text group_number;
    struct cl_text
        relationship; /* of the patient to the subscriber: self, spouse, child, employee, other */
    struct cl_text last_name;
    struct cl_text first_name;
    struct cl_text sex;
    struct cl_address address;
    struct cl_date birth_date;
    uint32_t zero;
};
CL_NO_TAIL_PADDING(struct cl_subscriber, zero);

/* 837P loop 2010BB. */
struct cl_payer {
    size_t size;
    struct cl_text id;
    struct cl_text
        payer_class; /* medicare, medicare_advantage, railroad_medicare, medicaid, tricare, va,
                        champva, commercial, workers_comp, auto, self_pay, other */
    struct cl_text name;
    struct cl_address address;
};
CL_NO_TAIL_PADDING(struct cl_payer, address);

/* A person or an organization that provides care: billing (2010AA), rendering
 * (2310B/2420A), supervising (2310D), referring (2310A), facility (2310C). */
struct cl_provider {
    size_t size;
    struct cl_text npi;       /* 10 digits, check digit verified, or empty */
    struct cl_text last_name; /* the name of an organization stands here */
    struct cl_text first_name;
    struct cl_text taxonomy;
    struct cl_text tax_id;
    struct cl_text id;        /* the export's own id, such as facility_id */
    struct cl_text qualifier; /* referring: DN referring, DK ordering */
    struct cl_address address;
    struct cl_text phone;
};
CL_NO_TAIL_PADDING(struct cl_provider, phone);

/* One procedure code of a claim. 837P loop 2400, CMS-1500 box 24. */
struct cl_line {
    size_t size;
    uint32_t number;      /* from 1 within the claim; kept when a target sees a part of the claim */
    uint32_t units;       /* 1 or more */
    uint32_t minutes;     /* of the services on this line; 0 where none are stated */
    uint32_t source_line; /* of the first service on it, in source_file; 0 past 4 billion, or
                             elsewhere */
    struct cl_text code;  /* CPT or HCPCS, 5 upper-case characters: the code billed */
    struct cl_text documented_code; /* the code of the export, before substitution */
    struct cl_text
        description; /* our own short words for the code; empty when it is not in the table */
    struct cl_text modifiers[CL_MAX_MODIFIERS]; /* in the payer's order, empty ones last */
    uint8_t
        pointers[CL_MAX_POINTERS]; /* diagnoses, 1 to 12 (A to L), most important first; 0: none */
    uint32_t pointer_count;
    int64_t unit_charge_cents; /* or CL_NO_AMOUNT */
    int64_t charge_cents;      /* units x unit charge, or CL_NO_AMOUNT */
    struct cl_text unit_rule;  /* cms, ama, ... for a timed code; untimed; stated */
    const struct cl_provider *rendering;
    const struct cl_provider *supervising;
    struct cl_text assistant_id;
    struct cl_text region;
    struct cl_text technique;
    struct cl_text necessity;
    struct cl_text response;
    struct cl_text note;
    struct cl_time start_time; /* local time, of the first service on the line that states one */
    struct cl_time end_time;
};
CL_NO_TAIL_PADDING(struct cl_line, end_time);

/* What is billed for a session. 837P loop 2300. */
struct cl_claim {
    size_t size;
    const struct cl_line *lines; /* 1 or more; use cl_claim_line() */
    uint32_t line_count;
    uint32_t line_stride;
    const struct cl_text *diagnoses; /* ICD-10-CM, upper case, with the point, primary first */
    uint32_t diagnosis_count;        /* 1 to 12 */
    struct cl_date service_date;
    struct cl_text claim_id;
    struct cl_text session_id;
    struct cl_text discipline;       /* PT, OT, SLP */
    struct cl_text place_of_service; /* 2 digits, CMS's list */
    int64_t charge_cents; /* of the lines here that have a charge; CL_NO_AMOUNT where none has */
    int64_t patient_paid_cents; /* or CL_NO_AMOUNT */
    const struct cl_patient *patient;
    const struct cl_subscriber *subscriber;
    const struct cl_payer *payer;
    const struct cl_provider *billing;
    const struct cl_provider *referring;
    const struct cl_provider *facility;
    struct cl_text authorization_number;
    struct cl_text referral_number;
    struct cl_text claim_frequency;      /* 1 original, 7 replacement, 8 void (837P CLM05-3) */
    struct cl_text payer_control_number; /* the payer's number of the claim replaced or voided */
    struct cl_text related_cause;        /* employment, auto, other, or empty */
    struct cl_text accident_state;
    struct cl_text property_casualty_claim_number;
    struct cl_date accident_date;
    struct cl_date onset_date;
    struct cl_date initial_treatment_date;
    struct cl_date certification_start_date;
    struct cl_date certification_end_date;
    uint32_t total_treatment_minutes; /* as stated, timed and untimed; 0 where it is not */
    struct cl_text
        source_file; /* the input as the user named it, odd bytes escaped; "-": standard input */
    uint64_t source_line; /* physical line of the session's first row, from 1 */
};
CL_NO_TAIL_PADDING(struct cl_claim, source_line);

/* The line at `index`, 0 to line_count - 1. */
static inline const struct cl_line *cl_claim_line(const struct cl_claim *claim, uint32_t index)
{
    return (const struct cl_line *)(const void *)((const char *)claim->lines +
                                                  (size_t)index * claim->line_stride);
}

#endif
