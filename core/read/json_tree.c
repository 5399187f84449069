/* json_tree.c - see json_tree.h. */
#include "read/json_tree.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>

/* A reading: `at` is never behind the NUL, which is no part of anything. */
struct reading {
    struct arena *arena;
    char *at;
    struct json_node *open[JSON_MAX_DEPTH];
    struct json_node **link[JSON_MAX_DEPTH]; /* where the next child of each goes */
    size_t depth;
};

static void skip_blanks(struct reading *reading)
{
    while (*reading->at == ' ' || *reading->at == '\n' || *reading->at == '\r' ||
           *reading->at == '\t')
        reading->at++;
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

/* As UTF-8. */
static char *put_character(char *to, unsigned value)
{
    if (value < 0x80) {
        *to++ = (char)value;
    } else if (value < 0x800) {
        *to++ = (char)(0xc0 | value >> 6);
        *to++ = (char)(0x80 | (value & 0x3f));
    } else if (value < 0x10000) {
        *to++ = (char)(0xe0 | value >> 12);
        *to++ = (char)(0x80 | (value >> 6 & 0x3f));
        *to++ = (char)(0x80 | (value & 0x3f));
    } else {
        *to++ = (char)(0xf0 | value >> 18);
        *to++ = (char)(0x80 | (value >> 12 & 0x3f));
        *to++ = (char)(0x80 | (value >> 6 & 0x3f));
        *to++ = (char)(0x80 | (value & 0x3f));
    }
    return to;
}

static bool is_escape(const char *at)
{
    for (int i = 2; i < 6; i++) {
        if (!text_is_digit(at[i]) && (text_upper(at[i]) < 'A' || text_upper(at[i]) > 'F'))
            return false; /* a NUL too */
    }
    return true;
}

/* \u and four digits, or two of them for one character, at *from. */
static char *put_escape(char *to, char **from)
{
    unsigned value, low;

    if (!is_escape(*from))
        return NULL;
    value = escape_at(*from);
    *from += 6;
    if (value < 0xd800 || value > 0xdbff)
        return put_character(to, value);
    if ((*from)[0] != '\\' || (*from)[1] != 'u' || !is_escape(*from))
        return NULL;
    low = escape_at(*from);
    *from += 6;
    return put_character(to, 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00));
}

/* From the first backslash of a string to its end, in place: it gets shorter. NULL: it has
 * none. */
static char *unescape(char *from, char **end)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    char *to = from;

    while (*from != '"') {
        const char *letter;

        if (*from == '\0')
            return NULL;
        if (*from != '\\') {
            *to++ = *from++;
            continue;
        }
        if (from[1] == 'u') {
            to = put_escape(to, &from);
            if (to == NULL)
                return NULL;
            continue;
        }
        letter = from[1] != '\0' ? strchr(letters, from[1]) : NULL;
        if (letter == NULL)
            return NULL;
        *to++ = meanings[letter - letters];
        from += 2;
    }
    *end = from + 1;
    return to;
}

/* The string behind the quote that the reading stands at. */
static bool read_string(struct reading *reading, struct cl_text *out)
{
    char *from = reading->at + 1;
    char *end = from;

    while (*end != '"' && *end != '\\' && *end != '\0')
        end++;
    reading->at = end + 1;
    if (*end == '\\')
        end = unescape(end, &reading->at);
    else if (*end == '\0')
        end = NULL;
    if (end == NULL)
        return false;
    *end = '\0';
    *out = (struct cl_text){ from, (size_t)(end - from) };
    return true;
}

static bool read_number(struct reading *reading, struct cl_text *out)
{
    size_t length = strspn(reading->at, "+-.0123456789Ee");

    *out = arena_text(reading->arena, reading->at, length);
    reading->at += length;
    return length != 0;
}

static bool read_word(struct reading *reading, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(reading->at, word, length) != 0)
        return false;
    reading->at += length;
    return true;
}

static bool read_value(struct reading *reading, struct json_node *node)
{
    switch (*reading->at) {
    case '{':
    case '[':
        node->kind = *reading->at == '{' ? JSON_OBJECT : JSON_ARRAY;
        if (reading->depth == JSON_MAX_DEPTH)
            return false;
        reading->at++;
        reading->open[reading->depth] = node;
        reading->link[reading->depth++] = &node->first;
        return true;
    case '"':
        node->kind = JSON_STRING;
        return read_string(reading, &node->text);
    case 't':
        node->kind = JSON_TRUE;
        return read_word(reading, "true");
    case 'f':
        node->kind = JSON_FALSE;
        return read_word(reading, "false");
    case 'n':
        node->kind = JSON_NULL;
        return read_word(reading, "null");
    default:
        node->kind = JSON_NUMBER;
        return read_number(reading, &node->text);
    }
}

static struct json_node *new_node(struct reading *reading)
{
    struct json_node *node = arena_room(reading->arena, sizeof(*node));

    *node = (struct json_node){ .key = TEXT_NONE, .text = TEXT_NONE };
    return node;
}

static bool read_key(struct reading *reading, struct cl_text *out)
{
    if (*reading->at != '"' || !read_string(reading, out))
        return false;
    skip_blanks(reading);
    if (*reading->at++ != ':')
        return false;
    skip_blanks(reading);
    return true;
}

/* The next child of what is open, or its end. */
static bool read_on(struct reading *reading)
{
    const struct json_node *parent = reading->open[reading->depth - 1];
    struct json_node ***link = &reading->link[reading->depth - 1];
    struct json_node *node;

    if (*reading->at == (parent->kind == JSON_OBJECT ? '}' : ']')) {
        reading->at++;
        reading->depth--;
        return true;
    }
    if (parent->first != NULL && *reading->at++ != ',')
        return false;
    skip_blanks(reading);
    node = new_node(reading);
    **link = node;
    *link = &node->next;
    return (parent->kind == JSON_ARRAY || read_key(reading, &node->key)) &&
           read_value(reading, node);
}

struct json_node *json_tree(struct arena *arena, char *text)
{
    struct reading reading = { .arena = arena, .at = text };
    struct json_node *root = new_node(&reading);
    bool fine;

    skip_blanks(&reading);
    fine = read_value(&reading, root);
    while (fine && reading.depth != 0) {
        skip_blanks(&reading);
        fine = read_on(&reading);
    }
    skip_blanks(&reading);
    return fine && *reading.at == '\0' ? root : NULL;
}

static int by_key(const void *a, const void *b)
{
    return text_compare((*(const struct json_node *const *)a)->key,
                        (*(const struct json_node *const *)b)->key);
}

/* Of an object that is too large to compare each key with all others. */
static bool is_twice_in_many(const struct json_node *object, size_t count)
{
    const struct json_node **sorted = mem_alloc_array(count, sizeof(const struct json_node *));
    bool twice = false;
    size_t i = 0;

    for (const struct json_node *node = object->first; node != NULL; node = node->next)
        sorted[i++] = node;
    qsort(sorted, count, sizeof(const struct json_node *), by_key);
    for (i = 1; i < count && !twice; i++)
        twice = text_equal(sorted[i - 1]->key, sorted[i]->key);
    mem_free(sorted);
    return twice;
}

static bool is_twice(const struct json_node *object)
{
    enum { FEW = 24 };
    size_t count = 0;

    for (const struct json_node *node = object->first; node != NULL; node = node->next) {
        if (++count > FEW) {
            while ((node = node->next) != NULL)
                count++;
            return is_twice_in_many(object, count);
        }
        for (const struct json_node *other = object->first; other != node; other = other->next) {
            if (text_equal(other->key, node->key))
                return true;
        }
    }
    return false;
}

bool json_has_key_twice(const struct json_node *root)
{
    if (root->kind == JSON_OBJECT && is_twice(root))
        return true;
    for (const struct json_node *node = root->first; node != NULL; node = node->next) {
        if (node->first != NULL && json_has_key_twice(node))
            return true;
    }
    return false;
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

const struct json_node *json_find(const struct json_node *node, struct cl_text key)
{
    const struct json_node *member = node != NULL && node->kind == JSON_OBJECT ? node->first : NULL;

    while (member != NULL && !text_equal(member->key, key))
        member = member->next;
    return member;
}

struct cl_text json_text_of(const struct json_node *node)
{
    bool has_text = node != NULL && (node->kind == JSON_STRING || node->kind == JSON_NUMBER);

    return has_text ? node->text : TEXT_NONE;
}

const struct json_node *json_first(const struct json_node *node)
{
    return node != NULL && node->kind == JSON_ARRAY ? node->first : node;
}
