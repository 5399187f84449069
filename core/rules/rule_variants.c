/* rule_variants.c - services of one code that state different modifiers (one region
 * distinct, one not) are lines of their own, one a set of modifiers, in the order of
 * first appearance. Units are the code's; they go to its variants by their minutes.
 *
 * The discipline's modifiers say nothing of a service, and an assistant's are
 * rule_assistant's. */
#include "rules/draft.h"
#include "rules/units_lines.h"

#include "base/text.h"

/* Whether rule_modifiers puts it on all rows of the code. */
static bool is_added(const struct draft *draft, const struct draft_line *line,
                     struct cl_text modifier)
{
    const struct profile *profile = draft->profile;

    for (size_t i = 0; i < profile->add_modifier_count; i++) {
        const struct code_modifier *added = &profile->add_modifiers[i];

        if (text_equal(added->modifier, modifier) &&
            (text_equal(added->code, line->out->code) || text_equal(added->code, text_of("*"))))
            return true;
    }
    return text_equal(profile->telehealth_modifier, modifier) && draft_is_telehealth(draft);
}

/* The modifier as it sets a line apart; TEXT_NONE for one that does not. */
static struct cl_text apart(const struct draft *draft, const struct draft_line *line,
                            struct cl_text modifier)
{
    const struct profile *profile = draft->profile;

    static const char *const others[] = { "GP", "GO", "GN", "CQ", "CO" };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (text_equal(modifier, text_of(others[i])))
            return TEXT_NONE;
    }
    /* A telehealth modifier of the payer's own choice goes on all lines of the claim. */
    if (code_list_has(&profile->telehealth_modifiers, modifier) &&
        (profile->telehealth_unmarked || profile->telehealth_modifier.length != 0))
        return TEXT_NONE;
    if (is_added(draft, line, modifier))
        return TEXT_NONE;
    /* Past the year's threshold KX goes on all rows. */
    if (text_equal(modifier, text_of("KX")) && line_gets_kx(draft, line))
        return TEXT_NONE;
    return modifier_becomes_59(profile, modifier) ? text_of("59") : modifier;
}

static bool has(const struct draft *draft, const struct draft_line *line,
                const struct service *service, struct cl_text modifier)
{
    for (uint32_t i = 0; i < service->modifier_count; i++) {
        if (text_equal(apart(draft, line, service->modifiers[i]), modifier))
            return true;
    }
    return false;
}

static bool covered(const struct draft *draft, const struct draft_line *line,
                    const struct service *a, const struct service *b)
{
    for (uint32_t i = 0; i < a->modifier_count; i++) {
        struct cl_text modifier = apart(draft, line, a->modifiers[i]);

        if (modifier.length != 0 && !has(draft, line, b, modifier))
            return false;
    }
    return true;
}

static bool alike(const struct draft *draft, const struct draft_line *line, const struct service *a,
                  const struct service *b)
{
    return covered(draft, line, a, b) && covered(draft, line, b, a);
}

static bool is_split(const struct draft *draft, const struct draft_line *line)
{
    for (uint32_t i = 1; i < line->service_count && !line->never_billed; i++) {
        if (!alike(draft, line, line->services[0], line->services[i]))
            return true;
    }
    return false;
}

/* Puts the services of `line` on lines of their own, which are added; returns how many. */
static uint32_t split(struct draft *draft, const struct draft_line *line)
{
    struct draft_line *variants = &draft->lines[draft->line_count];
    uint32_t count = 0;

    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];
        uint32_t at = 0;

        while (at < count && !alike(draft, line, variants[at].services[0], service))
            at++;
        if (at == count) {
            line_clear_services(draft_copy_line(draft, line));
            variants[count++].out->units = 0;
        }
        line_add_service(draft, &variants[at], service);
    }
    return count;
}

/* Units of a code that time does not make: each row's own. */
static uint32_t own_units(const struct draft_line *line)
{
    uint32_t without = line->entry != NULL && line->entry->billing == BILLING_COUNT;
    uint32_t sum = 0;

    for (uint32_t i = 0; i < line->service_count; i++)
        sum += line->services[i]->units != 0 ? line->services[i]->units : without;
    return sum;
}

static bool by_minutes(const struct draft_line *line)
{
    return line->entry != NULL && line->entry->billing != BILLING_COUNT &&
           line->entry->billing != BILLING_UNLISTED && line->entry->billing != BILLING_AREA;
}

/* Units of `line`, all its services together, to its variants. */
static void share_out(struct draft *draft, const struct draft_line *line,
                      struct draft_line *variants, uint32_t count)
{
    struct share *shares = arena_alloc_array(draft->scratch, count, sizeof(*shares));
    bool timed = line->entry->billing != BILLING_UNTIMED;
    uint32_t length = timed ? line->entry->unit_minutes : MAX_MINUTES;
    uint32_t units = line->out->units;

    for (uint32_t i = 0; i < count; i++) {
        shares[i].minutes = variants[i].out->minutes;
        variants[i].out->units = line_units_as_stated(draft, &variants[i]);
        /* Where an error kept them from being computed there are none to divide. */
        units -= variants[i].out->units < units ? variants[i].out->units : units;
    }
    units_share_out(shares, count, units, length);
    for (uint32_t i = 0; i < count; i++) {
        variants[i].out->units += shares[i].units;
        variants[i].short_service = line->short_service && shares[i].units != 0;
    }
    draft_line_finding(line, FINDING_UNITS_VARIANTS, COL_modifiers,
                       "the units of %s (%u) are allotted to %u sets of modifiers by their minutes",
                       line->out->documented_code.data, line->out->units, count);
}

/* The modifiers that set the line apart, as "59 GA". */
static struct cl_text list_apart(struct draft *draft, const struct draft_line *line)
{
    const struct service *service = line->services[0];
    struct cl_text text = TEXT_NONE;

    for (uint32_t i = 0; i < service->modifier_count; i++) {
        struct cl_text modifier = apart(draft, line, service->modifiers[i]);

        if (modifier.length != 0)
            text = arena_format(draft->arena, "%s%s%s", text.data, text.length != 0 ? " " : "",
                                modifier.data);
    }
    return text;
}

static void write_variants(struct draft *draft, const struct draft_line *variants, uint32_t count)
{
    for (uint32_t i = 0; i < count && draft->ledger != NULL; i++) {
        const struct draft_line *line = &variants[i];
        struct cl_text modifiers = list_apart(draft, line);

        ledger_add(draft->ledger,
                   LEDGER_ENTRY(.step = LEDGER_VARIANT, .code = line->out->code,
                                .modifier = modifiers, .minutes = line->out->minutes,
                                .units = line->out->units),
                   "rows %s%s: minutes %u, units %u%s",
                   modifiers.length != 0 ? "with " : "without a modifier of their own",
                   modifiers.data, line->out->minutes, line->out->units,
                   by_minutes(line) ? ", by the minutes of each variant" : ", as stated");
    }
}

/* Adds the lines of one code. */
static void add_lines(struct draft *draft, const struct draft_line *line)
{
    struct draft_line *variants = &draft->lines[draft->line_count];
    uint32_t count;

    if (!is_split(draft, line)) {
        draft_copy_line(draft, line);
        return;
    }
    count = split(draft, line);
    if (by_minutes(line)) {
        share_out(draft, line, variants, count);
    } else {
        for (uint32_t i = 0; i < count; i++)
            variants[i].out->units = own_units(&variants[i]);
    }
    write_variants(draft, variants, count);
}

void rule_variants(struct draft *draft)
{
    struct draft_line *lines = draft->lines;
    uint32_t codes = draft->line_count;
    uint32_t services = 0;
    bool splits = false;

    if ((draft->facts & SHARES_LINES) == 0)
        return;
    for (uint32_t i = 0; i < codes; i++) {
        services += lines[i].service_count;
        splits = splits || is_split(draft, &lines[i]);
    }
    if (!splits)
        return;
    draft_clear_lines(draft, services);
    for (uint32_t i = 0; i < codes; i++)
        add_lines(draft, &lines[i]);
}
