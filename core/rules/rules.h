/* rules.h - from sessions to claims: the one way in to core/rules. */
#ifndef CORE_RULES_RULES_H
#define CORE_RULES_RULES_H

#include "base/arena.h"
#include "base/problem.h"
#include "model/session.h"
#include "rules/codes.h"
#include "rules/documentation.h"
#include "rules/edits.h"
#include "rules/fees.h"
#include "rules/places.h"
#include "rules/profiles.h"
#include "rules/year_to_date.h"

#include <claimline/claim.h>

struct ledger;

/* Files that lie over the built-in tables or beside them; NULL or none: no such
 * file. Strings are borrowed and must outlive the rules. */
struct rule_files {
    const char *payers;
    const char *codes;
    const char *fees;
    const char *year_to_date;
    const char *thresholds;
    const char *const *ncci;
    size_t ncci_count;
    const char *const *mue;
    size_t mue_count;
};

/* The tables in force; read-only once loaded, for any number of threads. */
struct rules {
    struct codes codes;
    struct place_list places;
    struct profiles *profiles;
    struct fees *fees;
    struct year_to_date *year_to_date;
    struct thresholds *thresholds;
    struct documentation *documentation;
    struct edits *edits;
    unsigned moot; /* the PAYER_... of enum draft_fact that have no table to look at */
};

int rules_load(struct rules *rules, const struct rule_files *files, struct problem *problem);
void rules_finish(struct rules *rules);

/* Sessions with the same key can be judged only together: they are of one patient,
 * day, discipline, billing provider and payer, and the payer pools or merges them, or
 * limits what a day may hold. Returns false for a session that stands for itself.
 * Looks at these fields alone: patient.id, service_date, discipline, billing.npi,
 * payer.id, payer_class, claim_frequency: a void stands for itself. */
bool rules_visit_key(const struct rules *rules, const struct session *session, uint64_t *key);

/* Whether two sessions are of one visit. What they share by key, this makes sure of. */
bool rules_same_visit(const struct rules *rules, const struct session *a, const struct session *b);

/* What became of a session. */
struct verdict {
    const struct profile *profile; /* NULL: none was found, an error says so */
    const struct cl_claim *claim;  /* NULL: an error, nothing to bill, or `merged` */
    bool merged;                   /* counted into the claim of an earlier session of its visit */
    size_t billed_on; /* the session that has the claim: its own index, or the earlier one's */
    bool noted;       /* across_note() has something to take note of, as far as it is not held */
    bool pooled;      /* units were counted over the visit: its sessions have one fate */
};

/* The claim that bills the session at `place` of a visit, its own or the one that it is
 * merged into; NULL: nothing of it makes a line. */
static inline const struct cl_claim *verdict_claim(const struct verdict *verdicts, size_t place)
{
    return verdicts[verdicts[place].billed_on].claim;
}

/* Most of what can be judged together. */
enum { VISIT_MAX_SESSIONS = 64 };

/* Applies all rules to the sessions of a visit (in input order; several with one id
 * are pieces of one session) and adds findings to them. A session whose findings hold
 * an error has no claim. Claims lie in `arena` and point into the sessions.
 * `ledgers`: one a session, for those that ask why; NULL for none. A merged session's
 * stays empty. Keeps nothing: safe from any thread. */
void rules_apply(const struct rules *rules, struct session *const *sessions, size_t count,
                 struct arena *arena, struct verdict *verdicts, struct ledger *ledgers);

#endif
