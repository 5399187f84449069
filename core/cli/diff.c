/* diff.c - see diff.h. */
#include "diff.h"

#include "base/text.h"

#include <string.h>

int64_t diff_charge(const struct cl_line *line)
{
    return line != NULL && line->charge_cents != CL_NO_AMOUNT ? line->charge_cents : 0;
}

uint32_t diff_units(const struct cl_line *line)
{
    return line != NULL ? line->units : 0;
}

bool diff_same_modifiers(const struct cl_line *a, const struct cl_line *b)
{
    for (unsigned i = 0; i < CL_MAX_MODIFIERS; i++) {
        if (!text_equal(a->modifiers[i], b->modifiers[i]))
            return false;
    }
    return true;
}

const struct cl_claim *diff_claim(const struct judged *judged)
{
    return judged->held ? NULL : judged->verdict->claim;
}

static bool same_code(const struct cl_line *a, const struct cl_line *b)
{
    return text_equal(a->code, b->code);
}

static bool same_code_and_modifiers(const struct cl_line *a, const struct cl_line *b)
{
    return same_code(a, b) && diff_same_modifiers(a, b);
}

static bool same_line(const struct cl_line *a, const struct cl_line *b)
{
    return same_code_and_modifiers(a, b) && a->units == b->units &&
           a->charge_cents == b->charge_cents;
}

static bool same_documented(const struct cl_line *a, const struct cl_line *b)
{
    return text_equal(a->documented_code, b->documented_code);
}

typedef bool likeness(const struct cl_line *a, const struct cl_line *b);

/* Which lines are one and the same before and after: the most alike find each other first. */
static likeness *const likenesses[] = { same_line, same_code_and_modifiers, same_code,
                                        same_documented };

enum { LIKENESS_COUNT = sizeof(likenesses) / sizeof(likenesses[0]) };

/* The lines of both claims while they are matched. */
struct matching {
    const struct cl_claim *before, *after; /* or NULL */
    const struct cl_line **partner;        /* of each line before */
    bool *taken;                           /* each line after */
    uint32_t before_count, after_count;
};

static void match(struct matching *matching, likeness *alike)
{
    for (uint32_t i = 0; i < matching->before_count; i++) {
        const struct cl_line *line = cl_claim_line(matching->before, i);

        for (uint32_t at = 0; at < matching->after_count && matching->partner[i] == NULL; at++) {
            const struct cl_line *other = cl_claim_line(matching->after, at);

            if (matching->taken[at] || !alike(line, other))
                continue;
            matching->partner[i] = other;
            matching->taken[at] = true;
        }
    }
}

static void add(struct session_change *change, const struct cl_line *before,
                const struct cl_line *after)
{
    if (before == NULL || after == NULL || !same_line(before, after))
        change->lines[change->line_count++] = (struct line_change){ before, after };
}

static void compare_lines(struct arena *arena, struct session_change *change)
{
    struct matching matching = { .before = diff_claim(change->before),
                                 .after = diff_claim(change->after) };

    matching.before_count = matching.before != NULL ? matching.before->line_count : 0;
    matching.after_count = matching.after != NULL ? matching.after->line_count : 0;
    matching.partner =
        arena_alloc_array(arena, (size_t)matching.before_count + 1, sizeof(struct cl_line *));
    matching.taken = arena_alloc_array(arena, (size_t)matching.after_count + 1, sizeof(bool));
    for (size_t i = 0; i < LIKENESS_COUNT; i++)
        match(&matching, likenesses[i]);
    change->lines = arena_alloc_array(arena, (size_t)matching.before_count + matching.after_count,
                                      sizeof(*change->lines));
    for (uint32_t i = 0; i < matching.before_count; i++)
        add(change, cl_claim_line(matching.before, i), matching.partner[i]);
    for (uint32_t i = 0; i < matching.after_count; i++) {
        if (!matching.taken[i])
            add(change, NULL, cl_claim_line(matching.after, i));
    }
}

static void add_side(struct diff_side *side, const struct judged *judged,
                     const struct judged *other)
{
    const struct cl_claim *claim = diff_claim(judged);

    side->held_only += judged->held && !other->held;
    if (claim == NULL)
        return;
    side->claims++;
    side->lines += claim->line_count;
    side->units += claim_sum(claim).units;
    side->charge_cents += claim->charge_cents != CL_NO_AMOUNT ? claim->charge_cents : 0;
}

bool diff_session(struct arena *arena, const struct judged *judged, struct diff_totals *totals,
                  struct session_change *out)
{
    *out = (struct session_change){ .before = judged, .after = judged->other };
    if (!judged->first_piece)
        return false;
    totals->sessions++;
    add_side(&totals->before, judged, judged->other);
    add_side(&totals->after, judged->other, judged);
    compare_lines(arena, out);
    if (out->line_count == 0 && strcmp(judged_fate(judged), judged_fate(judged->other)) == 0)
        return false;
    totals->sessions_changed++;
    totals->lines_changed += out->line_count;
    return true;
}
