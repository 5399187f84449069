/* json_tree.h - JSON texts as trees, in which numbers stay text.
 *
 * That a text is JSON, in UTF-8, is for yajl to say (fhir_scan.c); here it is only read again,
 * in place, for what it says. What yajl lets pass and we do not is found here too: a key that
 * stands twice in an object, a NUL, half a character. */
#ifndef CORE_READ_JSON_TREE_H
#define CORE_READ_JSON_TREE_H

#include "base/arena.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

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
    struct cl_text text; /* of a number or string; a NUL is behind both */
    struct json_node *first, *next;
};

enum { JSON_MAX_DEPTH = 100, JSON_MAX_VALUES = 100000 };

/* The tree of a text that is JSON, up to the NUL behind it, nested at most JSON_MAX_DEPTH deep;
 * NULL where it is not. The nodes lie in `arena`, their texts in `text`, which is overwritten. */
struct json_node *json_tree(struct arena *arena, char *text);

/* Whether an object in it has a key twice. */
bool json_has_key_twice(const struct json_node *root);

/* What is wrong with the \u escapes of a text that is JSON; NULL: nothing. */
const char *json_check_escapes(struct cl_text text);

/* A member; NULL where `node` is NULL, no object, or has no such member. */
const struct json_node *json_find(const struct json_node *node, struct cl_text key);

/* The text of a string or number at that place; else empty. */
struct cl_text json_text_of(const struct json_node *node);

/* The same by names, whose length the compiler knows. */
static inline const struct json_node *json_member(const struct json_node *node, const char *key)
{
    return json_find(node, (struct cl_text){ key, strlen(key) });
}

static inline struct cl_text json_member_text(const struct json_node *node, const char *key)
{
    return json_text_of(json_member(node, key));
}

/* The elements of an array; an object stands for an array of itself. */
const struct json_node *json_first(const struct json_node *node);

#endif
