/* filter.h - the part of a claim that a target or one file of it is given. */
#ifndef CORE_DISPATCH_FILTER_H
#define CORE_DISPATCH_FILTER_H

#include "base/arena.h"
#include "model/totals.h"

#include <claimline/claim.h>

#include <stdbool.h>
#include <stddef.h>

/* --only; borrowed. An empty list lets all pass. */
struct filter {
    const struct cl_text *codes;
    size_t code_count;
    const struct cl_text *payers;
    size_t payer_count;
};

static inline bool filter_passes_all(const struct filter *filter)
{
    return filter->code_count == 0 && filter->payer_count == 0;
}

/* The claim with the lines that pass: itself when all do, NULL when none does.
 * What does not pass is added to `left_out`. */
const struct cl_claim *filter_claim(const struct filter *filter, const struct cl_claim *claim,
                                    struct arena *arena, struct claim_totals *left_out);

/* A copy of the claim with the lines whose mark is `wanted`, one or more of them;
 * its charge is theirs, their numbers are kept. */
const struct cl_claim *claim_part(const struct cl_claim *claim, const bool *marks, bool wanted,
                                  struct arena *arena);

#endif
