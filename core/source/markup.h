/* markup.h - the elements of an XML part, one after the other, by libxml2's push parser.
 *
 * Nothing but elements, attributes and text comes through: a DOCTYPE (and with it every
 * entity) is a problem, and so is anything that is not well-formed. Memory does not grow
 * with the part. */
#ifndef CORE_SOURCE_MARKUP_H
#define CORE_SOURCE_MARKUP_H

#include "source/archive.h"
#include "source/layer.h"

#include <claimline/value.h>

#include <stdbool.h>

struct markup_element {
    const char *name;             /* local */
    const unsigned char **values; /* libxml2's: five pointers an attribute */
    size_t count;
};

/* Elements of other namespaces than the format's own are left out with all they hold. Each
 * function returns 0, or -1 with a problem, which ends the reading. */
struct markup_handler {
    void *context;
    int (*start)(void *context, const struct markup_element *element, struct problem *problem);
    int (*end)(void *context, const char *name, struct problem *problem);
    int (*text)(void *context, struct cl_text text, struct problem *problem);
};

/* Before the first use, while there is one thread: memory that runs out ends the program
 * there too, as libxml2 would go on with what is left. */
void markup_prepare(void);

/* Reads the whole part; `name` is for messages. */
int markup_read(struct layer *part, const char *name, const struct markup_handler *handler,
                struct problem *problem);

/* The same for the part of that name of an archive. */
int markup_read_part(struct archive *archive, const char *name,
                     const struct markup_handler *handler, struct problem *problem);

/* The value of an attribute, by its local name; false where it is not there. */
bool markup_attribute(const struct markup_element *element, const char *name, struct cl_text *out);

#endif
