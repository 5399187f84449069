/* diff.h - one export under two profile files: what changes, and how it is shown. */
#ifndef CORE_CLI_DIFF_H
#define CORE_CLI_DIFF_H

#include "cli/judged.h"

#include <claimline/plugin.h>

/* A line of the claim before and after; NULL: there is none. */
struct line_change {
    const struct cl_line *before, *after;
};

struct session_change {
    const struct judged *before, *after;
    struct line_change *lines; /* in the order of the lines before, then new ones */
    size_t line_count;
};

/* What a side bills in all. */
struct diff_side {
    uint64_t claims, lines, units;
    int64_t charge_cents;
    uint64_t held_only; /* sessions that this side alone holds */
};

struct diff_totals {
    uint64_t sessions, sessions_changed, lines_changed;
    struct diff_side before, after;
};

/* Compares what became of a session and fills *out, in `arena`; adds to the totals. False
 * where its lines have the same codes, units, modifiers and charges and its fate is the
 * same. */
bool diff_session(struct arena *arena, const struct judged *judged, struct diff_totals *totals,
                  struct session_change *out);

/* The charge of a line, 0 where there is no line or it has none. */
int64_t diff_charge(const struct cl_line *line);
uint32_t diff_units(const struct cl_line *line);
bool diff_same_modifiers(const struct cl_line *a, const struct cl_line *b);

/* The claim of a session that is not held, or NULL. */
const struct cl_claim *diff_claim(const struct judged *judged);

/* For people, on standard output. */
void diff_text(const struct session_change *change);
void diff_text_totals(const struct diff_totals *totals);

/* A line each (docs/schemas/diff.schema.json). */
void diff_json(struct cl_stream *out, const struct session_change *change);
void diff_json_totals(struct cl_stream *out, const struct diff_totals *totals);

#endif
