/* money.c - see money.h. */
#include "money.h"

#include "text.h"

bool money_parse(struct cl_text text, int64_t maximum_cents, int64_t *cents)
{
    struct cl_text rest = text;
    struct cl_text dollars;
    uint64_t whole;
    uint64_t part = 0;

    if (money_parse_usual(text, maximum_cents, cents))
        return true;
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
