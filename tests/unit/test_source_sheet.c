/* test_source_sheet.c - number formats, shared strings beyond memory, rows as text. */
#include "unit.h"

#include "source/number_style.h"
#include "source/rows.h"
#include "source/strings.h"

static void formats(void **state)
{
    static const struct {
        const char *code;
        enum style_kind kind;
        unsigned zeros;
    } rows[] = {
        { "General", STYLE_PLAIN, 0 },
        { "0.00", STYLE_PLAIN, 0 },
        { "#,##0.00;[Red]-#,##0.00", STYLE_PLAIN, 0 },
        { "0.00E+00", STYLE_PLAIN, 0 },
        { "@", STYLE_PLAIN, 0 },
        { "00000", STYLE_PLAIN, 5 },
        { "00", STYLE_PLAIN, 2 },
        { "0", STYLE_PLAIN, 0 },
        { "00000\\-0000", STYLE_PLAIN, 0 },
        { "\"days: \"0", STYLE_PLAIN, 0 },
        { "\\d\\a\\y 0", STYLE_PLAIN, 0 },
        { "[Red]0", STYLE_PLAIN, 0 },
        { "_(* #,##0_)", STYLE_PLAIN, 0 },
        { "0;yyyy", STYLE_PLAIN, 0 },
        { "yyyy\\-mm\\-dd", STYLE_DATE, 0 },
        { "m/d/yy;@", STYLE_DATE, 0 },
        { "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", STYLE_DATE, 0 },
        { "mmm", STYLE_DATE, 0 },
        { "MM", STYLE_DATE, 0 },
        { "h:mm", STYLE_TIME, 0 },
        { "hh:mm:ss AM/PM", STYLE_TIME, 0 },
        { "mm:ss.0", STYLE_TIME, 0 },
        { "[$-409]h:mm\\ AM/PM;@", STYLE_TIME, 0 },
        { "m/d/yyyy h:mm", STYLE_DATE_TIME, 0 },
        { "yyyy-mm-dd\"T\"hh:mm:ss", STYLE_DATE_TIME, 0 },
        { "[h]:mm", STYLE_ELAPSED, 0 },
        { "[mm]", STYLE_ELAPSED, 0 },
        { "[ss].00", STYLE_ELAPSED, 0 },
        { "", STYLE_PLAIN, 0 },
        { "\\", STYLE_PLAIN, 0 },
        { "\"open", STYLE_PLAIN, 0 },
        { "[", STYLE_PLAIN, 0 },
        { "[h", STYLE_PLAIN, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct number_style style = number_style_of_code(text_of(rows[i].code));

        if (style.kind != rows[i].kind || style.zeros != rows[i].zeros)
            fail_msg("%s: kind %d, zeros %d", rows[i].code, style.kind, style.zeros);
    }
    assert_int_equal(number_style_of_id(14).kind, STYLE_DATE);
    assert_int_equal(number_style_of_id(22).kind, STYLE_DATE_TIME);
    assert_int_equal(number_style_of_id(13).kind, STYLE_PLAIN);
    assert_int_equal(number_style_of_id(46).kind, STYLE_ELAPSED);
    assert_int_equal(number_style_of_id(UINT64_MAX).kind, STYLE_PLAIN);
}

/* Every day from 1900-03-01 to 9999-12-31, counted by hand. */
static void every_day(void **state)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year = 1900, month = 3, day = 1;

    (void)state;
    for (long serial = 61; serial <= 2958465; serial++) {
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        char number[NUMBER_SHOWN], shown[NUMBER_SHOWN], expected[NUMBER_SHOWN];

        (void)snprintf(number, sizeof(number), "%ld", serial);
        (void)snprintf(expected, sizeof(expected), "%04d-%02d-%02d", year, month, day);
        assert_true(
            number_show(shown, text_of(number), (struct number_style){ STYLE_DATE, 0 }, false));
        if (strcmp(shown, expected) != 0)
            fail_msg("%ld: %s, not %s", serial, shown, expected);
        if (++day > lengths[month - 1] + (month == 2 && leap)) {
            day = 1;
            month = month % 12 + 1;
            year += month == 1;
        }
    }
}

/* Each minute of a day, as a double nearest to it. */
static void every_minute(void **state)
{
    (void)state;
    for (int minute = 0; minute < 1440; minute++) {
        char number[NUMBER_SHOWN], shown[NUMBER_SHOWN], expected[NUMBER_SHOWN];

        (void)snprintf(number, sizeof(number), "%.17g", 46162 + minute / 1440.0);
        (void)snprintf(expected, sizeof(expected), "2026-05-20 %02d:%02d", minute / 60,
                       minute % 60);
        assert_true(number_show(shown, text_of(number), (struct number_style){ STYLE_DATE_TIME, 0 },
                                false));
        assert_string_equal(shown, expected);
    }
}

/* Decimals of up to 15 digits come out as they were written. */
static void decimals(void **state)
{
    uint64_t dice = 5;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char written[NUMBER_SHOWN], raw[NUMBER_SHOWN], shown[NUMBER_SHOWN];
        unsigned long long cents = random_below(&dice, 10000000000000);
        size_t length =
            (size_t)snprintf(written, sizeof(written), "%llu.%02llu", cents / 100, cents % 100);

        while (written[length - 1] == '0')
            written[--length] = '\0';
        if (written[length - 1] == '.')
            written[--length] = '\0';
        (void)snprintf(raw, sizeof(raw), i % 2 == 0 ? "%.17g" : "%.16E", (double)cents / 100);
        assert_true(
            number_show(shown, text_of(raw), (struct number_style){ STYLE_PLAIN, 0 }, false));
        assert_string_equal(shown, written);
    }
}

static void strings_beyond_memory(void **state)
{
    enum { COUNT = 40, LARGE = 1024 * 1024 };
    struct strings strings = { .rest = SPOOL_EMPTY };
    struct problem problem = { 0 };
    static char bytes[LARGE];
    struct cl_text text;

    (void)state;
    for (int i = 0; i < COUNT; i++) {
        memset(bytes, 'a' + i % 26, sizeof(bytes));
        assert_int_equal(
            strings_add(&strings, (struct cl_text){ bytes, sizeof(bytes) - (size_t)i }, &problem),
            0);
        assert_int_equal(strings_add(&strings, TEXT_NONE, &problem), 0);
    }
    assert_true(strings.used <= STRINGS_IN_MEMORY);
    assert_true(strings.rest.size > 0);
    for (int i = COUNT - 1; i >= 0; i--) {
        assert_int_equal(strings_find(&strings, (uint64_t)(2 * i), &text, &problem), 1);
        assert_int_equal(text.length, sizeof(bytes) - (size_t)i);
        assert_int_equal(text.data[0], 'a' + i % 26);
        assert_int_equal(text.data[text.length - 1], 'a' + i % 26);
        assert_int_equal(strings_find(&strings, (uint64_t)(2 * i + 1), &text, &problem), 1);
        assert_int_equal(text.length, 0);
    }
    assert_int_equal(strings_find(&strings, 2 * COUNT, &text, &problem), 0);
    strings_finish(&strings);
}

static void rows_as_text(void **state)
{
    static const struct {
        uint32_t number, fields;
        const char *text;
    } given[] = {
        { 2, 2, "a,b" },
        { 3, 1, "\"c\nd\"" },
        { 6, 3, "\"e\r\nf\",\"\r\",g" },
        { 7, 1, "h" },
    };
    static const char expected[] = "\na,b,\n\"c\nd\",,\n\n\n\"e\r\nf\",\"\r\",g\nh,,\n";
    /* Physical lines of that text, and the rows that begin there. */
    static const struct {
        uint64_t line, row;
    } lines[] = { { 1, 1 }, { 2, 2 }, { 3, 3 }, { 5, 4 }, { 6, 5 }, { 7, 6 }, { 10, 7 } };

    (void)state;
    for (size_t size = 1; size < 60; size++) {
        struct spool spool = SPOOL_EMPTY;
        struct rows_maker rows = { 0 };
        struct problem problem = { 0 };
        struct layer *layer;
        char out[256];
        size_t used = 0;
        ssize_t count;

        assert_int_equal(spool_add(&spool, "before", 6, &problem), 0);
        for (size_t i = 0; i < COUNT_OF(given); i++) {
            struct row_text row = { given[i].number, given[i].fields, text_of(given[i].text) };

            assert_int_equal(rows_add(&rows, &spool, &row, &problem), 0);
        }
        assert_int_equal(rows_end(&rows, &spool, &problem), 0);
        assert_int_equal(spool_add(&spool, "behind", 6, &problem), 0);
        assert_int_equal(rows_layer(&layer, &rows.rows, &spool, "in", &problem), 0);
        rows_maker_finish(&rows);
        while ((count = layer_read(layer, out + used, size, &problem)) > 0)
            used += (size_t)count;
        assert_int_equal(count, 0);
        assert_text((struct cl_text){ out, used }, expected);
        for (size_t i = 0; i < COUNT_OF(lines); i++)
            assert_int_equal(rows_layer_line(layer, lines[i].line), lines[i].row);
        layer_destroy(layer);
        spool_finish(&spool);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),
        cmocka_unit_test(every_day),
        cmocka_unit_test(every_minute),
        cmocka_unit_test(decimals),
        cmocka_unit_test(strings_beyond_memory),
        cmocka_unit_test(rows_as_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
