/* visit.h - which sessions of a visit become one claim. Part of rules.c. */
#ifndef CORE_RULES_VISIT_H
#define CORE_RULES_VISIT_H

#include "rules/draft.h"

/* Makes the drafts of a visit: pieces of one session are put together again, as if they
 * had stood together where the first one stands, and sessions are merged where the payer's profile
 * says so and their facts allow it. `draft_of[i]` is the draft that session i went to. */
void visit_make(struct visit *visit, struct session *const *sessions, size_t count,
                struct draft **draft_of);

/* Before the rules: what holds an error already is not judged, nor what is pooled
 * with it. */
void visit_leave_out_bad(struct visit *visit);

/* After the rules, where there are several sessions: writes into the ledgers of the claims
 * what else they bill or were counted with; an error in one session holds those that are
 * billed with it; those that are billed on another one's claim are told. */
void visit_conclude(struct visit *visit);

#endif
