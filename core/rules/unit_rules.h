/* unit_rules.h - how minutes become units: one rule a file, one table of them. */
#ifndef CORE_RULES_UNIT_RULES_H
#define CORE_RULES_UNIT_RULES_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who gets a left-over unit where the rule leaves it open. */
enum tie_break { TIE_TO_MINUTES, TIE_TO_FIRST, TIE_TO_LAST };

/* A timed code of a visit; its services are summed already. */
struct timed {
    uint32_t minutes;
    uint32_t unit_minutes; /* of the code table, 1 or more */
    uint32_t stated;       /* units the export states for all its services; 0: not stated */
    /* The answer: units = base + 1 where it got a left-over unit of the pool. */
    uint32_t units;
    uint32_t base;      /* units by the code's own minutes */
    uint32_t remainder; /* minutes beyond them that wait for a left-over unit */
    bool pooled;        /* its minutes were added to those of other codes */
};

/* How a tie for left-over units was decided. */
enum tie { TIE_NONE, TIE_BY_ORDER, TIE_BY_STATED };

/* Why a code got a left-over unit, or did not. */
enum left_over {
    LEFT_OVER_NONE,      /* no minutes were left over, or the rule knows no left-over units */
    LEFT_OVER_TOO_SMALL, /* others had larger remainders, or no unit was left over */
    LEFT_OVER_REMAINDER, /* got it: the remainder is among the largest */
    LEFT_OVER_TIE_WON,   /* got it: equal remainders, decided by the tie-break or stated units */
    LEFT_OVER_TIE_LOST
};

struct unit_rule {
    const char *name;   /* in profiles and in the unit_rule column */
    const char *source; /* where the rule stands */
    bool pools;         /* adds up the minutes of different codes */
    /* Fills the answer of `codes`, which are in the order of the session. */
    enum tie (*allot)(struct timed *codes, size_t count, enum tie_break tie_break);
    /* Units of one code by itself. */
    uint32_t (*alone)(uint32_t minutes, uint32_t unit_minutes);
};

/* X(rule) - all rules, in the order in which they are shown: unit_rule_NAME of a file
 * units_NAME.c each. */
#define UNIT_RULE_LIST(X) X(cms) X(ama) X(full15) X(quarter)

enum {
#define UNIT_RULE_NUMBER(rule) UNIT_RULE_NUMBER_##rule,
    UNIT_RULE_LIST(UNIT_RULE_NUMBER)
#undef UNIT_RULE_NUMBER
        UNIT_RULES
};

#define UNIT_RULE_DECLARED(rule) extern const struct unit_rule unit_rule_##rule;
UNIT_RULE_LIST(UNIT_RULE_DECLARED)
#undef UNIT_RULE_DECLARED

extern const struct unit_rule *const unit_rules[UNIT_RULES];

/* NULL for an unknown name. */
const struct unit_rule *unit_rule_find(struct cl_text name);

static inline bool timed_got_left_over(const struct timed *code)
{
    return code->pooled && code->units > code->base;
}

/* Why the code at `at` got a left-over unit or not, by the answer of an allot() that returned
 * `tie`. */
enum left_over units_left_over(const struct timed *codes, size_t count, size_t at, enum tie tie);

/* An allot() of rules that know no pool: each code by `alone`. */
enum tie allot_alone(struct timed *codes, size_t count,
                     uint32_t (*alone)(uint32_t minutes, uint32_t unit_minutes));

/* Units of one code alone, a unit begun past its middle counting as one: 8 of 15
 * minutes, 16 of 30, 31 of 60 (CPT: a unit of time is attained when the mid-point
 * is passed). */
uint32_t units_by_midpoint(uint32_t minutes, uint32_t unit_minutes);

/* A part of the minutes of one code: those of a variant of it, or of one session. */
struct share {
    uint32_t minutes;
    uint32_t units; /* the answer */
};

/* Gives `units` of a code to its shares: whole units of a share's own minutes first,
 * the rest one each to the largest remainders, then to more minutes, then to the
 * share that stands first. */
void units_share_out(struct share *shares, size_t count, uint32_t units, uint32_t unit_minutes);

#endif
