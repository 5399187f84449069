/* rule_limits.c - what the payer's forms hold: pointers and units of a line, lines of
 * a claim (six on paper, 50 in an 837P; Medicare on paper takes one pointer; some
 * payers take one unit a line). */
#include "rules/draft.h"

#include "base/text.h"

#include <string.h>

/* Pointers stand in the order of importance, so the last ones go. */
static void cut_pointers(struct draft_line *line, uint32_t most)
{
    if (line->out->pointer_count <= most)
        return;
    memset(line->out->pointers + most, 0, line->out->pointer_count - most);
    line->out->pointer_count = most;
}

/* On how many lines of at most `most` units (0: any) it stands. */
static uint32_t pieces_of(const struct draft_line *line, uint32_t most)
{
    return most == 0 || line->out->units <= most ? 1 : (line->out->units - 1) / most + 1;
}

/* Each piece but the last has `most` units and the minutes that they take; the last
 * has the rest of both. Where time makes no unit, the first has all minutes. */
static void divide(struct draft *draft, const struct draft_line *line, uint32_t most,
                   uint32_t count)
{
    bool timed = line->entry != NULL && line->entry->unit_minutes != 0;
    uint32_t units = line->out->units, minutes = line->out->minutes;
    uint32_t share = timed ? most * line->entry->unit_minutes : minutes;

    for (uint32_t i = 0; i < count; i++) {
        struct cl_line *piece = draft_copy_line(draft, line)->out;
        bool last = i + 1 == count;

        piece->units = last ? units : most;
        piece->minutes = last || share > minutes ? minutes : share;
        units -= piece->units;
        minutes -= piece->minutes;
    }
}

static void divide_lines(struct draft *draft, uint32_t count)
{
    const struct draft_line *lines = draft->lines;
    uint32_t before = draft->line_count;
    uint32_t most = draft->profile->units_per_line;

    draft_clear_lines(draft, count);
    for (uint32_t i = 0; i < before; i++) {
        const struct draft_line *line = &lines[i];
        uint32_t pieces = pieces_of(line, most);

        divide(draft, line, most, pieces);
        if (pieces > 1)
            ledger_add(
                draft->ledger,
                LEDGER_ENTRY(.step = LEDGER_UNITS, .code = line->out->code,
                             .units = line->out->units,
                             .source = text_of(profile_source(draft->profile, KEY_units_per_line))),
                "the units of %s stand on %u lines of at most %u", line->out->code.data, pieces,
                most);
    }
}

void rule_limits(struct draft *draft)
{
    const struct profile *profile = draft->profile;
    uint64_t all = 0, billed = 0; /* lines after the division; those that the claim shows */
    uint32_t most = profile_most_lines(profile);

    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];
        uint32_t pieces = pieces_of(line, profile->units_per_line);

        cut_pointers(line, profile->max_pointers);
        all += pieces;
        if (draft_shows(draft, line))
            billed += pieces;
    }
    if (billed > most)
        draft_finding(draft, FINDING_CLAIM_LINES, COLUMN_NONE,
                      "session %s would make %llu lines; a claim to this payer has %u at most",
                      draft->session->id.data, (unsigned long long)billed, most);
    else if (all > draft->line_count)
        divide_lines(draft, (uint32_t)all);
}
