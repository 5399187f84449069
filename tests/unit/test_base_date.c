/* test_base_date.c - days that exist, times of day, and the day of a moment. */
#include "unit.h"

#include "base/date.h"

static bool parses(const char *text, struct cl_date *date)
{
    return date_parse(text_of(text), date);
}

static void months_end_where_they_do(void **state)
{
    static const struct {
        int year;
        int february;
    } years[] = {
        { 1900, 28 }, { 2000, 29 }, { 2023, 28 }, { 2024, 29 }, { 2100, 28 }, { 2196, 29 }
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(years); i++) {
        const int last[] = { 31, years[i].february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

        for (int month = 1; month <= 12; month++) {
            for (int day = 0; day <= 99; day++) {
                char text[16];
                struct cl_date date = { 0 };
                bool exists = day >= 1 && day <= last[month - 1];

                (void)snprintf(text, sizeof(text), "%04d-%02d-%02d", years[i].year, month, day);
                if (parses(text, &date) != exists)
                    fail_msg("%s", text);
                if (exists &&
                    (date.year != years[i].year || date.month != month || date.day != day))
                    fail_msg("%s is read as another day", text);
            }
        }
    }
}

static void other_forms_are_no_dates(void **state)
{
    static const char *const rows[] = {
        "",           "2024-1-05",   "2024-01-5",
        "2024/01/05", "05-01-2024",  "20240105",
        "2024-13-01", "2024-00-01",  "1899-12-31",
        "2200-01-01", "2024-01-05 ", " 2024-01-05",
        "24-01-05",   "2024-01-05T", "2024-o1-05",
        "+024-01-05", "2024--1-05",  "2024\xe2\x88\x92-01-5",
    };
    struct cl_date date;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (parses(rows[i], &date))
            fail_msg("\"%s\" is taken as a date", rows[i]);
    }
    assert_true(parses("1900-01-01", &date));
    assert_true(parses("2199-12-31", &date));
}

static void times_have_one_form(void **state)
{
    static const struct {
        const char *text;
        int minute; /* of the day; -1: no time */
    } rows[] = {
        { "00:00", 0 },   { "23:59", 1439 }, { "9:05", 545 }, { "09:05", 545 }, { "24:00", -1 },
        { "12:60", -1 },  { "12:5", -1 },    { "1205", -1 },  { "12:05 ", -1 }, { "12.05", -1 },
        { "", -1 },       { ":05", -1 },     { "-9:05", -1 }, { "012:05", -1 }, { "12:05:00", -1 },
        { "9:05pm", -1 }, { "1:2:3", -1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cl_time time = { 0 };
        int minute = time_parse(text_of(rows[i].text), &time) ? time.hour * 60 + time.minute : -1;

        if (minute != rows[i].minute)
            fail_msg("\"%s\" gives %d", rows[i].text, minute);
        assert_int_equal(time.stated, rows[i].minute >= 0);
    }
}

static void dates_are_ordered(void **state)
{
    const struct cl_date none = { 0, 0, 0 };
    const struct cl_date first = { 2024, 2, 29 };
    const struct cl_date second = { 2024, 3, 1 };
    const struct cl_date third = { 2025, 1, 1 };

    (void)state;
    assert_true(date_compare(first, second) < 0 && date_compare(third, second) > 0);
    assert_int_equal(date_compare(first, first), 0);
    assert_true(date_within(second, first, third));
    assert_true(date_within(first, first, first));
    assert_false(date_within(first, second, third));
    assert_false(date_within(third, first, second));
    assert_true(date_within(third, second, none) && date_within(first, none, second));
    assert_true(date_within(third, none, none));
    assert_false(date_stated(none));
}

static void moments_have_a_day(void **state)
{
    static const struct {
        int64_t seconds;
        const char *moment;
    } rows[] = {
        { 0, "1970-01-01 00:00:00" },          { 86399, "1970-01-01 23:59:59" },
        { 951782400, "2000-02-29 00:00:00" }, /* 11016 days */
        { 1704067199, "2023-12-31 23:59:59" }, { 1709208000, "2024-02-29 12:00:00" },
        { 4107542400, "2100-03-01 00:00:00" }, /* 47541 days: 2100 has no 29 February */
        { 7258118399, "2199-12-31 23:59:59" },
    };
    struct cl_date date;
    struct cl_time time;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char moment[64];

        assert_true(date_of_moment(rows[i].seconds, &date, &time));
        (void)snprintf(moment, sizeof(moment), "%04d-%02d-%02d %02d:%02d:%02d", date.year,
                       date.month, date.day, time.hour, time.minute, time.second);
        assert_string_equal(moment, rows[i].moment);
    }
    assert_false(date_of_moment(-1, &date, &time));
    assert_false(date_of_moment(7258118400, &date, &time));
    assert_false(date_of_moment(INT64_MAX, &date, &time));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_end_where_they_do), cmocka_unit_test(other_forms_are_no_dates),
        cmocka_unit_test(times_have_one_form),      cmocka_unit_test(dates_are_ordered),
        cmocka_unit_test(moments_have_a_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
