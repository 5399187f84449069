/* profiles.h - payer profiles: what a payer wants, as data.
 *
 * The built-in ones are core/rules/data/payers.ini, which explains each key; a
 * file of the user lies over them. A profile is that of a payer_id, else of the
 * payer's class, else [default]; its settings may change from a day on. */
#ifndef CORE_RULES_PROFILES_H
#define CORE_RULES_PROFILES_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/text.h"
#include "model/session.h"
#include "rules/facts.h"
#include "rules/unit_rules.h"

#include <stdbool.h>

enum {
    PROFILE_MAX_LIST = 64,       /* entries of a list in a profile */
    PROFILE_MODIFIER_GROUPS = 16 /* groups of modifier_order */
};

struct code_list {
    struct cl_text *items; /* codes or modifiers, upper case */
    size_t count;
};

struct substitution {
    struct cl_text from, to;
};

/* A modifier for a code; code "*": for every line. */
struct code_modifier {
    struct cl_text modifier, code;
};

/* At most so many units of a code. */
struct code_cap {
    struct cl_text code;
    uint32_t units;
};

enum same_day { SAME_DAY_SEPARATE, SAME_DAY_POOL, SAME_DAY_MERGE };

/* When the fee table gives the charge. */
enum fee_use { FEES_MISSING, FEES_PREFER, FEES_NO };

/* X(key, takes dates) - the keys of a profile, in the order they are shown. */
#define PROFILE_KEYS(X)                                                                            \
    X(extends, false)                                                                              \
    X(payer_class, false)                                                                          \
    X(unit_rule, true)                                                                             \
    X(tie_break, true)                                                                             \
    X(stated_units, true)                                                                          \
    X(short_service, true)                                                                         \
    X(same_day, true)                                                                              \
    X(substitute, true)                                                                            \
    X(never_billed, true)                                                                          \
    X(zero_unit_lines, true)                                                                       \
    X(units_per_line, true)                                                                        \
    X(max_lines, true)                                                                             \
    X(max_pointers, true)                                                                          \
    X(caps, true)                                                                                  \
    X(cap_visit, true)                                                                             \
    X(cap_day, true)                                                                               \
    X(discipline_modifiers, true)                                                                  \
    X(assistant_modifiers, true)                                                                   \
    X(kx, true)                                                                                    \
    X(add_modifiers, true)                                                                         \
    X(required_modifiers, true)                                                                    \
    X(distinct_modifiers, true)                                                                    \
    X(modifier_order, true)                                                                        \
    X(place_of_service, true)                                                                      \
    X(telehealth_modifiers, true)                                                                  \
    X(telehealth_modifier, true)                                                                   \
    X(telehealth_place, true)                                                                      \
    X(fees, true)                                                                                  \
    X(referring_provider, true)                                                                    \
    X(authorization, true)                                                                         \
    X(plan_of_care, true)                                                                          \
    X(progress_report, true)                                                                       \
    X(documentation, true)                                                                         \
    X(ncci, true)                                                                                  \
    X(mue, true)                                                                                   \
    X(severity, true)

enum profile_key {
#define PROFILE_KEY_ID(key, dated) KEY_##key,
    PROFILE_KEYS(PROFILE_KEY_ID)
#undef PROFILE_KEY_ID
        PROFILE_KEY_COUNT
};

/* "unit_rule" for KEY_unit_rule. */
const char *profile_key_name(enum profile_key key);

/* Where a setting in force comes from; texts are never NULL. `extends` is that of the
 * profile's own section; a payer_class that follows from a class names its section. */
struct setting_origin {
    struct cl_text value;   /* as written; empty: nothing states the key */
    struct cl_date from;    /* absent: always */
    struct cl_text section; /* "class medicare" */
    const char *file;       /* "built-in payers.ini", or the path given (borrowed) */
    int line;
    struct cl_text source; /* `source KEY`, else `source`, of that section in that file */
};

/* All settings in force for a payer or class on a day. Read-only once loaded;
 * lives as long as the profiles. */
struct profile {
    struct cl_text name; /* of its section: "medicare", "payer 60054", "default" */
    bool of_payer;       /* a section names the payer_id */
    enum payer_class payer_class;
    const struct unit_rule *unit_rule;
    enum tie_break tie_break;
    bool stated_units;            /* bill stated units of a timed code without minutes */
    struct cl_text short_service; /* the modifier of a service too short for a unit; or empty, as
                                     always where the unit rule pools minutes (cms) */
    enum same_day same_day;
    struct substitution *substitutions;
    size_t substitution_count;
    struct code_list never_billed;
    bool zero_unit_lines;
    uint32_t units_per_line; /* 0: no limit */
    uint32_t max_lines;      /* 0: no limit */
    uint32_t max_pointers;   /* 1 to 4 */
    struct code_cap *caps;
    size_t cap_count;
    uint32_t cap_visit, cap_day; /* units of timed codes; 0: no limit */
    bool discipline_modifiers;   /* GP, GO, GN on therapy codes */
    bool assistant_modifiers;    /* CQ, CO where an assistant gave the service */
    bool kx;                     /* past the year's threshold */
    struct code_modifier *add_modifiers;
    size_t add_modifier_count;
    struct code_modifier *required_modifiers;
    size_t required_modifier_count;
    struct code_list distinct_modifiers; /* of 59, XE, XP, XS, XU, those it takes */
    struct code_list modifier_order;
    uint8_t *modifier_group; /* the group of each in modifier_order, from 0 */
    uint8_t modifier_groups;
    struct cl_text place_of_service;
    struct code_list telehealth_modifiers; /* those that show telehealth */
    struct cl_text telehealth_modifier;    /* the one it takes; empty: as stated */
    bool telehealth_unmarked;              /* it takes none */
    struct cl_text telehealth_place;       /* the one it takes; empty: as stated */
    enum fee_use fees;
    unsigned facts;                    /* the PAYER_... of enum draft_fact that hold */
    uint8_t severities[FINDING_KINDS]; /* enum severity, SEVERITY_OFF for what it does not want */
    struct setting_origin origins[PROFILE_KEY_COUNT];
};

/* Lines of any claim: more are no therapy, and must not fill the memory. */
enum { MOST_LINES = 4096 };

static inline uint32_t profile_most_lines(const struct profile *profile)
{
    return profile->max_lines != 0 ? profile->max_lines : MOST_LINES;
}

struct profiles;
struct place_list;

/* The built-in profiles, and over them the file at `path` (NULL: none; borrowed, as
 * are `places`: both must outlive the profiles). Places of service are of that list.
 * The mistake that stands first is told with file, line and key, as bad configuration
 * (status 2). */
int profiles_load(struct profiles **out, const char *path, const struct place_list *places,
                  struct problem *problem);
void profiles_destroy(struct profiles *profiles);

/* The profile for a payer on a day: that of [payer ID], else of the class, else
 * [default]. PAYER_CLASS_COUNT: the class is not stated; then NULL where no section
 * names the payer. */
const struct profile *profiles_find(const struct profiles *profiles, struct cl_text payer_id,
                                    enum payer_class payer_class, struct cl_date day);

/* A section of the files, in their order, and what it makes of a day. */
struct profile_section {
    struct cl_text name; /* "class medicare", "payer 60054", "profile texas", "default" */
    const char *file;    /* where it stands first */
    int line;
    const struct profile *profile;
};

size_t profiles_section_count(const struct profiles *profiles);
struct profile_section profiles_section(const struct profiles *profiles, size_t index,
                                        struct cl_date day);

static inline bool code_list_has(const struct code_list *list, struct cl_text code)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i], code))
            return true;
    }
    return false;
}

/* The source of a setting in force, for people: "Pub. 100-04 ch. 5, 20.2", or the
 * section where it stands. */
const char *profile_source(const struct profile *profile, enum profile_key key);

#endif
