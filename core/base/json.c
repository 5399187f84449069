/* json.c - see json.h. */
#include "json.h"

#include "text.h"

#include <claimline/write.h>

static void put_character(struct cl_stream *out, struct cl_text piece, uint32_t value)
{
    static const char digits[] = "0123456789abcdef";

    if (value == '"' || value == '\\') {
        cl_putc(out, '\\');
        cl_putc(out, (char)value);
    } else if (value < 0x20) {
        cl_puts(out, "\\u00");
        cl_putc(out, digits[value >> 4]);
        cl_putc(out, digits[value & 15]);
    } else {
        cl_put_text(out, piece);
    }
}

static void put_quoted(struct cl_stream *out, struct cl_text text)
{
    cl_putc(out, '"');
    while (text.length > 0) {
        uint32_t value;
        size_t count = text_decode(text, &value);

        if (count == 0)
            cl_puts(out, "\xef\xbf\xbd");
        else
            put_character(out, (struct cl_text){ text.data, count }, value);
        text.data += count != 0 ? count : 1;
        text.length -= count != 0 ? count : 1;
    }
    cl_putc(out, '"');
}

static void new_line(struct json *json)
{
    if (json->indent == 0)
        return;
    cl_putc(json->stream, '\n');
    for (int i = 0; i < json->indent * json->level; i++)
        cl_putc(json->stream, ' ');
}

/* What stands before a value: the comma, the place, the key (data NULL: none). */
static void lead_in(struct json *json, struct cl_text key)
{
    if (json->some)
        cl_putc(json->stream, ',');
    if (json->level > 0)
        new_line(json);
    json->some = true;
    if (key.data != NULL) {
        put_quoted(json->stream, key);
        cl_puts(json->stream, json->indent != 0 ? ": " : ":");
    }
}

static struct cl_text key_text(const char *key)
{
    return key != NULL ? text_of(key) : (struct cl_text){ NULL, 0 };
}

void json_open_text(struct json *json, struct cl_text key, char bracket)
{
    lead_in(json, key);
    cl_putc(json->stream, bracket);
    json->level++;
    json->some = false;
}

void json_open(struct json *json, const char *key, char bracket)
{
    json_open_text(json, key_text(key), bracket);
}

void json_close(struct json *json, char bracket)
{
    json->level--;
    if (json->some)
        new_line(json);
    json->some = true;
    cl_putc(json->stream, bracket);
}

void json_text(struct json *json, const char *key, struct cl_text value)
{
    lead_in(json, key_text(key));
    put_quoted(json->stream, value);
}

void json_string(struct json *json, const char *key, const char *value)
{
    json_text(json, key, text_of(value));
}

void json_unsigned(struct json *json, const char *key, uint64_t value)
{
    lead_in(json, key_text(key));
    cl_put_unsigned(json->stream, value);
}

void json_signed(struct json *json, const char *key, int64_t value)
{
    lead_in(json, key_text(key));
    if (value < 0)
        cl_putc(json->stream, '-');
    cl_put_unsigned(json->stream, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}
