/* units_cms.c - Medicare's 8-minute rule: the minutes of all timed codes pooled.
 *
 * Source: Medicare Claims Processing Manual, Pub. 100-04 ch. 5, 20.2. The pool
 * gives the number of units; whole quarter hours of a code come first, and what
 * is left goes to the largest remainders. Where remainders tie, the manual leaves
 * the choice open: units the export states decide it where they match an answer,
 * else the code with more minutes, then the one that stands first.
 *
 * The manual's rule is about 15-minute codes; a code of another length is no part
 * of the pool and goes by its midpoint. */
#include "unit_rules.h"

#include <stdbool.h>

enum {
    UNIT = 15,    /* minutes of a unit */
    LAST_UNIT = 8 /* minutes that make a last unit */
};

static bool pooled(const struct timed *code)
{
    return code->unit_minutes == UNIT;
}

static uint32_t remainder_of(const struct timed *code)
{
    return code->minutes % UNIT;
}

/* Whether the code still waits for a left-over unit. */
static bool waits(const struct timed *code)
{
    return pooled(code) && code->units == code->minutes / UNIT && remainder_of(code) > 0;
}

/* The next to get a left-over unit: largest remainder, most minutes, first. */
static struct timed *next_in_order(struct timed *codes, size_t count)
{
    struct timed *best = NULL;

    for (size_t i = 0; i < count; i++) {
        struct timed *code = &codes[i];

        if (waits(code) &&
            (best == NULL || remainder_of(code) > remainder_of(best) ||
             (remainder_of(code) == remainder_of(best) && code->minutes > best->minutes)))
            best = code;
    }
    return best;
}

/* True when stated units allow the code to end with that many. */
static bool allows(const struct timed *code, uint32_t units)
{
    return code->stated == 0 || code->stated == units;
}

/* Decides a tie at remainder `cut` for `left` units by what the export states.
 * False, with nothing changed, where no answer of the rule matches. */
static bool decide_by_stated(struct timed *codes, size_t count, uint32_t cut, size_t left)
{
    size_t must = 0;
    size_t may = 0;
    size_t stated = 0;

    for (size_t i = 0; i < count; i++) {
        const struct timed *code = &codes[i];
        uint32_t base = code->minutes / UNIT;

        if (!pooled(code) || remainder_of(code) != cut) {
            if (!allows(code, code->units))
                return false;
            continue;
        }
        if (!allows(code, base) && !allows(code, base + 1))
            return false;
        must += !allows(code, base);
        may += allows(code, base + 1);
        stated += code->stated != 0;
    }
    if (stated == 0 || must > left || may < left)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct timed *code = &codes[i];

        if (pooled(code) && remainder_of(code) == cut)
            code->units = code->minutes / UNIT + !allows(code, code->minutes / UNIT);
    }
    for (left -= must; left > 0; left--) {
        /* Those that may, in the usual order: the others are kept out of it. */
        struct timed *best = NULL;

        for (size_t i = 0; i < count; i++) {
            struct timed *code = &codes[i];

            if (waits(code) && remainder_of(code) == cut && code->stated == 0 &&
                (best == NULL || code->minutes > best->minutes))
                best = code;
        }
        best->units++;
    }
    return true;
}

static enum tie allot(struct timed *codes, size_t count)
{
    uint32_t total = 0;
    uint32_t given = 0;
    uint32_t cut = 0;
    size_t at_cut = 0; /* units given at the last remainder */
    struct timed *next;

    for (size_t i = 0; i < count; i++) {
        struct timed *code = &codes[i];

        code->units = pooled(code) ? code->minutes / UNIT
                                   : units_by_midpoint(code->minutes, code->unit_minutes);
        total += pooled(code) ? code->minutes : 0;
        given += pooled(code) ? code->units : 0;
    }
    for (uint32_t left = (total + UNIT - LAST_UNIT) / UNIT - given; left > 0; left--) {
        next = next_in_order(codes, count);
        at_cut = remainder_of(next) == cut ? at_cut + 1 : 1;
        cut = remainder_of(next);
        next->units++;
    }
    next = next_in_order(codes, count);
    if (at_cut == 0 || next == NULL || remainder_of(next) != cut)
        return TIE_NONE;
    return decide_by_stated(codes, count, cut, at_cut) ? TIE_BY_STATED : TIE_BY_ORDER;
}

const struct unit_rule unit_rule_cms = { "cms", allot };
