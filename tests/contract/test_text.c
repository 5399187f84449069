/* test_text.c - what the text plugin shows. Usage: test_text text.so */
#include "host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SETTINGS(...)                                                                              \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

#define TITLES                                                                                     \
    "    # Code  Modifiers   Units  Min Unit charge     Charge Ptrs Rule    Description\n\n"

static const struct cl_plugin *plugin;
static struct sample sample;
static struct memory out;

static int setup(void **unused)
{
    (void)unused;
    sample_bare(&sample);
    return 0;
}

static int teardown(void **unused)
{
    (void)unused;
    memory_close(&out);
    return 0;
}

/* The lines of what is written for the sample; each ends with a NUL for its LF. */
enum { LINES = 2000 };
static char *lines[LINES];
static size_t line_count;

static void write_claims(const char *const *settings, size_t count)
{
    const struct cl_claim *const claim = &sample.claim;

    write_file(plugin, settings, &claim, count, &out);
}

static void split_lines(void)
{
    char *at = (char *)(uintptr_t)memory_text(&out).data;

    for (line_count = 0; *at != '\0'; line_count++) {
        assert_true(line_count < LINES);
        lines[line_count] = at;
        at = strchr(at, '\n');
        assert_non_null(at);
        *at++ = '\0';
    }
}

static void assert_written(const char *const *settings, size_t count, const char *expected)
{
    write_claims(settings, count);
    assert_string_equal(memory_text(&out).data, expected);
}

static size_t characters(const char *line)
{
    size_t count = 0;

    for (; *line != '\0'; line++)
        count += ((unsigned char)*line & 0xC0) != 0x80;
    return count;
}

static void test_bare_claim(void **unused)
{
    (void)unused;
    assert_written(
        SETTINGS("totals=false"), 1,
        TITLES "Session S-1  2026-03-05  patient P-1  payer BCBS  place 11  diagnoses M54.50\n"
               "    1 97110 -               1    0           -          - -    stated\n"
               "      Claim total                                       - (1 line without charge)\n"
               "\n");
}

static void test_full_claim(void **unused)
{
    (void)unused;
    sample_full(&sample);
    sample.claim.diagnosis_count = 2;
    assert_written(
        SETTINGS("totals=false"), 1,
        TITLES "Session S-1  claim C-1  2026-03-05  patient P-1  payer BCBS  place 11"
               "  diagnoses M54.50 M25.551\n"
               "    1 97110 GP              1   15       45.12      45.12 L    cms     some text\n"
               "    2 G0283 GP,59           2   30       45.12      90.24 LK   untimed "
               "(for 97014) some text\n"
               "    3 97530 GP,59,KX        3   45           -          - LKJ  cms     some text\n"
               "    4 97140 GP,59,KX,CQ     4   60       45.12     180.48 LKJI cms     some text\n"
               "      Claim total                                  315.84 "
               "(1 line without charge)\n"
               "\n");
}

/* All of a line on the line, and nothing else. */
static void test_ungrouped(void **unused)
{
    (void)unused;
    sample_full(&sample);
    sample.claim.line_count = 2;
    assert_written(
        SETTINGS("totals=false", "group=none", "width=120"), 1,
        "Session          Date         # Code  Modifiers   Units  Min Unit charge     Charge Ptrs "
        "Rule    Description\n"
        "S-1              2026-03-05   1 97110 GP              1   15       45.12      45.12 L    "
        "cms     some text\n"
        "S-1              2026-03-05   2 G0283 GP,59           2   30       45.12      90.24 LK   "
        "untimed (for 97014) some text\n");
}

static void test_totals(void **unused)
{
    static const char tail[] =
        "Totals\n"
        "Code     Claims     Lines      Units    Minutes          Charge Description\n"
        "97110         1         1          2         30           90.24 therapeutic exercise\n"
        "G0283         1         1          2         30               - (1 line without charge) "
        "electrical\n"
        "All           1         2          4         60           90.24 (1 line without charge)\n"
        "\n"
        "Sessions: 11 read, 3 held, 5 skipped, 2 without lines\n"
        "\n"
        "Findings\n"
        "warning  charge.missing                          12\n"
        "error    minutes.missing                          3\n";
    const char *totals;

    (void)unused;
    write_claims(SETTINGS("width=98"), 1);
    totals = strstr(memory_text(&out).data, "Totals\n");
    assert_non_null(totals);
    assert_string_equal(totals, tail);
}

static void test_no_claims(void **unused)
{
    (void)unused;
    assert_written(NULL, 0,
                   TITLES
                   "Totals\n"
                   "Code     Claims     Lines      Units    Minutes          Charge Description\n"
                   "All           0         0          0          0            0.00\n"
                   "\n"
                   "Sessions: 10 read, 3 held, 5 skipped, 2 without lines\n"
                   "\n"
                   "Findings\n"
                   "warning  charge.missing                          12\n"
                   "error    minutes.missing                          3\n");
}

/* A program can read the lines back: ten words before the description. */
static void test_lines_read_back(void **unused)
{
    (void)unused;
    sample_full(&sample);
    write_claims(NULL, 1);
    split_lines();
    for (uint32_t i = 0; i < SAMPLE_LINES; i++) {
        const struct cl_line *line = &sample.lines[i].line;
        unsigned number, units, minutes;
        char code[16], modifiers[16], unit_charge[16], charge[16], pointers[16], rule[16];
        long dollars, cents;

        assert_int_equal(sscanf(lines[4 + i], "%u %15s %15s %u %u %15s %15s %15s %15s", &number,
                                code, modifiers, &units, &minutes, unit_charge, charge, pointers,
                                rule),
                         9);
        assert_int_equal(number, i + 1);
        assert_string_equal(code, line->code.data);
        assert_int_equal(units, line->units);
        assert_int_equal(minutes, line->minutes);
        assert_int_equal(strlen(pointers), line->pointer_count);
        if (line->charge_cents == CL_NO_AMOUNT) {
            assert_string_equal(charge, "-");
            continue;
        }
        assert_int_equal(sscanf(charge, "%ld.%ld", &dollars, &cents), 2);
        assert_int_equal(dollars * 100 + cents, line->charge_cents);
    }
}

/* Descriptions are cut and headings wrapped, between characters. */
static void test_width(void **unused)
{
    static const char *const settings[] = { "width=90", "width=100", "width=400" };
    static const size_t widths[] = { 90, 100, 400 };
    static char words[3000];

    (void)unused;
    for (size_t i = 0; i + 4 < sizeof(words); i += 3)
        memcpy(words + i, i % 2 == 0 ? "\xC3\xA9 " : "x\xC3\xA9", 3);
    for (size_t i = 0; i < 3; i++) {
        size_t widest = 0;

        sample_hostile(&sample, text_of(words));
        for (int l = 0; l < SAMPLE_LINES; l++)
            sample.lines[l].line.documented_code = text_of("97014");
        write_claims(SETTINGS(settings[i]), 1);
        split_lines();
        for (size_t l = 0; l < line_count; l++) {
            if (characters(lines[l]) > widest)
                widest = characters(lines[l]);
            assert_true(((unsigned char)lines[l][0] & 0xC0) != 0x80);
        }
        assert_in_range(widest, widths[i] - 1, widths[i]);
        memory_close(&out);
    }
    write_claims(NULL, 0); /* for teardown() */
}

/* An id longer than a line goes on, whole, on the next ones. */
static void test_long_id_is_whole(void **unused)
{
    char id[1001];
    char joined[4096] = "";
    char expected[1064];

    (void)unused;
    for (size_t i = 0; i < sizeof(id) - 1; i++)
        id[i] = (char)('a' + i % 26);
    id[sizeof(id) - 1] = '\0';
    sample.claim.claim_id = sample.claim.session_id = text_of(id);
    write_claims(SETTINGS("totals=no"), 1);
    split_lines();
    for (size_t l = 2; strncmp(lines[l], "    1 ", 6) != 0; l++) {
        assert_in_range(characters(lines[l]), 1, 100);
        strcat(joined, lines[l] + (l > 2 ? 8 : 0));
    }
    snprintf(expected, sizeof(expected), "Session %s  2026-03-05", id);
    assert_memory_equal(joined, expected, strlen(expected));
}

/* What would break a line or turn its direction is a blank. */
static void test_controls_are_blanks(void **unused)
{
    (void)unused;
    sample.claim.claim_id = sample.claim.session_id = text_of("a\tb\nc\rd");
    sample.patient.id = text_of("\xE2\x80\xA8"
                                "e\xE2\x80\xAE"
                                "f\xE2\x81\xA6"
                                "g");
    sample.payer.id = text_of("\xE2\x80\xA7\xE2\x80\xAF\xE2\x81\xA5\xE2\x81\xAA");
    sample.lines[0].line.description = text_of("h\r\n97110 i\xE2\x80\xA9"
                                               "j");
    assert_written(
        SETTINGS("totals=false"), 1,
        TITLES "Session a b c d  2026-03-05  patient  e f g  payer "
               "\xE2\x80\xA7\xE2\x80\xAF\xE2\x81\xA5\xE2\x81\xAA  place 11  diagnoses M54.50\n"
               "    1 97110 -               1    0           -          - -    stated  "
               "h  97110 i j\n"
               "      Claim total                                       - (1 line without charge)\n"
               "\n");
}

/* A value wider than its column moves the rest; none is cut or runs into another. */
static void test_wide_values(void **unused)
{
    struct cl_line *line = &sample.lines[0].line;

    (void)unused;
    line->units = 1234567;
    line->unit_charge_cents = INT64_C(9223372036854775807);
    line->charge_cents = -50;
    line->unit_rule = text_of("a_long_rule");
    line->description = text_of("text");
    sample.claim.charge_cents = -50;
    assert_written(
        SETTINGS("totals=false"), 1,
        TITLES "Session S-1  2026-03-05  patient P-1  payer BCBS  place 11  diagnoses M54.50\n"
               "    1 97110 -           1234567  0 92233720368547758.07 -0.50 - a_long_rule text\n"
               "      Claim total                                   -0.50\n"
               "\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_bare_claim, setup, teardown),
        cmocka_unit_test_setup_teardown(test_full_claim, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ungrouped, setup, teardown),
        cmocka_unit_test_setup_teardown(test_totals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_claims, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lines_read_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_width, setup, teardown),
        cmocka_unit_test_setup_teardown(test_long_id_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(test_controls_are_blanks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_wide_values, setup, teardown),
    };

    if (argc != 2) {
        fprintf(stderr, "usage: test_text text.so\n");
        return 2;
    }
    plugin = module_load(argv[1])->plugins[0];
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
