/* units_cms.c - Medicare's 8-minute rule: the minutes of all timed codes pooled.
 *
 * Source: Medicare Claims Processing Manual, Pub. 100-04 ch. 5, 20.2. The pool
 * gives the number of units; whole quarter hours of a code come first, and what
 * is left goes to the largest remainders. Where remainders tie, the manual leaves
 * the choice open: units the export states decide it where they match an answer,
 * else the payer's tie-break.
 *
 * The manual's rule is about 15-minute codes; a code of another length is no part
 * of the pool and goes by its midpoint. */
#include "unit_rules.h"

enum {
    UNIT = 15,    /* minutes of a unit */
    LAST_UNIT = 8 /* minutes that make a last unit */
};

/* Whether the code still waits for a left-over unit. */
static bool waits(const struct timed *code)
{
    return code->units == code->base && code->remainder > 0;
}

/* Of two codes with equal remainders, whether `code`, which stands later, goes before `best`. */
static bool wins_tie(const struct timed *code, const struct timed *best, enum tie_break tie_break)
{
    switch (tie_break) {
    case TIE_TO_FIRST:
        return false;
    case TIE_TO_LAST:
        return true;
    default:
        return code->minutes > best->minutes;
    }
}

/* The next to get a left-over unit: the largest remainder, then by the tie-break. */
static struct timed *next_in_order(struct timed *codes, size_t count, enum tie_break tie_break)
{
    struct timed *best = NULL;
    uint32_t most = 0;

    for (struct timed *code = codes, *end = codes + count; code < end; code++) {
        if (code->remainder < most || !waits(code) ||
            (code->remainder == most && !wins_tie(code, best, tie_break)))
            continue;
        best = code;
        most = code->remainder;
    }
    return best;
}

/* True when stated units allow the code to end with that many. */
static bool allows(const struct timed *code, uint32_t units)
{
    return code->stated == 0 || code->stated == units;
}

static bool at_cut(const struct timed *code, uint32_t cut)
{
    return code->pooled && code->remainder == cut;
}

/* Whether some answer to the tie at `cut` for `left` units has all stated units. */
static bool stated_match(const struct timed *codes, size_t count, uint32_t cut, size_t left)
{
    size_t must = 0;
    size_t may = 0;
    size_t stated = 0;

    for (size_t i = 0; i < count; i++) {
        const struct timed *code = &codes[i];

        if (!at_cut(code, cut)) {
            if (!allows(code, code->units))
                return false;
            continue;
        }
        if (!allows(code, code->base) && !allows(code, code->base + 1))
            return false;
        must += !allows(code, code->base);
        may += allows(code, code->base + 1);
        stated += code->stated != 0;
    }
    return stated != 0 && must <= left && may >= left;
}

/* Decides a tie at remainder `cut` for `left` units by what the export states.
 * False, with nothing changed, where no answer of the rule matches. */
static bool decide_by_stated(struct timed *codes, size_t count, uint32_t cut, size_t left,
                             enum tie_break tie_break)
{
    if (!stated_match(codes, count, cut, left))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct timed *code = &codes[i];

        if (!at_cut(code, cut))
            continue;
        code->units = code->base + !allows(code, code->base);
        left -= code->units - code->base;
    }
    for (; left > 0; left--) {
        /* Those that may, in the usual order: the others are kept out of it. */
        struct timed *best = NULL;

        for (size_t i = 0; i < count; i++) {
            struct timed *code = &codes[i];

            if (waits(code) && at_cut(code, cut) && code->stated == 0 &&
                (best == NULL || wins_tie(code, best, tie_break)))
                best = code;
        }
        best->units++;
    }
    return true;
}

/* Whole quarter hours of each code; returns how many units of the pool are left over. */
static uint32_t give_base(struct timed *codes, size_t count)
{
    uint32_t total = 0;
    uint32_t given = 0;

    for (struct timed *code = codes, *end = codes + count; code < end; code++) {
        code->pooled = code->unit_minutes == UNIT;
        if (!code->pooled) {
            code->units = code->base = units_by_midpoint(code->minutes, code->unit_minutes);
            code->remainder = 0;
            continue;
        }
        code->units = code->base = code->minutes / UNIT;
        code->remainder = code->minutes - code->base * UNIT;
        total += code->minutes;
        given += code->base;
    }
    return (total + UNIT - LAST_UNIT) / UNIT - given;
}

static enum tie allot(struct timed *codes, size_t count, enum tie_break tie_break)
{
    uint32_t cut = 0;
    size_t given_at_cut = 0;
    enum tie tie = TIE_NONE;
    struct timed *next;

    for (uint32_t left = give_base(codes, count); left > 0; left--) {
        next = next_in_order(codes, count, tie_break);
        given_at_cut = next->remainder == cut ? given_at_cut + 1 : 1;
        cut = next->remainder;
        next->units++;
    }
    next = given_at_cut != 0 ? next_in_order(codes, count, tie_break) : NULL;
    if (next != NULL && next->remainder == cut)
        tie = decide_by_stated(codes, count, cut, given_at_cut, tie_break) ? TIE_BY_STATED
                                                                           : TIE_BY_ORDER;
    return tie;
}

const struct unit_rule unit_rule_cms = {
    .name = "cms",
    .source = "Medicare Claims Processing Manual, Pub. 100-04 ch. 5, 20.2",
    .pools = true,
    .allot = allot,
    .alone = units_by_midpoint,
};
