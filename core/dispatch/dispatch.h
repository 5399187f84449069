/* dispatch.h - hands accepted claims to the targets of a run.
 *
 * A target is one --to: a plugin, a destination, settings, a filter. All targets
 * see the same claims: dispatch_check() asks every plugin before any of them
 * writes, and the claims between two dispatch_end_chunk() calls are encoded in
 * one go, per file. Files appear under their names only in publication_publish(). */
#ifndef CORE_DISPATCH_DISPATCH_H
#define CORE_DISPATCH_DISPATCH_H

#include "base/problem.h"
#include "dispatch/module.h"
#include "dispatch/publication.h"
#include "dispatch/settings.h"
#include "model/totals.h"

#include <claimline/plugin.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One --to with the --set and --only behind it; what it
 * points to is borrowed until dispatch_destroy(). */
struct target_request {
    const char *plugin; /* name */
    const char *path;   /* NULL or "-": standard output; may hold {code}, {payer}, {date}; of a
                           store, its destination */
    const struct setting *settings;
    size_t setting_count;
    const struct cl_text *only_codes; /* upper case; none: all */
    size_t only_code_count;
    const struct cl_text *only_payers; /* payer ids; none: all */
    size_t only_payer_count;
};

struct dispatch_options {
    const struct target_request *targets;
    size_t target_count;
    struct cl_job job;
    bool replace; /* --replace: stale files of a split target are removed on publishing */
    bool isolate; /* --isolate: each plugin in a process, see isolate.h; a target that fails costs
                     only its own output. `modules` were loaded by isolate_describe() */
    int isolate_seconds; /* how long such a process may be silent */
};

struct dispatch;

/* Opens every target. `modules` and `publication` must outlive the dispatch. */
int dispatch_create(struct dispatch **out, const struct dispatch_options *options,
                    struct modules *modules, struct publication *publication,
                    struct problem *problem);
void dispatch_destroy(struct dispatch *dispatch);

/* Why a plugin refused a claim; texts live until the next call. */
struct refusal {
    const char *plugin;
    const char *text;
};

/* Asks every target. 0: all take it. 1: one refuses, see `refusal`. -1: problem. */
int dispatch_check(struct dispatch *dispatch, const struct cl_claim *claim, struct refusal *refusal,
                   struct problem *problem);

/* Adds an accepted claim to the current chunk. The claim and all it points to
 * must stay valid until dispatch_end_chunk(). */
int dispatch_claim(struct dispatch *dispatch, const struct cl_claim *claim,
                   struct problem *problem);

/* Encodes the claims of the chunk for every file of every target, and writes. */
int dispatch_end_chunk(struct dispatch *dispatch, struct problem *problem);

/* After the last chunk: tails, all bytes written, then stores prepared. `run` gives what a tail is
 * told of the whole run (sessions and findings); `core` is what all targets together must add up
 * to: a target whose lines and the lines its filter left out do not equal it is a problem. */
int dispatch_finish(struct dispatch *dispatch, const struct cl_totals *run,
                    const struct claim_totals *core, struct problem *problem);

/* For the summary. */
struct target_report {
    const char *plugin;
    const char *path;                  /* as the user gave it; "-" for standard output */
    const struct claim_totals *totals; /* delivered; a claim split over files counts once; of a
                                          store, what it says it has */
    const char *failed;                /* why it failed alone; NULL: it did not */
    uint64_t files;                    /* 1, or the number of files of a split target; 0: a store */
};

/* With --isolate: what this kernel does not take from plugins, as a sentence; or NULL. */
const char *dispatch_lack(const struct dispatch *dispatch);

size_t dispatch_target_count(const struct dispatch *dispatch);
struct target_report dispatch_target_report(const struct dispatch *dispatch, size_t index);

#endif
