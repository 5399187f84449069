/* test_read_convert.c - values as exports write them, with their limits. */
#include "unit.h"

#include "read/convert.h"

static const struct {
    const char *form, *text, *made; /* NULL: it is no such date */
    int pivot;
} dates[] = {
    { "M/D/YYYY", "4/1/2022", "2022-04-01", NO_PIVOT },
    { "M/D/YYYY", "04/01/2022", "2022-04-01", NO_PIVOT },
    { "M/D/YYYY", "12/31/2199", "2199-12-31", NO_PIVOT },
    { "M/D/YYYY", "13/1/2022", NULL, NO_PIVOT },
    { "M/D/YYYY", "4/31/2022", NULL, NO_PIVOT },
    { "M/D/YYYY", "4/0/2022", NULL, NO_PIVOT },
    { "M/D/YYYY", "4/1/22", NULL, NO_PIVOT },
    { "M/D/YYYY", "4/1/20222", NULL, NO_PIVOT },
    { "M/D/YYYY", "4-1-2022", NULL, NO_PIVOT },
    { "M/D/YYYY", "4/1/1899", NULL, NO_PIVOT },
    { "M/D/YYYY", "4/001/2022", NULL, NO_PIVOT },
    { "M/D/YYYY", "4/1/2022 9:00 AM", NULL, NO_PIVOT },
    { "M/D/YYYY", "", NULL, NO_PIVOT },
    /* leap days: 2000 is one, 1900 and 2100 are not */
    { "M/D/YYYY", "2/29/2024", "2024-02-29", NO_PIVOT },
    { "M/D/YYYY", "2/29/2023", NULL, NO_PIVOT },
    { "M/D/YYYY", "2/29/2000", "2000-02-29", NO_PIVOT },
    { "M/D/YYYY", "2/29/1900", NULL, NO_PIVOT },
    { "M/D/YYYY", "2/29/2100", NULL, NO_PIVOT },
    /* the pivot is the last year that is 20.. */
    { "M/D/YY", "4/1/30", "2030-04-01", 30 },
    { "M/D/YY", "4/1/31", "1931-04-01", 30 },
    { "M/D/YY", "4/1/00", "2000-04-01", 0 },
    { "M/D/YY", "4/1/01", "1901-04-01", 0 },
    { "M/D/YY", "4/1/99", "2099-04-01", 99 },
    { "M/D/YY", "2/29/00", "2000-02-29", 30 },
    { "M/D/YY", "4/1/2", NULL, 30 },
    { "M/D/YY", "4/1/022", NULL, 30 },
    /* names of months */
    { "D Mon YYYY", "1 Apr 2026", "2026-04-01", NO_PIVOT },
    { "D Mon YYYY", "01 APRIL 2026", "2026-04-01", NO_PIVOT },
    { "D Mon YYYY", "1 Sept. 2026", "2026-09-01", NO_PIVOT },
    { "D Mon YYYY", "1  sep  2026", "2026-09-01", NO_PIVOT },
    { "D Mon YYYY", "31 Jun 2026", NULL, NO_PIVOT },
    { "D Mon YYYY", "1 Abril 2026", NULL, NO_PIVOT },
    { "D Mon YYYY", "1 M 2026", NULL, NO_PIVOT },
    { "Mon D, YYYY", "May 5, 2026", "2026-05-05", NO_PIVOT },
    { "D-Mon-YY", "5-May-26", "2026-05-05", 50 },
    /* others */
    { "D.M.YYYY", "1.4.2022", "2022-04-01", NO_PIVOT },
    { "D.M.YYYY", "31.12.2022", "2022-12-31", NO_PIVOT },
    { "YYYYMMDD", "20220401", "2022-04-01", NO_PIVOT },
    { "YYYYMMDD", "2022041", NULL, NO_PIVOT },
    { "YYYYMMDD", "202204011", NULL, NO_PIVOT },
    { "YYYYMMDD", "20221301", NULL, NO_PIVOT },
    { "YYYY-MM-DD", "2022-04-01", "2022-04-01", NO_PIVOT },
    { "YYYY-MM-DD", "2022-4-1", NULL, NO_PIVOT },
    /* times of day are cut off */
    { "M/D/YYYY time", "4/1/2022 12:00:00 AM", "2022-04-01", NO_PIVOT },
    { "M/D/YYYY time", "4/1/2022", "2022-04-01", NO_PIVOT },
    { "YYYY-MM-DD time", "2022-04-01T09:30:00.000-05:00", "2022-04-01", NO_PIVOT },
    { "YYYY-MM-DD time", "2022-04-01 09:30Z", "2022-04-01", NO_PIVOT },
    { "YYYY-MM-DD time", "2022-04-01Tuesday", NULL, NO_PIVOT },
    { "YYYY-MM-DD time", "2022-04-01 ", NULL, NO_PIVOT },
    { "YYYY-MM-DD time", "2022-04-0109:30", NULL, NO_PIVOT },
};

static void dates_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        struct date_form form;
        char room[CONVERT_ROOM];
        struct cl_text made = { "none", 4 };

        assert_null(date_form_read(text_of(dates[i].form), &form));
        if (convert_date(text_of(dates[i].text), &form, dates[i].pivot, room, &made) !=
            (dates[i].made != NULL))
            fail_msg("%s as %s", dates[i].text, dates[i].form);
        if (dates[i].made != NULL)
            assert_text(made, dates[i].made);
    }
}

static void forms_of_dates_are_checked(void **state)
{
    static const char *const wrong[] = { "",
                                         "M/D",
                                         "YYYY",
                                         "M/D/YYYY YYYY",
                                         "MDYYYY",
                                         "MM/DD/YYY",
                                         "d/m/yyyy",
                                         "M/D/YYYY timely",
                                         "YYYYMD",
                                         "M/M/YYYY",
                                         "DDMMYYYYM",
                                         "time M/D/YYYY",
                                         "month/D/YYYY" };
    static const char *const right[] = { "MMDDYYYY", "YYYYMMDD", "DMonYYYY", "YY/M/D",
                                         "D. Mon YYYY" };
    struct date_form form;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        if (date_form_read(text_of(wrong[i]), &form) == NULL)
            fail_msg("%s is no form", wrong[i]);
    }
    for (size_t i = 0; i < COUNT_OF(right); i++)
        assert_null(date_form_read(text_of(right[i]), &form));
}

static void times_are_read(void **state)
{
    static const char *const times[][2] = {
        { "9:05", "09:05" },       { "09:05", "09:05" },    { "23:59", "23:59" },
        { "0:00", "00:00" },       { "9:05 AM", "09:05" },  { "9:05pm", "21:05" },
        { "12:00 AM", "00:00" },   { "12:00 PM", "12:00" }, { "12:59 a.m.", "00:59" },
        { "1:00:30 PM", "13:00" }, { "11:59 P", "23:59" },  { "9:05:59", "09:05" },
        { "24:00", NULL },         { "13:00 PM", NULL },    { "0:30 AM", NULL },
        { "9:60", NULL },          { "9:5", NULL },         { "905", NULL },
        { "9:05:60", NULL },       { "9:05 XM", NULL },     { "", NULL },
        { "-9:05", NULL },         { "9:05 AM EST", NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        char room[CONVERT_ROOM];
        struct cl_text made;

        if (convert_time(text_of(times[i][0]), room, &made) != (times[i][1] != NULL))
            fail_msg("%s", times[i][0]);
        if (times[i][1] != NULL)
            assert_text(made, times[i][1]);
    }
}

static void amounts_are_read(void **state)
{
    static const struct {
        const char *text, *made;
        bool comma, negative;
    } amounts[] = {
        { "45", "45", false, false },
        { "45.5", "45.5", false, false },
        { "45.50", "45.50", false, false },
        { "$1,234.50", "1234.50", false, false },
        { "$ 1,234,567.00", "1234567.00", false, false },
        { "45.5000", "45.50", false, false },
        { ".50", "0.50", false, false },
        { "(12.00)", "12.00", false, true },
        { "($12.00)", "12.00", false, true },
        { "$(12.00)", "12.00", false, true },
        { "-12.00", "12.00", false, true },
        { "-$12.00", "12.00", false, true },
        { "$-12.00", "12.00", false, true },
        { "12.00-", "12.00", false, true },
        { "+12.00", "12.00", false, false },
        { "(0.00)", "0.00", false, true },
        { "999999999999.99", "999999999999.99", false, false },
        { "1.234,50", "1234.50", true, false },
        { "45,5", "45.5", true, false },
        { "1234,50", "1234.50", true, false },
        { "1234567890123", NULL, false, false }, /* more digits than any amount */
        { "99999999999999999999999999", NULL, false, false },
        { "1,23.50", NULL, false, false },
        { "1,2345", NULL, false, false },
        { "12,34,567", NULL, false, false },
        { ",123", NULL, false, false },
        { "45,50", NULL, false, false },
        { "45.505", NULL, false, false },
        { "45.", NULL, false, false },
        { ".", NULL, false, false },
        { "", NULL, false, false },
        { "$", NULL, false, false },
        { "()", NULL, false, false },
        { "(-12.00)", NULL, false, false },
        { "--12.00", NULL, false, false },
        { "1e3", NULL, false, false },
        { "12 00", NULL, false, false },
        { "USD 12", NULL, false, false },
        { "1,234.50", NULL, true, false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(amounts); i++) {
        char room[CONVERT_ROOM];
        struct cl_text made;
        bool negative;

        if (convert_money(text_of(amounts[i].text), amounts[i].comma, room, &made, &negative) !=
            (amounts[i].made != NULL))
            fail_msg("%s", amounts[i].text);
        if (amounts[i].made == NULL)
            continue;
        assert_text(made, amounts[i].made);
        assert_int_equal(negative, amounts[i].negative);
    }
}

typedef bool (*converter)(struct cl_text text, char *room, struct cl_text *out);

static void check_numbers(converter convert, const char *const (*numbers)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char room[CONVERT_ROOM];
        struct cl_text made;

        if (convert(text_of(numbers[i][0]), room, &made) != (numbers[i][1] != NULL))
            fail_msg("%s", numbers[i][0]);
        if (numbers[i][1] != NULL)
            assert_text(made, numbers[i][1]);
    }
}

static void numbers_are_read(void **state)
{
    static const char *const whole[][2] = {
        { "2", "2" },      { "2.0", "2" },
        { "2.000", "2" },  { "0", "0" },
        { "007", "007" },  { "2.5", NULL },
        { "2.", NULL },    { ".0", NULL },
        { "-2", NULL },    { "2,0", NULL },
        { "", NULL },      { "two", NULL },
        { "2.0.0", NULL }, { "1234567890123", NULL },
    };
    static const char *const hours[][2] = {
        { "1", "60" },        { "1.25", "75" }, { "0.75", "45" },      { "1:15", "75" },
        { "0:05", "5" },      { "0.1", "6" },   { "24.0000", "1440" }, { "0", "0" },
        { "9999", "599940" }, { "1.33", NULL }, { "1:60", NULL },      { "1:5", NULL },
        { "-1", NULL },       { "", NULL },     { "10000", NULL },     { "1.00000", NULL },
        { "1h", NULL },
    };

    (void)state;
    check_numbers(convert_whole, whole, COUNT_OF(whole));
    check_numbers(convert_hours, hours, COUNT_OF(hours));
}

static void parts_are_taken(void **state)
{
    static const struct {
        struct cl_text (*take)(struct cl_text text);
        const char *text, *part;
    } takes[] = {
        { take_last_name, "Quill, Rosa M", "Quill" },
        { take_first_name, "Quill, Rosa M", "Rosa" },
        { take_middle_name, "Quill, Rosa M", "M" },
        { take_last_name, "Rosa M Quill", "Quill" },
        { take_first_name, "Rosa M Quill", "Rosa" },
        { take_middle_name, "Rosa Ann M Quill", "Ann M" },
        { take_last_name, "de la Cruz, Inez", "de la Cruz" },
        { take_middle_name, "Quill, Rosa", "" },
        { take_last_name, "Quill", "Quill" },
        { take_first_name, "Quill", "" },
        { take_middle_name, "Quill", "" },
        { take_first_name, "Quill,", "" },
        { take_last_name, ", Rosa", "" },
        { take_first_word, "M54.50: Low back pain", "M54.50" },
        { take_first_word, "M54.50", "M54.50" },
        { take_first_word, ";", "" },
        { take_digits, "POS 11 (Office)", "11" },
        { take_digits, "Office", "" },
        { take_diagnosis, "M54.50", "M54.50" },
        { take_diagnosis, "M54.50: Low back pain", "M54.50" },
        { take_diagnosis, "M54.50-Low back pain", "M54.50" },
        { take_diagnosis, "(M54.50) Low back pain", "M54.50" },
        { take_diagnosis, "M54. Low back pain", "M54" },
        { take_diagnosis, "unspecified", "" },
        { take_diagnosis, "M5X", "M5X" },
        { take_diagnosis, "M54.50 M25.561", "M54.50 M25.561" },
        { take_diagnosis, "Pain (M54.50)", "Pain (M54.50)" },
        { take_diagnosis, "M54.50 Pain L4.", "M54.50" },
        { take_diagnosis, "", "" },
        { take_code, "97110", "97110" },
        { take_code, "97110-GP", "97110" },
        { take_code, "97110 - Therapeutic Exercise", "97110" },
        { take_code, "CPT: G0283 (stim)", "G0283" },
        { take_code, "0552T", "0552T" },
        { take_code, "Therapeutic Exercise", "" },
        { take_code, "971100", "" },
        { take_code, "", "" },
    };
    static const char *const modifiers[][2] = {
        { "97110-GP", "GP" },
        { "97110 GP, 59", "GP;59" },
        { "97110:GP:KX:59", "GP;KX;59" },
        { "97110 (GP)", "GP" },
        { "97110 - PT exercise", "" },
        { "97110 - Therapeutic", "" },
        { "97110", "" },
        { "GP 97110", "" },
        { "97110GP", "" },
        { "none", "" },
    };
    char room[CONVERT_ROOM];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(takes); i++)
        assert_text(takes[i].take(text_of(takes[i].text)), takes[i].part);
    for (size_t i = 0; i < COUNT_OF(modifiers); i++)
        assert_text(take_modifiers(text_of(modifiers[i][0]), room), modifiers[i][1]);
    assert_text(take_before(TEXT("97110 - x"), TEXT(" - ")), "97110");
    assert_text(take_before(TEXT("97110"), TEXT(" - ")), "97110");
    assert_text(take_after(TEXT("97110 - x"), TEXT(" - ")), "x");
    assert_text(take_after(TEXT("97110"), TEXT(" - ")), "");
}

/* However many modifiers stand there, they fit the room. */
static void many_modifiers_fit(void **state)
{
    char text[400] = "97110";
    char room[CONVERT_ROOM];

    (void)state;
    for (size_t i = 5; i + 3 < sizeof(text); i += 3)
        memcpy(text + i, "-GP", 4);
    assert_true(take_modifiers(text_of(text), room).length <= CONVERT_ROOM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read),     cmocka_unit_test(forms_of_dates_are_checked),
        cmocka_unit_test(times_are_read),     cmocka_unit_test(amounts_are_read),
        cmocka_unit_test(numbers_are_read),   cmocka_unit_test(parts_are_taken),
        cmocka_unit_test(many_modifiers_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
