/* date.h - days of the Gregorian calendar, without locale or time zone. */
#ifndef CORE_BASE_DATE_H
#define CORE_BASE_DATE_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

/* YYYY-MM-DD, a day that exists, 1900 to 2199. False for anything else. */
bool date_parse(struct cl_text text, struct cl_date *out);

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
