/* target_store.h - a target whose plugin is a store: one state, claims in order, a commit.
 *
 * Calls into the state are made one at a time, whichever threads they come from. */
#ifndef CORE_DISPATCH_TARGET_STORE_H
#define CORE_DISPATCH_TARGET_STORE_H

#include "dispatch/target.h"

#include <pthread.h>

struct target_store {
    struct cl_job job; /* with the destination */
    struct state *state;
    pthread_mutex_t one_at_a_time;
    struct claim_totals stored; /* sums alone: what the store says it has; after prepare */
};

/* Opens the state and reserves the destination; sets target->store. */
int target_store_open(struct target *target, struct problem *problem);
void target_store_destroy(struct target_store *store);

/* 0: the store takes the claim. 1: it does not, `said` (TEXT_SHOWN bytes) is why. -1:
 * problem. [any thread] */
int target_store_check(const struct target *target, const struct cl_claim *claim, char *said,
                       struct problem *problem);

/* Puts the claims of a chunk, in the order of chunks; what --only leaves out is not put. */
int target_store_chunk(struct target *target, const struct cl_claim *const *claims, size_t count,
                       struct arena *arena, struct problem *problem);

/* All that can fail; a problem where the store has something else than it was given.
 * The commit is called by publication_publish(). */
int target_store_prepare(struct target *target, const struct cl_totals *run,
                         struct problem *problem);

#endif
