/* text.c - see text.h. */
#include "text.h"

#include <stdio.h>

bool text_differs_in_case(struct cl_text a, struct cl_text b)
{
    for (size_t i = 0; i < a.length; i++) {
        if (text_upper(a.data[i]) != text_upper(b.data[i]))
            return false;
    }
    return true;
}

int text_compare(struct cl_text a, struct cl_text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = memcmp(a.data, b.data, shorter);

    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* How long a blank in a name is: a line end in a cell, and a no-break space, are such. */
static size_t blank_length(struct cl_text name, size_t at)
{
    static const char no_break[] = "\xc2\xa0";

    if (at < name.length && memchr(" \t_\n\r", name.data[at], 5) != NULL)
        return 1;
    return at + 1 < name.length && memcmp(name.data + at, no_break, 2) == 0 ? 2 : 0;
}

static size_t skip_blanks(struct cl_text name, size_t at)
{
    size_t length;

    while ((length = blank_length(name, at)) != 0)
        at += length;
    return at;
}

struct cl_text text_name_start(struct cl_text name)
{
    size_t at = skip_blanks(name, 0);

    return (struct cl_text){ name.data + at, name.length - at };
}

bool text_equal_name(struct cl_text a, struct cl_text b)
{
    size_t i = skip_blanks(a, 0);
    size_t j = skip_blanks(b, 0);

    while (i < a.length && j < b.length && text_upper(a.data[i]) == text_upper(b.data[j])) {
        i = skip_blanks(a, i + 1);
        j = skip_blanks(b, j + 1);
    }
    return i == a.length && j == b.length;
}

static size_t decode(const unsigned char *text, size_t length, uint32_t *out)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t count;
    uint32_t value;

    if (text[0] < 0x80) {
        *out = text[0];
        return 1;
    }
    if (text[0] >= 0xc2 && text[0] <= 0xdf) {
        count = 2;
        value = text[0] & 0x1fU;
    } else if ((text[0] & 0xf0) == 0xe0) {
        count = 3;
        value = text[0] & 0x0fU;
    } else if (text[0] >= 0xf0 && text[0] <= 0xf4) {
        count = 4;
        value = text[0] & 0x07U;
    } else {
        return 0;
    }
    if (count > length)
        return 0;
    for (size_t i = 1; i < count; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (text[i] & 0x3fU);
    }
    if (value < least[count] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *out = value;
    return count;
}

static bool is_control(uint32_t value)
{
    if (value < 0x20)
        return value != '\t' && value != '\n' && value != '\r';
    return (value >= 0x7f && value <= 0x9f) || value == 0xfffe || value == 0xffff;
}

static inline bool is_printable(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7f;
}

/* The same of eight bytes at once: the highest bit of a byte is set in itself, when 1 is added to
 * 0x7f, or when 0x20 is taken from less. */
static inline bool are_printable(const char *data)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word;

    memcpy(&word, data, sizeof(word));
    return ((word | (word + ones) | (word - ones * 0x20)) & ones * 0x80) == 0;
}

size_t text_ascii_length(struct cl_text text)
{
    size_t at = 0;

    while (text.length - at >= 8) {
        uint64_t word;

        memcpy(&word, text.data + at, 8);
        if ((word & 0x8080808080808080U) != 0)
            break;
        at += 8;
    }
    while (at < text.length && (text.data[at] & 0x80) == 0)
        at++;
    return at;
}

size_t text_decode(struct cl_text text, uint32_t *out)
{
    return decode((const unsigned char *)text.data, text.length, out);
}

enum text_fault text_check(struct cl_text text)
{
    const char *at = text.data;
    const char *end = text.data + text.length;

    while (at < end) {
        const char *stop;

        while (end - at >= 8 && are_printable(at))
            at += 8;
        stop = end - at > 8 ? at + 8 : end;
        while (at < stop) {
            uint32_t value;
            size_t count = 1;

            if (!is_printable((unsigned char)*at)) {
                count = decode((const unsigned char *)at, (size_t)(end - at), &value);
                if (count == 0)
                    return TEXT_NOT_UTF8;
                if (is_control(value))
                    return TEXT_CONTROL;
            }
            at += count;
        }
    }
    return TEXT_FINE;
}

struct cl_text text_split(struct cl_text *rest, char separator)
{
    const char *end = memchr(rest->data, separator, rest->length);
    struct cl_text piece = *rest;

    if (end == NULL) {
        *rest = (struct cl_text){ NULL, 0 };
        return piece;
    }
    piece.length = (size_t)(end - piece.data);
    rest->data = end + 1;
    rest->length -= piece.length + 1;
    return piece;
}

size_t text_encode_name(char *out, struct cl_text text)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t used = 0;

    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];

        if (text_is_plain(text.data[i])) {
            out[used++] = text.data[i];
            continue;
        }
        out[used++] = '%';
        out[used++] = digits[byte >> 4];
        out[used++] = digits[byte & 15];
    }
    return used;
}

bool text_to_unsigned(struct cl_text text, uint64_t maximum, uint64_t *out)
{
    uint64_t value = 0;

    if (text.length == 0)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        uint64_t digit;

        if (!text_is_digit(text.data[i]))
            return false;
        digit = (uint64_t)(text.data[i] - '0');
        if (digit > maximum || value > (maximum - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

/* Characters that change how the rest of a terminal's line is read. */
static bool is_bidi(uint32_t value)
{
    return value == 0x061c || value == 0x200e || value == 0x200f ||
           (value >= 0x202a && value <= 0x202e) || (value >= 0x2066 && value <= 0x2069) ||
           value == 0x2028 || value == 0x2029;
}

const char *text_show(char *shown, struct cl_text text)
{
    return text_show_in(shown, TEXT_SHOWN, text);
}

const char *text_show_in(char *shown, size_t size, struct cl_text text)
{
    enum { LONGEST_PIECE = 10 }; /* \u00202e, and some room */
    size_t used = 0;
    size_t at = 0;

    while (at < text.length) {
        uint32_t value = 0;
        size_t count = decode((const unsigned char *)text.data + at, text.length - at, &value);
        bool plain = count != 0 && !is_bidi(value) && !is_control(value) && value >= 0x20;

        if (used + LONGEST_PIECE + 4 > size) {
            memcpy(shown + used, "...", 3);
            used += 3;
            break;
        }
        if (plain) {
            memcpy(shown + used, text.data + at, count);
            used += count;
        } else if (count > 1) {
            used += (size_t)snprintf(shown + used, size - used, "\\u%04x", value);
        } else {
            used += (size_t)snprintf(shown + used, size - used, "\\x%02x",
                                     (unsigned)(unsigned char)text.data[at]);
        }
        at += count != 0 ? count : 1;
    }
    shown[used] = '\0';
    return shown;
}

const char *text_show_string(char *shown, const char *string)
{
    return text_show(shown, text_of(string));
}
