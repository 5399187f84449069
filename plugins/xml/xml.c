/* xml.c - writes claims as XML: one element a claim, its lines inside; schema claims.xsd. */
#include "plain/plain.h"

#include <claimline/facts.h>
#include <claimline/plugin.h>

enum { MAX_INDENT = 8 };
enum { DETAILS_NONE, DETAILS_ALL };

/* The claim's total, the first fact behind the default ones, is named as the line's charge is. */
#define TOTAL_NAME "charge"

/* Copied in steps of 16 bytes. */
enum { LEAD_ROOM = 48 };

/* ` name="`, and the fact that follows. The longest name has 30 bytes. */
struct attribute {
    struct cl_fact fact;
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

static bool is_copied(const char *at)
{
    unsigned kind = kinds[(unsigned char)*at];

    return kind == COPY || (kind == EF__ && !is_noncharacter(at));
}

static void put_escaped(struct cl_text text, struct cl_stream *out)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    const char *copied = at;

    for (; at < end; at++) {
        unsigned kind = kinds[(unsigned char)*at];

        if (is_copied(at))
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
        struct cl_text text = cl_fact_text(&attributes[i].fact, claim, line, scratch);

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

/* All that is replaced, and what is no ASCII. */
PLAIN_INLINE plain_bytes suspects(plain_bytes bytes, plain_bytes own)
{
    typedef signed char signed_bytes __attribute__((vector_size(16)));

    (void)own;
    return (plain_bytes)((signed_bytes)bytes < ' ') |
           (plain_bytes)((bytes | ('"' ^ '&')) == ('"' | '&')) |
           (plain_bytes)((bytes | ('<' ^ '>')) == ('<' | '>'));
}

static bool stands(const void *state, struct cl_text text)
{
    const char *at = text.data;
    const char *end = text.data + text.length;

    (void)state;
    while (at < end && is_copied(at))
        at++;
    return at == end;
}

static const struct plain_format format = { suspects, stands };

/* A constant. */
PLAIN_INLINE char *plain_literal(char *at, const char *literal)
{
    const size_t length = strlen(literal);

    memcpy(at, literal, length);
    return at + length;
}

PLAIN_INLINE char *plain_indent(const struct xml *xml, size_t depth, char *at)
{
    memset(at, ' ', 2 * MAX_INDENT);
    return at + depth * (size_t)xml->indent;
}

PLAIN_INLINE char *plain_break(const struct xml *xml, char *at)
{
    *at = '\n';
    return at + (xml->indent > 0);
}

PLAIN_INLINE bool is_absent_text(const struct plain_claim *plain, const struct cl_fact *fact)
{
    const char *record = plain->records[fact->of];

    return fact->kind == CL_FACT_TEXT &&
           ((const struct cl_text *)(const void *)(record + fact->offset))->length == 0;
}

/* The value, which begins at `value`, with the quote behind it; or nothing of the attribute. */
PLAIN_INLINE char *plain_value(struct plain_claim *plain, const struct cl_fact *fact, char *at,
                               char *value)
{
    char *behind = plain_fact(plain, &format, fact, value);

    *behind = '"';
    return behind > value ? behind + 1 : at;
}

PLAIN_INLINE char *plain_attributes(const struct attribute *attribute, uint32_t count,
                                    struct plain_claim *plain, char *at)
{
    const struct attribute *end = attribute + count;

    for (; attribute < end; attribute++) {
        if (!is_absent_text(plain, &attribute->fact))
            at = plain_value(plain, &attribute->fact, at,
                             plain_again(at, attribute->lead, attribute->length));
    }
    return at;
}

/* An attribute that is known where this is inlined. */
PLAIN_INLINE char *plain_attribute(struct plain_claim *plain, const struct cl_fact *fact,
                                   const char *name, char *at)
{
    char *value = at;

    if (is_absent_text(plain, fact))
        return at;
    *value++ = ' ';
    value = plain_literal(plain_literal(value, name), "=\"");
    return plain_value(plain, fact, at, value);
}

/* All of the claim, or of the line, that are written with DETAILS_NONE. */
PLAIN_INLINE char *plain_usual(struct plain_claim *plain, bool of_line, char *at)
{
#define PUT_ATTRIBUTE(i)                                                                           \
    if ((cl_facts[i].of >= CL_OF_LINE) == of_line)                                                 \
        at = plain_attribute(plain, &cl_facts[i], cl_facts[i].name, at);
    PLAIN_EACH_DEFAULT_FACT(PUT_ATTRIBUTE)
#undef PUT_ATTRIBUTE
    return of_line ? at : plain_attribute(plain, &cl_facts[CL_DEFAULT_FACTS], TOTAL_NAME, at);
}

PLAIN_INLINE char *plain_line(const struct xml *xml, struct plain_claim *plain, bool usual,
                              char *at)
{
    at = plain_literal(plain_indent(xml, 2, at), "<line");
    at = usual ? plain_usual(plain, true, at)
               : plain_attributes(xml->of_line, xml->of_line_count, plain, at);
    return plain_break(xml, plain_literal(at, "/>"));
}

/* The most that a claim can take where its values are written as they stand. */
static size_t plain_room(const struct xml *xml, const struct cl_claim *claim)
{
    enum { OF_ELEMENT = 64, OF_ATTRIBUTE = LEAD_ROOM + PLAIN_MOST + 1 };
    size_t line = OF_ELEMENT + (size_t)xml->of_line_count * OF_ATTRIBUTE;

    return 2 * OF_ELEMENT + (size_t)xml->of_claim_count * OF_ATTRIBUTE + claim->line_count * line;
}

/* Writes a claim whose values stand as they are. False where one does not, or where there is
 * little room: then nothing was written. `usual` is known where this is inlined. */
PLAIN_INLINE bool put_plain(const struct xml *xml, const struct plain_needs *needs,
                            const struct cl_claim *claim, struct cl_stream *out, bool usual)
{
    struct plain_claim plain = { .state = xml };
    char *at = out->next;

    if ((size_t)(out->limit - at) < plain_room(xml, claim))
        return false;
    plain_begin(&plain, claim, needs);
    if (plain.given_up)
        return false;
    at = plain_literal(plain_indent(xml, 1, at), "<claim");
    at = usual ? plain_usual(&plain, false, at)
               : plain_attributes(xml->of_claim, xml->of_claim_count, &plain, at);
    at = plain_break(xml, plain_literal(at, ">"));
    for (uint32_t i = 0; i < claim->line_count; i++) {
        plain_begin_line(&plain, cl_claim_line(claim, i), needs);
        if (plain.given_up)
            return false;
        at = plain_line(xml, &plain, usual, at);
    }
    at = plain_literal(plain_indent(xml, 1, at), "</claim>\n");
    if (plain.given_up)
        return false;
    out->next = at;
    return true;
}

static bool put_plain_usual(const struct xml *xml, const struct cl_claim *claim,
                            struct cl_stream *out)
{
    struct plain_needs needs = { 0 };

#define ADD_NEED(i) plain_needs_add(&needs, &cl_facts[i]);
    PLAIN_EACH_DEFAULT_FACT(ADD_NEED)
#undef ADD_NEED
    plain_needs_add(&needs, &cl_facts[CL_DEFAULT_FACTS]);
    return put_plain(xml, &needs, claim, out, true);
}

static bool put_plain_all(const struct xml *xml, const struct cl_claim *claim,
                          struct cl_stream *out)
{
    return put_plain(xml, &xml->needs, claim, out, false);
}

static int xml_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    const struct xml *xml = state;
    bool put = xml->details == DETAILS_NONE ? put_plain_usual(xml, claim, out)
                                            : put_plain_all(xml, claim, out);

    if (!put)
        put_claim(xml, claim, out);
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

    attribute->fact = *fact;
    plain_needs_add(&xml->needs, fact);
    attribute->lead[0] = ' ';
    memcpy(attribute->lead + 1, name, length);
    memcpy(attribute->lead + 1 + length, "=\"", 2);
    attribute->length = length + 3;
}

/* The facts in the order of facts.h, each on the element that it speaks of. */
static int xml_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct xml *xml = state;

    (void)host;
    (void)job;
    for (uint32_t i = 0; i < CL_FACT_COUNT; i++) {
        const struct cl_fact *fact = &cl_facts[i];
        bool is_total = i == CL_DEFAULT_FACTS;

        if (i >= CL_DEFAULT_FACTS && !is_total && xml->details == DETAILS_NONE)
            continue;
        append(xml, fact, is_total ? TOTAL_NAME : fact->name);
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
