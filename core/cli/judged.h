/* judged.h - what became of a session, for commands that show it. */
#ifndef CORE_CLI_JUDGED_H
#define CORE_CLI_JUDGED_H

#include "base/text.h"
#include "cli/inputs.h"
#include "rules/ledger.h"
#include "rules/rules.h"

#include <stdbool.h>

/* What became of a session, or of a piece of one that stands apart; borrowed for the call. */
struct judged {
    const struct inputs *inputs;    /* of the run */
    const struct session *session;  /* with its findings */
    const struct verdict *verdict;  /* all zero where the rules were not asked */
    const struct ledger *ledger;    /* NULL: not asked for; a merged session's is empty */
    struct session *const *visit;   /* all that was judged together, in input order */
    const struct verdict *verdicts; /* of each; `billed_on` is a place in `visit` */
    size_t visit_count;
    size_t own;       /* the place of `session` */
    bool first_piece; /* of the session: later ones have no claim */
    bool held, skipped;
    bool passed_over;           /* its rows were there before: --duplicates */
    const struct judged *other; /* by the other rules, on a copy; NULL: there are none */
};

/* "billed", "merged" (its rows are on the claim of another session, or of the rows of
 * its own that came first), "held", "skipped", "repeated" (they were there before),
 * "without_lines" (nothing to bill). */
const char *judged_fate(const struct judged *judged);

/* Whether another session's claim bills it: a merged session may have nothing to bill. */
bool judged_is_merged(const struct judged *judged);

/* Where a finding of the session stands; the path is borrowed from `shown`. */
const char *judged_place(const struct judged *judged, const struct finding *finding, uint64_t *line,
                         char shown[TEXT_SHOWN]);

/* The session_id; empty where only broken rows show it, which may be a neighbour's. */
struct cl_text judged_id(const struct judged *judged);

/* The session on whose claim a merged one is billed. */
const struct session *judged_billed_on(const struct judged *judged);

/* Whether the session at `place` of the visit is billed on this one's claim, itself or
 * merged into it. */
bool judged_bills(const struct judged *judged, size_t place);

/* What the lines of a claim add up to. */
struct claim_sum {
    uint64_t units, minutes;
};

struct claim_sum claim_sum(const struct cl_claim *claim);

#endif
