/* units_pair.c - first pieces of time and their add-ons: 97129 is the first 15 minutes,
 * 97130 each further 15 (class first and addon), 98980 the first 20 minutes of a month,
 * 98981 each further 20 (class monthly).
 *
 * The minutes of both count together: the first piece takes its length, the add-on
 * what is beyond it. By the payer's unit rule, each piece by itself: these codes are
 * never in a pool. A month's codes want whole units (CPT: they are reported for each
 * full 20 minutes), which no midpoint makes. */
#include "rules/units_lines.h"

#include "base/date.h"
#include "base/text.h"

static const char month_source[] =
    "CPT, remote therapeutic monitoring: full minutes of the calendar month";

typedef uint32_t alone_function(uint32_t minutes, uint32_t unit_minutes);

/* Whether the code stands only beside its base code. */
static bool needs_base(const struct draft_line *line)
{
    return !line->never_billed && line->entry != NULL && line->entry->base_code.length != 0 &&
           (line->entry->billing == BILLING_ADDON || line->entry->billing == BILLING_AREA ||
            line->entry->billing == BILLING_MONTHLY);
}

/* A further piece of time. */
static bool is_addon(const struct draft_line *line)
{
    return needs_base(line) && line->entry->billing != BILLING_AREA;
}

/* A piece of time that others may be added to. */
static bool is_base(const struct draft_line *line)
{
    return line_is_billed_as(line, BILLING_FIRST) ||
           (line_is_billed_as(line, BILLING_MONTHLY) && line->entry->base_code.length == 0);
}

static bool is_addon_of(const struct draft_line *line, const struct draft_line *base)
{
    return is_addon(line) && text_equal(line->entry->base_code, base->out->code);
}

static struct draft_line *line_of(struct draft *draft, struct cl_text code)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (!draft->lines[i].never_billed && text_equal(draft->lines[i].out->code, code))
            return &draft->lines[i];
    }
    return NULL;
}

static void check_base(struct draft *draft, const struct draft_line *line)
{
    if (needs_base(line) && line_of(draft, line->entry->base_code) == NULL)
        draft_line_finding(line, FINDING_ADDON_ALONE, COL_code,
                           "%s is billed with %s, which the session does not have",
                           line->out->documented_code.data, line->entry->base_code.data);
}

static void check_month(struct draft *draft, const struct draft_line *line)
{
    const struct code *entry = line->entry;

    if (entry->max_minutes != 0 && line->out->minutes > entry->max_minutes)
        draft_line_finding(
            line, FINDING_MONTHLY_RANGE, COL_minutes, "%s is for %u to %u minutes, and has more",
            line->out->documented_code.data, entry->unit_minutes, entry->max_minutes);
    if (entry->excludes.length != 0 && line_of(draft, entry->excludes) != NULL)
        draft_line_finding(line, FINDING_MONTHLY_EXCLUDED, COL_code,
                           "%s and %s are not billed for one month",
                           line->out->documented_code.data, entry->excludes.data);
}

/* The classes of needs_base(), of is_base() and is_addon(). */
enum {
    WITH_BASE = 1 << BILLING_ADDON | 1 << BILLING_AREA | 1 << BILLING_MONTHLY,
    IN_PAIRS = 1 << BILLING_FIRST | 1 << BILLING_ADDON | 1 << BILLING_MONTHLY
};

void pairs_check(struct draft *draft)
{
    if ((draft->billings & WITH_BASE) == 0)
        return;
    for (uint32_t i = 0; i < draft->line_count; i++) {
        check_base(draft, &draft->lines[i]);
        if (line_is_billed_as(&draft->lines[i], BILLING_MONTHLY))
            check_month(draft, &draft->lines[i]);
    }
}

static uint32_t whole_units(uint32_t minutes, uint32_t unit_minutes)
{
    return minutes / unit_minutes;
}

/* Units of a first piece: one, where an add-on or another code is for more. */
static uint32_t base_units(const struct draft_line *line, uint32_t minutes, alone_function *alone)
{
    uint32_t units = alone(minutes, line->entry->unit_minutes);
    bool one = line->entry->addon != NULL || line->entry->max_minutes != 0;

    return one && units > 1 ? 1 : units;
}

/* A base code, what is added to it, and the minutes of all. */
struct pair {
    struct draft *draft;
    struct draft_line *base;
    uint32_t addons;  /* lines */
    uint32_t minutes; /* of all */
    uint32_t rest;    /* beyond the length of the base */
};

static struct pair pair_of(struct draft *draft, struct draft_line *base)
{
    struct pair pair = { .draft = draft, .base = base, .minutes = base->out->minutes };
    uint32_t length = base->entry->unit_minutes;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (!is_addon_of(&draft->lines[i], base))
            continue;
        pair.addons++;
        pair.minutes += draft->lines[i].out->minutes;
    }
    pair.rest = pair.minutes > length ? pair.minutes - length : 0;
    return pair;
}

/* The rest goes to the add-ons in order: to each its own minutes, all that is left to the last. */
static void compute_addons(const struct pair *pair, alone_function *alone, uint32_t *units)
{
    uint32_t rest = pair->rest;
    uint32_t seen = 0;

    for (uint32_t i = 0; i < pair->draft->line_count; i++) {
        const struct draft_line *line = &pair->draft->lines[i];
        uint32_t own = rest;

        if (!is_addon_of(line, pair->base))
            continue;
        if (++seen < pair->addons && line->out->minutes < rest)
            own = line->out->minutes;
        rest -= own;
        units[i] = alone(own, line->entry->unit_minutes);
    }
}

/* Units of all pieces of time of the claim, each at the place of its line. */
static void compute(struct draft *draft, const struct unit_rule *rule, uint32_t *units)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];
        bool monthly = line_is_billed_as(line, BILLING_MONTHLY);

        if (is_base(line)) {
            struct pair pair = pair_of(draft, line);

            units[i] = base_units(line, pair.minutes, monthly ? whole_units : rule->alone);
            compute_addons(&pair, monthly ? whole_units : rule->alone, units);
        } else if (is_addon(line)) {
            const struct draft_line *base = line_of(draft, line->entry->base_code);

            /* A base that no time makes takes none of the add-on's. */
            if (base != NULL && !is_base(base))
                units[i] = (monthly ? whole_units : rule->alone)(line->out->minutes,
                                                                 line->entry->unit_minutes);
        }
    }
}

static void write_base(struct draft *draft, const struct draft_line *line)
{
    struct pair pair = pair_of(draft, line_of(draft, line->out->code));

    ledger_add(draft->ledger,
               LEDGER_ENTRY(.step = LEDGER_BASE, .code = line->out->code, .minutes = pair.minutes,
                            .units = line->out->units, .remainder = pair.rest,
                            .source = text_of(line_is_billed_as(line, BILLING_MONTHLY)
                                                  ? month_source
                                                  : draft->profile->unit_rule->source)),
               "%u minutes with its add-ons, the first %u are its own: %u beyond them",
               pair.minutes, line->entry->unit_minutes, pair.rest);
}

/* Time beyond the first piece that no code was documented for. */
static void tell_missing(struct draft *draft, const struct draft_line *line)
{
    const struct code *addon = line->entry->addon;
    struct pair pair = pair_of(draft, line_of(draft, line->out->code));
    alone_function *alone =
        line_is_billed_as(line, BILLING_MONTHLY) ? whole_units : draft->profile->unit_rule->alone;

    if (addon == NULL || addon->unit_minutes == 0 || pair.addons != 0 ||
        !date_within(draft->session->service_date, addon->from, addon->to))
        return;
    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (text_equal(draft->lines[i].out->code, addon->code))
            return;
    }
    if (alone(pair.rest, addon->unit_minutes) > 0)
        draft_line_finding(line, FINDING_ADDON_MISSING, COL_code,
                           "%s has %u minutes beyond its first %u and no %s",
                           line->out->documented_code.data, pair.rest, line->entry->unit_minutes,
                           addon->code.data);
}

static void compare_stated(struct draft *draft)
{
    uint32_t *units = arena_alloc_array(draft->arena, draft->line_count, sizeof(*units));

    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];
        unsigned agreeing = 0;

        if ((!is_base(line) && !is_addon(line)) || !line_differs_from_stated(line))
            continue;
        for (size_t rule = 0; rule < UNIT_RULES; rule++) {
            compute(draft, unit_rules[rule], units);
            if (units[i] == line_stated_units(line) && !line_is_billed_as(line, BILLING_MONTHLY))
                agreeing |= 1U << rule;
        }
        line_tell_differing(draft, line, agreeing);
    }
}

void pairs_compute(struct draft *draft)
{
    const struct profile *profile = draft->profile;
    uint32_t *units;

    if ((draft->billings & IN_PAIRS) == 0)
        return;
    units = arena_alloc_array(draft->arena, draft->line_count, sizeof(*units));
    compute(draft, profile->unit_rule, units);
    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];
        bool monthly = line_is_billed_as(line, BILLING_MONTHLY);

        if (!is_base(line) && !is_addon(line))
            continue;
        line->out->units = units[i];
        line->out->unit_rule = text_of(monthly ? "monthly" : profile->unit_rule->name);
        if (is_base(line)) {
            write_base(draft, line);
            tell_missing(draft, line);
        }
        line_has_units(draft, line,
                       monthly ? month_source : profile_source(profile, KEY_unit_rule));
    }
    compare_stated(draft);
}
