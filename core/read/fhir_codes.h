/* fhir_codes.h - code systems and words of FHIR, and what they are among the canonical columns. */
#ifndef CORE_READ_FHIR_CODES_H
#define CORE_READ_FHIR_CODES_H

#include "read/json_tree.h"

enum fhir_system {
    SYSTEM_PROCEDURES, /* CPT and HCPCS */
    SYSTEM_DIAGNOSES,  /* ICD-10-CM */
    SYSTEM_NPI,
    SYSTEM_TAX_ID,
    SYSTEM_TAXONOMY, /* of providers, NUCC */
    SYSTEM_PLACES,   /* CMS place of service */
    SYSTEM_CLASSES,  /* our own words of payer_class */
    SYSTEM_DISCIPLINES,
    SYSTEM_SOURCE_OF_PAYMENT,
    SYSTEM_ACT_CODE,
    SYSTEM_SELF_PAY
};

/* Whether a URI names the code system: without regard to case, http or https, "www." and a
 * slash at the end. */
bool fhir_is_system(struct cl_text uri, enum fhir_system system);

/* The next coding of a CodeableConcept, or of an array of them, that is of the system, behind
 * `after` (NULL: the first). */
const struct json_node *fhir_coding(const struct json_node *concept, enum fhir_system system,
                                    const struct json_node *after);

/* The value of the first identifier of that system; empty for none. */
struct cl_text fhir_identifier(const struct json_node *resource, enum fhir_system system);

/* payer_class of a Coverage.type; empty where it tells none. */
struct cl_text fhir_payer_class(const struct json_node *type);

/* A word of one list for a word of another; `found` is false for one that is not in it. */
struct fhir_word {
    const char *theirs, *ours;
};

struct cl_text fhir_translate(const struct fhir_word *words, struct cl_text text, bool *found);

/* Each ends with NULL. */
extern const struct fhir_word fhir_statuses[], fhir_genders[], fhir_relationships[], fhir_classes[];

/* PT, OT or SLP by a provider taxonomy; empty where it tells none. */
struct cl_text fhir_discipline(struct cl_text taxonomy);

#endif
