/* date.c - see date.h. */
#include "date.h"

#include "text.h"

#include <stdlib.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The value of two bytes that are digits. */
static int pair(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* Two digits, or -1. */
static int two_digits(const char *at)
{
    return text_is_digit(at[0]) && text_is_digit(at[1]) ? pair(at) : -1;
}

/* Whether eight bytes are YYYY-MM-, in a few steps: without the form nothing but what the digits
 * are worth is left, and the highest bit of a byte is set by adding 0x76 to more than 9, and
 * 0x7f to more than 0. */
static bool begins_as_date(const char *at)
{
    uint64_t bytes, form, most;

    memcpy(&bytes, at, sizeof(bytes));
    memcpy(&form, "0000-00-", sizeof(form));
    memcpy(&most, "\x76\x76\x76\x76\x7f\x76\x76\x7f", sizeof(most));
    bytes ^= form;
    return ((bytes | (bytes + most)) & UINT64_C(0x8080808080808080)) == 0;
}

bool date_parse(struct cl_text text, struct cl_date *out)
{
    int year, month, day;

    if (text.length != 10 || !begins_as_date(text.data) || !text_is_digit(text.data[8]) ||
        !text_is_digit(text.data[9]))
        return false;
    year = pair(text.data) * 100 + pair(text.data + 2);
    month = pair(text.data + 5);
    day = pair(text.data + 8);
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 ||
        (day > 28 && day > days_in_month(year, month)))
        return false;
    *out = (struct cl_date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
    return true;
}

bool time_parse(struct cl_text text, struct cl_time *out)
{
    int hour, minute;

    if (text.length == 5) {
        hour = two_digits(text.data);
    } else if (text.length == 4 && text_is_digit(text.data[0])) {
        hour = text.data[0] - '0';
    } else {
        return false;
    }
    if (text.data[text.length - 3] != ':')
        return false;
    minute = two_digits(text.data + text.length - 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *out = (struct cl_time){ (uint8_t)hour, (uint8_t)minute, 0, 1 };
    return true;
}

bool date_of_moment(int64_t seconds, struct cl_date *date, struct cl_time *time)
{
    int64_t days = seconds / 86400;
    int rest = (int)(seconds % 86400);
    int year = 1970;
    int month = 1;

    if (seconds < 0 || days > 366 * 230)
        return false;
    for (; days >= (is_leap(year) ? 366 : 365); year++)
        days -= is_leap(year) ? 366 : 365;
    for (; days >= days_in_month(year, month); month++)
        days -= days_in_month(year, month);
    if (year > 2199)
        return false;
    *date = (struct cl_date){ (int16_t)year, (uint8_t)month, (uint8_t)(days + 1) };
    *time = (struct cl_time){ (uint8_t)(rest / 3600), (uint8_t)(rest / 60 % 60),
                              (uint8_t)(rest % 60), 1 };
    return true;
}
