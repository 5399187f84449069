/* units_lines.h - what the classes of codes share. Part of rule_units.c: each class
 * is checked first, and its units are computed where no error was found. */
#ifndef CORE_RULES_UNITS_LINES_H
#define CORE_RULES_UNITS_LINES_H

#include "rules/draft.h"

static inline bool line_is_billed_as(const struct draft_line *line, enum billing billing)
{
    return line->billing == billing;
}

/* Units stated on all services of the line, added up; 0 where one states none. */
uint32_t line_stated_units(const struct draft_line *line);

/* Units stated on rows of a timed code without minutes, where the payer's profile
 * bills them (stated_units = allowed); else 0. */
uint32_t service_units_as_stated(const struct draft *draft, const struct draft_line *line,
                                 const struct service *service);
uint32_t line_units_as_stated(const struct draft *draft, const struct draft_line *line);

void line_write_units(struct draft *draft, const struct draft_line *line, const char *source);
void line_tell_none(const struct draft_line *line);

/* The units of a line are known: writes them down, and tells where there are none.
 * `source`: of the rule. */
static inline void line_has_units(struct draft *draft, const struct draft_line *line,
                                  const char *source)
{
    if (draft->ledger != NULL)
        line_write_units(draft, line, source);
    if (line->out->units == 0)
        line_tell_none(line);
}

/* Stated units are held against the computed ones, which are billed. `agreeing`: the
 * unit rules that give the stated units, a bit each in the order of unit_rules. */
bool line_differs_from_stated(const struct draft_line *line);
void line_tell_differing(const struct draft *draft, const struct draft_line *line,
                         unsigned agreeing);

/* Every row of the line must have minutes. */
void line_check_minutes(const struct draft *draft, const struct draft_line *line);

/* units_timed.c: units of the timed codes of claims whose minutes count together. */
void timed_compute(struct draft *const *drafts, size_t count);

/* units_pair.c: first pieces of time and their add-ons, of a session and of a month. */
void pairs_check(struct draft *draft);
void pairs_compute(struct draft *draft);

#endif
