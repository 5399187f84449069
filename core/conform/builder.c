/* builder.c - see builder.h. */
#include "builder.h"

#include "base/text.h"
#include "conform/texts.h"

#include <stdlib.h>

enum { ALIGNMENT = 16 };

/* The recipe's text lies at the very end of the region: to read past its NUL is a fault. */
void builder_start(struct builder *builder, struct region *region, const struct recipe *recipe)
{
    char *text = region->data + region->length - recipe->text.length - 1;

    memcpy(text, recipe->text.data != NULL ? recipe->text.data : "", recipe->text.length);
    *builder = (struct builder){
        .next = region->data,
        .limit = text,
        .recipe = recipe,
        .text = { text, recipe->text.length },
        .later = recipe->grown ? GROWN_BYTES : 0,
    };
}

char *builder_room(struct builder *builder, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    char *at = builder->next;

    if ((size_t)(builder->limit - at) < rounded)
        abort();
    builder->next += rounded;
    return at;
}

void *builder_array(struct builder *builder, uint32_t count, size_t size)
{
    size_t stride = size + builder->later;
    char *array = builder_room(builder, count * stride);

    memset(array, 0, count * stride);
    for (uint32_t i = 0; i < count; i++)
        memset(array + i * stride + size, GROWN_FILL, builder->later);
    return array;
}

void *builder_record(struct builder *builder, size_t size)
{
    return builder_array(builder, 1, size);
}

static struct cl_text copy(struct builder *builder, struct cl_text text)
{
    char *at = builder_room(builder, text.length + 1);

    memcpy(at, text.data, text.length);
    at[text.length] = '\0';
    return (struct cl_text){ at, text.length };
}

struct cl_text builder_text(struct builder *builder, const char *string)
{
    return copy(builder, text_of(string));
}

struct cl_text builder_field(struct builder *builder)
{
    struct random *random = builder->recipe->random;

    if (random == NULL)
        return builder->text;
    switch (random_below(random, 4)) {
    case 0:
        return builder_text(builder, "");
    case 1:
        return builder_text(builder, "plain text");
    default:
        return builder_text(builder, hostile_texts[random_below(random, HOSTILE_COUNT)].bytes);
    }
}
