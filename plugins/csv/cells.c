/* cells.c - writes cells with a look at each: what must be quoted, what a spreadsheet would
 * compute. */
#include "csv.h"

/* Whether some of eight bytes are below `-` or are the delimiter, as far as that can
 * be told at once: 0 where none is. */
static uint64_t found_in(const struct csv *csv, uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t others = bytes ^ ones * (unsigned char)csv->separator;

    return (((bytes - ones * '-') & ~bytes) | ((others - ones) & ~others)) & ones * 0x80;
}

static uint64_t load(const char *at)
{
    uint64_t bytes;

    memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}

/* True for the cells that can be copied as they are: nearly all. Blanks, quotes and line
 * ends are below '-'. One that is not ordinary need not be special: cells_put() looks
 * closer. */
static bool is_ordinary(const struct csv *csv, struct cl_text text)
{
    const char *at = text.data;
    uint64_t bytes = UINT64_C(0x4141414141414141);

    if (text.length == 0 || csv->quote == QUOTE_ALL || csv->spreadsheet_safe)
        return text.length == 0 && csv->quote == QUOTE_MINIMAL;
    if (text.length >= 8) {
        uint64_t found = found_in(csv, load(at + text.length - 8));

        for (const char *end = at + text.length - 8; at < end; at += 8)
            found |= found_in(csv, load(at));
        return found == 0;
    }
    cl_copy((char *)&bytes, at, text.length);
    return found_in(csv, bytes) == 0;
}

bool cells_needs_quotes(const struct csv *csv, char first, struct cl_text text)
{
    unsigned found = csv_class_of(csv, first);

    if (text.length == 0 || csv->quote == QUOTE_ALL)
        return csv->quote == QUOTE_ALL;
    found |= csv_class_of(csv, text.data[text.length - 1]) & OUTER;
    for (size_t i = 0; i < text.length; i++)
        found |= csv_class_of(csv, text.data[i]) & INNER;
    return (found & (INNER | OUTER)) != 0;
}

/* Digits, with a sign before and a point and more digits behind them or not: -12.50. */
static bool is_decimal(struct cl_text text)
{
    const char *at = text.data;
    size_t whole;

    if (*at == '+' || *at == '-')
        at++;
    whole = strspn(at, "0123456789");
    at += whole;
    if (whole > 0 && *at == '.') {
        whole = strspn(at + 1, "0123456789");
        at += 1 + whole;
    }
    return whole > 0 && at == text.data + text.length;
}

static bool is_formula(const struct csv *csv, struct cl_text text)
{
    return (csv_class_of(csv, text.data[0]) & FORMULA) != 0 && !is_decimal(text);
}

static void put_doubling_quotes(struct cl_text text, struct cl_stream *out)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    const char *quote;

    while ((quote = (const char *)memchr(at, '"', (size_t)(end - at))) != NULL) {
        cl_write(out, at, (size_t)(quote + 1 - at));
        cl_putc(out, '"');
        at = quote + 1;
    }
    cl_write(out, at, (size_t)(end - at));
}

void cells_put(const struct csv *csv, struct cl_text text, struct cl_stream *out)
{
    bool formula = is_formula(csv, text);

    if (cells_needs_quotes(csv, formula ? '\'' : text.data[0], text)) {
        cl_puts(out, formula ? "\"'" : "\"");
        put_doubling_quotes(text, out);
        cl_putc(out, '"');
    } else {
        if (formula)
            cl_putc(out, '\'');
        cl_put_text(out, text);
    }
}

void cells_put_newline(const struct csv *csv, struct cl_stream *out)
{
    if (csv->newline == NEWLINE_CRLF)
        cl_putc(out, '\r');
    cl_putc(out, '\n');
}

/* A row, with a look at each cell. */
void cells_put_row(const struct csv *csv, const struct cl_claim *claim, const struct cl_line *line,
                   struct cl_stream *out)
{
    char scratch[CL_SCRATCH];

    for (uint32_t i = 0; i < csv->count; i++) {
        struct cl_text text = cl_fact_text(&csv->facts[i], claim, line, scratch);

        if (i > 0)
            cl_putc(out, csv->separator);
        if (text.length == 0 && csv->count == 1)
            cl_puts(out, "\"\""); /* an empty line would be read as no row */
        else if (is_ordinary(csv, text))
            cl_put_text(out, text);
        else
            cells_put(csv, text, out);
    }
    cells_put_newline(csv, out);
}
