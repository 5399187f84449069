/* plain_rows.c - writes rows whose cells stand as they are: nearly all. */
#include "csv.h"

/* Rows of one claim. */
struct rows {
    struct plain_claim claim;
    char *begins[CL_FACT_COUNT + 1]; /* where each cell of the first row does; where the row ends */
};

/* Quotes, control characters, blanks and the separator, and a `!`, which is between. */
PLAIN_INLINE plain_bytes suspects(plain_bytes bytes, plain_bytes separator)
{
    return (plain_bytes)((bytes <= '"') | (bytes == separator));
}

/* A blank inside is nothing special; only what may be is looked at byte by byte. */
static bool stands(const void *state, struct cl_text text)
{
    const struct csv *csv = state;
    const size_t step = sizeof(plain_bytes);
    plain_bytes found = { 0 };

    for (size_t at = 0; text.length >= step && at < text.length; at += step) {
        size_t from = at + step <= text.length ? at : text.length - step;
        plain_bytes bytes = plain_load(text.data + from);

        found |= (plain_bytes)((bytes < ' ') | (bytes == '"') |
                               (bytes == (unsigned char)csv->separator));
    }
    if (text.length >= step && !plain_any(found))
        return text.data[0] != ' ' && text.data[text.length - 1] != ' ';
    return !cells_needs_quotes(csv, text.data[0], text);
}

static const struct plain_format format = { suspects, stands };

/* Between diagnoses is a `;`, which may be the separator. */
PLAIN_INLINE char *put_quoted_diagnoses(struct plain_claim *claim, char *at)
{
    *at = '"';
    at = plain_diagnoses(claim, &format, at + 1);
    *at = '"';
    return at + 1;
}

/* A cell with the separator behind it. */
PLAIN_INLINE char *put_cell(struct plain_claim *claim, const struct cl_fact *fact, char separator,
                            char *at)
{
    if (fact->kind == CL_FACT_DIAGNOSES && separator == ';' && claim->claim->diagnosis_count > 1)
        at = put_quoted_diagnoses(claim, at);
    else
        at = plain_fact(claim, &format, fact, at);
    *at = separator;
    return at + 1;
}

/* In place of the separator behind the last cell. */
PLAIN_INLINE char *end_row(const struct csv *csv, char *at)
{
    at--;
    if (csv->newline == NEWLINE_CRLF)
        *at++ = '\r';
    *at++ = '\n';
    return at;
}

static bool is_of_claim(const struct cl_fact *fact)
{
    return fact->of < CL_OF_LINE;
}

/* A cell of a row behind the first. Of cells beside each other that speak of the claim, the
 * first one notes where they begin in the first row, and the last one repeats them all. */
PLAIN_INLINE char *repeat_cell(struct rows *rows, const struct cl_fact *facts, uint32_t count,
                               uint32_t index, char separator, const char **from, char *at)
{
    if (!is_of_claim(&facts[index]))
        return put_cell(&rows->claim, &facts[index], separator, at);
    if (index == 0 || !is_of_claim(&facts[index - 1]))
        *from = rows->begins[index];
    if (index + 1 < count && is_of_claim(&facts[index + 1]))
        return at;
    return plain_again(at, *from, (size_t)(rows->begins[index + 1] - *from));
}

/* The first row of a claim, the other ones: of the columns that were chosen. */
PLAIN_INLINE char *put_chosen(const struct csv *csv, struct rows *rows, char *at)
{
    for (uint32_t i = 0; i < csv->count; i++) {
        rows->begins[i] = at;
        at = put_cell(&rows->claim, &csv->facts[i], csv->separator, at);
    }
    rows->begins[csv->count] = at;
    return end_row(csv, at);
}

PLAIN_INLINE char *repeat_chosen(const struct csv *csv, struct rows *rows, char *at)
{
    const char *from = at;

    for (uint32_t i = 0; i < csv->count; i++)
        at = repeat_cell(rows, csv->facts, csv->count, i, csv->separator, &from, at);
    return end_row(csv, at);
}

/* The same of the usual columns. */
PLAIN_INLINE char *put_usual(const struct csv *csv, struct rows *rows, char *at)
{
    const char separator = csv->separator;

#define PUT_CELL(i)                                                                                \
    rows->begins[i] = at;                                                                          \
    at = put_cell(&rows->claim, &cl_facts[i], separator, at);
    PLAIN_EACH_DEFAULT_FACT(PUT_CELL)
#undef PUT_CELL
    rows->begins[CL_DEFAULT_FACTS] = at;
    return end_row(csv, at);
}

PLAIN_INLINE char *repeat_usual(const struct csv *csv, struct rows *rows, char *at)
{
    const char separator = csv->separator;
    const char *from = at;

#define REPEAT_CELL(i) at = repeat_cell(rows, cl_facts, CL_DEFAULT_FACTS, i, separator, &from, at);
    PLAIN_EACH_DEFAULT_FACT(REPEAT_CELL)
#undef REPEAT_CELL
    return end_row(csv, at);
}

/* Either of both: `usual` is known where this is inlined. */
PLAIN_INLINE uint32_t put_rows(const struct csv *csv, const struct plain_needs *needs,
                               const struct cl_claim *claim, uint32_t first, struct cl_stream *out,
                               bool usual)
{
    struct rows rows = { .claim = { .state = csv } };
    char *at = out->next;
    uint32_t line = first;

    rows.claim.own += (unsigned char)csv->separator;
    plain_begin(&rows.claim, claim, needs);
    for (; line < claim->line_count && (size_t)(out->limit - at) >= csv->row_room; line++) {
        plain_begin_line(&rows.claim, cl_claim_line(claim, line), needs);
        if (rows.claim.given_up)
            break;
        if (usual)
            at = line == first ? put_usual(csv, &rows, at) : repeat_usual(csv, &rows, at);
        else
            at = line == first ? put_chosen(csv, &rows, at) : repeat_chosen(csv, &rows, at);
        if (rows.claim.given_up)
            break;
        out->next = at;
    }
    return line;
}

static uint32_t put_usual_rows(const struct csv *csv, const struct cl_claim *claim, uint32_t first,
                               struct cl_stream *out)
{
    struct plain_needs needs = { 0 };

#define ADD_NEED(i) plain_needs_add(&needs, &cl_facts[i]);
    PLAIN_EACH_DEFAULT_FACT(ADD_NEED)
#undef ADD_NEED
    return put_rows(csv, &needs, claim, first, out, true);
}

uint32_t plain_rows_put(const struct csv *csv, const struct cl_claim *claim, uint32_t first,
                        struct cl_stream *out)
{
    if ((size_t)(out->limit - out->next) < csv->row_room)
        return first;
    return csv->usual ? put_usual_rows(csv, claim, first, out)
                      : put_rows(csv, &csv->needs, claim, first, out, false);
}

/* None is written so where each cell is looked at for more than quotes, or where numbers, dates
 * or times may hold the separator. */
void plain_rows_prepare(struct csv *csv)
{
    bool looks_at_all = csv->quote == QUOTE_ALL || csv->spreadsheet_safe || csv->count == 1 ||
                        strchr("-.:", csv->separator) != NULL;

    for (uint32_t i = 0; i < csv->count; i++)
        plain_needs_add(&csv->needs, &csv->facts[i]);
    csv->row_room =
        looks_at_all ? SIZE_MAX : csv->count * (PLAIN_MOST + 1) + 2 * sizeof(plain_bytes);
}
