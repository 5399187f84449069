/* target_store.h - a target whose plugin is a store: one state, claims in order, a commit.
 *
 * Calls into the state are made one at a time, whichever threads they come from. */
#ifndef CORE_DISPATCH_TARGET_STORE_H
#define CORE_DISPATCH_TARGET_STORE_H

#include "dispatch/target.h"

#include <pthread.h>

struct part_of_claim;

struct target_store {
    struct cl_job job; /* with the destination */
    struct state *state;
    pthread_mutex_t one_at_a_time;
    char (*refused)[TEXT_SHOWN]; /* by worker: what it said of a claim it does not take */
    struct claim_totals stored;  /* sums alone: what the store says it has; after prepare */
};

/* Opens the state and reserves the destination; sets target->store. */
int target_store_open(struct target *target, struct problem *problem);
void target_store_destroy(struct target_store *store);

/* As target_check(). [any thread] */
int target_store_check(const struct target *target, unsigned worker, const struct cl_claim *claim,
                       const char **text, struct problem *problem);

/* Puts the claims of a chunk, in the order of chunks. */
int target_store_put(struct target *target, const struct part_of_claim *parts,
                     struct problem *problem);

/* All that can fail; a problem where the store has something else than it was given.
 * The commit is called by publication_publish(). */
int target_store_prepare(struct target *target, const struct cl_totals *run,
                         const struct claim_totals *core, struct problem *problem);

#endif
