/* date.c - see date.h. */
#include "date.h"

#include "text.h"

#include <stdlib.h>

/* Two digits, or -1. */
static int two_digits(const char *at)
{
    return text_is_digit(at[0]) && text_is_digit(at[1]) ? date_pair(at) : -1;
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
    for (; days >= (date_is_leap(year) ? 366 : 365); year++)
        days -= date_is_leap(year) ? 366 : 365;
    for (; days >= date_days_in_month(year, month); month++)
        days -= date_days_in_month(year, month);
    if (year > 2199)
        return false;
    *date = (struct cl_date){ (int16_t)year, (uint8_t)month, (uint8_t)(days + 1) };
    *time = (struct cl_time){ (uint8_t)(rest / 3600), (uint8_t)(rest / 60 % 60),
                              (uint8_t)(rest % 60), 1 };
    return true;
}
