/* rule_table.h - all rules, in the order they are applied.
 *
 * A new rule is a file rule_NAME.c with one function and a row here: CLAIM for one
 * that looks at a claim (rule_function), VISIT for one that looks at all claims of a
 * visit (visit_rule_function); and the facts (facts.h) without any of which it has nothing
 * to do: then it is not called. A rule finds what those above it have made: before
 * variants there is one line a code, behind assistant the lines are those of the
 * claim, behind modifier_order their modifiers are. */
#ifndef CORE_RULES_RULE_TABLE_H
#define CORE_RULES_RULE_TABLE_H

#include "rules/facts.h"

/* clang-format off */
#define RULE_TABLE(CLAIM, VISIT)                                                                                \
    CLAIM(rule_place, EVERY_DRAFT)                /* place of service */                                        \
    CLAIM(rule_lines, EVERY_DRAFT)                /* one line a code; substitutions; codes never billed */      \
    CLAIM(rule_repeated, SHARES_LINES)            /* rows that state the same work */                           \
    CLAIM(rule_codes, EVERY_DRAFT)                /* known, in force, of the discipline */                      \
    VISIT(rule_units, EVERY_DRAFT)                /* units, by the class of the code */                         \
    CLAIM(rule_variants, STATES_MODIFIERS)        /* lines of a code whose rows state different modifiers */    \
    CLAIM(rule_assistant, STATES_ASSISTANT)       /* units of an assistant, on lines of their own */            \
    CLAIM(rule_providers, EVERY_DRAFT)            /* who rendered a line */                                     \
    CLAIM(rule_modifiers, EVERY_DRAFT)            /* stated and added */                                        \
    CLAIM(rule_pointers, EVERY_DRAFT)             /* diagnosis pointers */                                      \
    CLAIM(rule_charges, EVERY_DRAFT)              /* unit charge: stated, or of the fee table */                \
    CLAIM(rule_kx, PAYER_KX)                      /* past the year's threshold */                               \
    CLAIM(rule_modifier_order, EVERY_DRAFT)       /* in the payer's order, at most four */                      \
    CLAIM(rule_notes, SHARES_LINES)               /* notes and other text of merged services */                 \
    CLAIM(rule_limits, PAYER_LIMITS | MANY_LINES) /* lines, pointers and units a line may have */               \
    VISIT(rule_caps, PAYER_CAPS)                  /* units of a code, a claim, a day */                         \
    VISIT(rule_edits, PAYER_EDITS)                /* pairs of codes, units of a day */                          \
    CLAIM(rule_times, STATES_TIMES | STATES_TOTAL)/* times that overlap, and their sum */                       \
    CLAIM(rule_documentation, PAYER_DOCUMENTATION)/* what the record should show */                             \
    CLAIM(rule_plan, PAYER_PLAN)                  /* plan of care, progress report */                           \
    CLAIM(rule_referring, PAYER_REFERRING)        /* referring provider */                                      \
    CLAIM(rule_authorization, PAYER_AUTHORIZATION)/* authorization */                                           \
    CLAIM(rule_replacement, STATES_FREQUENCY)     /* replacement and void claims */                             \
    CLAIM(rule_accident, STATES_CAUSE)            /* related causes */
/* clang-format on */

#endif
