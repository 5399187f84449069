/* rule_table.h - all rules, in the order they are applied.
 *
 * A new rule is a file rule_NAME.c with one function and a row here: CLAIM for one
 * that looks at a claim (rule_function), VISIT for one that looks at all claims of a
 * visit (visit_rule_function). A rule finds what those above it have made: before
 * variants there is one line a code, behind assistant the lines are those of the
 * claim, behind modifier_order their modifiers are. */
#ifndef CORE_RULES_RULE_TABLE_H
#define CORE_RULES_RULE_TABLE_H

/* clang-format off */
#define RULE_TABLE(CLAIM, VISIT)                                                                   \
    CLAIM(rule_place)          /* place of service */                                              \
    CLAIM(rule_lines)          /* one line a code; substitutions; codes never billed */            \
    CLAIM(rule_repeated)       /* rows that state the same work */                                 \
    CLAIM(rule_codes)          /* known, in force, of the discipline */                            \
    VISIT(rule_units)          /* units, by the class of the code */                               \
    CLAIM(rule_variants)       /* lines of a code whose rows state different modifiers */          \
    CLAIM(rule_assistant)      /* units of an assistant, on lines of their own */                  \
    CLAIM(rule_providers)      /* who rendered a line */                                           \
    CLAIM(rule_modifiers)      /* stated and added */                                              \
    CLAIM(rule_pointers)       /* diagnosis pointers */                                            \
    CLAIM(rule_charges)        /* unit charge: stated, or of the fee table */                      \
    CLAIM(rule_kx)             /* past the year's threshold */                                     \
    CLAIM(rule_modifier_order) /* in the payer's order, at most four */                            \
    CLAIM(rule_notes)          /* notes and other text of merged services */                       \
    CLAIM(rule_limits)         /* lines, pointers and units a line may have */                     \
    VISIT(rule_caps)           /* units of a code, a claim, a day */                               \
    VISIT(rule_edits)          /* pairs of codes, units of a day */                                \
    CLAIM(rule_times)          /* times that overlap, and their sum */                             \
    CLAIM(rule_documentation)  /* what the record should show */                                   \
    CLAIM(rule_plan)           /* plan of care, progress report */                                 \
    CLAIM(rule_referring)      /* referring provider */                                            \
    CLAIM(rule_authorization)  /* authorization */                                                 \
    CLAIM(rule_replacement)    /* replacement and void claims */                                   \
    CLAIM(rule_accident)       /* related causes */
/* clang-format on */

#endif
