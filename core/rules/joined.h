/* joined.h - several sessions as one: their facts, diagnoses and services together.
 *
 * What one session does not state, the other's stands for. The diagnoses are those
 * of both, and pointers follow them. Services keep the session they came with. */
#ifndef CORE_RULES_JOINED_H
#define CORE_RULES_JOINED_H

#include "base/seen.h"
#include "model/session.h"

/* The first column that keeps two sessions on claims of their own, because a claim
 * has it once and they differ in it; COLUMN_NONE: they can be one claim. The place of
 * service is not looked at: what none stated means is the profile's. */
enum column joined_apart(struct session *a, struct session *b);

/* A copy that others can be added to: the export's own stays. */
struct session *joined_copy(struct arena *arena, const struct session *session);

/* Adds a session to such a copy. *differ: the lists of diagnoses have differed so far
 * (false at first); from then on services that point nowhere point at the first of
 * their own session's. */
void joined_add(struct arena *arena, struct session *into, struct session *session, bool *differ);

/* Adds services alone to such a copy: later rows of the same session. */
void joined_add_services(struct arena *arena, struct session *into, const struct session *from);

/* Whether all that two rows state of the work is the same; a provider is its NPI. */
bool joined_same(const struct service *a, const struct service *b);
uint64_t joined_fingerprint(const struct service *service); /* the same for those */

/* Takes note of the services of `session` from number `from` on; `rows` is zeroed at first. */
void joined_note(struct seen *rows, const struct session *session, uint32_t from);

/* The noted service of `session` that a row of `piece` states once more, in every
 * field; *again is that row. NULL: none. */
const struct service *joined_repeats(const struct seen *rows, const struct session *session,
                                     const struct session *piece, const struct service **again);

#endif
