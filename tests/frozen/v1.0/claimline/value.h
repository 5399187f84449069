/* value.h - the plain values that records are made of: text, dates, money.
 *
 * These structs are frozen: they are embedded in others and never change size. */
#ifndef CLAIMLINE_VALUE_H
#define CLAIMLINE_VALUE_H

#include <stddef.h>
#include <stdint.h>

/* A piece of text. `data` is never NULL and has a NUL after `length` bytes; an
 * absent value has length 0. Text of a record is valid UTF-8 without control
 * characters (C0, DEL, C1) other than TAB, CR and LF; U+FFFE and U+FFFF do not occur. */
struct cl_text {
    const char *data;
    size_t length;
};

/* A day of the Gregorian calendar. An absent date has year 0. */
struct cl_date {
    int16_t year;  /* 1900 to 2199, or 0 */
    uint8_t month; /* 1 to 12 */
    uint8_t day;   /* 1 to 31 */
};

/* A time of day, UTC unless said otherwise. */
struct cl_time {
    uint8_t hour;   /* 0 to 23 */
    uint8_t minute; /* 0 to 59 */
    uint8_t second; /* 0 to 59 */
    uint8_t stated; /* 1 where there is a time, 0 where it is absent */
};

/* Money is a whole number of cents in an int64_t; this one means "not stated",
 * which is not the same as 0 (a deliberate price of nothing). */
#define CL_NO_AMOUNT INT64_MIN

#endif
