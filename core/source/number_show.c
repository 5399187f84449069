/* number_show.c - numbers, dates and times of a sheet as people see them. */
#include "number_style.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    DIGITS = 15, /* that a spreadsheet shows; what a double has beyond is dust */
    DAY = 24 * 60 * 60,
    LAST_DAY = 2958465, /* 9999-12-31 */
    DAYS_1904 = 1462    /* from 1900's day 0 to 1904-01-01 */
};

/* Digits with a sign, a point and an exponent, which strtod() alone would not insist on. */
static bool is_number(struct cl_text text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (text_is_digit(text.data[i]))
            digits++;
        else if (memchr("+-.eE", text.data[i], 5) == NULL)
            return false;
    }
    return digits != 0;
}

static bool parse(struct cl_text text, double *out)
{
    char copy[NUMBER_SHOWN];
    char *end;

    if (text.length >= sizeof(copy) || !is_number(text))
        return false;
    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    *out = strtod(copy, &end);
    return *end == '\0' && isfinite(*out);
}

/* The significant digits of a positive number, without those at the end that are 0, and
 * the place of the point behind the first one. */
static int digits_of(char digits[DIGITS + 1], double value)
{
    char form[NUMBER_SHOWN];
    size_t count = DIGITS;

    (void)snprintf(form, sizeof(form), "%.*e", DIGITS - 1, value); /* d.dde+xx */
    digits[0] = form[0];
    memcpy(digits + 1, form + 2, DIGITS - 1);
    while (count > 1 && digits[count - 1] == '0')
        count--;
    digits[count] = '\0';
    return (int)strtol(strchr(form, 'e') + 1, NULL, 10);
}

static size_t put_zeros(char *out, int count)
{
    for (int i = 0; i < count; i++)
        out[i] = '0';
    return count > 0 ? (size_t)count : 0;
}

static void show_plain(char out[NUMBER_SHOWN], double value, unsigned least)
{
    enum { SMALLEST = -12, LARGEST = 20 }; /* powers of ten that are written out */
    char digits[DIGITS + 1];
    int power = digits_of(digits, fabs(value));
    int count = (int)strlen(digits);
    size_t used = 0;

    if (power < SMALLEST || power > LARGEST) {
        (void)snprintf(out, NUMBER_SHOWN, "%.*g", DIGITS, value);
        return;
    }
    if (value < 0)
        out[used++] = '-';
    if (power < 0) {
        out[used++] = '0';
        out[used++] = '.';
        used += put_zeros(out + used, -power - 1);
        (void)snprintf(out + used, NUMBER_SHOWN - used, "%s", digits);
        return;
    }
    used += put_zeros(out + used, (int)least - power - 1);
    for (int i = 0; i < count; i++) {
        if (i == power + 1)
            out[used++] = '.';
        out[used++] = digits[i];
    }
    used += put_zeros(out + used, power + 1 - count);
    out[used] = '\0';
}

/* Day 60 of 1900 is a February 29 that there never was; people see it, and no reader
 * takes it for a date. */
static void show_day(char *out, size_t size, long day)
{
    long from_1970, era, of_era, year_of_era, of_year, month;

    if (day == 0 || day == 60) {
        (void)snprintf(out, size, "%s", day == 0 ? "1900-01-00" : "1900-02-29");
        return;
    }
    from_1970 = day - 25569 + (day < 60);
    /* Days to a civil date, in eras of 400 years that begin on March 1. */
    from_1970 += 719468;
    era = from_1970 / 146097;
    of_era = from_1970 % 146097;
    year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    month = (5 * of_year + 2) / 153;
    (void)snprintf(out, size, "%04ld-%02ld-%02ld", year_of_era + era * 400 + (month >= 10),
                   month < 10 ? month + 3 : month - 9, of_year - (153 * month + 2) / 5 + 1);
}

static void show_time(char *out, size_t size, long seconds, bool padded)
{
    int used = snprintf(out, size, padded ? "%02ld:%02ld" : "%ld:%02ld", seconds / 3600,
                        seconds / 60 % 60);

    if (seconds % 60 != 0)
        (void)snprintf(out + used, size - (size_t)used, ":%02ld", seconds % 60);
}

static void show_when(char out[NUMBER_SHOWN], double value, enum style_kind kind, bool from_1904)
{
    double seconds = round((value - floor(value)) * DAY);
    long day = (long)floor(value) + (seconds >= DAY) + (from_1904 ? DAYS_1904 : 0);
    long of_day = (long)seconds % DAY;
    size_t used = 0;

    if (kind == STYLE_ELAPSED) {
        show_time(out, NUMBER_SHOWN, (long)round(value * DAY), false);
        return;
    }
    if (kind != STYLE_TIME) {
        show_day(out, NUMBER_SHOWN, day);
        used = strlen(out);
        if (kind == STYLE_DATE)
            return;
        out[used++] = ' ';
    }
    show_time(out + used, NUMBER_SHOWN - used, of_day, true);
}

bool number_show(char out[NUMBER_SHOWN], struct cl_text number, struct number_style style,
                 bool from_1904)
{
    double value;

    if (!parse(number, &value))
        return false;
    if (style.kind == STYLE_PLAIN || value < 0 ||
        value + (from_1904 ? DAYS_1904 : 0) >= LAST_DAY + 1)
        show_plain(out, value, value < 0 || value != floor(value) ? 0 : style.zeros);
    else
        show_when(out, value, (enum style_kind)style.kind, from_1904);
    return true;
}
