/* profiles.h - payer profiles: the rules of a payer class, as data.
 *
 * The built-in ones are core/rules/data/payers.ini, which explains each key. A
 * payer gets the profile of its class. */
#ifndef CORE_RULES_PROFILES_H
#define CORE_RULES_PROFILES_H

#include "base/arena.h"
#include "base/problem.h"
#include "model/session.h"
#include "rules/unit_rules.h"

#include <stdbool.h>

enum {
    PROFILE_MAX_LIST = 32,       /* entries of a list in a profile */
    PROFILE_MODIFIER_GROUPS = 16 /* groups of modifier_order */
};

struct code_list {
    struct cl_text items[PROFILE_MAX_LIST];
    size_t count;
};

struct substitution {
    struct cl_text from, to;
};

struct profile {
    struct cl_text name; /* of its section: "medicare" */
    const struct unit_rule *unit_rule;
    struct substitution substitutions[PROFILE_MAX_LIST];
    size_t substitution_count;
    struct code_list never_billed;
    bool discipline_modifiers; /* GP, GO, GN on therapy codes */
    bool assistant_modifiers;  /* CQ, CO required where an assistant worked */
    bool referring_provider;   /* a claim without one is told */
    struct code_list modifier_order;
    uint8_t modifier_group[PROFILE_MAX_LIST]; /* the group of each, from 0 */
    uint8_t modifier_groups;
    struct cl_text place_of_service;
    struct code_list telehealth_modifiers;
    struct cl_text source;
};

struct profiles {
    struct profile of_class[PAYER_CLASS_COUNT];
    struct arena arena;
};

/* Mistakes name file, line and key, and are bad configuration (status 2). */
int profiles_load(struct profiles *profiles, struct problem *problem);
void profiles_finish(struct profiles *profiles);

bool code_list_has(const struct code_list *list, struct cl_text code);

#endif
