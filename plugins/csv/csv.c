/* csv.c - writes claim lines as CSV (RFC 4180), one row a line, columns as chosen. */
#include <claimline/facts.h>
#include <claimline/plugin.h>

enum { NEWLINE_LF, NEWLINE_CRLF };
enum { QUOTE_MINIMAL, QUOTE_ALL };

/* What a byte asks of the cell that holds it. */
enum {
    INNER = 1,  /* quotes, wherever it stands */
    OUTER = 2,  /* quotes, as the first or last byte */
    FORMULA = 4 /* a leading ', as the first byte: a spreadsheet would compute the cell */
};

struct csv {
    struct cl_text columns;
    struct cl_text delimiter;
    bool header;
    bool spreadsheet_safe;
    bool bom;
    uint32_t newline;
    uint32_t quote;

    /* Made by open() out of the above. */
    const struct cl_fact *facts[CL_FACT_COUNT]; /* the columns, in order */
    bool plain[CL_FACT_COUNT];                  /* by column: no value of it needs quotes */
    uint32_t count;
    char separator;
    unsigned char class[256]; /* of each byte: INNER, OUTER, FORMULA */
};

static unsigned class_of(const struct csv *csv, char byte)
{
    return csv->class[(unsigned char)byte];
}

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
 * ends are below '-'. One that is not ordinary need not be special: put_special() looks
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

/* `first` is the byte that the cell will begin with. */
static bool needs_quotes(const struct csv *csv, char first, struct cl_text text)
{
    unsigned found = class_of(csv, first);

    if (text.length == 0 || csv->quote == QUOTE_ALL)
        return csv->quote == QUOTE_ALL;
    found |= class_of(csv, text.data[text.length - 1]) & OUTER;
    for (size_t i = 0; i < text.length; i++)
        found |= class_of(csv, text.data[i]) & INNER;
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
    return (class_of(csv, text.data[0]) & FORMULA) != 0 && !is_decimal(text);
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

static void put_special(const struct csv *csv, struct cl_text text, struct cl_stream *out)
{
    bool formula = is_formula(csv, text);

    if (needs_quotes(csv, formula ? '\'' : text.data[0], text)) {
        cl_puts(out, formula ? "\"'" : "\"");
        put_doubling_quotes(text, out);
        cl_putc(out, '"');
    } else {
        if (formula)
            cl_putc(out, '\'');
        cl_put_text(out, text);
    }
}

static void put_newline(const struct csv *csv, struct cl_stream *out)
{
    if (csv->newline == NEWLINE_CRLF)
        cl_putc(out, '\r');
    cl_putc(out, '\n');
}

static int csv_head(void *state, struct cl_stream *out)
{
    const struct csv *csv = state;

    if (csv->bom)
        cl_puts(out, "\xEF\xBB\xBF");
    if (!csv->header)
        return CL_OK;
    for (uint32_t i = 0; i < csv->count; i++) {
        const char *name = csv->facts[i]->name;

        if (i > 0)
            cl_putc(out, csv->separator);
        put_special(csv, (struct cl_text){ name, strlen(name) }, out);
    }
    put_newline(csv, out);
    return CL_OK;
}

static void put_row(const struct csv *csv, const struct cl_claim *claim, const struct cl_line *line,
                    struct cl_stream *out)
{
    char scratch[CL_SCRATCH];

    for (uint32_t i = 0; i < csv->count; i++) {
        struct cl_text text = cl_fact_text(csv->facts[i], claim, line, scratch);

        if (i > 0)
            cl_putc(out, csv->separator);
        if (text.length == 0 && csv->count == 1)
            cl_puts(out, "\"\""); /* an empty line would be read as no row */
        else if (csv->plain[i] || is_ordinary(csv, text))
            cl_put_text(out, text);
        else
            put_special(csv, text, out);
    }
    put_newline(csv, out);
}

static int csv_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    for (uint32_t i = 0; i < claim->line_count; i++)
        put_row(state, claim, cl_claim_line(claim, i), out);
    return CL_OK;
}

/* True when no value of this kind can hold the delimiter. Text is never plain:
 * what stands in it is the export's affair. */
static bool is_plain(const struct csv *csv, uint32_t kind)
{
    if (csv->quote == QUOTE_ALL)
        return false;
    switch (kind) {
    case CL_FACT_NUMBER: /* digits, as in all that follow; the delimiter is none */
    case CL_FACT_STATED_NUMBER:
    case CL_FACT_POINTERS: /* letters */
        return true;
    case CL_FACT_DATE:
        return csv->separator != '-';
    case CL_FACT_TIME:
        return csv->separator != ':';
    case CL_FACT_CENTS:
        return csv->separator != '-' && csv->separator != '.';
    default:
        return false;
    }
}

static bool has_fact(const struct csv *csv, const struct cl_fact *fact)
{
    for (uint32_t i = 0; i < csv->count; i++) {
        if (csv->facts[i] == fact)
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
        csv->facts[csv->count++] = fact;
        at += length;
    }
    return CL_OK;
}

static void choose_default_columns(struct csv *csv)
{
    for (; csv->count < CL_DEFAULT_FACTS; csv->count++)
        csv->facts[csv->count] = &cl_facts[csv->count];
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
    for (uint32_t i = 0; i < csv->count; i++)
        csv->plain[i] = is_plain(csv, csv->facts[i]->kind);
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
