/* text.c - writes claims as aligned lines for a person to read, with totals at the end. */
#include "text.h"

#include "row.h"

#include <claimline/facts.h>
#include <claimline/plugin.h>

/* The columns of claim lines. Grouped by session they begin with NUMBER. */
enum {
    SESSION,
    DATE,
    NUMBER,
    CODE,
    MODIFIERS,
    UNITS,
    MINUTES,
    UNIT_CHARGE,
    CHARGE,
    POINTERS,
    RULE
};

static const struct column columns[] = {
    [SESSION] = { "Session", WIDTH_SESSION, false },
    [DATE] = { "Date", WIDTH_DATE, false },
    [NUMBER] = { "#", WIDTH_NUMBER, true },
    [CODE] = { "Code", WIDTH_CODE, false },
    [MODIFIERS] = { "Modifiers", WIDTH_MODIFIERS, false },
    [UNITS] = { "Units", WIDTH_UNITS, true },
    [MINUTES] = { "Min", WIDTH_MINUTES, true },
    [UNIT_CHARGE] = { "Unit charge", WIDTH_UNIT_CHARGE, true },
    [CHARGE] = { "Charge", WIDTH_CHARGE, true },
    [POINTERS] = { "Ptrs", WIDTH_POINTERS, false },
    [RULE] = { "Rule", WIDTH_RULE, false },
};

/* The columns of the totals. */
enum { T_CODE, T_CLAIMS, T_LINES, T_UNITS, T_MINUTES, T_CHARGE };

static const struct column total_columns[] = {
    [T_CODE] = { "Code", 5, false },       [T_CLAIMS] = { "Claims", 9, true },
    [T_LINES] = { "Lines", 9, true },      [T_UNITS] = { "Units", 10, true },
    [T_MINUTES] = { "Minutes", 10, true }, [T_CHARGE] = { "Charge", 15, true },
};

enum { F_SEVERITY, F_ID, F_COUNT };

static const struct column finding_columns[] = {
    [F_SEVERITY] = { "Severity", 8, false },
    [F_ID] = { "Finding", 32, false },
    [F_COUNT] = { "Count", 9, true },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct row begin(const struct text *text, size_t indent, struct cl_stream *out)
{
    return row_begin(out, (size_t)text->width, indent);
}

static struct cl_text literal(const char *string)
{
    struct cl_text text = { string, strlen(string) };

    return text;
}

static bool same(struct cl_text a, struct cl_text b)
{
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

static void put_titles(struct row *row, const struct column *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        row_cell(row, &from[i], literal(from[i].title));
    row_rest(row, literal("Description"));
    row_end(row);
}

static int text_head(void *state, struct cl_stream *out)
{
    const struct text *text = state;
    size_t first = text->group == GROUP_SESSION ? NUMBER : SESSION;
    struct row row = begin(text, text->group == GROUP_SESSION ? INDENT : 0, out);

    put_titles(&row, columns + first, COUNT(columns) - first);
    if (text->group == GROUP_SESSION)
        cl_putc(out, '\n');
    return CL_OK;
}

static void put_heading(const struct text *text, const struct cl_claim *claim,
                        struct cl_stream *out)
{
    struct row row = begin(text, 0, out);
    char scratch[CL_SCRATCH];

    row_item(&row, 2, "Session ", claim->session_id);
    if (!same(claim->claim_id, claim->session_id))
        row_item(&row, 2, "claim ", claim->claim_id);
    row_item(&row, 2, "", cl_format_date(scratch, claim->service_date));
    row_item(&row, 2, "patient ", claim->patient->id);
    row_item(&row, 2, "payer ", claim->payer->id);
    row_item(&row, 2, "place ", claim->place_of_service);
    for (uint32_t i = 0; i < claim->diagnosis_count; i++)
        row_item(&row, i == 0 ? 2 : 1, i == 0 ? "diagnoses " : "", claim->diagnoses[i]);
    row_end(&row);
}

/* GP,59 */
static void put_modifiers(struct row *row, const struct cl_line *line)
{
    if (line->modifiers[0].length == 0) {
        row_cell(row, &columns[MODIFIERS], line->modifiers[0]);
        return;
    }
    row_enter(row, &columns[MODIFIERS], 0);
    for (int i = 0; i < CL_MAX_MODIFIERS && line->modifiers[i].length > 0; i++) {
        if (i > 0)
            row_puts(row, ",");
        row_put(row, line->modifiers[i]);
    }
}

/* (for 97014), where a substitution changed the code. */
static void put_substitution(struct row *row, const struct cl_line *line)
{
    if (line->documented_code.length == 0 || same(line->documented_code, line->code))
        return;
    row_pad(row, row->edge);
    row_puts(row, "(for ");
    row_put(row, line->documented_code);
    row_puts(row, ")");
}

static void put_line(struct row *row, const struct cl_line *line)
{
    char scratch[CL_SCRATCH];

    row_number(row, &columns[NUMBER], line->number);
    row_cell(row, &columns[CODE], line->code);
    put_modifiers(row, line);
    row_number(row, &columns[UNITS], line->units);
    row_number(row, &columns[MINUTES], line->minutes);
    row_money(row, &columns[UNIT_CHARGE], line->unit_charge_cents);
    row_money(row, &columns[CHARGE], line->charge_cents);
    row_cell(row, &columns[POINTERS], cl_format_pointers(scratch, line));
    row_cell(row, &columns[RULE], line->unit_rule);
    put_substitution(row, line);
    row_rest(row, line->description);
    row_end(row);
}

/* (2 lines without charge): a sum that is not whole says so. */
static void put_gap(struct row *row, uint64_t lines_without_charge)
{
    char scratch[CL_SCRATCH];

    if (lines_without_charge == 0)
        return;
    row_pad(row, row->edge);
    row_puts(row, "(");
    row_put(row, cl_format_unsigned(scratch, lines_without_charge));
    row_puts(row, lines_without_charge == 1 ? " line without charge)" : " lines without charge)");
}

static void put_claim_total(const struct text *text, const struct cl_claim *claim,
                            struct cl_stream *out)
{
    struct row row = begin(text, INDENT, out);
    uint64_t gap = 0;

    for (uint32_t i = 0; i < claim->line_count; i++)
        gap += cl_claim_line(claim, i)->charge_cents == CL_NO_AMOUNT;
    row.edge += columns[NUMBER].width + 1;
    row_pad(&row, row.edge);
    row_puts(&row, "Claim total");
    for (int i = CODE; i < CHARGE; i++)
        row.edge += columns[i].width + 1;
    row_money(&row, &columns[CHARGE], claim->charge_cents);
    put_gap(&row, gap);
    row_end(&row);
    row_end(&row);
}

static void put_group(const struct text *text, const struct cl_claim *claim, struct cl_stream *out)
{
    put_heading(text, claim, out);
    for (uint32_t i = 0; i < claim->line_count; i++) {
        struct row row = begin(text, INDENT, out);

        put_line(&row, cl_claim_line(claim, i));
    }
    put_claim_total(text, claim, out);
}

/* Lines that each say whose they are. */
static void put_lines(const struct text *text, const struct cl_claim *claim, struct cl_stream *out)
{
    char scratch[CL_SCRATCH];

    for (uint32_t i = 0; i < claim->line_count; i++) {
        struct row row = begin(text, 0, out);

        row_cell(&row, &columns[SESSION], claim->session_id);
        row_cell(&row, &columns[DATE], cl_format_date(scratch, claim->service_date));
        put_line(&row, cl_claim_line(claim, i));
    }
}

static int text_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    const struct text *text = state;

    if (plain_claim_put(text, claim, out))
        return CL_OK;
    if (text->group == GROUP_SESSION)
        put_group(text, claim, out);
    else
        put_lines(text, claim, out);
    return CL_OK;
}

/* One line of the totals: a code's, or that of all. */
static void put_total(const struct text *text, const struct cl_code_total *total,
                      struct cl_stream *out)
{
    struct row row = begin(text, 0, out);
    bool stated = total->lines == 0 || total->lines > total->lines_without_charge;

    row_cell(&row, &total_columns[T_CODE], total->code);
    row_number(&row, &total_columns[T_CLAIMS], total->claims);
    row_number(&row, &total_columns[T_LINES], total->lines);
    row_number(&row, &total_columns[T_UNITS], total->units);
    row_number(&row, &total_columns[T_MINUTES], total->minutes);
    row_money(&row, &total_columns[T_CHARGE], stated ? total->charge_cents : CL_NO_AMOUNT);
    put_gap(&row, total->lines_without_charge);
    row_rest(&row, total->description);
    row_end(&row);
}

static void put_totals(const struct text *text, const struct cl_totals *totals,
                       struct cl_stream *out)
{
    struct row row = begin(text, 0, out);
    struct cl_code_total all = {
        .size = sizeof(all),
        .code = literal("All"),
        .description = literal(""),
        .claims = totals->claims,
        .lines = totals->lines,
        .units = totals->units,
        .minutes = totals->minutes,
        .lines_without_charge = totals->lines_without_charge,
        .charge_cents = totals->charge_cents,
    };

    cl_puts(out, "Totals\n");
    put_titles(&row, total_columns, COUNT(total_columns));
    for (uint32_t i = 0; i < totals->code_count; i++)
        put_total(text, cl_code_total_at(totals, i), out);
    put_total(text, &all, out);
}

/* What became of the run, also of what is not in this file. */
static void put_run(const struct cl_totals *totals, struct cl_stream *out)
{
    cl_puts(out, "\nSessions: ");
    cl_put_unsigned(out, totals->sessions_read);
    cl_puts(out, " read, ");
    cl_put_unsigned(out, totals->sessions_held);
    cl_puts(out, " held, ");
    cl_put_unsigned(out, totals->sessions_skipped);
    cl_puts(out, " skipped, ");
    cl_put_unsigned(out, totals->sessions_without_lines);
    cl_puts(out, " without lines\n");
}

static void put_findings(const struct text *text, const struct cl_totals *totals,
                         struct cl_stream *out)
{
    if (totals->finding_count > 0)
        cl_puts(out, "\nFindings\n");
    for (uint32_t i = 0; i < totals->finding_count; i++) {
        const struct cl_finding_total *finding = cl_finding_total_at(totals, i);
        struct row row = begin(text, 0, out);

        row_cell(&row, &finding_columns[F_SEVERITY], finding->severity);
        row_cell(&row, &finding_columns[F_ID], finding->id);
        row_number(&row, &finding_columns[F_COUNT], finding->count);
        row_end(&row);
    }
}

static int text_tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    const struct text *text = state;

    if (!text->totals)
        return CL_OK;
    if (text->group == GROUP_NONE)
        cl_putc(out, '\n');
    put_totals(text, totals, out);
    put_run(totals, out);
    put_findings(text, totals, out);
    return CL_OK;
}

static const struct cl_encoder encoder = {
    .size = sizeof(encoder),
    .head = text_head,
    .claim = text_claim,
    .tail = text_tail,
};

static const struct cl_option options[] = {
    CL_OPTION_INT(struct text, width, "100", 90, 400,
                  "the widest line, in characters: descriptions are cut, headings wrapped to it"),
    CL_OPTION_CHOICE(struct text, group, "session", "session|none",
                     "lines under a heading for each session, or each with its session_id"),
    CL_OPTION_BOOL(struct text, totals, "true", "end with totals per code and the run's counts"),
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "text",
    .summary = "claim lines for a person to read, with totals",
    .state_size = sizeof(struct text),
    .options = CL_OPTIONS(options),
    .flags = CL_PARALLEL,
    .encoder = &encoder,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = {
    .size = sizeof(module),
    .version = "0.1.0",
    .plugins = plugins,
};

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
