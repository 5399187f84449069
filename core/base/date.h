/* date.h - days of the Gregorian calendar, without locale or time zone. */
#ifndef CORE_BASE_DATE_H
#define CORE_BASE_DATE_H

#include "text.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline bool date_is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static inline int date_days_in_month(int year, int month)
{
    static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && date_is_leap(year) ? 29 : days[month - 1];
}

/* The value of two bytes that are digits. */
static inline int date_pair(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* Whether eight bytes are YYYY-MM-, in a few steps: without the form nothing but what the digits
 * are worth is left, and the highest bit of a byte is set by adding 0x76 to more than 9, and
 * 0x7f to more than 0. */
static inline bool date_begins(const char *at)
{
    uint64_t bytes, form, most;

    memcpy(&bytes, at, sizeof(bytes));
    memcpy(&form, "0000-00-", sizeof(form));
    memcpy(&most, "\x76\x76\x76\x76\x7f\x76\x76\x7f", sizeof(most));
    bytes ^= form;
    return ((bytes | (bytes + most)) & UINT64_C(0x8080808080808080)) == 0;
}

/* YYYY-MM-DD, a day that exists, 1900 to 2199. False for anything else. */
static inline bool date_parse(struct cl_text text, struct cl_date *out)
{
    int year, month, day;

    if (text.length != 10 || !date_begins(text.data) || !text_is_digit(text.data[8]) ||
        !text_is_digit(text.data[9]))
        return false;
    year = date_pair(text.data) * 100 + date_pair(text.data + 2);
    month = date_pair(text.data + 5);
    day = date_pair(text.data + 8);
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 ||
        (day > 28 && day > date_days_in_month(year, month)))
        return false;
    *out = (struct cl_date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
    return true;
}

/* HH:MM, 00:00 to 23:59; a single digit is allowed for the hour. */
bool time_parse(struct cl_text text, struct cl_time *out);

/* A number that is larger for a later day; for an absent one smaller than for all others. */
static inline int date_order(struct cl_date date)
{
    return date.year * 65536 + date.month * 256 + date.day;
}

/* Negative, 0 or positive, like strcmp. */
static inline int date_compare(struct cl_date a, struct cl_date b)
{
    return date_order(a) - date_order(b);
}

static inline bool date_stated(struct cl_date date)
{
    return date.year != 0;
}

/* True when `date` lies in from..to; an absent bound is open. */
static inline bool date_within(struct cl_date date, struct cl_date from, struct cl_date to)
{
    return (!date_stated(from) || date_compare(date, from) >= 0) &&
           (!date_stated(to) || date_compare(date, to) <= 0);
}

static inline bool time_equal(struct cl_time a, struct cl_time b)
{
    return a.stated == b.stated && a.hour == b.hour && a.minute == b.minute;
}

/* Minutes since midnight: 0 to 1439; 0 for an absent one. */
static inline uint16_t time_minutes(struct cl_time time)
{
    return (uint16_t)(time.hour * 60 + time.minute);
}

/* The UTC day and time of a moment, in seconds since 1970. False outside 1970 to 2199. */
bool date_of_moment(int64_t seconds, struct cl_date *date, struct cl_time *time);

#endif
