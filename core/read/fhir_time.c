/* fhir_time.c - see fhir_time.h. */
#include "read/fhir_time.h"

#include "base/date.h"
#include "base/text.h"

/* In UTC, before this hour, it may still be yesterday in a clinic: in Hawaii until 10:00. */
enum { LAST_DOUBTFUL_HOUR = 9 };

/* Days since 1970 of a day that exists. */
static int64_t day_number(struct cl_date date)
{
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;

    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date.day - 1 -
           719468;
}

static struct cl_text part(struct cl_text text, size_t from, size_t length)
{
    return (struct cl_text){ text.data + from, length };
}

static bool two_digits(struct cl_text text, size_t at, int *out)
{
    uint64_t value;

    if (at + 2 > text.length || !text_to_unsigned(part(text, at, 2), 59, &value))
        return false;
    *out = (int)value;
    return true;
}

/* ":SS" and a fraction, from `at` on; both may be missing. */
static bool take_seconds(struct cl_text text, size_t *at, struct fhir_moment *out)
{
    int seconds = 0;

    out->whole_minute = true;
    if (*at == text.length || text.data[*at] != ':')
        return true;
    if (!two_digits(text, *at + 1, &seconds))
        return false;
    *at += 3;
    out->seconds += seconds;
    out->whole_minute = seconds == 0;
    if (*at == text.length || text.data[*at] != '.')
        return true;
    while (++*at < text.length && text_is_digit(text.data[*at]))
        out->whole_minute = out->whole_minute && text.data[*at] == '0';
    return true;
}

/* Z, or +HH:MM, up to the end. */
static bool take_zone(struct cl_text text, size_t at, struct fhir_moment *out)
{
    int hours, minutes;
    int64_t offset;

    if (at == text.length)
        return false;
    if (text.data[at] == 'Z') {
        out->day_is_doubtful = true;
        return at + 1 == text.length;
    }
    if ((text.data[at] != '+' && text.data[at] != '-') || at + 6 != text.length ||
        text.data[at + 3] != ':' || !two_digits(text, at + 1, &hours) ||
        !two_digits(text, at + 4, &minutes))
        return false;
    offset = hours * 3600 + minutes * 60;
    out->seconds -= text.data[at] == '+' ? offset : -offset;
    return true;
}

bool fhir_moment_parse(struct cl_text text, struct fhir_moment *out)
{
    struct cl_date date;
    struct cl_time time;
    size_t at = 16;

    *out = (struct fhir_moment){ .date = TEXT_NONE, .time = TEXT_NONE };
    if (text.length < 10 || !date_parse(part(text, 0, 10), &date))
        return false;
    out->date = part(text, 0, 10);
    out->seconds = day_number(date) * 86400;
    if (text.length == 10)
        return true;
    if (text.length < 17 || text.data[10] != 'T' || !time_parse(part(text, 11, 5), &time))
        return false;
    out->time = part(text, 11, 5);
    out->minute = time_minutes(time);
    out->seconds += out->minute * 60;
    if (!take_seconds(text, &at, out) || !take_zone(text, at, out))
        return false;
    out->day_is_doubtful = out->day_is_doubtful && time.hour <= LAST_DOUBTFUL_HOUR;
    return true;
}
