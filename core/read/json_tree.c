/* json_tree.c - see json_tree.h. */
#include "read/json_tree.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>

static void *take_memory(void *context, size_t size)
{
    (void)context;
    return mem_resize(NULL, size != 0 ? size : 1);
}

static void *take_more(void *context, void *old, size_t size)
{
    (void)context;
    return mem_resize(old, size != 0 ? size : 1);
}

static void give_back(void *context, void *memory)
{
    (void)context;
    mem_free(memory);
}

const yajl_alloc_funcs json_memory = { take_memory, take_more, give_back, NULL };

static bool fail(struct json_builder *builder, const char *mistake)
{
    builder->mistake = mistake;
    return false;
}

static bool has_nul(struct cl_text text)
{
    return text.length != 0 && memchr(text.data, '\0', text.length) != NULL;
}

bool json_builder_key(struct json_builder *builder, struct cl_text key)
{
    if (has_nul(key))
        return fail(builder, "a key holds a NUL");
    builder->key = arena_text(builder->arena, key.data, key.length);
    return true;
}

bool json_builder_value(struct json_builder *builder, enum json_kind kind, struct cl_text text)
{
    struct json_node *parent = builder->depth != 0 ? builder->open[builder->depth - 1] : NULL;
    struct json_node *node;

    if (has_nul(text))
        return fail(builder, "a string holds a NUL");
    if (++builder->count > JSON_MAX_NODES)
        return fail(builder, "a resource holds more than 100000 values");
    node = arena_alloc(builder->arena, sizeof(*node));
    node->kind = kind;
    node->key = parent != NULL && parent->kind == JSON_OBJECT ? builder->key : TEXT_NONE;
    node->text = arena_text(builder->arena, text.data, text.length);
    if (parent == NULL)
        builder->root = node;
    else if (parent->first == NULL)
        parent->first = node;
    else
        parent->last->next = node;
    if (parent != NULL)
        parent->last = node;
    if (kind != JSON_OBJECT && kind != JSON_ARRAY)
        return true;
    if (builder->depth == JSON_MAX_DEPTH)
        return fail(builder, "a resource is nested more than 100 deep");
    builder->open[builder->depth++] = node;
    return true;
}

static int by_key(const void *a, const void *b)
{
    return text_compare((*(const struct json_node *const *)a)->key,
                        (*(const struct json_node *const *)b)->key);
}

static bool has_key_twice(const struct json_builder *builder, const struct json_node *object)
{
    const struct json_node **sorted;
    size_t count = 0;

    for (const struct json_node *node = object->first; node != NULL; node = node->next)
        count++;
    if (count < 2)
        return false;
    sorted = arena_room(builder->arena, count * sizeof(const struct json_node *));
    count = 0;
    for (const struct json_node *node = object->first; node != NULL; node = node->next)
        sorted[count++] = node;
    qsort(sorted, count, sizeof(const struct json_node *), by_key);
    for (size_t i = 1; i < count; i++) {
        if (text_equal(sorted[i - 1]->key, sorted[i]->key))
            return true;
    }
    return false;
}

bool json_builder_close(struct json_builder *builder)
{
    const struct json_node *node = builder->open[--builder->depth];

    if (node->kind == JSON_OBJECT && has_key_twice(builder, node))
        return fail(builder, "an object has a key twice");
    return true;
}

/* yajl's events, all of one tree. */

static int on_null(void *context)
{
    return json_builder_value(context, JSON_NULL, TEXT_NONE);
}

static int on_boolean(void *context, int value)
{
    return json_builder_value(context, value ? JSON_TRUE : JSON_FALSE, TEXT_NONE);
}

static int on_number(void *context, const char *text, size_t length)
{
    return json_builder_value(context, JSON_NUMBER, (struct cl_text){ text, length });
}

static int on_string(void *context, const unsigned char *text, size_t length)
{
    return json_builder_value(context, JSON_STRING, (struct cl_text){ (const char *)text, length });
}

static int on_object(void *context)
{
    return json_builder_value(context, JSON_OBJECT, TEXT_NONE);
}

static int on_array(void *context)
{
    return json_builder_value(context, JSON_ARRAY, TEXT_NONE);
}

static int on_key(void *context, const unsigned char *text, size_t length)
{
    return json_builder_key(context, (struct cl_text){ (const char *)text, length });
}

static int on_close(void *context)
{
    return json_builder_close(context);
}

struct json_node *json_parse(struct arena *arena, struct cl_text text)
{
    static const yajl_callbacks events = { .yajl_null = on_null,
                                           .yajl_boolean = on_boolean,
                                           .yajl_number = on_number,
                                           .yajl_string = on_string,
                                           .yajl_start_map = on_object,
                                           .yajl_map_key = on_key,
                                           .yajl_end_map = on_close,
                                           .yajl_start_array = on_array,
                                           .yajl_end_array = on_close };
    struct json_builder builder = { .arena = arena };
    yajl_alloc_funcs memory = json_memory;
    yajl_handle handle = yajl_alloc(&events, &memory, &builder);
    bool fine =
        yajl_parse(handle, (const unsigned char *)text.data, text.length) == yajl_status_ok &&
        yajl_complete_parse(handle) == yajl_status_ok;

    yajl_free(handle);
    return fine ? builder.root : NULL;
}

static int hex_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    return text_upper(byte) - 'A' + 10;
}

/* The four digits behind \u; yajl has seen that they are there. */
static unsigned escape_at(const char *at)
{
    unsigned value = 0;

    for (int i = 2; i < 6; i++)
        value = value << 4 | (unsigned)hex_value(at[i]);
    return value;
}

const char *json_check_escapes(struct cl_text text)
{
    const char *at = text.data;
    const char *end = text.data + text.length;

    while (at < end && (at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
        unsigned value;

        if (end - at < 6 || at[1] != 'u') {
            at += 2;
            continue;
        }
        value = escape_at(at);
        at += 6;
        if (value == 0)
            return "a string holds a NUL";
        if (value >= 0xdc00 && value <= 0xdfff)
            return "a string holds half a character (\\ud800 to \\udfff)";
        if (value < 0xd800 || value > 0xdbff)
            continue;
        if (end - at < 6 || at[0] != '\\' || at[1] != 'u' || escape_at(at) < 0xdc00 ||
            escape_at(at) > 0xdfff)
            return "a string holds half a character (\\ud800 to \\udfff)";
        at += 6;
    }
    return NULL;
}

const struct json_node *json_member(const struct json_node *node, const char *key)
{
    if (node == NULL || node->kind != JSON_OBJECT)
        return NULL;
    for (const struct json_node *member = node->first; member != NULL; member = member->next) {
        if (text_equal(member->key, text_of(key)))
            return member;
    }
    return NULL;
}

struct cl_text json_text_of(const struct json_node *node)
{
    bool has_text = node != NULL && (node->kind == JSON_STRING || node->kind == JSON_NUMBER);

    return has_text ? node->text : TEXT_NONE;
}

struct cl_text json_member_text(const struct json_node *node, const char *key)
{
    return json_text_of(json_member(node, key));
}

const struct json_node *json_first(const struct json_node *node)
{
    return node != NULL && node->kind == JSON_ARRAY ? node->first : node;
}
