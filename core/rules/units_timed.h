/* units_timed.h - timed codes whose minutes count together. Part of units_timed.c. */
#ifndef CORE_RULES_UNITS_TIMED_H
#define CORE_RULES_UNITS_TIMED_H

#include "rules/units_lines.h"

/* A line of a timed code. */
struct timed_line {
    struct draft *draft;
    struct draft_line *line;
    uint32_t code;     /* its place in the pool's codes */
    uint32_t stated;   /* units of rows without minutes, billed as they are */
    uint32_t units;    /* by the minutes */
    unsigned agreeing; /* rules that give what the export states, see line_tell_differing() */
};

/* In most cases the lines of one claim, each with a code of its own. */
struct timed_pool {
    struct arena *scratch;
    const struct profile *profile;
    struct draft *const *drafts;
    size_t draft_count;
    unsigned facts;           /* of all drafts */
    struct timed_line *lines; /* in the order of the claims and their lines */
    size_t line_count;
    struct timed *codes;
    size_t code_count;
    enum tie tie;
};

/* units_timed_reasons.c: how the units came about, for the claims that are asked why. */
void timed_write_reasons(const struct timed_pool *pool);

#endif
