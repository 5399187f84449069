/* rules.h - from a session to a claim: the one way in to core/rules. */
#ifndef CORE_RULES_RULES_H
#define CORE_RULES_RULES_H

#include "base/arena.h"
#include "base/map.h"
#include "base/problem.h"
#include "base/seen.h"
#include "model/place.h"
#include "model/session.h"
#include "rules/codes.h"
#include "rules/places.h"
#include "rules/profiles.h"

#include <claimline/claim.h>

/* The tables in force; read-only once loaded. */
struct rules {
    struct codes codes;
    struct profiles profiles;
    struct place_list places;
};

int rules_load(struct rules *rules, const char *codes_path, struct problem *problem);
void rules_finish(struct rules *rules);

/* A payer of the run and what was applied to it. */
struct payer_use {
    struct cl_text payer_id;
    struct cl_text payer_class;
    const struct profile *profile;
    uint64_t sessions; /* accepted */
};

/* What rules remember from session to session. A zeroed one is ready, but for `places`. */
struct rules_run {
    const struct places *places; /* where sessions stand, for messages about another one */
    struct payer_use *payers;    /* in order of first use */
    size_t payer_count;
    struct map payer_index;
    struct seen visits; /* patient, day, discipline, billing provider */
    struct arena arena;
};

void rules_run_finish(struct rules_run *run);

/* What became of a session. */
struct verdict {
    const struct cl_claim *claim; /* NULL: an error, or nothing to bill */
    struct payer_use *payer;
};

/* Applies all rules to a session without errors and adds findings to it; where
 * one is an error there is no claim. The claim lies in `arena` and points into
 * the session. */
struct verdict rules_apply(const struct rules *rules, struct rules_run *run,
                           struct session *session, struct arena *arena);

#endif
