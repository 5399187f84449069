/* draft.h - a claim while the rules work on it. */
#ifndef CORE_RULES_DRAFT_H
#define CORE_RULES_DRAFT_H

#include "rules/rules.h"

enum { DRAFT_MODIFIERS = 16 }; /* collected before the limit of four is applied */

/* One code of the session, after substitution: what becomes a line. */
struct draft_line {
    struct cl_text code;
    struct cl_text documented_code;
    const struct code *entry; /* NULL: not in the table, billed as stated */
    bool never_billed;        /* checked like others, but makes no claim line */
    const struct service **services;
    uint32_t service_count;
    uint32_t service_capacity;
    uint32_t minutes;
    uint32_t units;
    struct cl_text unit_rule;
    const struct cl_provider *rendering; /* the provider the line names */
    const struct cl_provider *supervising;
    struct cl_text modifiers[DRAFT_MODIFIERS];
    uint32_t modifier_count;
    uint8_t pointers[CL_MAX_POINTERS];
    uint32_t pointer_count;
    int64_t unit_charge;
};

struct draft {
    const struct rules *rules;
    struct rules_run *run;
    struct session *session;
    struct findings *findings; /* of the session */
    struct arena *arena;
    const struct profile *profile;
    struct payer_use *payer;
    struct cl_text place_of_service;
    struct draft_line *lines; /* in the order of first appearance */
    uint32_t line_count;
};

/* A rule looks at the draft, changes its part of it, and adds findings. */
typedef void rule_function(struct draft *draft);

rule_function rule_profile;
rule_function rule_place;
rule_function rule_lines;
rule_function rule_codes;
rule_function rule_assistant;
rule_function rule_units;
rule_function rule_providers;
rule_function rule_modifiers;
rule_function rule_pointers;
rule_function rule_charges;
rule_function rule_notes;
rule_function rule_referring;
rule_function rule_replacement;
rule_function rule_accident;
rule_function rule_same_day;

/* A finding about a line, at the row of its first service. */
#define draft_line_finding(draft, line, id, column, ...)                                           \
    findings_add((draft)->findings, id, (line)->services[0]->line, column,                         \
                 (line)->documented_code, __VA_ARGS__)

#endif
