/* convert_number.c - amounts, whole numbers and durations as exports write them. */
#include "convert.h"

#include "base/text.h"

#include <string.h>

enum { MAX_DIGITS = 12 }; /* before the point: more than any amount that is read */

/* Takes a pair of parentheses or a sign off. */
static bool cut_sign(struct cl_text *text)
{
    bool negative = false;

    if (text->length >= 2 && text->data[0] == '(' && text->data[text->length - 1] == ')') {
        *text = text_trim((struct cl_text){ text->data + 1, text->length - 2 });
        return true;
    }
    if (text->length >= 1 && text->data[text->length - 1] == '-') {
        *text = text_trim((struct cl_text){ text->data, text->length - 1 });
        return true;
    }
    if (text->length >= 1 && (text->data[0] == '-' || text->data[0] == '+')) {
        negative = text->data[0] == '-';
        *text = text_trim((struct cl_text){ text->data + 1, text->length - 1 });
    }
    return negative;
}

static void cut_currency(struct cl_text *text)
{
    if (text->length >= 1 && text->data[0] == '$')
        *text = text_trim((struct cl_text){ text->data + 1, text->length - 1 });
}

/* Digits, maybe in groups of three behind the first. Writes them without the marks. */
static bool cut_dollars(struct cl_text *rest, char mark, char *room, size_t *length)
{
    size_t run = 0; /* digits since the last mark */
    bool grouped = false;
    size_t at = 0;

    *length = 0;
    for (; at < rest->length && (text_is_digit(rest->data[at]) || rest->data[at] == mark); at++) {
        if (rest->data[at] != mark) {
            if (*length == MAX_DIGITS || (grouped && run == 3))
                return false;
            room[(*length)++] = rest->data[at];
            run++;
            continue;
        }
        if (run == 0 || run > 3 || (grouped && run != 3))
            return false;
        grouped = true;
        run = 0;
    }
    *rest = (struct cl_text){ rest->data + at, rest->length - at };
    return !grouped || run == 3;
}

/* Up to two decimals; more only where they are zeros. */
static bool put_decimals(struct cl_text decimals, char *room, size_t *length)
{
    for (size_t i = 0; i < decimals.length; i++) {
        if (!text_is_digit(decimals.data[i]) || (i >= 2 && decimals.data[i] != '0'))
            return false;
        if (i < 2)
            room[(*length)++] = decimals.data[i];
    }
    return true;
}

bool convert_money(struct cl_text text, bool comma, char *room, struct cl_text *out, bool *negative)
{
    struct cl_text rest = text_trim(text);
    bool minus, second_minus;
    size_t length;

    minus = cut_sign(&rest);
    cut_currency(&rest);
    second_minus = cut_sign(&rest);
    if (minus && second_minus)
        return false;
    *negative = minus || second_minus;
    if (!cut_dollars(&rest, comma ? '.' : ',', room, &length))
        return false;
    if (length == 0)
        room[length++] = '0'; /* .50 */
    else if (rest.length == 0) {
        *out = (struct cl_text){ room, length };
        return true;
    }
    if (rest.length < 2 || rest.data[0] != (comma ? ',' : '.'))
        return false;
    room[length++] = '.';
    *out = (struct cl_text){ room, length };
    return put_decimals((struct cl_text){ rest.data + 1, rest.length - 1 }, room, &out->length);
}

bool convert_whole(struct cl_text text, char *room, struct cl_text *out)
{
    struct cl_text rest = text;
    struct cl_text whole = text_split(&rest, '.');

    if (whole.length == 0 || whole.length > MAX_DIGITS || (rest.data != NULL && rest.length == 0))
        return false;
    for (size_t i = 0; i < whole.length; i++) {
        if (!text_is_digit(whole.data[i]))
            return false;
    }
    for (size_t i = 0; i < rest.length; i++) {
        if (rest.data[i] != '0')
            return false;
    }
    memcpy(room, whole.data, whole.length);
    *out = (struct cl_text){ room, whole.length };
    return true;
}

static void put_number(uint64_t value, char *room, struct cl_text *out)
{
    char digits[20];
    size_t count = 0;

    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    for (size_t i = 0; i < count; i++)
        room[i] = digits[count - 1 - i];
    *out = (struct cl_text){ room, count };
}

bool convert_hours(struct cl_text text, char *room, struct cl_text *out)
{
    enum { MAX_HOURS = 9999, MOST_DECIMALS = 4 };
    bool clock = memchr(text.data, ':', text.length) != NULL;
    struct cl_text rest = text;
    struct cl_text hours = text_split(&rest, clock ? ':' : '.');
    uint64_t whole, part = 0, scale = 1;

    if (!text_to_unsigned(hours, MAX_HOURS, &whole))
        return false;
    if (clock) {
        if (rest.length != 2 || !text_to_unsigned(rest, 59, &part))
            return false;
        put_number(whole * 60 + part, room, out);
        return true;
    }
    if (rest.data != NULL &&
        (rest.length > MOST_DECIMALS || !text_to_unsigned(rest, UINT64_MAX, &part)))
        return false;
    for (size_t i = 0; i < rest.length; i++)
        scale *= 10;
    if (part * 60 % scale != 0)
        return false;
    put_number(whole * 60 + part * 60 / scale, room, out);
    return true;
}
