/* fhir_held.h - what goes to the file of held rows of a FHIR input: the resources that a row
 * needs to be converted again. While it is not known whether the row is held, a list of them
 * stands for their texts. */
#ifndef CORE_READ_FHIR_HELD_H
#define CORE_READ_FHIR_HELD_H

#include "read/fhir_store.h"

/* A zeroed list is empty and ready. */
struct fhir_held {
    uint64_t *items;
    size_t count, room;
};

void fhir_held_clear(struct fhir_held *held);
void fhir_held_finish(struct fhir_held *held);

/* A contested resource goes with all that have its key: which of them is meant, someone must
 * say. */
void fhir_held_add(struct fhir_held *held, const struct fhir_store *store,
                   const struct fhir_resource *resource, bool contested);

/* The list as bytes; valid until it changes. */
struct cl_text fhir_held_bytes(const struct fhir_held *held);

/* The lines of such bytes, in `arena`. [any thread] */
int fhir_held_text(const struct fhir_store *store, struct cl_text bytes, struct arena *arena,
                   struct cl_text *out, struct problem *problem);

#endif
