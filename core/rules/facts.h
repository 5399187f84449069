/* facts.h - what a draft has that most have not, a bit each: without it whole rules have
 * nothing to do, and are not called. Which facts a rule waits for stands in rule_table.h. */
#ifndef CORE_RULES_FACTS_H
#define CORE_RULES_FACTS_H

enum draft_fact {
    EVERY_DRAFT = 1 << 0,
    /* Somewhere in its session or rows: */
    STATES_MODIFIERS = 1 << 1,
    STATES_ASSISTANT = 1 << 2, /* minutes alone, or CQ or CO */
    STATES_POINTERS = 1 << 3,
    STATES_UNITS = 1 << 4,
    STATES_TIMES = 1 << 5,     /* start and end of a row */
    STATES_TOTAL = 1 << 6,     /* total_treatment_minutes */
    STATES_FREQUENCY = 1 << 7, /* claim_frequency */
    STATES_CAUSE = 1 << 8,     /* related_cause */
    LACKS_MINUTES = 1 << 9,    /* a row states none */
    SHARES_LINES = 1 << 10,    /* a line has several services */
    MANY_LINES = 1 << 11,      /* it might have more lines than the payer takes */
    /* Its payer, by the profile: */
    PAYER_LIMITS = 1 << 12, /* units or pointers of a line */
    PAYER_CAPS = 1 << 13,   /* units of a claim or a day */
    PAYER_KX = 1 << 14,
    PAYER_FEES = 1 << 15,  /* takes charges of the fee table, where there is one */
    PAYER_EDITS = 1 << 16, /* weighs pairs or units, where there are tables of them */
    PAYER_DOCUMENTATION = 1 << 17,
    PAYER_PLAN = 1 << 18, /* weighs certification or progress reports */
    PAYER_REFERRING = 1 << 19,
    PAYER_AUTHORIZATION = 1 << 20
};

#endif
