/* fhir_session.h - the session of an Encounter, from the resources that it refers to.
 *
 * docs/formats.md says which element becomes which column. What cannot be mapped is noted as
 * an error of its row. */
#ifndef CORE_READ_FHIR_SESSION_H
#define CORE_READ_FHIR_SESSION_H

#include "base/map.h"
#include "model/finding.h"
#include "read/fhir_store.h"

struct fhir_note {
    enum finding_id id;
    enum column column;
    uint64_t line; /* of the resource that it is about */
    struct cl_text message;
    struct fhir_note *next;
};

struct fhir_notes {
    struct fhir_note *first, *last;
};

/* A resource that is looked at, or one that it contains. */
struct fhir_view {
    const struct json_node *root; /* NULL: there is none */
    const struct json_node *outer;
    const struct fhir_resource *resource;
};

/* A resource that the session refers to. */
struct fhir_loaded {
    const struct fhir_resource *resource;
    bool contested; /* see fhir_store.h */
    struct fhir_loaded *next;
};

/* A row: a ChargeItem or Procedure, and its tree where that is kept. */
struct fhir_service {
    const struct fhir_resource *resource;
    const struct json_node *root;
};

/* Trees of what sessions refer to: the next one may refer to it too. */
enum { FHIR_KEPT_TREES = 1024 }; /* a power of two; of more, some are read again */

struct fhir_trees {
    struct arena arena;
    struct {
        const struct fhir_resource *resource; /* NULL: none */
        const struct json_node *root;
    } kept[FHIR_KEPT_TREES];
    uint64_t bytes; /* of their texts */
};

/* The session whose turn it is; everything lies in the arenas. */
struct fhir_session {
    const struct fhir_store *store;
    struct arena arena, row_arena;
    struct fhir_trees trees;
    struct spool_near near;
    struct map columns;      /* by name, for extensions; filled when it is needed */
    bool keeps_services;     /* their trees, up to the end of the session */
    struct problem *problem; /* why reading stopped */
    uint32_t input;          /* where it stands */
    const struct fhir_resource *encounter;
    struct fhir_view view;               /* of the Encounter */
    struct fhir_loaded *loaded;          /* what it refers to; for the file of held rows too */
    struct cl_text shared[COLUMN_COUNT]; /* what all its rows say */
    struct fhir_notes notes;
    struct cl_text *diagnoses;
    size_t diagnosis_count;
    struct fhir_service *services; /* rows, in the order of the text */
    size_t service_count;
    const struct fhir_resource **others; /* of the Encounter, but no rows */
    size_t other_count;
};

/* Nothing of a session, for a resource of none. */
void fhir_session_clear(struct fhir_session *session, uint32_t input, struct problem *problem);

/* Begins with an Encounter of the store. */
int fhir_session_begin(struct fhir_session *session, const struct fhir_resource *encounter,
                       struct problem *problem);
void fhir_session_finish(struct fhir_session *session);

/* The fields of a row; `service` is NULL for an Encounter without any. What is wrong with it is
 * added to `notes`. Valid until the next row. */
int fhir_session_row(struct fhir_session *session, const struct fhir_service *service,
                     struct cl_text fields[COLUMN_COUNT], struct fhir_notes *notes,
                     struct problem *problem);

/* Whether it is work that can be billed: a ChargeItem, or a Procedure with such a code. */
bool fhir_is_service(enum fhir_type type, const struct json_node *root);

/* Parts of it, in fhir_rows.c, fhir_parties.c and fhir_service.c. */

/* Fills `services` and `others`, and the diagnoses where the Encounter states none. */
int fhir_choose_services(struct fhir_session *session);

/* The tree of a resource that the session refers to; NULL with a problem. */
const struct json_node *fhir_session_load(struct fhir_session *session, struct fhir_found found);

/* The tree of any resource, in `arena`; NULL with a problem. `url`: where its full URL goes, or
 * NULL. */
const struct json_node *fhir_session_parse(struct fhir_session *session,
                                           const struct fhir_resource *resource,
                                           struct arena *arena, struct cl_text *url);

/* Follows the reference in `node`, an element of `from`, to one of the wanted types. Without a
 * root where there is none; what is wrong with it is noted. */
struct fhir_view fhir_session_follow(struct fhir_session *session, struct fhir_notes *notes,
                                     const struct fhir_view *from, const struct json_node *node,
                                     const char *what, unsigned wanted);

#define FHIR_MAY_BE(type) (1u << (type))

void fhir_note_add(struct fhir_session *session, struct fhir_notes *notes,
                   const struct fhir_resource *about, enum finding_id id, enum column column,
                   const char *format, ...) __attribute__((format(printf, 6, 7)));

/* That `what`, told of `about`, stands with different contents too. */
void fhir_note_contested(struct fhir_session *session, struct fhir_notes *notes,
                         const struct fhir_resource *about, const struct fhir_resource *contested,
                         const char *what);

/* The line of a resource, as the session tells it: see model/place.h. */
uint64_t fhir_session_line(const struct fhir_session *session,
                           const struct fhir_resource *resource);

static inline void fhir_set(struct cl_text *fields, enum column column, struct cl_text text)
{
    if (text.length != 0)
        fields[column] = text;
}

/* Patient, coverage, payer, billing and referring providers, place. */
void fhir_take_parties(struct fhir_session *session);

/* The provider of a reference as the rendering_ columns. */
void fhir_take_rendering(struct fhir_session *session, struct fhir_notes *notes,
                         const struct fhir_view *from, const struct json_node *actor,
                         struct cl_text *fields);

/* Extensions urn:claimline:column:NAME. */
void fhir_take_extensions(struct fhir_session *session, struct fhir_notes *notes,
                          const struct fhir_view *from, bool of_row, struct cl_text *fields);

/* Adds an ICD-10-CM code to the session's diagnoses; its number, from 1. */
size_t fhir_add_diagnosis(struct fhir_session *session, struct cl_text code);

/* Adds the reasons of a service to the diagnoses of an Encounter that states none. */
void fhir_collect_reasons(struct fhir_session *session, const struct json_node *root);

/* The columns of a ChargeItem or Procedure. */
void fhir_take_service(struct fhir_session *session, struct fhir_notes *notes,
                       const struct fhir_view *service, struct cl_text *fields);

#endif
