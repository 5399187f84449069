/* markup.c - see markup.h. */
#include "markup.h"

#include "base/memory.h"
#include "base/text.h"

#include <libxml/parser.h>
#include <string.h>

enum { CHUNK_BYTES = 64 * 1024 };

struct markup {
    const struct markup_handler *handler;
    struct problem *problem;
    xmlParserCtxt *parser;
    const char *shown, *name;
    size_t foreign; /* elements open from the first of another namespace on; 0: none */
    bool failed;
};

static const char *const namespaces[] = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
};

static bool is_foreign(const xmlChar *uri)
{
    for (size_t i = 0; uri != NULL && i < sizeof(namespaces) / sizeof(namespaces[0]); i++) {
        if (strcmp((const char *)uri, namespaces[i]) == 0)
            return false;
    }
    return true;
}

static void stop(struct markup *markup, int error)
{
    if (error == 0 || markup->failed)
        return;
    markup->failed = true;
    xmlStopParser(markup->parser);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **declared, int count, int defaulted,
                     const xmlChar **values)
{
    struct markup *markup = context;
    const struct markup_element element = { (const char *)name, values, (size_t)count };

    (void)prefix;
    (void)namespace_count;
    (void)declared;
    (void)defaulted;
    if (markup->foreign != 0 || is_foreign(uri))
        markup->foreign++;
    else if (!markup->failed && markup->handler->start != NULL)
        stop(markup, markup->handler->start(markup->handler->context, &element, markup->problem));
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct markup *markup = context;

    (void)prefix;
    (void)uri;
    if (markup->foreign != 0)
        markup->foreign--;
    else if (!markup->failed && markup->handler->end != NULL)
        stop(markup,
             markup->handler->end(markup->handler->context, (const char *)name, markup->problem));
}

static void on_text(void *context, const xmlChar *bytes, int length)
{
    struct markup *markup = context;
    struct cl_text text = { (const char *)bytes, (size_t)length };

    if (markup->foreign == 0 && !markup->failed && markup->handler->text != NULL)
        stop(markup, markup->handler->text(markup->handler->context, text, markup->problem));
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    struct markup *markup = context;

    (void)name;
    (void)external;
    (void)system;
    stop(markup, problem_failed(markup->problem, "%s is refused: its part %s holds a DOCTYPE",
                                markup->shown, markup->name));
}

static void on_error(void *context, xmlError *error)
{
    (void)context; /* the result tells; the message may show what stands in the part */
    (void)error;
}

static xmlEntity *on_entity(void *context, const xmlChar *name)
{
    (void)context;
    return xmlGetPredefinedEntity(name);
}

static void *allocate(size_t size)
{
    return mem_resize(NULL, size != 0 ? size : 1);
}

static void *reallocate(void *old, size_t size)
{
    return mem_resize(old, size != 0 ? size : 1);
}

static char *duplicate(const char *string)
{
    return mem_string(string);
}

void markup_prepare(void)
{
    (void)xmlMemSetup(mem_free, allocate, reallocate, duplicate);
    xmlInitParser();
}

static int not_well_formed(const struct markup *markup, struct problem *problem)
{
    const xmlError *error = xmlCtxtGetLastError(markup->parser);

    return problem_failed(problem, "%s is damaged: its part %s is no well-formed XML (line %d)",
                          markup->shown, markup->name, error != NULL ? error->line : 0);
}

static int parse(struct markup *markup, struct layer *part, struct problem *problem)
{
    char *chunk = mem_resize(NULL, CHUNK_BYTES);
    int error = 0;
    ssize_t count;

    do {
        count = layer_read(part, chunk, CHUNK_BYTES, problem);
        if (count >= 0)
            error = xmlParseChunk(markup->parser, chunk, (int)count, count == 0);
    } while (count > 0 && error == 0 && !markup->failed);
    mem_free(chunk);
    if (count < 0 || markup->failed)
        return -1;
    return error != 0 || markup->parser->wellFormed == 0 ? not_well_formed(markup, problem) : 0;
}

int markup_read(struct layer *part, const char *name, const struct markup_handler *handler,
                struct problem *problem)
{
    xmlSAXHandler calls = { .initialized = XML_SAX2_MAGIC,
                            .startElementNs = on_start,
                            .endElementNs = on_end,
                            .characters = on_text,
                            .cdataBlock = on_text,
                            .ignorableWhitespace = on_text,
                            .internalSubset = on_doctype,
                            .getEntity = on_entity,
                            .serror = on_error };
    char shown_name[TEXT_SHOWN];
    struct markup markup = { .handler = handler,
                             .problem = problem,
                             .shown = part->shown,
                             .name = text_show_string(shown_name, name) };
    int error;

    markup.parser = xmlCreatePushParserCtxt(&calls, &markup, NULL, 0, NULL);
    if (markup.parser == NULL)
        return problem_failed(problem, "cannot read %s: memory ran out", part->shown);
    /* Without a DOCTYPE there are no entities to put in; `&amp;` in attributes needs it. */
    (void)xmlCtxtUseOptions(markup.parser, XML_PARSE_NONET | XML_PARSE_NOENT);
    error = parse(&markup, part, problem);
    xmlFreeDoc(markup.parser->myDoc);
    xmlFreeParserCtxt(markup.parser);
    return error;
}

int markup_read_part(struct archive *archive, const char *name,
                     const struct markup_handler *handler, struct problem *problem)
{
    struct layer *part;
    int error = archive_part(&part, archive, name, problem);

    if (error == 0)
        error = markup_read(part, name, handler, problem);
    layer_destroy(part);
    return error;
}

bool markup_attribute(const struct markup_element *element, const char *name, struct cl_text *out)
{
    enum { NAME, PREFIX, URI, VALUE, END, STRIDE };

    for (size_t i = 0; i < element->count; i++) {
        const unsigned char **at = element->values + i * STRIDE;

        if (strcmp((const char *)at[NAME], name) != 0)
            continue;
        *out = (struct cl_text){ (const char *)at[VALUE], (size_t)(at[END] - at[VALUE]) };
        return true;
    }
    return false;
}
