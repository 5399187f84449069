/* units_timed_reasons.c - how the units of timed codes came about, for the ledger: from
 * the numbers that the unit rule left behind. */
#include "rules/units_timed.h"

#include "base/text.h"

static struct cl_text rule_source(const struct timed_pool *pool)
{
    return text_of(pool->profile->unit_rule->source);
}

/* The pool and the row of the manual's table that its minutes fall in. */
static void write_pool(const struct timed_pool *pool, struct ledger *ledger)
{
    struct ledger_entry entry = { .step = LEDGER_POOL, .source = rule_source(pool) };
    size_t codes = 0;

    for (size_t i = 0; i < pool->code_count; i++) {
        const struct timed *code = &pool->codes[i];

        if (!code->pooled)
            continue;
        entry.minutes += code->minutes;
        entry.units += code->units;
        codes++;
    }
    if (codes == 0)
        return;
    ledger_add(ledger, &entry,
               "timed minutes%s: %u (codes: %zu); by the table, %u to %u minutes: units %u",
               pool->draft_count > 1 ? " over all sessions of the day" : "", entry.minutes, codes,
               entry.units != 0 ? entry.units * 15 - 7 : 0, entry.units * 15 + 7, entry.units);
}

static void write_base(const struct timed_pool *pool, struct ledger *ledger, struct cl_text name,
                       const struct timed *code)
{
    struct ledger_entry entry = { .step = LEDGER_BASE,
                                  .code = name,
                                  .minutes = code->minutes,
                                  .units = code->base,
                                  .remainder = code->remainder,
                                  .source = rule_source(pool) };
    const char *days = pool->draft_count > 1 ? " over all sessions of the day" : "";

    if (code->pooled)
        ledger_add(ledger, &entry, "minutes%s: %u; whole units of 15: %u; minutes that remain: %u",
                   days, code->minutes, code->base, code->remainder);
    else
        ledger_add(ledger, &entry, "minutes%s: %u; units of %u minutes by themselves: %u", days,
                   code->minutes, code->unit_minutes, code->base);
}

/* Whether a left-over unit was there to be given. */
static bool any_left_over(const struct timed_pool *pool)
{
    for (size_t i = 0; i < pool->code_count; i++) {
        if (timed_got_left_over(&pool->codes[i]))
            return true;
    }
    return false;
}

static const char *tie_reason(const struct timed_pool *pool)
{
    static const char *const by_order[] = {
        [TIE_TO_MINUTES] = "more minutes decide, then the order of the session",
        [TIE_TO_FIRST] = "the first in the session goes first",
        [TIE_TO_LAST] = "the last in the session goes first",
    };

    return pool->tie == TIE_BY_STATED ? "the units that the export states decide"
                                      : by_order[pool->profile->tie_break];
}

static void write_left_over(const struct timed_pool *pool, struct ledger *ledger,
                            struct cl_text name, const struct timed *code)
{
    size_t at = (size_t)(code - pool->codes);
    struct ledger_entry entry = { .step = LEDGER_LEFT_OVER,
                                  .code = name,
                                  .units = code->units - code->base,
                                  .remainder = code->remainder,
                                  .source = rule_source(pool) };

    switch (units_left_over(pool->codes, pool->code_count, at, pool->tie)) {
    case LEFT_OVER_NONE:
        return;
    case LEFT_OVER_REMAINDER:
        ledger_add(ledger, &entry,
                   "gets a left-over unit: its remainder of %u is among the largest",
                   code->remainder);
        return;
    case LEFT_OVER_TOO_SMALL:
        ledger_add(ledger, &entry,
                   any_left_over(pool) ? "gets no left-over unit: others have larger remainders"
                                       : "no unit is left over for its remainder");
        return;
    case LEFT_OVER_TIE_WON:
    case LEFT_OVER_TIE_LOST:
        if (pool->tie == TIE_BY_ORDER)
            entry.source = text_of(profile_source(pool->profile, KEY_tie_break));
        ledger_add(ledger, &entry, "%s: its remainder of %u ties with another code's; %s",
                   entry.units != 0 ? "gets a left-over unit" : "gets no left-over unit",
                   code->remainder, tie_reason(pool));
        return;
    }
}

static void write_codes(const struct timed_pool *pool, struct ledger *ledger)
{
    uint32_t next = 0; /* codes stand in the order of the lines that bring them */

    for (size_t i = 0; i < pool->line_count; i++) {
        const struct timed_line *timed = &pool->lines[i];

        if (timed->code != next)
            continue;
        write_base(pool, ledger, timed->line->out->code, &pool->codes[next]);
        write_left_over(pool, ledger, timed->line->out->code, &pool->codes[next]);
        next++;
    }
}

void timed_write_reasons(const struct timed_pool *pool)
{
    for (size_t i = 0; i < pool->draft_count; i++) {
        struct ledger *ledger = pool->drafts[i]->ledger;

        if (ledger == NULL)
            continue;
        write_pool(pool, ledger);
        write_codes(pool, ledger);
    }
}
