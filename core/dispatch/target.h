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

struct target_file;
struct isolated;
struct target_store;

/* With CL_PARALLEL one state encodes the chunks of all files, and a second one,
 * that sees no claims, does the heads and tails. Without it each file has a state
 * of its own. A store has none of these, see target_store.h. */
struct target {
    const struct cl_plugin *plugin;
    const char *path; /* "-" for standard output */
    const struct cl_job *job;
    struct publication *publication;
    struct arena arena; /* texts of settings, keys and paths of files */
    void *initial;      /* a state with the settings applied, not opened */
    struct filter filter;
    struct split split;
    struct state *encoding;     /* CL_PARALLEL only */
    struct state *frame;        /* CL_PARALLEL only */
    struct state *asking;       /* split, one state a file: answers check() */
    struct target_file **files; /* in the order they were opened */
    size_t file_count;
    struct map file_index;       /* from split_key() to `files` */
    struct target_file *touched; /* files with claims in the current chunk, in order */
    struct target_file *touched_last;
    struct buffer buffer;          /* of a split target: what goes to a file in one go */
    struct claim_totals delivered; /* a claim split over files counts once */
    struct claim_totals left_out;  /* by the filter */
    struct target_store *store;    /* NULL: the plugin is an encoder */
    struct isolated *isolated;     /* NULL: the plugin runs in the program */
    char *failed;                  /* why it failed alone, see contain.h; NULL: it goes on */
    bool isolate;                  /* --isolate: it may fail alone */
    char refused[TEXT_SHOWN];      /* what a store said of the claim it was asked about */
};

/* With --isolate, one that failed (target->failed) is no problem. */
int target_create(struct target **out, const struct target_request *request,
                  const struct dispatch_options *options, const struct modules *modules,
                  struct publication *publication, struct problem *problem);
void target_destroy(struct target *target);

/* 0: the plugin takes the claim. 1: it does not, *text says why. -1: problem. */
int target_check(struct target *target, const struct cl_claim *claim, const char **text,
                 struct problem *problem);

/* Encodes and writes one chunk. `arena` lasts for this call only. */
int target_chunk(struct target *target, const struct cl_claim *const *claims, size_t count,
                 struct arena *arena, struct problem *problem);

/* Writes the tails and finishes the files, or prepares the store. */
int target_finish(struct target *target, const struct cl_totals *run, struct problem *problem);

/* A problem unless what was delivered and left out adds up to `core`, and what
 * the files got to what was delivered. */
int target_verify(const struct target *target, const struct claim_totals *core,
                  struct problem *problem);

#endif
