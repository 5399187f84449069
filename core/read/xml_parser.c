/* xml_parser.c - see xml_parser.h.
 *
 * The SAX2 push interface: it takes half the time of the text reader, needs no tree, and
 * tells at each call how far it has come, so that every byte is known to be of one element. */
#include "read/xml_parser.h"

#include "base/memory.h"
#include "base/text.h"

#include <libxml/parser.h>
#include <limits.h>

enum {
    FIRST_ROOM = 256 * 1024,
    LONG_TAG = 64 * 1024, /* past this, a tag that is not complete is looked at */
    MOST_SIGNS = 4096     /* "=" in such a tag: libxml2 compares each attribute with all others */
};

struct xml_parser {
    const char *path;
    struct xml_handler handler;
    xmlParserCtxtPtr context;
    struct problem problem; /* why it stopped */
    bool ending;            /* the end of the text was fed */
    unsigned depth;

    char *text; /* what is kept of it */
    size_t used, room;
    uint64_t base; /* position of text[0] */
    uint64_t mark;
    uint64_t line_at, line; /* lines before `line_at` */
    uint64_t lines_off;     /* what libxml2's lines are short of */

    struct xml_attribute *attributes;
    size_t attribute_room;
};

/* libxml2 asks for nothing and gets a byte. */
static void *take_memory(size_t size)
{
    return mem_resize(NULL, size != 0 ? size : 1);
}

static void *take_more(void *old, size_t size)
{
    return mem_resize(old, size != 0 ? size : 1);
}

static int fail(struct xml_parser *parser, uint64_t line, const char *what)
{
    char shown[TEXT_SHOWN];

    (void)problem_failed(&parser->problem, "%s:%llu: %s", text_show_string(shown, parser->path),
                         (unsigned long long)line, what);
    xmlStopParser(parser->context);
    return -1;
}

static void stop(struct xml_parser *parser)
{
    xmlStopParser(parser->context);
}

static bool stopped(const struct xml_parser *parser)
{
    return parser->problem.status != 0;
}

/* How far libxml2 has come. */
static uint64_t position(const struct xml_parser *parser)
{
    const xmlParserInput *input = parser->context->input;

    return (uint64_t)input->consumed + (uint64_t)(input->cur - input->base);
}

/* The line of a position that is kept; never one before the last that was asked for. */
static uint64_t line_of(struct xml_parser *parser, uint64_t at)
{
    const char *from = parser->text + (parser->line_at - parser->base);
    const char *end = parser->text + (at - parser->base);

    while (from < end && (from = memchr(from, '\n', (size_t)(end - from))) != NULL) {
        parser->line++;
        from++;
    }
    if (at > parser->line_at)
        parser->line_at = at;
    return parser->line + 1;
}

uint64_t xml_parser_line_of(struct xml_parser *parser, uint64_t at)
{
    return line_of(parser, at);
}

uint64_t xml_parser_line(const struct xml_parser *parser)
{
    return parser->line + 1;
}

/* Our own words for what goes wrong: libxml2's may show bytes of a record. */
static const struct {
    int code;
    const char *text;
} mistakes[] = {
    { XML_ERR_INVALID_ENCODING, "the text is not UTF-8" },
    { XML_ERR_INVALID_CHAR,
      "holds bytes that are not UTF-8, or a character that XML does not allow" },
    { XML_ERR_ATTRIBUTE_REDEFINED, "a tag states an attribute twice" },
    { XML_ERR_UNDECLARED_ENTITY, "uses an entity; only &amp; &lt; &gt; &quot; &apos; are known" },
    { XML_ERR_TAG_NAME_MISMATCH, "an end tag does not match its start tag" },
    { XML_ERR_DOCUMENT_END, "the document has no end, or something stands behind it" },
    { XML_NS_ERR_UNDEFINED_NAMESPACE, "a prefix has no namespace" },
    { XML_ERR_NAME_TOO_LONG, "a name is too long" },
    { XML_ERR_UNSUPPORTED_ENCODING, "the encoding is not known" },
};

static const char *mistake_text(const struct xml_parser *parser, int code)
{
    if (parser->ending && parser->depth > 0)
        return "the file ends in the middle: end tags are missing";
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        if (mistakes[i].code == code)
            return mistakes[i].text;
    }
    return "is not well-formed XML";
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct xml_parser *parser = context;

    if (!stopped(parser) && error->level >= XML_ERR_ERROR)
        (void)fail(parser, (error->line > 0 ? (uint64_t)error->line : 1) + parser->lines_off,
                   mistake_text(parser, error->code));
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
    struct xml_parser *parser = context;

    (void)name;
    (void)id;
    (void)system;
    if (!stopped(parser))
        (void)fail(parser, (uint64_t)parser->context->input->line + parser->lines_off,
                   "holds a DOCTYPE, which may define entities; it is not read");
}

static struct cl_text text_of_name(const xmlChar *name)
{
    return name != NULL ? text_of((const char *)name) : TEXT_NONE;
}

/* libxml2 hands over five pointers an attribute: name, prefix, namespace, value, its end. */
static void take_attributes(struct xml_parser *parser, struct xml_tag *tag, const xmlChar **from)
{
    if (tag->attribute_count > parser->attribute_room) {
        parser->attribute_room = tag->attribute_count * 2;
        parser->attributes = mem_resize_array(parser->attributes, parser->attribute_room,
                                              sizeof(*parser->attributes));
    }
    for (size_t i = 0; i < tag->attribute_count; i++, from += 5)
        parser->attributes[i] = (struct xml_attribute){ .name = text_of_name(from[0]),
                                                        .prefix = text_of_name(from[1]),
                                                        .uri = text_of_name(from[2]),
                                                        .value = { (const char *)from[3],
                                                                   (size_t)(from[4] - from[3]) } };
    tag->attributes = parser->attributes;
}

/* Between the mark and a start tag stands text alone, but for the XML declaration, which
 * libxml2 does not tell: else the next `<` is the tag's. */
static uint64_t find_tag(const struct xml_parser *parser)
{
    const char *from = parser->text + (parser->mark - parser->base);
    const char *end = parser->text + parser->used;
    const char *at = memchr(from, '<', (size_t)(end - from));

    if (at != NULL && end - at > 1 && at[1] == '?')
        at = memchr(at + 1, '<', (size_t)(end - at) - 1);
    return parser->mark + (at != NULL ? (uint64_t)(at - from) : 0);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted, const xmlChar **attributes)
{
    struct xml_parser *parser = context;
    struct xml_tag tag = { .prefix = text_of_name(prefix),
                           .uri = text_of_name(uri),
                           .name = text_of_name(name),
                           .attribute_count = (size_t)attribute_count };

    (void)namespace_count;
    (void)namespaces;
    (void)defaulted;
    if (stopped(parser))
        return;
    take_attributes(parser, &tag, attributes);
    tag.begin = find_tag(parser);
    tag.line = line_of(parser, tag.begin);
    /* Here libxml2 stands at the `>` or `/>`. */
    tag.end = position(parser) + (*parser->context->input->cur == '/' ? 2 : 1);
    parser->mark = tag.end;
    parser->depth++;
    if (parser->handler.start(parser->handler.context, &tag, &parser->problem) < 0)
        stop(parser);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_parser *parser = context;

    (void)name;
    (void)prefix;
    (void)uri;
    if (stopped(parser))
        return;
    parser->mark = position(parser);
    parser->depth--;
    if (parser->handler.end(parser->handler.context, parser->mark, &parser->problem) < 0)
        stop(parser);
}

static void refuse_text(struct xml_parser *parser)
{
    (void)line_of(parser, parser->mark);
    if (parser->handler.text(parser->handler.context, &parser->problem) < 0)
        stop(parser);
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct xml_parser *parser = context;

    for (int i = 0; i < length && !stopped(parser); i++) {
        if (text[i] != ' ' && text[i] != '\n' && text[i] != '\t' && text[i] != '\r')
            refuse_text(parser);
    }
}

static void on_cdata(void *context, const xmlChar *text, int length)
{
    struct xml_parser *parser = context;

    (void)text;
    (void)length;
    if (!stopped(parser))
        refuse_text(parser);
}

static void on_comment(void *context, const xmlChar *text)
{
    struct xml_parser *parser = context;

    (void)text;
    if (!stopped(parser))
        parser->mark = position(parser);
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
    (void)target;
    on_comment(context, data);
}

struct xml_parser *xml_parser_create(const char *path, const struct xml_handler *handler)
{
    xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
                          .internalSubset = on_doctype,
                          .startElementNs = on_start,
                          .endElementNs = on_end,
                          .characters = on_text,
                          .ignorableWhitespace = on_text,
                          .cdataBlock = on_cdata,
                          .comment = on_comment,
                          .processingInstruction = on_instruction,
                          .serror = on_error };
    struct xml_parser *parser = mem_alloc(sizeof(*parser));

    (void)xmlMemSetup(mem_free, take_memory, take_more, mem_string);
    xmlInitParser();
    parser->room = FIRST_ROOM;
    parser->text = mem_resize(NULL, FIRST_ROOM);
    parser->path = path;
    parser->handler = *handler;
    parser->context = xmlCreatePushParserCtxt(&sax, parser, NULL, 0, NULL);
    (void)xmlCtxtUseOptions(parser->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    return parser;
}

void xml_parser_destroy(struct xml_parser *parser)
{
    if (parser == NULL)
        return;
    xmlFreeParserCtxt(parser->context);
    mem_free(parser->text);
    mem_free(parser->attributes);
    mem_free(parser);
}

void xml_parser_restart(struct xml_parser *parser)
{
    (void)xmlCtxtResetPush(parser->context, NULL, 0, NULL, NULL);
    (void)xmlCtxtUseOptions(parser->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    parser->problem = (struct problem){ 0 };
    parser->ending = false;
    parser->depth = 0;
    parser->used = 0;
    parser->base = 0;
    parser->mark = 0;
    parser->line_at = 0;
    parser->line = 0;
    parser->lines_off = 0;
}

void xml_parser_begin(struct xml_parser *parser, uint64_t lines)
{
    (void)line_of(parser, xml_parser_fed(parser));
    parser->lines_off = lines - parser->line;
    parser->line = lines;
}

static void keep(struct xml_parser *parser, struct cl_text bytes)
{
    if (parser->room - parser->used < bytes.length) {
        parser->room = (parser->used + bytes.length) * 2;
        parser->text = mem_resize(parser->text, parser->room);
    }
    if (bytes.length != 0)
        memcpy(parser->text + parser->used, bytes.data, bytes.length);
    parser->used += bytes.length;
}

/* A tag that goes on and on must not have more attributes than can be compared. */
static int check_tag(struct xml_parser *parser)
{
    const char *from = parser->text + (parser->mark - parser->base);
    const char *end = parser->text + parser->used;
    size_t signs = 0;

    if (end - from < LONG_TAG)
        return 0;
    while ((from = memchr(from, '=', (size_t)(end - from))) != NULL && signs <= MOST_SIGNS) {
        signs++;
        from++;
    }
    if (signs <= MOST_SIGNS)
        return 0;
    return fail(parser, line_of(parser, parser->mark),
                "a tag or comment is longer than 64 KiB and holds more than 4096 \"=\"");
}

int xml_parser_feed(struct xml_parser *parser, struct cl_text bytes, struct problem *problem)
{
    parser->ending = bytes.length == 0;
    if (!stopped(parser))
        (void)check_tag(parser); /* of what is not parsed yet */
    keep(parser, bytes);
    if (!stopped(parser) &&
        xmlParseChunk(parser->context, bytes.data, (int)bytes.length, parser->ending) != 0 &&
        !stopped(parser))
        (void)fail(parser, line_of(parser, parser->mark), mistake_text(parser, 0));
    if (!stopped(parser)) {
        if (parser->ending)
            (void)line_of(parser, xml_parser_fed(parser));
        return 0;
    }
    *problem = parser->problem;
    return -1;
}

uint64_t xml_parser_mark(const struct xml_parser *parser)
{
    return parser->mark;
}

struct cl_text xml_parser_text(const struct xml_parser *parser, uint64_t begin, uint64_t end)
{
    return (struct cl_text){ parser->text + (begin - parser->base), (size_t)(end - begin) };
}

void xml_parser_drop(struct xml_parser *parser, uint64_t before)
{
    size_t count;

    (void)line_of(parser, before);
    count = (size_t)(before - parser->base);
    if (count == 0)
        return;
    memmove(parser->text, parser->text + count, parser->used - count);
    parser->used -= count;
    parser->base = before;
    if (parser->mark < before)
        parser->mark = before;
}

uint64_t xml_parser_fed(const struct xml_parser *parser)
{
    return parser->base + parser->used;
}
