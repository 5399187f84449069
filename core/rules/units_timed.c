/* units_timed.c - units of timed codes, by the payer's unit rule: of one claim, or of
 * the claims of a day whose minutes count together. */
#include "rules/units_timed.h"

#include "base/text.h"

/* The code of the pool that stands for the line; a new one where none does yet. */
static uint32_t code_of(struct timed_pool *pool, const struct draft_line *line)
{
    /* A claim has a code once, so that only other claims can have it already. */
    for (size_t i = 0; i < pool->line_count && pool->draft_count > 1; i++) {
        if (text_equal(pool->lines[i].line->out->code, line->out->code))
            return pool->lines[i].code;
    }
    pool->codes[pool->code_count] = (struct timed){ .unit_minutes = line->entry->unit_minutes };
    return (uint32_t)pool->code_count++;
}

/* Units stated on the rows with minutes; 0 where one of them states none. */
static uint32_t stated_with_minutes(const struct timed_line *timed)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < timed->line->service_count; i++) {
        const struct service *service = timed->line->services[i];

        if (service->minutes == MINUTES_NOT_STATED)
            continue;
        if (service->units == 0)
            return 0;
        sum += service->units;
    }
    return sum;
}

static void count_stated(const struct timed_pool *pool, struct timed_line *timed, bool is_new)
{
    struct timed *code = &pool->codes[timed->code];
    uint32_t stated = stated_with_minutes(timed);

    timed->stated = line_units_as_stated(timed->draft, timed->line);
    /* Several claims state the units of a code only where each of them does. */
    code->stated = stated != 0 && (is_new || code->stated != 0) ? code->stated + stated : 0;
}

static void add_line(struct timed_pool *pool, struct draft *draft, struct draft_line *line)
{
    size_t before = pool->code_count;
    uint32_t at = code_of(pool, line);
    struct timed_line *timed = &pool->lines[pool->line_count++];

    *timed = (struct timed_line){ .draft = draft, .line = line, .code = at };
    pool->codes[at].minutes += line->out->minutes;
    if ((pool->facts & STATES_UNITS) != 0)
        count_stated(pool, timed, pool->code_count > before);
}

static void gather(struct timed_pool *pool)
{
    size_t most = 0;

    for (size_t i = 0; i < pool->draft_count; i++)
        most += pool->drafts[i]->line_count;
    pool->lines = arena_room(pool->scratch, most * sizeof(*pool->lines));
    pool->codes = arena_room(pool->scratch, most * sizeof(*pool->codes));
    for (size_t i = 0; i < pool->draft_count; i++) {
        struct draft *draft = pool->drafts[i];

        for (struct draft_line *line = draft->lines, *end = line + draft->line_count; line < end;
             line++) {
            if (line_is_billed_as(line, BILLING_TIMED))
                add_line(pool, draft, line);
        }
    }
}

/* Units of a code to its lines, by the minutes of each. */
static void share_out(struct timed_pool *pool, uint32_t code)
{
    struct share *shares = arena_alloc_array(pool->scratch, pool->draft_count, sizeof(*shares));
    size_t count = 0;

    for (size_t i = 0; i < pool->line_count; i++) {
        if (pool->lines[i].code == code)
            shares[count++].minutes = pool->lines[i].line->out->minutes;
    }
    units_share_out(shares, count, pool->codes[code].units, pool->codes[code].unit_minutes);
    count = 0;
    for (size_t i = 0; i < pool->line_count; i++) {
        if (pool->lines[i].code == code)
            pool->lines[i].units = shares[count++].units;
    }
}

/* Whether the payer takes a service that is too short for a unit, reduced. */
static bool takes_short(const struct timed_pool *pool, const struct unit_rule *rule)
{
    return !rule->pools && pool->profile->short_service.length != 0;
}

/* A code with minutes, but too few for a unit. */
static bool is_short(const struct timed *code)
{
    return code->base == 0 && code->minutes > 0;
}

static void allot(struct timed_pool *pool, const struct unit_rule *rule)
{
    pool->tie = rule->allot(pool->codes, pool->code_count, pool->profile->tie_break);
    if (takes_short(pool, rule)) {
        for (uint32_t i = 0; i < pool->code_count; i++)
            pool->codes[i].units = is_short(&pool->codes[i]) ? 1 : pool->codes[i].units;
    }
    if (pool->draft_count == 1) {
        for (size_t i = 0; i < pool->line_count; i++)
            pool->lines[i].units = pool->codes[i].units;
        return;
    }
    for (uint32_t i = 0; i < pool->code_count; i++)
        share_out(pool, i);
}

static void tell_tie(const struct timed_pool *pool)
{
    static const char *const deciders[] = {
        [TIE_TO_MINUTES] = "more minutes decided, then the order of the session",
        [TIE_TO_FIRST] = "the first in the session got it",
        [TIE_TO_LAST] = "the last in the session got it",
    };

    for (size_t i = 0; i < pool->draft_count; i++)
        draft_finding(pool->drafts[i], FINDING_UNITS_TIE, COL_minutes,
                      "two codes had equal claim to a left-over unit: %s",
                      pool->tie == TIE_BY_STATED ? "stated units decided"
                                                 : deciders[pool->profile->tie_break]);
}

/* Marks on each line the rules whose units are those the export states: applies all to
 * the same minutes, when the units billed are on their lines. */
static void find_agreeing(struct timed_pool pool)
{
    struct timed *codes = pool.codes;

    pool.codes = arena_alloc_array(pool.scratch, pool.code_count, sizeof(*codes));
    for (size_t rule = 0; rule < UNIT_RULES; rule++) {
        memcpy(pool.codes, codes, pool.code_count * sizeof(*codes));
        allot(&pool, unit_rules[rule]);
        for (size_t i = 0; i < pool.line_count; i++) {
            struct timed_line *timed = &pool.lines[i];

            if (timed->units + timed->stated == line_stated_units(timed->line))
                timed->agreeing |= 1U << rule;
        }
    }
}

static void compare_stated(const struct timed_pool *pool)
{
    bool differ = false;

    for (size_t i = 0; i < pool->line_count; i++)
        differ = differ || line_differs_from_stated(pool->lines[i].line);
    if (!differ)
        return;
    find_agreeing(*pool);
    for (size_t i = 0; i < pool->line_count; i++) {
        if (line_differs_from_stated(pool->lines[i].line))
            line_tell_differing(pool->lines[i].draft, pool->lines[i].line, pool->lines[i].agreeing);
    }
}

static bool has_minutes(const struct draft_line *line)
{
    for (uint32_t i = 0; i < line->service_count; i++) {
        if (line->services[i]->minutes != MINUTES_NOT_STATED)
            return true;
    }
    return false;
}

static void fill_lines(const struct timed_pool *pool)
{
    const struct unit_rule *rule = pool->profile->unit_rule;
    const struct cl_text name = text_of(rule->name);
    const char *source = profile_source(pool->profile, KEY_unit_rule);
    bool all_minutes = (pool->facts & LACKS_MINUTES) == 0;
    bool takes = takes_short(pool, rule);

    for (size_t i = 0; i < pool->line_count; i++) {
        const struct timed_line *timed = &pool->lines[i];
        struct draft_line *line = timed->line;

        line->out->units = timed->units + timed->stated;
        line->out->unit_rule = all_minutes || has_minutes(line) ? name : text_of("stated");
        if (takes)
            line->short_service = timed->units != 0 && is_short(&pool->codes[timed->code]);
        line_has_units(timed->draft, line, source);
        if (timed->stated != 0)
            draft_line_finding(line, FINDING_UNITS_STATED, COL_minutes,
                               "%s has no minutes on a row: its stated units are billed",
                               line->out->documented_code.data);
    }
}

void timed_compute(struct draft *const *drafts, size_t count)
{
    struct timed_pool pool = { .scratch = drafts[0]->scratch,
                               .profile = drafts[0]->profile,
                               .drafts = drafts,
                               .draft_count = count };
    unsigned billings = 0;

    for (size_t i = 0; i < count; i++) {
        pool.facts |= drafts[i]->facts;
        billings |= drafts[i]->billings;
    }
    if ((billings & 1U << BILLING_TIMED) == 0)
        return;
    gather(&pool);
    allot(&pool, pool.profile->unit_rule);
    if (pool.tie != TIE_NONE)
        tell_tie(&pool);
    if ((pool.facts & EXPLAINED) != 0)
        timed_write_reasons(&pool);
    fill_lines(&pool);
    if ((pool.facts & STATES_UNITS) != 0)
        compare_stated(&pool);
}
