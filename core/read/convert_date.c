/* convert_date.c - dates and times as exports write them. */
#include "convert.h"

#include "base/date.h"
#include "base/text.h"

#include <string.h>

enum part {
    PART_BYTE, /* itself; a blank stands for any number of them */
    PART_YEAR,
    PART_YEAR_2,
    PART_MONTH,
    PART_MONTH_2,
    PART_MONTH_NAME,
    PART_DAY,
    PART_DAY_2,
    PART_TIME
};

static const struct {
    const char *written;
    enum part part;
} parts[] = { /* longer ones first */
              { "YYYY", PART_YEAR },  { "YY", PART_YEAR_2 }, { "Mon", PART_MONTH_NAME },
              { "MM", PART_MONTH_2 }, { "M", PART_MONTH },   { "DD", PART_DAY_2 },
              { "D", PART_DAY },      { " time", PART_TIME }
};

enum { PART_COUNT = sizeof(parts) / sizeof(parts[0]) };

static bool starts_with(struct cl_text text, const char *word)
{
    size_t length = strlen(word);

    return text.length >= length && memcmp(text.data, word, length) == 0;
}

static bool is_number(uint8_t kind)
{
    return kind != PART_BYTE && kind != PART_MONTH_NAME && kind != PART_TIME;
}

static bool is_open(uint8_t kind)
{
    return kind == PART_MONTH || kind == PART_DAY;
}

/* One part more: 0, or what is wrong. */
static const char *add_part(struct date_form *form, enum part part, char byte)
{
    uint8_t before = form->count != 0 ? form->parts[form->count - 1].kind : PART_BYTE;

    if (form->count == DATE_FORM_PARTS)
        return "is too long for a form of dates";
    if (form->count != 0 && before == PART_TIME)
        return "has something behind the time";
    if (is_open(before) && is_number((uint8_t)part))
        return "has a number of one or two digits before another number: write MM and DD";
    form->parts[form->count].kind = (uint8_t)part;
    form->parts[form->count++].byte = byte;
    form->two_digits |= part == PART_YEAR_2;
    return NULL;
}

static unsigned count_of(const struct date_form *form, enum part first, enum part last)
{
    unsigned count = 0;

    for (size_t i = 0; i < form->count; i++)
        count += form->parts[i].kind >= first && form->parts[i].kind <= last;
    return count;
}

const char *date_form_read(struct cl_text written, struct date_form *out)
{
    struct cl_text rest = written;
    const char *wrong = NULL;

    *out = (struct date_form){ .count = 0 };
    while (rest.length != 0 && wrong == NULL) {
        size_t i = 0;

        while (i < PART_COUNT && !starts_with(rest, parts[i].written))
            i++;
        if (i == PART_COUNT && (text_is_letter(rest.data[0]) || text_is_digit(rest.data[0])))
            return "is no form of dates: it is made of YYYY, YY, MM, M, Mon, DD, D, what stands "
                   "between them, and maybe time at the end";
        wrong = i == PART_COUNT ? add_part(out, PART_BYTE, rest.data[0])
                                : add_part(out, parts[i].part, '\0');
        rest.data += i == PART_COUNT ? 1 : strlen(parts[i].written);
        rest.length -= (size_t)(i == PART_COUNT ? 1 : strlen(parts[i].written));
    }
    if (wrong == NULL && (count_of(out, PART_YEAR, PART_YEAR_2) != 1 ||
                          count_of(out, PART_MONTH, PART_MONTH_NAME) != 1 ||
                          count_of(out, PART_DAY, PART_DAY_2) != 1))
        wrong = "is no form of dates: it needs one year, one month and one day";
    return wrong;
}

/* Cuts a number of `least` to `most` digits off. */
static bool cut_number(struct cl_text *rest, size_t least, size_t most, int *out)
{
    size_t count = 0;

    *out = 0;
    while (count < most && count < rest->length && text_is_digit(rest->data[count]))
        *out = *out * 10 + (rest->data[count++] - '0');
    rest->data += count;
    rest->length -= count;
    return count >= least;
}

/* Jan, Jan. or January; 0 for none. */
static int cut_month(struct cl_text *rest)
{
    static const char *const months[] = { "January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December" };
    size_t length = 0;

    while (length < rest->length && text_is_letter(rest->data[length]))
        length++;
    for (int i = 0; i < 12; i++) {
        struct cl_text word = { rest->data, length };
        struct cl_text full = text_of(months[i]);
        bool september = i == 8 && text_equal_nocase(word, text_of("Sept"));

        if (!september && !text_equal_nocase(word, full) &&
            !text_equal_nocase(word, (struct cl_text){ full.data, 3 }))
            continue;
        length += length < rest->length && rest->data[length] == '.';
        rest->data += length;
        rest->length -= length;
        return i + 1;
    }
    return 0;
}

static bool cut_byte(struct cl_text *rest, char byte)
{
    size_t count = 0;

    while (count < rest->length && rest->data[count] == byte && (count == 0 || byte == ' '))
        count++;
    rest->data += count;
    rest->length -= count;
    return count != 0;
}

/* A time behind the date: a blank or T, and what times are made of. Or nothing. */
static bool cut_time(struct cl_text *rest)
{
    static const char of_times[] = "0123456789:.+-APMZapmz ";

    if (rest->length == 0)
        return true;
    if ((rest->data[0] != ' ' && rest->data[0] != 'T') || rest->length < 2)
        return false;
    for (size_t i = 1; i < rest->length; i++) {
        if (memchr(of_times, rest->data[i], sizeof(of_times) - 1) == NULL)
            return false;
    }
    rest->length = 0;
    return true;
}

struct day {
    int year, month, day;
};

static bool cut_part(struct cl_text *rest, uint8_t kind, char byte, int pivot, struct day *day)
{
    switch (kind) {
    case PART_YEAR:
        return cut_number(rest, 4, 4, &day->year);
    case PART_YEAR_2:
        if (!cut_number(rest, 2, 2, &day->year))
            return false;
        day->year += day->year <= pivot ? 2000 : 1900;
        return true;
    case PART_MONTH:
        return cut_number(rest, 1, 2, &day->month);
    case PART_MONTH_2:
        return cut_number(rest, 2, 2, &day->month);
    case PART_MONTH_NAME:
        return (day->month = cut_month(rest)) != 0;
    case PART_DAY:
        return cut_number(rest, 1, 2, &day->day);
    case PART_DAY_2:
        return cut_number(rest, 2, 2, &day->day);
    case PART_TIME:
        return cut_time(rest);
    default:
        return cut_byte(rest, byte);
    }
}

static void put_digits(char *at, int value, size_t count)
{
    for (size_t i = count; i > 0; i--, value /= 10)
        at[i - 1] = (char)('0' + value % 10);
}

bool convert_date(struct cl_text text, const struct date_form *form, int pivot, char *room,
                  struct cl_text *out)
{
    struct cl_text rest = text;
    struct day day = { 0, 0, 0 };
    struct cl_date date;

    for (size_t i = 0; i < form->count; i++) {
        if (!cut_part(&rest, form->parts[i].kind, form->parts[i].byte, pivot, &day))
            return false;
    }
    if (rest.length != 0)
        return false;
    put_digits(room, day.year, 4);
    put_digits(room + 5, day.month, 2);
    put_digits(room + 8, day.day, 2);
    room[4] = room[7] = '-';
    *out = (struct cl_text){ room, 10 };
    return date_parse(*out, &date);
}

/* AM, PM, a, p, a.m., p.m.: 'A' or 'P'; 0 for nothing, -1 for what is none of these. */
static int half_of_day(struct cl_text text)
{
    static const char *const words[] = { "AM", "PM", "A", "P", "A.M.", "P.M." };

    if (text.length == 0)
        return 0;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (text_equal_nocase(text, text_of(words[i])))
            return words[i][0];
    }
    return -1;
}

bool convert_time(struct cl_text text, char *room, struct cl_text *out)
{
    struct cl_text rest = text;
    int hour, minute, second, half;

    if (!cut_number(&rest, 1, 2, &hour) || !cut_byte(&rest, ':') ||
        !cut_number(&rest, 2, 2, &minute))
        return false;
    if (cut_byte(&rest, ':') && (!cut_number(&rest, 2, 2, &second) || second > 59))
        return false;
    half = half_of_day(text_trim(rest));
    if (half < 0 || minute > 59 || hour > 23 || (half != 0 && (hour < 1 || hour > 12)))
        return false;
    if (half != 0)
        hour = hour % 12 + (half == 'P' ? 12 : 0);
    put_digits(room, hour, 2);
    room[2] = ':';
    put_digits(room + 3, minute, 2);
    *out = (struct cl_text){ room, 5 };
    return true;
}
