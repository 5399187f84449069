/* xml.c - writes claims as XML: one element a claim, its lines inside; schema claims.xsd. */
#include "plain/plain.h"

#include <claimline/facts.h>
#include <claimline/plugin.h>

enum { MAX_INDENT = 8 };
enum { DETAILS_NONE, DETAILS_ALL };

/* Copied in steps of 16 bytes. */
enum { LEAD_ROOM = 48 };

/* ` name="`, and the fact that follows. The longest name has 30 bytes. */
struct attribute {
    const struct cl_fact *fact;
    struct plain_fact plain;
    char lead[LEAD_ROOM];
    size_t length;
};

struct xml {
    int64_t indent;
    uint32_t details;

    /* Made by open() out of the above. */
    struct attribute of_claim[CL_FACT_COUNT];
    struct attribute of_line[CL_FACT_COUNT];
    uint32_t of_claim_count;
    uint32_t of_line_count;
    struct plain_needs needs;
};

/* What a byte of text becomes. The host gives valid text; NO__ is a second fence
 * around the characters that XML cannot hold, which become U+FFFD. */
enum { COPY, AMP_, LT__, GT__, QUOT, TAB_, LF__, CR__, NO__, EF__ };

static const char *const replacements[] = {
    [AMP_] = "&amp;",  [LT__] = "&lt;",         [GT__] = "&gt;",
    [QUOT] = "&quot;", [TAB_] = "&#9;",         [LF__] = "&#10;",
    [CR__] = "&#13;",  [NO__] = "\xEF\xBF\xBD", [EF__] = "\xEF\xBF\xBD",
};

/* clang-format off */
static const unsigned char kinds[256] = {
    NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, TAB_, LF__, NO__, NO__, CR__, NO__, NO__,
    NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__, NO__,
    ['"'] = QUOT, ['&'] = AMP_, ['<'] = LT__, ['>'] = GT__,
    [0xEF] = EF__, /* may begin U+FFFE and U+FFFF: EF BF BE, EF BF BF */
};
/* clang-format on */

static bool is_noncharacter(const char *at)
{
    return at[0] == '\xEF' && at[1] == '\xBF' && (at[2] == '\xBE' || at[2] == '\xBF');
}

static void put_escaped(struct cl_text text, struct cl_stream *out)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    const char *copied = at;

    for (; at < end; at++) {
        unsigned kind = kinds[(unsigned char)*at];

        if (kind == COPY || (kind == EF__ && !is_noncharacter(at)))
            continue;
        cl_write(out, copied, (size_t)(at - copied));
        cl_puts(out, replacements[kind]);
        if (kind == EF__)
            at += 2;
        copied = at + 1;
    }
    cl_write(out, copied, (size_t)(end - copied));
}

static void put_attributes(const struct attribute *attributes, uint32_t count,
                           const struct cl_claim *claim, const struct cl_line *line,
                           struct cl_stream *out)
{
    char scratch[CL_SCRATCH];

    for (uint32_t i = 0; i < count; i++) {
        struct cl_text text = cl_fact_text(attributes[i].fact, claim, line, scratch);

        if (text.length == 0)
            continue;
        cl_write(out, attributes[i].lead, attributes[i].length);
        put_escaped(text, out);
        cl_putc(out, '"');
    }
}

/* Begins a line, `depth` levels deep. */
static void put_indent(const struct xml *xml, int depth, struct cl_stream *out)
{
    static const char blanks[2 * MAX_INDENT + 1] = "                ";

    cl_write(out, blanks, (size_t)(depth * xml->indent));
}

/* Ends a line inside a claim; without indentation a claim is one line. */
static void put_break(const struct xml *xml, struct cl_stream *out)
{
    if (xml->indent > 0)
        cl_putc(out, '\n');
}

static int xml_head(void *state, struct cl_stream *out)
{
    (void)state;
    cl_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<claims xmlns=\"urn:claimline:claims:1\">\n");
    return CL_OK;
}

static void put_line(const struct xml *xml, const struct cl_claim *claim,
                     const struct cl_line *line, struct cl_stream *out)
{
    put_indent(xml, 2, out);
    cl_puts(out, "<line");
    put_attributes(xml->of_line, xml->of_line_count, claim, line, out);
    cl_puts(out, "/>");
    put_break(xml, out);
}

/* A claim, with a look at each value. */
static void put_claim(const struct xml *xml, const struct cl_claim *claim, struct cl_stream *out)
{
    put_indent(xml, 1, out);
    cl_puts(out, "<claim");
    put_attributes(xml->of_claim, xml->of_claim_count, claim, NULL, out);
    cl_putc(out, '>');
    put_break(xml, out);
    for (uint32_t i = 0; i < claim->line_count; i++)
        put_line(xml, claim, cl_claim_line(claim, i), out);
    put_indent(xml, 1, out);
    cl_puts(out, "</claim>\n");
}

/* A claim whose values are written as they stand. */
struct plain {
    struct plain_claim claim;
    size_t own; /* bytes that would be escaped in a value, of what is around the values */
};

/* The marks of `literal`, and of the break behind it, are the caller's to count. */
static char *plain_literal(char *at, const char *literal)
{
    size_t length = strlen(literal);

    memcpy(at, literal, length);
    return at + length;
}

static inline char *plain_indent(const struct xml *xml, int depth, char *at)
{
    size_t count = (size_t)depth * (size_t)xml->indent;

    memset(at, ' ', 2 * MAX_INDENT);
    return at + count;
}

static inline char *plain_break(const struct xml *xml, struct plain *plain, char *at)
{
    if (xml->indent == 0)
        return at;
    plain->own++;
    *at = '\n';
    return at + 1;
}

static char *plain_attributes(const struct attribute *attribute, uint32_t count,
                              struct plain *plain, char *at)
{
    const struct attribute *end = attribute + count;

    for (; attribute < end; attribute++) {
        char *value = plain_again(at, attribute->lead, attribute->length);
        char *behind = plain_fact(&plain->claim, &attribute->plain, value);

        if (behind == value)
            continue;
        *behind = '"';
        at = behind + 1;
        plain->own += 2;
    }
    return at;
}

static char *plain_line(const struct xml *xml, struct plain *plain, const struct cl_line *line,
                        char *at)
{
    plain_begin_line(&plain->claim, line, &xml->needs);
    if (plain->claim.given_up)
        return at;
    at = plain_literal(plain_indent(xml, 2, at), "<line");
    at = plain_literal(plain_attributes(xml->of_line, xml->of_line_count, plain, at), "/>");
    plain->own += 2;
    return plain_break(xml, plain, at);
}

/* All that is replaced in a value. */
static inline plain_bytes find_replaced(plain_bytes bytes, const void *context)
{
    (void)context;
    return (plain_bytes)((bytes < ' ') | (bytes == '"') | (bytes == '&') | (bytes == '<') |
                         (bytes == '>') | (bytes == 0xEF));
}

/* The most that a claim can take where its values are written as they stand. */
static size_t plain_room(const struct xml *xml, const struct cl_claim *claim)
{
    enum { OF_ELEMENT = 64, OF_ATTRIBUTE = LEAD_ROOM + PLAIN_MOST + 1 };
    size_t line = OF_ELEMENT + (size_t)xml->of_line_count * OF_ATTRIBUTE;

    return 2 * OF_ELEMENT + (size_t)xml->of_claim_count * OF_ATTRIBUTE + claim->line_count * line;
}

/* Writes a claim as if nothing in it had to be escaped. False where something has to, or where
 * there is little room: then nothing was written. */
static bool put_plain(const struct xml *xml, const struct cl_claim *claim, struct cl_stream *out)
{
    struct plain plain;
    char *at = out->next;

    if ((size_t)(out->limit - at) < plain_room(xml, claim))
        return false;
    plain_begin(&plain.claim, claim, &xml->needs);
    if (plain.claim.given_up)
        return false;
    plain.own = 5; /* of <claim ...>, and of </claim> and the line end behind it */
    at = plain_literal(plain_indent(xml, 1, at), "<claim");
    at = plain_attributes(xml->of_claim, xml->of_claim_count, &plain, at);
    at = plain_break(xml, &plain, plain_literal(at, ">"));
    for (uint32_t i = 0; i < claim->line_count; i++)
        at = plain_line(xml, &plain, cl_claim_line(claim, i), at);
    at = plain_literal(plain_indent(xml, 1, at), "</claim>\n");
    if (plain.claim.given_up || plain_count(out->next, at, find_replaced, NULL) != plain.own)
        return false;
    out->next = at;
    return true;
}

static int xml_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    if (!put_plain(state, claim, out))
        put_claim(state, claim, out);
    return CL_OK;
}

static int xml_tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    (void)state;
    (void)totals;
    cl_puts(out, "</claims>\n");
    return CL_OK;
}

static void append(struct xml *xml, const struct cl_fact *fact, const char *name)
{
    struct attribute *attribute = fact->of >= CL_OF_LINE ? &xml->of_line[xml->of_line_count++]
                                                         : &xml->of_claim[xml->of_claim_count++];
    size_t length = strlen(name);

    attribute->fact = fact;
    attribute->plain = plain_fact_of(fact, &xml->needs);
    attribute->lead[0] = ' ';
    memcpy(attribute->lead + 1, name, length);
    memcpy(attribute->lead + 1 + length, "=\"", 2);
    attribute->length = length + 3;
}

/* The facts in the order of facts.h, each on the element that it speaks of. The
 * claim's total is named `charge`, as the line's is. */
static int xml_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct xml *xml = state;

    (void)host;
    (void)job;
    for (uint32_t i = 0; i < CL_FACT_COUNT; i++) {
        const struct cl_fact *fact = &cl_facts[i];
        bool is_total = strcmp(fact->name, "claim_charge") == 0;

        if (i >= CL_DEFAULT_FACTS && !is_total && xml->details == DETAILS_NONE)
            continue;
        append(xml, fact, is_total ? "charge" : fact->name);
    }
    return CL_OK;
}

static const struct cl_encoder encoder = {
    .size = sizeof(encoder),
    .head = xml_head,
    .claim = xml_claim,
    .tail = xml_tail,
};

static const struct cl_option options[] = {
    CL_OPTION_INT(struct xml, indent, "2", 0, MAX_INDENT,
                  "blanks a level is indented by; 0: one claim a line"),
    CL_OPTION_CHOICE(struct xml, details, "none", "none|all",
                     "write the facts of claim lines, or all that are known"),
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "xml",
    .summary = "claims as XML, their lines inside",
    .state_size = sizeof(struct xml),
    .options = CL_OPTIONS(options),
    .flags = CL_PARALLEL,
    .open = xml_open,
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
