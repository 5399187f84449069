/* rule_edits.c - the payers' edits: pairs of codes that are not paid together, and units of
 * a code that are not believed; over all claims of the visit, by date of service.
 *
 * Sources: Medicare NCCI Policy Manual, ch. I (E: modifiers; V: MUEs); a modifier
 * counts on either code of the pair since 2019-07-01 (CMS change request 11168). */
#include "rules/draft.h"
#include "rules/visit.h"

#include "base/text.h"

/* A code that is billed, with all its lines in the visit. Codes that are not in the
 * code table have no edits (edits.h), so these are few. */
struct billed {
    struct cl_text code;
    struct draft *draft; /* of the first line */
    uint32_t units;
    bool plain; /* a line does not state that it is a distinct service */
};

struct edit_check {
    struct visit *visit;
    const struct edits *edits;
    struct cl_date day;
    struct billed *codes; /* in the order of first appearance */
    uint32_t count;
    bool *counted; /* of the drafts: what is held already bills nothing */
};

static bool is_billed(const struct draft_line *line)
{
    return line->out->units > 0 && !line->never_billed && line->entry != NULL;
}

static bool says_distinct(const struct draft_line *line)
{
    return (line->known_modifiers & MODIFIERS_DISTINCT) != 0;
}

static void add_line(struct edit_check *check, struct draft *draft, const struct draft_line *line)
{
    uint32_t at = 0;

    while (at < check->count && !text_equal(check->codes[at].code, line->out->code))
        at++;
    if (at == check->count)
        check->codes[check->count++] = (struct billed){ .code = line->out->code, .draft = draft };
    check->codes[at].units += line->out->units;
    check->codes[at].plain = check->codes[at].plain || !says_distinct(line);
}

static void collect(struct edit_check *check)
{
    struct visit *visit = check->visit;
    uint32_t lines = 0;

    for (uint32_t i = 0; i < visit->draft_count; i++)
        lines += visit->drafts[i]->line_count;
    check->codes = arena_alloc_array(visit->scratch, lines, sizeof(*check->codes));
    check->counted = arena_alloc_array(visit->scratch, visit->draft_count, sizeof(bool));
    for (uint32_t i = 0; i < visit->draft_count; i++) {
        struct draft *draft = visit->drafts[i];

        check->counted[i] = !draft_has_errors(draft);
        for (uint32_t at = 0; at < draft->line_count && check->counted[i]; at++) {
            if (is_billed(&draft->lines[at]))
                add_line(check, draft, &draft->lines[at]);
        }
    }
}

/* The modifiers to think of, of those that the payer takes. */
static const char *distinct_modifiers(const struct draft *draft)
{
    bool with_59 = code_list_has(&draft->profile->distinct_modifiers, text_of("59"));
    bool with_xs = code_list_has(&draft->profile->distinct_modifiers, text_of("XS"));

    if (with_xs)
        return with_59 ? "59 or XS" : "XS";
    return with_59 ? "59" : "a modifier";
}

static void note_pair(const struct billed *paid, const struct billed *denied,
                      const struct pair_edit *edit)
{
    const char *said = edit->indicator == 0 ? "no modifier resolves it"
                       : !paid->plain || !denied->plain
                           ? "a modifier states that they are distinct"
                           : "a modifier may resolve it; none is stated";

    ledger_add(denied->draft->ledger,
               LEDGER_ENTRY(.step = LEDGER_EDIT, .code = denied->code,
                            .source = text_of("NCCI Policy Manual, ch. I")),
               "NCCI pair of %s: %s is paid, %s is not; indicator %u, %s", edit->table,
               paid->code.data, denied->code.data, edit->indicator, said);
}

/* A billed line of the code in the draft, one that does not say distinct before others. */
static const struct draft_line *line_with(const struct draft *draft, struct cl_text code)
{
    const struct draft_line *found = NULL;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];

        if (!is_billed(line) || !text_equal(line->out->code, code))
            continue;
        if (!says_distinct(line))
            return line;
        found = found != NULL ? found : line;
    }
    return found;
}

static void tell_pair(const struct draft *draft, const struct draft_line *line,
                      const struct billed *paid, const struct billed *denied,
                      const struct pair_edit *edit)
{
    if (edit->indicator == 0)
        draft_line_finding(line, FINDING_EDIT_PAIR, COL_code,
                           "%s is not paid with %s on one day, and no modifier changes that (NCCI "
                           "pair of %s, indicator 0): bill %s alone",
                           denied->code.data, paid->code.data, edit->table, paid->code.data);
    else
        draft_line_finding(line, FINDING_EDIT_PAIR, COL_code,
                           "%s is not paid with %s on one day (NCCI pair of %s, indicator 1): "
                           "bill %s alone, or state %s on one of them where the record shows that "
                           "they are distinct",
                           denied->code.data, paid->code.data, edit->table, paid->code.data,
                           distinct_modifiers(draft));
}

/* Every claim with one of the codes is told, at its line of the code that is not paid
 * where it has one. A modifier resolves the pair only for the line that states it. */
static void check_pair(const struct edit_check *check, const struct billed *a,
                       const struct billed *b, const struct pair_edit *edit)
{
    const struct billed *paid = text_equal(a->code, edit->column1) ? a : b;
    const struct billed *denied = paid == a ? b : a;

    note_pair(paid, denied, edit);
    if (edit->indicator != 0 && (!paid->plain || !denied->plain))
        return;
    for (uint32_t i = 0; i < check->visit->draft_count; i++) {
        const struct draft *draft = check->visit->drafts[i];
        const struct draft_line *line = line_with(draft, denied->code);

        if (line == NULL)
            line = line_with(draft, paid->code);
        if (check->counted[i] && line != NULL)
            tell_pair(draft, line, paid, denied, edit);
    }
}

static void check_pairs(const struct edit_check *check)
{
    for (uint32_t i = 0; i < check->count; i++) {
        for (uint32_t at = i + 1; at < check->count; at++) {
            const struct pair_edit *edit =
                edits_pair(check->edits, check->codes[i].code, check->codes[at].code, check->day);

            if (edit != NULL)
                check_pair(check, &check->codes[i], &check->codes[at], edit);
        }
    }
}

/* Indicator 1: each line of its own. */
static void check_lines(const struct edit_check *check, const struct unit_edit *edit)
{
    for (uint32_t i = 0; i < check->visit->draft_count; i++) {
        const struct draft *draft = check->visit->drafts[i];

        for (uint32_t at = 0; at < draft->line_count; at++) {
            const struct draft_line *line = &draft->lines[at];

            if (is_billed(line) && text_equal(line->out->code, edit->code) &&
                line->out->units > edit->units)
                draft_line_finding(line, FINDING_EDIT_UNITS, COL_units,
                                   "%s has %u units on a line, above the %u of the MUE table of "
                                   "%s (indicator 1, a line)",
                                   line->out->code.data, line->out->units, edit->units,
                                   edit->table);
        }
    }
}

/* Indicators 2 and 3: all lines of the day. */
static void check_day(const struct edit_check *check, const struct billed *billed,
                      const struct unit_edit *edit)
{
    for (uint32_t i = 0; i < check->visit->draft_count && billed->units > edit->units; i++) {
        const struct draft_line *line = line_with(check->visit->drafts[i], billed->code);

        if (check->counted[i] && line != NULL)
            draft_line_finding(line, FINDING_EDIT_UNITS, COL_units,
                               "%s has %u units on the day, above the %u of the MUE table of %s "
                               "(indicator %u, a day): the payer denies all of them",
                               billed->code.data, billed->units, edit->units, edit->table,
                               edit->indicator);
    }
}

static void check_units(const struct edit_check *check)
{
    for (uint32_t i = 0; i < check->count; i++) {
        const struct billed *billed = &check->codes[i];
        const struct unit_edit *edit = edits_units(check->edits, billed->code, check->day);

        if (edit == NULL)
            continue;
        ledger_add(billed->draft->ledger,
                   LEDGER_ENTRY(.step = LEDGER_EDIT, .code = billed->code, .units = billed->units,
                                .source = text_of("NCCI Policy Manual, ch. I, V")),
                   "MUE table of %s: at most %u units of %s a %s (indicator %u)", edit->table,
                   edit->units, billed->code.data, edit->indicator == 1 ? "line" : "day",
                   edit->indicator);
        if (edit->indicator == 1)
            check_lines(check, edit);
        else
            check_day(check, billed, edit);
    }
}

void rule_edits(struct visit *visit)
{
    struct edit_check check = { .visit = visit, .edits = visit->rules->edits };
    const struct draft *first;

    first = visit->drafts[0];
    check.day = first->session->service_date;
    collect(&check);
    if (draft_wants(first, FINDING_EDIT_PAIR))
        check_pairs(&check);
    if (draft_wants(first, FINDING_EDIT_UNITS))
        check_units(&check);
}
