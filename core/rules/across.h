/* across.h - what is seen only by looking from session to session, in the order of
 * the input: payers of the run, one provider with two patients at one time, a month
 * billed twice. One thread; the rules themselves (rules.h) keep nothing. */
#ifndef CORE_RULES_ACROSS_H
#define CORE_RULES_ACROSS_H

#include "base/map.h"
#include "base/seen.h"
#include "model/place.h"
#include "rules/rules.h"

/* A payer of the run and what was applied to it. A payer whose profile changed its
 * unit rule within the run stands there once for each. */
struct payer_use {
    struct cl_text payer_id;
    struct cl_text payer_class;
    const struct profile *profile; /* the first that was in force */
    uint64_t sessions;             /* accepted */
};

struct span;

/* A zeroed one is ready, but for `places`. Memory: a payer each; 32 bytes a row with
 * times and 14 a provider's or patient's day that has some. */
struct across {
    const struct places *places; /* where sessions stand, for messages about another one */
    struct payer_use *payers;    /* in order of first use */
    size_t payer_count;
    struct map payer_index;
    struct seen days; /* a provider's or a patient's; the place is that of its first span */
    struct span *spans;
    size_t span_count, span_capacity;
    struct seen months; /* of a patient with monthly codes */
    struct arena arena;
};

void across_finish(struct across *across);

/* The payer of a session that was judged; its first use by a profile that is only its
 * class's is told. */
struct payer_use *across_payer(struct across *across, struct session *session,
                               const struct profile *profile);

/* How a session was judged: by itself, with others of its visit, or as part of an
 * earlier one's claim. */
enum among { AMONG_NONE, AMONG_VISIT, AMONG_MERGED };

/* Takes note of the times and codes of a session that is not held (verdict.noted says whether
 * it might have any), and adds findings
 * to it; none of them is an error. What the rules told within the visit is left out. */
void across_note(struct across *across, const struct rules *rules, struct session *session,
                 enum among among);

#endif
