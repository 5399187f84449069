/* money.c - see money.h. */
#include "money.h"

#include "text.h"

/* 45.50, 120.00: what almost all amounts look like. */
static bool parse_usual(struct cl_text text, int64_t *cents)
{
    int64_t value = 0;
    bool fine = text.length >= 4 && text.length <= 9 && text.data[text.length - 3] == '.';

    for (size_t i = 0; i < text.length && fine; i++) {
        if (i == text.length - 3)
            continue;
        fine = text_is_digit(text.data[i]);
        value = value * 10 + (text.data[i] - '0');
    }
    *cents = value;
    return fine;
}

bool money_parse(struct cl_text text, int64_t maximum_cents, int64_t *cents)
{
    int64_t usual;
    struct cl_text rest = text;
    struct cl_text dollars;
    uint64_t whole;
    uint64_t part = 0;

    if (parse_usual(text, &usual) && usual <= maximum_cents) {
        *cents = usual;
        return true;
    }
    dollars = text_split(&rest, '.');
    if (!text_to_unsigned(dollars, (uint64_t)maximum_cents / 100, &whole))
        return false;
    if (rest.data != NULL) {
        if (rest.length > 2 || !text_to_unsigned(rest, 99, &part))
            return false;
        if (rest.length == 1)
            part *= 10;
    }
    whole = whole * 100 + part;
    if (whole > (uint64_t)maximum_cents)
        return false;
    *cents = (int64_t)whole;
    return true;
}
