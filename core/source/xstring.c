/* xstring.c - see xstring.h. */
#include "xstring.h"

#include "base/memory.h"
#include "base/text.h"
#include "source/decode.h"

#include <string.h>

void xstring_clear(struct xstring *string)
{
    string->length = 0;
    string->run = 0;
}

void xstring_finish(struct xstring *string)
{
    mem_free(string->bytes);
    *string = (struct xstring){ 0 };
}

int xstring_add(struct xstring *string, struct cl_text text, const char *shown,
                struct problem *problem)
{
    if (string->length + text.length > XSTRING_MOST)
        return problem_failed(problem, "%s holds a cell or a row of more than %d MiB", shown,
                              XSTRING_MOST / (1024 * 1024));
    if (string->room - string->length < text.length) {
        string->room = (string->length + text.length) * 2;
        string->bytes = mem_resize(string->bytes, string->room);
    }
    if (text.length != 0)
        memcpy(string->bytes + string->length, text.data, text.length);
    string->length += text.length;
    return 0;
}

void xstring_begin_run(struct xstring *string, const struct markup_element *element)
{
    struct cl_text space;

    string->run = string->length;
    string->preserve =
        markup_attribute(element, "space", &space) && text_equal(space, text_of("preserve"));
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void trim(struct xstring *string)
{
    size_t from = string->run;

    while (string->length > string->run && is_blank(string->bytes[string->length - 1]))
        string->length--;
    while (from < string->length && is_blank(string->bytes[from]))
        from++;
    if (from != string->run)
        memmove(string->bytes + string->run, string->bytes + from, string->length - from);
    string->length -= from - string->run;
}

static int hex_digit(char byte)
{
    if (text_is_digit(byte))
        return byte - '0';
    byte = text_upper(byte);
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* _xHHHH_ stands for a character that XML cannot hold, and for itself as _x005F_. */
static bool escape_at(const struct xstring *string, size_t at, uint32_t *out)
{
    enum { LENGTH = 7 };
    const char *bytes = string->bytes + at;

    if (string->length - at < LENGTH || bytes[0] != '_' || bytes[1] != 'x' || bytes[6] != '_')
        return false;
    *out = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(bytes[i]);

        if (digit < 0)
            return false;
        *out = *out << 4 | (uint32_t)digit;
    }
    return true;
}

static void unescape(struct xstring *string)
{
    size_t to = string->run;
    size_t at = string->run;

    if (string->length == string->run ||
        memchr(string->bytes + at, '_', string->length - at) == NULL)
        return;
    while (at < string->length) {
        uint32_t character;

        if (escape_at(string, at, &character)) {
            to += decode_put_utf8(string->bytes + to, character);
            at += 7;
        } else {
            string->bytes[to++] = string->bytes[at++];
        }
    }
    string->length = to;
}

void xstring_end_run(struct xstring *string)
{
    if (!string->preserve)
        trim(string);
    unescape(string);
    string->run = string->length;
}

struct cl_text xstring_text(const struct xstring *string)
{
    return (struct cl_text){ string->length != 0 ? string->bytes : "", string->length };
}
