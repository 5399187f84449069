/* builder.h - lays records and texts one behind the other into a region. */
#ifndef CORE_CONFORM_BUILDER_H
#define CORE_CONFORM_BUILDER_H

#include "conform/sample.h"

struct builder {
    char *next;
    char *limit;
    const struct recipe *recipe;
    struct cl_text text; /* the recipe's, as it lies in the region */
    size_t later;        /* bytes that each record is longer than known */
};

/* What it means to touch what is behind a region of samples. */
#define BUILDER_PAST "it read or wrote past the end of a record or a text"

void builder_start(struct builder *builder, struct region *region, const struct recipe *recipe);

/* Bytes that are not cleared. */
char *builder_room(struct builder *builder, size_t size);

/* Zeroed, with the later bytes filled. The suite's own sizes are generous: it aborts
 * where the region is too small. */
void *builder_record(struct builder *builder, size_t size);
void *builder_array(struct builder *builder, uint32_t count, size_t size);
struct cl_text builder_text(struct builder *builder, const char *string);

/* The text of the next field of free text. */
struct cl_text builder_field(struct builder *builder);

#endif
