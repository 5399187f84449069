/* profile_keys.h - the keys of a payer profile: one row and one setter each. */
#ifndef CORE_RULES_PROFILE_KEYS_H
#define CORE_RULES_PROFILE_KEYS_H

#include "rules/profiles.h"

/* False where no key has that name (in any case). */
bool profile_key_find(struct cl_text name, enum profile_key *out);

bool profile_key_takes_dates(enum profile_key key);

/* Reads `value` into *profile. NULL, or what is wrong with it, in `arena`. */
const char *profile_key_set(struct profile *profile, enum profile_key key, struct arena *arena,
                            struct cl_text value);

/* Cuts the next word off *rest; empty where there is none. */
struct cl_text profile_next_word(struct cl_text *rest);

/* Setters of the keys whose values are lists (profile_lists.c). */
const char *set_substitute(struct profile *profile, struct arena *arena, struct cl_text value);
const char *set_never_billed(struct profile *profile, struct arena *arena, struct cl_text value);
const char *set_caps(struct profile *profile, struct arena *arena, struct cl_text value);
const char *set_add_modifiers(struct profile *profile, struct arena *arena, struct cl_text value);
const char *set_required_modifiers(struct profile *profile, struct arena *arena,
                                   struct cl_text value);
const char *set_distinct_modifiers(struct profile *profile, struct arena *arena,
                                   struct cl_text value);
const char *set_modifier_order(struct profile *profile, struct arena *arena, struct cl_text value);
const char *set_telehealth_modifiers(struct profile *profile, struct arena *arena,
                                     struct cl_text value);

/* "no, info, warning, error": the values of referring_provider and its like. */
#define PROFILE_LEVELS "no, info, warning, error"

/* Which of `choices`, words separated by ", ", `value` is; UINT_MAX for none. */
unsigned profile_choice(const char *choices, struct cl_text value);

/* Checks a value of `severity`; what it says is taken by profile_settle_severities(). */
const char *set_severity(struct profile *profile, struct arena *arena, struct cl_text value);

/* Severities by the catalogue, then the keys that have a level, then `severity`,
 * from the values in profile->origins. */
void profile_settle_severities(struct profile *profile);

#endif
