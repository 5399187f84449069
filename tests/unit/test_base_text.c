/* test_base_text.c - UTF-8, trimming, splitting, numbers, and text that is shown to people. */
#include "unit.h"

static const struct {
    struct cl_text text;
    enum text_fault fault;
} checks[] = {
    { BYTES(""), TEXT_FINE },
    { BYTES("plain"), TEXT_FINE },
    { BYTES("tab\tcr\rlf\n"), TEXT_FINE },
    { BYTES("\x1f"), TEXT_CONTROL },
    { BYTES("\0"), TEXT_CONTROL },
    { BYTES("\x7f"), TEXT_CONTROL },
    { BYTES("\xc2\x7f"), TEXT_NOT_UTF8 },
    { BYTES("\xc2\x80"), TEXT_CONTROL },  /* C1: U+0080 */
    { BYTES("\xc2\x9f"), TEXT_CONTROL },  /* U+009F, the last of them */
    { BYTES("\xc2\xa0"), TEXT_FINE },     /* no-break space */
    { BYTES("\xc0\x80"), TEXT_NOT_UTF8 }, /* overlong NUL */
    { BYTES("\xc1\xbf"), TEXT_NOT_UTF8 },
    { BYTES("\xdf\xbf"), TEXT_FINE },         /* U+07FF */
    { BYTES("\xe0\x9f\xbf"), TEXT_NOT_UTF8 }, /* overlong U+07FF */
    { BYTES("\xe0\xa0\x80"), TEXT_FINE },     /* U+0800 */
    { BYTES("\xed\x9f\xbf"), TEXT_FINE },     /* U+D7FF */
    { BYTES("\xed\xa0\x80"), TEXT_NOT_UTF8 }, /* surrogates */
    { BYTES("\xed\xbf\xbf"), TEXT_NOT_UTF8 },
    { BYTES("\xee\x80\x80"), TEXT_FINE },         /* U+E000 */
    { BYTES("\xef\xbf\xbd"), TEXT_FINE },         /* U+FFFD */
    { BYTES("\xef\xbf\xbe"), TEXT_CONTROL },      /* U+FFFE */
    { BYTES("\xef\xbf\xbf"), TEXT_CONTROL },      /* U+FFFF */
    { BYTES("\xf0\x8f\xbf\xbf"), TEXT_NOT_UTF8 }, /* overlong U+FFFF */
    { BYTES("\xf0\x90\x80\x80"), TEXT_FINE },     /* U+10000 */
    { BYTES("\xf4\x8f\xbf\xbd"), TEXT_FINE },     /* U+10FFFD */
    { BYTES("\xf4\x90\x80\x80"), TEXT_NOT_UTF8 }, /* past U+10FFFF */
    { BYTES("\xf5\x80\x80\x80"), TEXT_NOT_UTF8 },
    { BYTES("\xff"), TEXT_NOT_UTF8 },
    { BYTES("\x80"), TEXT_NOT_UTF8 }, /* a tail without a head */
    { BYTES("\xc3"), TEXT_NOT_UTF8 }, /* cut off */
    { BYTES("\xe2\x82"), TEXT_NOT_UTF8 },
    { BYTES("\xf0\x9f\x92"), TEXT_NOT_UTF8 },
    { BYTES("\xe2\x28\xa1"), TEXT_NOT_UTF8 },
    { BYTES("M\xc3\xbcller"), TEXT_FINE },
};

/* Each at every place of a longer text, so that the eight-byte steps meet it anywhere. */
static void text_is_judged_at_every_offset(void **state)
{
    char bytes[40];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        for (size_t at = 0; at + checks[i].text.length <= sizeof(bytes); at++) {
            enum text_fault fault;

            memset(bytes, '~', sizeof(bytes));
            memcpy(bytes + at, checks[i].text.data, checks[i].text.length);
            fault = text_check((struct cl_text){ bytes, sizeof(bytes) });
            if (fault != checks[i].fault)
                fail_msg("row %zu at offset %zu: fault %d, not %d", i, at, fault, checks[i].fault);
            fault = text_check((struct cl_text){ bytes, at + checks[i].text.length });
            assert_int_equal(fault, checks[i].fault);
        }
    }
}

/* Whether a single byte may stand in a text. */
static void every_byte_is_judged_in_every_lane(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        bool blank = byte == '\t' || byte == '\n' || byte == '\r';
        enum text_fault expected = byte >= 0x80                              ? TEXT_NOT_UTF8
                                   : (byte < 0x20 && !blank) || byte == 0x7f ? TEXT_CONTROL
                                                                             : TEXT_FINE;

        for (size_t lane = 0; lane < 8; lane++) {
            char bytes[8] = { ' ', '~', ' ', '~', ' ', '~', ' ', '~' };

            bytes[lane] = (char)byte;
            if (text_check((struct cl_text){ bytes, 8 }) != expected)
                fail_msg("byte 0x%02x in lane %zu", byte, lane);
        }
    }
}

/* Of every length that is compared in another way, with every byte that may tell two apart. */
static void texts_are_equal_byte_for_byte(void **state)
{
    enum { LONGEST = 40 };
    char a[LONGEST], b[LONGEST];

    (void)state;
    memset(a, 'x', sizeof(a));
    for (size_t length = 0; length <= LONGEST; length++) {
        memset(b, 'x', sizeof(b));
        assert_true(text_equal((struct cl_text){ a, length }, (struct cl_text){ b, length }));
        assert_false(length != 0 &&
                     text_equal((struct cl_text){ a, length - 1 }, (struct cl_text){ b, length }));
        for (size_t at = 0; at < length; at++) {
            b[at] = 'X';
            if (text_equal((struct cl_text){ a, length }, (struct cl_text){ b, length }))
                fail_msg("byte %zu of %zu is not looked at", at, length);
            b[at] = 'x';
        }
    }
}

static void characters_are_decoded(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        uint32_t value;
    } rows[] = {
        { "A", 1, 'A' },
        { "\xc3\xbc", 2, 0xfc },
        { "\xe2\x82\xac", 3, 0x20ac },
        { "\xf0\x9f\x92\xa9", 4, 0x1f4a9 },
        { "\xc3", 0, 0 },
        { "\xbc", 0, 0 },
        { "\xed\xa0\x80", 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint32_t value = 0;

        assert_int_equal(text_decode(text_of(rows[i].bytes), &value), rows[i].length);
        assert_int_equal(value, rows[i].value);
    }
}

static void blanks_are_trimmed_at_the_ends(void **state)
{
    (void)state;
    assert_text(text_trim(TEXT(" \ta b\t ")), "a b");
    assert_text(text_trim(TEXT("a")), "a");
    assert_text(text_trim(TEXT(" \t ")), "");
    assert_text(text_trim(TEXT("")), "");
    assert_text(text_trim(TEXT("\xc2\xa0x\n")), "\xc2\xa0x\n");
}

static void pieces_are_split_off(void **state)
{
    struct cl_text rest = TEXT("a;;b;");

    (void)state;
    assert_text(text_split(&rest, ';'), "a");
    assert_text(text_split(&rest, ';'), "");
    assert_text(text_split(&rest, ';'), "b");
    assert_non_null(rest.data);
    assert_text(text_split(&rest, ';'), "");
    assert_null(rest.data);
    rest = TEXT("");
    assert_text(text_split(&rest, ';'), "");
    assert_null(rest.data);
}

static void texts_are_compared(void **state)
{
    (void)state;
    assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("ab"), TEXT("a")) > 0);
    assert_true(text_compare(TEXT("a\xff"), TEXT("a\x01")) > 0);
    assert_int_equal(text_compare(TEXT("a"), TEXT("a")), 0);
    assert_int_equal(text_compare(TEXT(""), TEXT("")), 0);
    assert_true(text_equal_nocase(TEXT("gP"), TEXT("Gp")));
    assert_false(text_equal_nocase(TEXT("GP"), TEXT("GP ")));
    assert_false(text_equal_nocase(TEXT("@"), TEXT("`")));
    assert_false(text_equal_nocase(TEXT("["), TEXT("{")));
    assert_true(text_equal_name(TEXT("payer_id"), TEXT(" Payer ID\t")));
    assert_true(text_equal_name(TEXT("service_date"), TEXT("Service\r\nDate\n")));
    assert_true(text_equal_name(TEXT("Date of Service"), TEXT("date  of\xc2\xa0service")));
    assert_false(text_equal_name(TEXT("payer_id"), TEXT("payer\xc2id")));
    assert_false(text_equal_name(TEXT("payer_id"), TEXT("payer_id\xc2")));
    assert_true(text_equal_name(TEXT("PAYERID"), TEXT("payer__id_")));
    assert_false(text_equal_name(TEXT("payer_id"), TEXT("payer")));
    assert_false(text_equal_name(TEXT("payer"), TEXT("payer_id")));
    assert_false(text_equal_name(TEXT("payer_id"), TEXT("payer-id")));
    assert_false(text_equal_name(TEXT("_ "), TEXT("a")));
    assert_true(text_equal_name(TEXT("_ "), TEXT("")));
}

static void numbers_have_a_bound(void **state)
{
    static const struct {
        const char *text;
        uint64_t maximum;
        bool valid;
        uint64_t value;
    } rows[] = {
        { "0", 0, true, 0 },
        { "1", 0, false, 0 },
        { "9", 5, false, 0 },
        { "5", 5, true, 5 },
        { "6", 5, false, 0 },
        { "10", 5, false, 0 },
        { "1440", 1440, true, 1440 },
        { "1441", 1440, false, 0 },
        { "0001440", 1440, true, 1440 },
        { "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
        { "18446744073709551616", UINT64_MAX, false, 0 },
        { "99999999999999999999", UINT64_MAX, false, 0 },
        { "", 9, false, 0 },
        { "+1", 9, false, 0 },
        { "-1", 9, false, 0 },
        { " 1", 9, false, 0 },
        { "1 ", 9, false, 0 },
        { "1.0", 9, false, 0 },
        { "0x1", 99, false, 0 },
        { "\xd9\xa1", 99, false, 0 }, /* an Arabic one */
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint64_t value = 0;
        bool valid = text_to_unsigned(text_of(rows[i].text), rows[i].maximum, &value);

        if (valid != rows[i].valid || (valid && value != rows[i].value))
            fail_msg("\"%s\" up to %llu: %s %llu", rows[i].text,
                     (unsigned long long)rows[i].maximum, valid ? "taken as" : "refused",
                     (unsigned long long)value);
    }
}

static void shown_text_is_harmless(void **state)
{
    static const struct {
        struct cl_text text;
        const char *shown;
    } rows[] = {
        { BYTES("S-1 M\xc3\xbcller"), "S-1 M\xc3\xbcller" },
        { BYTES("\x1b[2J"), "\\x1b[2J" },
        { BYTES("a\0b"), "a\\x00b" },
        { BYTES("a\nb\tc"), "a\\x0ab\\x09c" },
        { BYTES("\x7f"), "\\x7f" },
        { BYTES("\xc2\x9b"), "\\u009b" },
        { BYTES("\xe2\x80\xae"), "\\u202e" },
        { BYTES("\xe2\x81\xa6"), "\\u2066" },
        { BYTES("\xe2\x80\xa8"), "\\u2028" },
        { BYTES("\xd8\x9c"), "\\u061c" },
        { BYTES("\xef\xbf\xbf"), "\\uffff" },
        { BYTES("x\xff\xfez"), "x\\xff\\xfez" },
        { BYTES("\xed\xa0\x80"), "\\xed\\xa0\\x80" },
        { BYTES(""), "" },
    };
    char shown[TEXT_SHOWN];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(text_show(shown, rows[i].text), rows[i].shown);
}

static void shown_text_is_cut(void **state)
{
    static char bytes[1000];
    char shown[TEXT_SHOWN + 1];

    (void)state;
    for (size_t length = 0; length < sizeof(bytes); length++) {
        static const char *const fills[] = { "x", "\x1b", "\xff" };

        for (size_t i = 0; i < COUNT_OF(fills); i++) {
            memset(bytes, fills[i][0], sizeof(bytes));
            shown[TEXT_SHOWN] = '#';
            (void)text_show(shown, (struct cl_text){ bytes, length });
            assert_true(strlen(shown) < TEXT_SHOWN);
            assert_int_equal(shown[TEXT_SHOWN], '#');
        }
    }
    assert_int_equal(text_check(text_of(shown)), TEXT_FINE);
    assert_string_equal(shown + strlen(shown) - 3, "...");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_judged_at_every_offset),
        cmocka_unit_test(every_byte_is_judged_in_every_lane),
        cmocka_unit_test(texts_are_equal_byte_for_byte),
        cmocka_unit_test(characters_are_decoded),
        cmocka_unit_test(blanks_are_trimmed_at_the_ends),
        cmocka_unit_test(pieces_are_split_off),
        cmocka_unit_test(texts_are_compared),
        cmocka_unit_test(numbers_have_a_bound),
        cmocka_unit_test(shown_text_is_harmless),
        cmocka_unit_test(shown_text_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
