/* filter.c - see filter.h. */
#include "filter.h"

#include "base/text.h"

static bool among(const struct cl_text *list, size_t count, struct cl_text text)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(list[i], text))
            return true;
    }
    return count == 0;
}

const struct cl_claim *claim_part(const struct cl_claim *claim, const bool *marks, bool wanted,
                                  struct arena *arena)
{
    struct cl_claim *part = arena_alloc(arena, sizeof(*part));
    struct cl_line *lines;
    uint32_t count = 0;

    for (uint32_t i = 0; i < claim->line_count; i++)
        count += marks[i] == wanted;
    lines = arena_alloc_array(arena, count, sizeof(*lines));
    count = 0;

    *part = *claim;
    part->lines = lines;
    part->line_stride = sizeof(*lines);
    part->charge_cents = CL_NO_AMOUNT;
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        if (marks[i] != wanted)
            continue;
        lines[count++] = *line;
        if (line->charge_cents == CL_NO_AMOUNT)
            continue;
        if (part->charge_cents == CL_NO_AMOUNT)
            part->charge_cents = 0;
        part->charge_cents += line->charge_cents;
    }
    part->line_count = count;
    return part;
}

const struct cl_claim *filter_claim(const struct filter *filter, const struct cl_claim *claim,
                                    struct arena *arena, struct claim_totals *left_out)
{
    uint32_t kept = 0;
    bool *keep;

    if (!among(filter->payers, filter->payer_count, claim->payer->id)) {
        claim_totals_add(left_out, claim);
        return NULL;
    }
    if (filter->code_count == 0)
        return claim;
    keep = arena_alloc_array(arena, claim->line_count, sizeof(*keep));
    for (uint32_t i = 0; i < claim->line_count; i++) {
        keep[i] = among(filter->codes, filter->code_count, cl_claim_line(claim, i)->code);
        kept += keep[i];
    }
    if (kept == claim->line_count)
        return claim;
    claim_totals_add(left_out, claim_part(claim, keep, false, arena));
    if (kept == 0)
        return NULL;
    left_out->claims--; /* it counts where its other lines are */
    return claim_part(claim, keep, true, arena);
}
