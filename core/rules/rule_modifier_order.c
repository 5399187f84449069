/* rule_modifier_order.c - a line's modifiers as a whole, when all rules have put
 * theirs: what the payer requires stands there, none contradicts another, they are
 * in the payer's order, and at most four (837P SV101, CMS-1500 box 24D). */
#include "rules/draft.h"

#include "base/text.h"

/* 59 says "distinct" in general, an X modifier says how: one of them is enough. */
static void check_distinct(const struct draft_line *line)
{
    if ((line->known_modifiers & MODIFIER_59) != 0 && (line->known_modifiers & MODIFIERS_X) != 0)
        draft_line_finding(line, FINDING_MODIFIER_DISTINCT, COL_modifiers,
                           "%s has 59 together with an X modifier",
                           line->out->documented_code.data);
}

/* GA, GY and GZ give different reasons why the payer would not pay (Pub. 100-04
 * ch. 1, 60.4). KX says that the need is documented, GA and GZ that a denial for want
 * of need is expected: equipment contractors refuse them on one line (Noridian JA DME);
 * that it is so for therapy is believed, not confirmed. */
static void check_contradiction(const struct draft_line *line)
{
    unsigned unpaid = line->known_modifiers & (MODIFIER_GA | MODIFIER_GY | MODIFIER_GZ);

    if ((unpaid & (unpaid - 1)) != 0) /* more than one bit */
        draft_line_finding(line, FINDING_MODIFIER_CONTRADICTION, COL_modifiers,
                           "%s has two of GA, GY and GZ", line->out->documented_code.data);
    if ((line->known_modifiers & MODIFIER_KX) != 0 && (unpaid & (MODIFIER_GA | MODIFIER_GZ)) != 0)
        draft_line_finding(line, FINDING_MODIFIER_CONTRADICTION, COL_modifiers,
                           "%s has KX together with GA or GZ", line->out->documented_code.data);
}

static void check_required(const struct profile *profile, const struct draft_line *line)
{
    for (size_t i = 0; i < profile->required_modifier_count; i++) {
        const struct code_modifier *required = &profile->required_modifiers[i];

        if ((text_equal(required->code, line->out->code) ||
             text_equal(required->code, text_of("*"))) &&
            !line_has_modifier(line, required->modifier))
            draft_line_finding(line, FINDING_MODIFIER_REQUIRED, COL_modifiers,
                               "%s lacks %s, which the profile %s requires",
                               line->out->documented_code.data, required->modifier.data,
                               profile->name.data);
    }
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
        struct cl_text moved = *line_modifier(line, i);
        uint32_t at = i;

        for (; at > 0 && group_of(profile, *line_modifier(line, at - 1)) > group_of(profile, moved);
             at--)
            *line_modifier(line, at) = *line_modifier(line, at - 1);
        *line_modifier(line, at) = moved;
    }
}

void rule_modifier_order(struct draft *draft)
{
    const struct profile *profile = draft->profile;

    for (struct draft_line *line = draft->lines, *end = line + draft->line_count; line < end;
         line++) {
        /* What makes no line of the claim has no modifiers that anybody reads. */
        if (!draft_shows(draft, line))
            continue;
        if (line->modifier_count > 1) {
            check_distinct(line);
            check_contradiction(line);
        }
        check_required(profile, line);
        sort(profile, line);
        if (line->modifier_count > CL_MAX_MODIFIERS)
            draft_line_finding(line, FINDING_MODIFIER_COUNT, COL_modifiers,
                               "%s would have %u modifiers", line->out->documented_code.data,
                               line->modifier_count);
    }
}
