/* csv.c - writes claim lines as CSV (RFC 4180), one row a line, columns as chosen. */
#include "csv.h"

static int csv_head(void *state, struct cl_stream *out)
{
    const struct csv *csv = state;

    if (csv->bom)
        cl_puts(out, "\xEF\xBB\xBF");
    if (!csv->header)
        return CL_OK;
    for (uint32_t i = 0; i < csv->count; i++) {
        const char *name = csv->facts[i].name;

        if (i > 0)
            cl_putc(out, csv->separator);
        cells_put(csv, (struct cl_text){ name, strlen(name) }, out);
    }
    cells_put_newline(csv, out);
    return CL_OK;
}

static int csv_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    const struct csv *csv = state;

    uint32_t line = plain_rows_put(csv, claim, 0, out);

    while (line < claim->line_count) {
        cells_put_row(csv, claim, cl_claim_line(claim, line), out);
        line = plain_rows_put(csv, claim, line + 1, out);
    }
    return CL_OK;
}

static bool has_fact(const struct csv *csv, const struct cl_fact *fact)
{
    for (uint32_t i = 0; i < csv->count; i++) {
        if (csv->facts[i].name == fact->name)
            return true;
    }
    return false;
}

static int choose_columns(struct csv *csv, const struct cl_host *host)
{
    static const char between[] = ",+ \t\r\n";
    const char *at = csv->columns.data;

    for (at += strspn(at, between); *at != '\0'; at += strspn(at, between)) {
        size_t length = strcspn(at, between);
        const struct cl_fact *fact = cl_fact_find(at, length);

        if (fact == NULL)
            return host->bad_setting(host, "columns", "a name in it is not a column");
        if (has_fact(csv, fact))
            return host->bad_setting(host, "columns", "a column stands in it twice");
        csv->facts[csv->count++] = *fact;
        at += length;
    }
    return CL_OK;
}

static void choose_default_columns(struct csv *csv)
{
    csv->usual = true;
    for (; csv->count < CL_DEFAULT_FACTS; csv->count++)
        csv->facts[csv->count] = cl_facts[csv->count];
}

static bool is_letter_or_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

static bool is_delimiter(struct cl_text text)
{
    return text.length == 1 && (unsigned char)text.data[0] < 0x80 &&
           !is_letter_or_digit(text.data[0]) && strchr("\"\r\n", text.data[0]) == NULL;
}

static void mark(struct csv *csv, const char *bytes, unsigned class)
{
    for (; *bytes != '\0'; bytes++)
        csv->class[(unsigned char)*bytes] |= (unsigned char)class;
}

static int csv_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct csv *csv = state;

    (void)job;
    if (!is_delimiter(csv->delimiter))
        return host->bad_setting(host, "delimiter",
                                 "it must be one byte of ASCII: no quote, line end, letter, digit");
    if (choose_columns(csv, host) != CL_OK)
        return CL_USAGE;
    if (csv->count == 0)
        choose_default_columns(csv);
    csv->separator = csv->delimiter.data[0];
    mark(csv, csv->delimiter.data, INNER);
    mark(csv, "\"\r\n", INNER);
    mark(csv, " \t", OUTER);
    if (csv->spreadsheet_safe)
        mark(csv, "=+-@\t\r\n", FORMULA);
    plain_rows_prepare(csv);
    return CL_OK;
}

static const struct cl_encoder encoder = {
    .size = sizeof(encoder),
    .head = csv_head,
    .claim = csv_claim,
};

static const struct cl_option options[] = {
    CL_OPTION_TEXT(struct csv, columns, "", 0, 0,
                   "names of columns with ',' or '+' between; empty: the 21 of claim lines"),
    CL_OPTION_TEXT(struct csv, delimiter, ",", 1, 1, "one byte between cells, like ; or \\t"),
    CL_OPTION_BOOL(struct csv, header, "true", "write the names of the columns first"),
    CL_OPTION_CHOICE(struct csv, newline, "lf", "lf|crlf", "what ends a row"),
    CL_OPTION_CHOICE(struct csv, quote, "minimal", "minimal|all",
                     "quote the cells that need it, or all"),
    CL_OPTION_BOOL(struct csv, spreadsheet_safe, "false",
                   "put ' before a text that a spreadsheet would compute (= + - @ ...)"),
    CL_OPTION_BOOL(struct csv, bom, "false", "begin with a UTF-8 byte order mark, for Excel"),
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "csv",
    .summary = "claim lines as CSV, one row a line",
    .state_size = sizeof(struct csv),
    .options = CL_OPTIONS(options),
    .flags = CL_PARALLEL,
    .open = csv_open,
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
