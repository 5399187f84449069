/* xml_parser.h - libxml2 as this program uses it: pushed bytes in, elements out, nothing else.
 *
 * There is no DOCTYPE (refused by name) and so no entity but the five of XML; libxml2 gets
 * no file name, opens nothing, builds no tree and keeps its own limits (10 MB a tag or a
 * comment). Memory comes from base/memory.h, which never fails: libxml2 would go on with
 * texts that are cut. The text is UTF-8, whatever its declaration says. */
#ifndef CORE_READ_XML_PARSER_H
#define CORE_READ_XML_PARSER_H

#include "base/problem.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed for the call. */
struct xml_attribute {
    struct cl_text prefix; /* or empty */
    struct cl_text uri;    /* its namespace, or empty */
    struct cl_text name;
    struct cl_text value;
};

struct xml_tag {
    struct cl_text prefix, uri, name;
    size_t attribute_count;
    const struct xml_attribute *attributes;
    uint64_t line;       /* of its `<` */
    uint64_t begin, end; /* the bytes of the text that the start tag takes */
};

/* Who takes the elements. Each returns 0, or -1 with a problem, which ends the reading. */
struct xml_handler {
    void *context;
    int (*start)(void *context, const struct xml_tag *tag, struct problem *problem);
    int (*end)(void *context, uint64_t end, struct problem *problem); /* behind the element */
    int (*text)(void *context, struct problem *problem);              /* text that is not blank */
};

struct xml_parser;

/* `path` is for messages; borrowed, as is what `handler` points at. */
struct xml_parser *xml_parser_create(const char *path, const struct xml_handler *handler);
void xml_parser_destroy(struct xml_parser *parser); /* takes NULL */

/* As if it had just been created. */
void xml_parser_restart(struct xml_parser *parser);

/* What was fed is not of the text, which goes on behind its physical line `lines`. */
void xml_parser_begin(struct xml_parser *parser, uint64_t lines);

/* The next bytes of the text; an empty one is its end. */
int xml_parser_feed(struct xml_parser *parser, struct cl_text bytes, struct problem *problem);

/* Behind the last tag, comment or instruction: what stands before it is never asked for again,
 * but for a handler's own ends. */
uint64_t xml_parser_mark(const struct xml_parser *parser);

/* The text from `begin` up to `end`; xml_parser_drop() must have left it. Valid until the
 * next feed. */
struct cl_text xml_parser_text(const struct xml_parser *parser, uint64_t begin, uint64_t end);

/* Nothing before `position` is wanted any more. */
void xml_parser_drop(struct xml_parser *parser, uint64_t position);

/* The physical line of the next byte to be parsed. */
uint64_t xml_parser_line(const struct xml_parser *parser);

/* The line of a position that is kept; never one before the last that was asked for. */
uint64_t xml_parser_line_of(struct xml_parser *parser, uint64_t position);
uint64_t xml_parser_fed(const struct xml_parser *parser); /* bytes */

#endif
