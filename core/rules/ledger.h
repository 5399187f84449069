/* ledger.h - why a claim is as it is: what the rules wrote down while they worked.
 *
 * Kept only when asked for (claimline explain); the rules do the same work either
 * way, so that it cannot disagree with the claim. */
#ifndef CORE_RULES_LEDGER_H
#define CORE_RULES_LEDGER_H

#include "base/arena.h"

#include <claimline/value.h>

#include <stddef.h>
#include <stdint.h>

enum ledger_step {
    LEDGER_PROFILE,      /* which profile rules; text: how it was found */
    LEDGER_SAME_DAY,     /* sessions judged together */
    LEDGER_SUBSTITUTION, /* `code` is billed for the documented one in text */
    LEDGER_MINUTES,      /* minutes of one service of `code`; text: how they were stated */
    LEDGER_POOL,         /* pooled minutes, and the units that they give by the table */
    LEDGER_BASE,         /* minutes of a code, its base units, its remainder */
    LEDGER_LEFT_OVER,    /* a left-over unit went to `code`, or did not, and why */
    LEDGER_UNITS,        /* units of a code, before lines are made of it */
    LEDGER_VARIANT,      /* minutes and units of a variant; modifier: what sets it apart */
    LEDGER_ASSISTANT,    /* minutes and units on the line with CQ or CO, or without */
    LEDGER_MODIFIER,     /* a modifier of a line, and the rule that put it there */
    LEDGER_PLACE,        /* place of service */
    LEDGER_CHARGE,       /* where the unit charge comes from */
    LEDGER_EDIT,         /* an edit that was looked up, and what it said */
    LEDGER_STEPS
};

/* "left_over" for LEDGER_LEFT_OVER. */
const char *ledger_step_name(enum ledger_step step);

struct ledger_entry {
    enum ledger_step step;
    struct cl_text code; /* the code billed; may be { NULL, 0 } here and below */
    struct cl_text modifier;
    uint32_t minutes, units, remainder; /* 0 where the step has none */
    struct cl_text source; /* of the rule: "Pub. 100-04 ch. 5, 20.2", or the profile's section */
    struct cl_text text;   /* one sentence for a person; names no patient */
};

/* Of one claim; in the order of the work. */
struct ledger {
    struct arena *arena;
    struct ledger_entry *entries;
    size_t count, capacity;
};

/* Adds an entry; texts are copied. */
void ledger_write(struct ledger *ledger, const struct ledger_entry *entry, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same where there is a ledger; where it is NULL, nothing is even evaluated. */
#define ledger_add(ledger, ...) ((ledger) != NULL ? ledger_write((ledger), __VA_ARGS__) : (void)0)

/* ledger_add(draft->ledger, LEDGER_ENTRY(.step = LEDGER_UNITS, .units = 2), "text"):
 * fields that are not named are empty. */
#define LEDGER_ENTRY(...) (&(const struct ledger_entry){ __VA_ARGS__ })

#endif
