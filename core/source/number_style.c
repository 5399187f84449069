/* number_style.c - which number formats show dates and times. */
#include "number_style.h"

#include "base/text.h"

/* What a format's code asks for. */
struct parts {
    bool date, hours, elapsed;
    bool month_or_minute;
    size_t zeros;
    bool other; /* anything but zeros */
};

/* Behind what stands at `at` and is shown as it is: "text", \x, _x, *x. */
static size_t behind_literal(struct cl_text code, size_t at)
{
    const char *end;

    if (code.data[at] != '"')
        return at + 2;
    end = memchr(code.data + at + 1, '"', code.length - at - 1);
    return end != NULL ? (size_t)(end - code.data) + 1 : code.length;
}

/* [h], [mm], [s] count on past a day; other brackets are colours, conditions, currencies. */
static size_t take_bracket(struct cl_text code, size_t at, struct parts *parts)
{
    const char *end = memchr(code.data + at, ']', code.length - at);
    size_t behind = end != NULL ? (size_t)(end - code.data) + 1 : code.length;
    char first = at + 1 < code.length ? text_upper(code.data[at + 1]) : '\0';
    bool only = end != NULL && behind - at > 2;

    for (size_t i = at + 1; only && i + 1 < behind; i++)
        only = text_upper(code.data[i]) == first;
    if (only && (first == 'H' || first == 'M' || first == 'S'))
        parts->elapsed = true;
    return behind;
}

static size_t run_length(struct cl_text code, size_t at)
{
    size_t end = at;

    while (end < code.length && text_upper(code.data[end]) == text_upper(code.data[at]))
        end++;
    return end - at;
}

static size_t take_letter(struct cl_text code, size_t at, struct parts *parts)
{
    size_t length = run_length(code, at);

    switch (text_upper(code.data[at])) {
    case 'Y':
    case 'D':
        parts->date = true;
        break;
    case 'H':
    case 'S':
        parts->hours = true;
        break;
    case 'M':
        if (length > 2)
            parts->date = true;
        else
            parts->month_or_minute = true;
        break;
    default:
        break;
    }
    return at + length;
}

/* Of the first section, which is for positive numbers. */
static struct parts parts_of(struct cl_text code)
{
    struct parts parts = { 0 };
    size_t at = 0;

    while (at < code.length && code.data[at] != ';') {
        char byte = code.data[at];

        parts.other |= byte != '0';
        if (byte == '"' || byte == '\\' || byte == '_' || byte == '*') {
            at = behind_literal(code, at);
        } else if (byte == '[') {
            at = take_bracket(code, at, &parts);
        } else {
            parts.zeros += byte == '0';
            at = text_is_letter(byte) ? take_letter(code, at, &parts) : at + 1;
        }
    }
    return parts;
}

struct number_style number_style_of_code(struct cl_text code)
{
    enum { MOST_ZEROS = 15 };
    struct parts parts = parts_of(code);
    struct number_style style = { STYLE_PLAIN, 0 };

    if (code.length >= 7 && text_equal_nocase((struct cl_text){ code.data, 7 }, text_of("General")))
        return style;
    /* With hours or seconds an "m" is minutes. */
    if (parts.month_or_minute && !parts.hours && !parts.elapsed)
        parts.date = true;
    if (parts.elapsed)
        style.kind = STYLE_ELAPSED;
    else if (parts.date && parts.hours)
        style.kind = STYLE_DATE_TIME;
    else if (parts.date)
        style.kind = STYLE_DATE;
    else if (parts.hours)
        style.kind = STYLE_TIME;
    else if (!parts.other && parts.zeros > 1 && parts.zeros <= MOST_ZEROS)
        style.zeros = (uint8_t)parts.zeros;
    return style;
}

struct number_style number_style_of_id(uint64_t id)
{
    static const struct {
        uint8_t first, last, kind;
    } rows[] = {
        { 14, 17, STYLE_DATE }, { 18, 21, STYLE_TIME },    { 22, 22, STYLE_DATE_TIME },
        { 27, 31, STYLE_DATE }, { 32, 35, STYLE_TIME },    { 36, 36, STYLE_DATE },
        { 45, 45, STYLE_TIME }, { 46, 46, STYLE_ELAPSED }, { 47, 47, STYLE_TIME },
        { 50, 54, STYLE_DATE }, { 55, 56, STYLE_TIME },    { 57, 58, STYLE_DATE },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (id >= rows[i].first && id <= rows[i].last)
            return (struct number_style){ rows[i].kind, 0 };
    }
    return (struct number_style){ STYLE_PLAIN, 0 };
}
