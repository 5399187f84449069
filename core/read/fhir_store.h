/* fhir_store.h - the resources of a FHIR text, found again by their references.
 *
 * References may point anywhere, so a text is read to its end before the first session is
 * made. Memory holds about 120 bytes a resource: the resources themselves lie in a temporary
 * file (base/spool.h) and are parsed again when their session's turn comes. */
#ifndef CORE_READ_FHIR_STORE_H
#define CORE_READ_FHIR_STORE_H

#include "base/problem.h"
#include "base/seen.h"
#include "base/spool.h"
#include "read/json_tree.h"

enum fhir_type {
    FHIR_ENCOUNTER,
    FHIR_CHARGE_ITEM,
    FHIR_PROCEDURE,
    FHIR_CONDITION,
    FHIR_COVERAGE,
    FHIR_PATIENT,
    FHIR_RELATED_PERSON,
    FHIR_PRACTITIONER,
    FHIR_PRACTITIONER_ROLE,
    FHIR_ORGANIZATION,
    FHIR_LOCATION,
    FHIR_TYPES /* any other */
};

enum fhir_type fhir_type_find(struct cl_text name);
const char *fhir_type_name(enum fhir_type type);

#define FHIR_NONE UINT32_MAX

struct fhir_resource {
    uint64_t key;   /* of "Type/id", or of the place where it has no id */
    uint64_t owner; /* of what it belongs to: a service's Encounter, a Coverage's Patient; 0 */
    uint64_t at;    /* in the spool: the full URL, then the text */
    uint64_t line;
    uint32_t length, url_length;
    uint32_t next;        /* of the same owner and kind */
    uint32_t first, last; /* services of an Encounter */
    uint32_t other;       /* one that has its key and another text */
    uint32_t round;       /* `tree` is of that round of whoever keeps trees; 0: there is none */
    const struct json_node *tree;
    uint8_t type;
    bool ambiguous; /* its key stands again, with another text */
    bool repeated;  /* it is such an other text, or the same one once more */
};

struct fhir_store {
    struct fhir_resource *resources; /* of known types, in the order of the text */
    uint32_t count, room;
    struct spool spool;
    struct seen keys;      /* from a key, or a full URL, to index + 1 */
    struct seen coverages; /* from the key of a patient to the first Coverage's index + 1 */
    uint64_t outside;      /* bytes of resources of other types */
};

#define FHIR_STORE_EMPTY ((struct fhir_store){ .spool = SPOOL_EMPTY })

void fhir_store_finish(struct fhir_store *store);

/* The key of a reference: its last two parts (Type/id), or an URN as it stands; 0 for an empty
 * one or one to a contained resource. */
uint64_t fhir_key(struct cl_text reference);

/* Adds a resource of a known type; `root` is its tree. */
int fhir_store_add(struct fhir_store *store, enum fhir_type type, const struct json_node *root,
                   struct cl_text text, struct cl_text full_url, uint64_t line,
                   struct problem *problem);

/* After the last one: services go to their Encounters, coverages to their patients. */
void fhir_store_link(struct fhir_store *store);

/* The resource that a key stands for, or NULL. */
struct fhir_resource *fhir_store_find(const struct fhir_store *store, uint64_t key);

/* Its text, in `arena`. */
int fhir_store_text(struct fhir_store *store, const struct fhir_resource *resource,
                    struct arena *arena, struct cl_text *full_url, struct cl_text *text,
                    struct problem *problem);

#endif
