/* xml_element.h - the attributes of a tag as values of canonical columns. Part of xml_sessions.c.
 */
#ifndef CORE_READ_XML_ELEMENT_H
#define CORE_READ_XML_ELEMENT_H

#include "base/map.h"
#include "read/xml_parser.h"
#include "read/xml_sessions.h"

/* Which attributes there are, and which unknown ones were told. */
struct xml_names {
    struct map columns;
    struct map unknown;
    struct arena arena;
};

void xml_names_init(struct xml_names *names);
void xml_names_forget(struct xml_names *names); /* which ones were told */
void xml_names_finish(struct xml_names *names);

enum xml_level { XML_ROOT, XML_SESSION, XML_SERVICE };

/* What a tag says, in `arena`. An unknown attribute is noted the first time, one in the wrong
 * place each time. */
struct xml_element *xml_element_make(struct xml_names *names, struct arena *arena,
                                     const struct xml_tag *tag, enum xml_level level);

struct xml_element *xml_element_copy(struct arena *arena, const struct xml_element *element);

/* The value of a column; empty where the tag does not state it. */
struct cl_text xml_element_value(const struct xml_element *element, enum column column);

/* Whether a session may state the column for all its services. */
bool xml_column_is_shared(enum column column);

#endif
