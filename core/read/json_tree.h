/* json_tree.h - JSON texts as trees, built from yajl's events: numbers stay text.
 *
 * Stricter than yajl: a depth and a number of values that bound memory and stack, no key
 * twice in an object, no NUL. (yajl makes a lone surrogate a question mark; whoever has the
 * text looks for those with json_check_escapes().) */
#ifndef CORE_READ_JSON_TREE_H
#define CORE_READ_JSON_TREE_H

#include "base/arena.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>
#include <yajl/yajl_parse.h>

enum json_kind {
    JSON_NULL,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_OBJECT,
    JSON_ARRAY
};

struct json_node {
    enum json_kind kind;
    struct cl_text key;  /* of a member of an object */
    struct cl_text text; /* of a number or string */
    struct json_node *first, *last, *next;
};

enum { JSON_MAX_DEPTH = 100, JSON_MAX_NODES = 100000 };

/* A tree that is being built. Zeroed but for `arena`, it is empty and ready. */
struct json_builder {
    struct arena *arena;
    struct json_node *open[JSON_MAX_DEPTH];
    size_t depth, count;
    struct cl_text key;
    struct json_node *root; /* complete when `depth` is 0 */
    const char *mistake;    /* what is wrong; NULL: nothing */
};

/* Each returns false where something is wrong. */
bool json_builder_key(struct json_builder *builder, struct cl_text key);
bool json_builder_value(struct json_builder *builder, enum json_kind kind, struct cl_text text);
bool json_builder_close(struct json_builder *builder);

/* The tree of one JSON text, in `arena`; NULL where it is none. */
struct json_node *json_parse(struct arena *arena, struct cl_text text);

/* What is wrong with the \u escapes of a text that is JSON; NULL: nothing. */
const char *json_check_escapes(struct cl_text text);

/* A member; NULL where `node` is NULL, no object, or has no such member. */
const struct json_node *json_member(const struct json_node *node, const char *key);

/* The text of a string or number at that place; else empty. */
struct cl_text json_text_of(const struct json_node *node);
struct cl_text json_member_text(const struct json_node *node, const char *key);

/* The elements of an array; an object stands for an array of itself. */
const struct json_node *json_first(const struct json_node *node);

/* What yajl takes its memory from: base/memory.h. */
extern const yajl_alloc_funcs json_memory;

#endif
