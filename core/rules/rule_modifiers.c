/* rule_modifiers.c - the modifiers of a line: those stated, the discipline's where
 * the payer wants it (GP, GO, GN: Pub. 100-04 ch. 5, 20.1), in the payer's order,
 * at most four (837P SV101, CMS-1500 box 24D). */
#include "rules/draft.h"

#include "base/text.h"

static const char *const discipline_modifiers[] = { "GP", "GO", "GN" }; /* by enum discipline */

static bool is_discipline(struct cl_text modifier)
{
    for (size_t i = 0; i <= DISCIPLINE_SLP; i++) {
        if (text_equal(modifier, text_of(discipline_modifiers[i])))
            return true;
    }
    return false;
}

static bool states(const struct service *service, struct cl_text modifier)
{
    for (uint32_t i = 0; i < service->modifier_count; i++) {
        if (text_equal(service->modifiers[i], modifier))
            return true;
    }
    return false;
}

/* Whether all modifiers of `a`, the discipline's aside, stand on `b` too. */
static bool covered(const struct service *a, const struct service *b)
{
    for (uint32_t i = 0; i < a->modifier_count; i++) {
        if (!is_discipline(a->modifiers[i]) && !states(b, a->modifiers[i]))
            return false;
    }
    return true;
}

static void check_variants(struct draft *draft, const struct draft_line *line)
{
    const struct service *first = line->services[0];

    for (uint32_t i = 1; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        if (covered(first, service) && covered(service, first))
            continue;
        findings_add(draft->findings, FINDING_MODIFIER_VARIANTS, service->line, COL_modifiers,
                     service->code, "rows of %s state different modifiers", service->code.data);
        return;
    }
}

static bool has(const struct draft_line *line, const char *modifier)
{
    for (uint32_t i = 0; i < line->modifier_count; i++) {
        if (text_equal(line->modifiers[i], text_of(modifier)))
            return true;
    }
    return false;
}

static void add(struct draft_line *line, struct cl_text modifier)
{
    if (!has(line, modifier.data) && line->modifier_count < DRAFT_MODIFIERS)
        line->modifiers[line->modifier_count++] = modifier;
}

static void collect(struct draft *draft, struct draft_line *line)
{
    const char *own = discipline_modifiers[draft->session->discipline];

    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        for (uint32_t j = 0; j < service->modifier_count; j++) {
            struct cl_text modifier = service->modifiers[j];

            if (is_discipline(modifier) && !text_equal(modifier, text_of(own)))
                findings_add(draft->findings, FINDING_MODIFIER_DISCIPLINE, service->line,
                             COL_modifiers, service->code,
                             "%s states a modifier of another discipline than the session's",
                             service->code.data);
            add(line, modifier);
        }
    }
    if (draft->profile->discipline_modifiers && line->entry != NULL && line->entry->therapy)
        add(line, text_of(own));
}

/* 59 says "distinct" in general, an X modifier says how: one of them is enough. */
static void check_distinct(struct draft *draft, const struct draft_line *line)
{
    if (has(line, "59") &&
        (has(line, "XE") || has(line, "XP") || has(line, "XS") || has(line, "XU")))
        draft_line_finding(draft, line, FINDING_MODIFIER_DISTINCT, COL_modifiers,
                           "%s has 59 together with an X modifier", line->documented_code.data);
}

static unsigned group_of(const struct profile *profile, struct cl_text modifier)
{
    for (size_t i = 0; i < profile->modifier_order.count; i++) {
        if (text_equal(profile->modifier_order.items[i], modifier))
            return profile->modifier_group[i];
    }
    return PROFILE_MODIFIER_GROUPS;
}

/* By group; within a group as they came. */
static void sort(const struct profile *profile, struct draft_line *line)
{
    for (uint32_t i = 1; i < line->modifier_count; i++) {
        struct cl_text moved = line->modifiers[i];
        uint32_t at = i;

        for (; at > 0 && group_of(profile, line->modifiers[at - 1]) > group_of(profile, moved);
             at--)
            line->modifiers[at] = line->modifiers[at - 1];
        line->modifiers[at] = moved;
    }
}

void rule_modifiers(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];

        collect(draft, line);
        if (line->never_billed)
            continue;
        check_variants(draft, line);
        check_distinct(draft, line);
        sort(draft->profile, line);
        /* A code without units makes no line, so none of its modifiers is billed. */
        if (line->modifier_count > CL_MAX_MODIFIERS && line->units > 0)
            draft_line_finding(draft, line, FINDING_MODIFIER_COUNT, COL_modifiers,
                               "%s would have %u modifiers", line->documented_code.data,
                               line->modifier_count);
    }
}
