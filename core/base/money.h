/* money.h - amounts in whole cents; no floating point anywhere. */
#ifndef CORE_BASE_MONEY_H
#define CORE_BASE_MONEY_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

/* Dollars with at most two decimals and neither sign nor currency: 45, 45.5,
 * 45.50. Up to `maximum_cents`. False for anything else. */
bool money_parse(struct cl_text text, int64_t maximum_cents, int64_t *cents);

/* The same for 45.50 and 120.00, which almost all amounts look like; false for others too. */
static inline bool money_parse_usual(struct cl_text text, int64_t maximum_cents, int64_t *cents)
{
    const char *point;
    int64_t value = 0;
    unsigned digit;

    if (text.length < 4 || text.length > 9)
        return false;
    point = text.data + text.length - 3;
    if (*point != '.')
        return false;
    for (const char *at = text.data; at < point; at++) {
        if ((digit = (unsigned)(unsigned char)*at - '0') > 9)
            return false;
        value = value * 10 + digit;
    }
    for (const char *at = point + 1; at < point + 3; at++) {
        if ((digit = (unsigned)(unsigned char)*at - '0') > 9)
            return false;
        value = value * 10 + digit;
    }
    if (value > maximum_cents)
        return false;
    *cents = value;
    return true;
}

#endif
