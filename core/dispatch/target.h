/* target.h - one --to: a plugin, its settings and filter, its file or files. */
#ifndef CORE_DISPATCH_TARGET_H
#define CORE_DISPATCH_TARGET_H

#include "base/arena.h"
#include "base/map.h"
#include "dispatch/buffer.h"
#include "dispatch/dispatch.h"
#include "dispatch/filter.h"
#include "dispatch/split.h"
#include "dispatch/state.h"

struct isolated;
struct target_file;
struct target_store;
struct chunk_file;

/* With CL_PARALLEL each worker has a state that encodes chunks of all files, and one more
 * state, that sees no claims, does the heads and tails. Without it each file has a state
 * of its own, and each worker one that answers check(). A store has none of these, see
 * target_store.h. */
struct target {
    const struct cl_plugin *plugin;
    const char *path; /* "-" for standard output */
    const struct cl_job *job;
    struct publication *publication;
    struct arena arena; /* texts of settings, keys and paths of files */
    void *initial;      /* a state with the settings applied, not opened */
    struct filter filter;
    struct split split;
    unsigned workers;
    struct state **states;      /* CL_PARALLEL only: one a worker */
    struct state *frame;        /* CL_PARALLEL only */
    struct state **asking;      /* without it: one a worker, where the plugin has a check() */
    struct target_file **files; /* in the order they were opened */
    size_t file_count;
    struct map file_index; /* from split_key() to `files` */
    struct buffer buffer;  /* of a split target: what goes to a file in one go */
    struct claim_totals
        delivered; /* a claim split over files counts once; per code: see target_codes() */
    struct claim_totals left_out; /* by the filter */
    struct target_store *store;   /* NULL: the plugin is an encoder */
    struct isolated *isolated;    /* NULL: the plugin runs in the program */
    char *failed;                 /* why it failed alone, see contain.h; NULL: it goes on. [main] */
    bool isolate;                 /* --isolate: it may fail alone */
};

/* With --isolate, one that failed (target->failed) is no problem. */
int target_create(struct target **out, const struct target_request *request,
                  const struct dispatch_options *options, const struct modules *modules,
                  struct publication *publication, struct problem *problem);
void target_destroy(struct target *target);

/* 0: the plugin takes the claim. 1: it does not, *text says why. -1: problem. [any thread] */
int target_check(const struct target *target, unsigned worker, const struct cl_claim *claim,
                 const char **text, struct problem *problem);

/* Finds the file of some claims of a chunk; it is opened when it is new. `arena` lasts for
 * this call only. */
int target_find_file(struct target *target, struct chunk_file *chunk, struct arena *arena,
                     struct problem *problem);

/* Whether each claim goes whole to its one destination. */
static inline bool target_takes_all(const struct target *target)
{
    return !target->split.active && filter_passes_all(&target->filter);
}

/* The sums per code of what `own` are the sums of: counted there, but those of a target that
 * takes all are the run's. That it has all is what target_verify() proves. */
static inline const struct claim_totals *target_codes(const struct target *target,
                                                      const struct claim_totals *own,
                                                      const struct claim_totals *core)
{
    return target_takes_all(target) ? core : own;
}

/* Adds a claim to sums of which a plugin may be told. */
static inline void target_count(const struct target *target, struct claim_totals *own,
                                const struct cl_claim *claim)
{
    if (target_takes_all(target))
        claim_totals_add_sums(own, claim_sums_of(claim));
    else
        claim_totals_add(own, claim);
}

/* Writes the tails and finishes the files, or prepares the store. `core`: see target_verify(). */
int target_finish(struct target *target, const struct cl_totals *run,
                  const struct claim_totals *core, struct problem *problem);

/* A problem unless what was delivered and left out adds up to `core`, and what
 * the files got to what was delivered. */
int target_verify(const struct target *target, const struct claim_totals *core,
                  struct problem *problem);

#endif
