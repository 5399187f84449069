/* fhir_store.h - the resources of the FHIR inputs of a run, found again by their references.
 *
 * References may point anywhere, also from file to file, so all FHIR inputs are read to their
 * end before the first session is made. Memory holds about 100 bytes a resource: the resources
 * themselves lie in a temporary file (base/spool.h) and are parsed again when their session's
 * turn comes.
 *
 * What a session refers to is looked for among the resources of its own input first: inputs
 * that are whole in themselves may use the same ids for different things. Else, a resource that
 * stands in several inputs with different contents is *contested*: nobody can tell which one is
 * meant. Nor can they where the session itself stands in several inputs.
 *
 * It is filled by one thread; after fhir_store_link() nothing changes, and any number of
 * threads may look. */
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
    uint32_t first, last; /* services of an Encounter; Coverages behind the first of a Patient */
    uint32_t other;       /* one that has its key and another text */
    uint32_t input;       /* its place among the inputs of the run */
    uint32_t entry;       /* of a Bundle, from 1; 0: it is of none */
    uint8_t type;
    bool ambiguous; /* its key stands again in its input, with another text */
    bool elsewhere; /* its key stands in another input, with another text */
    bool shared;    /* it stands in another input, the same */
    bool repeated;  /* it stands before, or is ambiguous and not the first: no row is made of it */
    bool astray;    /* it is of an Encounter that is contested */
};

/* What one input holds. */
struct fhir_input {
    const char *path; /* borrowed */
    uint64_t bytes, lines;
    uint64_t blank_bytes; /* between resources, and of those that no row is made of */
    uint32_t first, end;  /* its resources */
    uint64_t again;       /* resources that stand, the same, in an earlier input */
    uint64_t again_line;  /* of the first of them */
    bool is_read;
};

struct fhir_store {
    struct fhir_resource *resources; /* of known types, in the order of the inputs */
    uint32_t count, room;
    struct fhir_input *inputs; /* by their places in the run */
    size_t input_count;
    struct spool spool;
    struct seen keys;      /* from a key, or a full URL, to index + 1 */
    struct seen own;       /* the same, of those inputs that do not have a key first */
    struct seen coverages; /* from the key of a Patient to the first Coverage's index + 1 */
    bool linked;
};

#define FHIR_STORE_EMPTY ((struct fhir_store){ .spool = SPOOL_EMPTY })

void fhir_store_finish(struct fhir_store *store);

/* The key of a reference: its last two parts (Type/id), or an URN as it stands; 0 for an empty
 * one or one to a contained resource. */
uint64_t fhir_key(struct cl_text reference);

/* Begins an input, whose resources are added next. */
void fhir_store_input(struct fhir_store *store, size_t number, const char *path);

/* A resource of a known type, of the input that was begun last. */
struct fhir_added {
    enum fhir_type type;
    const struct json_node *root; /* its tree */
    struct cl_text text;
    struct cl_text full_url;
    uint64_t line;
    uint32_t entry;
};

int fhir_store_add(struct fhir_store *store, const struct fhir_added *added,
                   struct problem *problem);

/* The input that was begun last has ended. */
void fhir_store_input_end(struct fhir_store *store, size_t number, uint64_t bytes, uint64_t lines);

/* After the last one: services go to their Encounters, Coverages to their patients. More than
 * once does nothing. */
void fhir_store_link(struct fhir_store *store);

/* The resource that a key stands for where `from`, an Encounter or what belongs to something,
 * leads to it; or NULL. */
struct fhir_found {
    const struct fhir_resource *resource;
    bool contested;
};

struct fhir_found fhir_store_find(const struct fhir_store *store, uint64_t key,
                                  const struct fhir_resource *from);

/* Whether the resource, which was found, stands in that input. */
bool fhir_store_has(const struct fhir_store *store, const struct fhir_resource *resource,
                    uint32_t input);

/* The first resource that was added with its key. */
const struct fhir_resource *fhir_store_head(const struct fhir_store *store,
                                            const struct fhir_resource *resource);

/* Whether a resource is contested that refers to `to`. */
static inline bool fhir_is_contested(const struct fhir_resource *resource,
                                     const struct fhir_resource *to)
{
    return resource->ambiguous ||
           (resource->elsewhere && (resource->input != to->input || to->shared));
}

/* A resource as it was added. A NUL is behind the text, which may be overwritten. */
struct fhir_text {
    struct cl_text url;
    char *data;
    size_t length;
};

/* In `arena`. `near`, where it is not NULL, is this thread's, used when the store is linked. */
int fhir_store_text(const struct fhir_store *store, const struct fhir_resource *resource,
                    struct spool_near *near, struct arena *arena, struct fhir_text *out,
                    struct problem *problem);

#endif
