/* text.h - work on struct cl_text (claimline/value.h). Nothing reads the locale. */
#ifndef CORE_BASE_TEXT_H
#define CORE_BASE_TEXT_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* An empty text, for values that are absent. */
#define TEXT_NONE ((struct cl_text){ "", 0 })

/* A literal or another NUL-terminated string as text; borrowed. */
static inline struct cl_text text_of(const char *string)
{
    return (struct cl_text){ string, strlen(string) };
}

/* Up to 16 bytes are compared without a call: both ends of the texts, which may overlap. */
static inline bool text_equal(struct cl_text a, struct cl_text b)
{
    uint64_t head[2], tail[2];
    uint32_t first[2], last[2];

    if (a.length != b.length)
        return false;
    if (a.length < 4)
        return a.length == 0 ||
               (a.data[0] == b.data[0] && a.data[a.length / 2] == b.data[a.length / 2] &&
                a.data[a.length - 1] == b.data[a.length - 1]);
    if (a.length < 8) {
        memcpy(&first[0], a.data, sizeof(first[0]));
        memcpy(&first[1], b.data, sizeof(first[1]));
        memcpy(&last[0], a.data + a.length - 4, sizeof(last[0]));
        memcpy(&last[1], b.data + b.length - 4, sizeof(last[1]));
        return first[0] == first[1] && last[0] == last[1];
    }
    memcpy(&head[0], a.data, sizeof(head[0]));
    memcpy(&head[1], b.data, sizeof(head[1]));
    memcpy(&tail[0], a.data + a.length - 8, sizeof(tail[0]));
    memcpy(&tail[1], b.data + b.length - 8, sizeof(tail[1]));
    if (head[0] != head[1] || tail[0] != tail[1])
        return false;
    return a.length <= 16 || memcmp(a.data + 8, b.data + 8, a.length - 16) == 0;
}

/* Gives *out the value of `text`, unless it has one: the first that is stated stands. */
static inline void text_keep_first(struct cl_text *out, struct cl_text text)
{
    if (out->length == 0)
        *out = text;
}

/* Equal but for the case of ASCII letters; mostly that is the same too. */
bool text_differs_in_case(struct cl_text a, struct cl_text b);

static inline bool text_equal_nocase(struct cl_text a, struct cl_text b)
{
    return a.length == b.length && (text_equal(a, b) || text_differs_in_case(a, b));
}

static inline bool text_is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Equal as the names of columns are: but for case, underscores and blanks, which line ends and
 * no-break spaces are too. */
bool text_equal_name(struct cl_text a, struct cl_text b);

/* Such a name from its first letter on; empty where it has none. */
struct cl_text text_name_start(struct cl_text name);

/* Byte order, like strcmp. */
int text_compare(struct cl_text a, struct cl_text b);

/* Without outer spaces and tabs. The result need not end with a NUL. */
static inline struct cl_text text_trim(struct cl_text text)
{
    if (text.length != 0 && (unsigned char)text.data[0] > ' ' &&
        (unsigned char)text.data[text.length - 1] > ' ')
        return text;
    while (text.length > 0 && text_is_blank(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && text_is_blank(text.data[text.length - 1]))
        text.length--;
    return text;
}

/* ASCII only. */
static inline char text_upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
}

static inline char text_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static inline bool text_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Whether none of eight bytes, loaded as one number, is other than a digit. A byte holds what a
 * digit is worth when '0' is taken out of it, and reaches its highest bit when 0x76 is added to
 * more than 9. */
static inline bool text_are_digits(uint64_t bytes)
{
    uint64_t values = bytes ^ UINT64_C(0x3030303030303030);

    return ((values | (values + UINT64_C(0x7676767676767676))) & UINT64_C(0x8080808080808080)) == 0;
}

static inline bool text_is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* Whether it is `length` ASCII letters and digits: 5 may be a code, 2 a modifier. */
static inline bool text_is_word(struct cl_text text, size_t length)
{
    bool word = text.length == length;

    for (size_t i = 0; i < length && word; i++)
        word = text_is_digit(text.data[i]) || text_is_letter(text.data[i]);
    return word;
}

/* What keeps a text from being written to an output. */
enum text_fault {
    TEXT_FINE,
    TEXT_NOT_UTF8,
    TEXT_CONTROL /* a control character (C0, DEL, C1) other than TAB, CR, LF; U+FFFE, U+FFFF */
};

enum text_fault text_check(struct cl_text text);

/* How many bytes from the start are ASCII. */
size_t text_ascii_length(struct cl_text text);

/* Decodes the character at the start of `text` (not empty): its length in bytes,
 * or 0 where it is no UTF-8 (overlong forms, surrogates, past U+10FFFF). */
size_t text_decode(struct cl_text text, uint32_t *out);

/* Cuts the piece before the next `separator` off *rest and returns it. When the
 * last piece has been taken, rest->data is NULL. */
struct cl_text text_split(struct cl_text *rest, char separator);

/* A whole number without sign, up to `maximum`. False for anything else. */
bool text_to_unsigned(struct cl_text text, uint64_t maximum, uint64_t *out);

/* The same for small numbers, quickly: up to 9999. */
static inline bool text_to_count(struct cl_text text, uint32_t maximum, uint32_t *out)
{
    uint32_t value = 0;
    size_t at = 0;

    while (text.length - at > 4 && text.data[at] == '0')
        at++;
    if (text.length == 0 || text.length - at > 4)
        return false;
    for (; at < text.length; at++) {
        if (!text_is_digit(text.data[at]))
            return false;
        value = value * 10 + (uint32_t)(text.data[at] - '0');
    }
    *out = value;
    return value <= maximum;
}

/* For a part of a file name: bytes other than letters, digits, '_' and '-' as %XX,
 * so that distinct texts give distinct names. `out` has room for 3 bytes a byte.
 * Returns the length. */
size_t text_encode_name(char *out, struct cl_text text);

/* Whether text_encode_name() leaves the byte as it is. */
static inline bool text_is_plain(char byte)
{
    return text_is_letter(byte) || text_is_digit(byte) || byte == '_' || byte == '-';
}

/* Room for a text that is shown to a person. */
enum { TEXT_SHOWN = 256 };

/* Writes `text` into `shown` (TEXT_SHOWN bytes) for a message: control and bidi
 * characters and broken UTF-8 escaped (\x1b, \u202e), cut with "..." when long.
 * Returns `shown`. */
const char *text_show(char *shown, struct cl_text text);
const char *text_show_in(char *shown, size_t size, struct cl_text text); /* any size from 32 */
const char *text_show_string(char *shown, const char *string);

#endif
