/* facts.h - what a draft has that most have not, a bit each: without it whole rules have
 * nothing to do, and are not called. Which facts a rule waits for stands in rule_table.h. */
#ifndef CORE_RULES_FACTS_H
#define CORE_RULES_FACTS_H

enum draft_fact {
    EVERY_DRAFT = 1 << 0,
    EXPLAINED = 1 << 1, /* somebody asks for the reasons: it has a ledger */
    /* Somewhere in its session or rows: */
    STATES_MODIFIERS = 1 << 2,
    STATES_ASSISTANT = 1 << 3, /* minutes alone, or CQ or CO */
    STATES_POINTERS = 1 << 4,
    STATES_UNITS = 1 << 5,
    STATES_TIMES = 1 << 6,     /* start and end of a row */
    STATES_TOTAL = 1 << 7,     /* total_treatment_minutes */
    STATES_FREQUENCY = 1 << 8, /* claim_frequency */
    STATES_CAUSE = 1 << 9,     /* related_cause */
    LACKS_MINUTES = 1 << 10,   /* a row states none */
    SHARES_LINES = 1 << 11,    /* a line has several services */
    MANY_LINES = 1 << 12,      /* it might have more lines than the payer takes */
    /* Its payer, by the profile: */
    PAYER_LIMITS = 1 << 13, /* units or pointers of a line */
    PAYER_CAPS = 1 << 14,   /* units of a claim or a day */
    PAYER_KX = 1 << 15,
    PAYER_EDITS = 1 << 16, /* weighs pairs or units, where there are tables of them */
    PAYER_DOCUMENTATION = 1 << 17,
    PAYER_PLAN = 1 << 18, /* weighs certification or progress reports */
    PAYER_REFERRING = 1 << 19,
    PAYER_AUTHORIZATION = 1 << 20
};

#endif
