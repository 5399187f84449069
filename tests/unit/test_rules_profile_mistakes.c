/* test_rules_profile_mistakes.c - each mistake in a file of payer profiles gives one clear line. */
#include "profile_fixture.h"

/* Each mistake, and how its line goes on behind the name of the file. */
static const struct {
    const char *text;
    const char *told;
} mistakes[] = {
    /* lines */
    { "unit_rule = ama\n", ":1: unit_rule: stands before the first [section]" },
    { "[default]\nunit_rule ama\n", ":2: line: is none of [section], KEY = VALUE" },
    { "[default]\nkx = no\n\n# note\nunit_rule\n[class va]\n", ":5: line: is none of" },
    { "[default]\n  97110\n", ":2: line: is none of" },
    { "[default]\nunit_rule = ama\nkx ; = no\n", ":3: line: is none of" },
    { "session_id,code\nS1,97110\n", ":1: line: is none of" },
    { "[default]\nkx = no\rmue = no\n", ":2: line: ends with CR alone; end lines with LF or" },
    { "[default]\rkx = no\r", ":1: line: ends with CR alone; end lines with LF or CRLF" },
    { "[default]\n# caf\xe9\n", ":2: line: is not clean" },
    { "", ":1: file: holds no [section]" },
    { "# nothing yet\n", ":1: file: holds no [section]" },
    /* sections */
    { "[class medicare\nkx = no\n", ":1: [class medicare: lacks its ]" },
    { "[class medicare] kx = no\n", ":1: [class medicare]: something stands behind it" },
    { "\n[class medicine]\n", ":2: [class medicine]: is no class" },
    { "[medicare]\n", ":1: [medicare]: is none of [default], [class NAME]" },
    { "[default medicare]\n", ":1: [default medicare]: is none of" },
    { "[payer]\n", ":1: [payer]: is none of" },
    { "[]\n", ":1: []: is none of" },
    /* keys */
    { "[default]\nunit_rul = ama\n", ":2: unit_rul: is no key of a profile" },
    { "[default]\n= ama\n", ":2: line: has no key before its value" },
    { "[default]\n  : ama\n", ":2: line: has no key before its value" },
    { "[default]\nsource unit_rul = x\n", ":2: source unit_rul: names no key" },
    { "[default]\nsource from 2026-01-01 = x\n", ":2: source from 2026-01-01: names no key" },
    { "[default]\nsource kx from 2026-01-01 = x\n",
      ":2: source kx from 2026-01-01: takes no date" },
    { "[payer P]\nextends from 2026-01-01 = default\n",
      ":2: extends from 2026-01-01: takes no date" },
    { "[payer P]\npayer_class from 2026-01-01 = auto\n",
      ":2: payer_class from 2026-01-01: takes no date" },
    { "[default]\nkx from 2026-02-30 = no\n", ":2: kx from 2026-02-30: is not a day that exists" },
    { "[default]\nkx from 0026-01-01 = no\n", ":2: kx from 0026-01-01: is not a day that exists" },
    { "[default]\nkx from 2026-1-1 = no\n", ":2: kx from 2026-1-1: is not of the form" },
    { "[default]\nkx from = no\n", ":2: kx from: is not of the form" },
    { "[default]\nkx since 2026-01-01 = no\n", ":2: kx since 2026-01-01: is not of the form" },
    { "[default]\nkx from 2026-01-01 to 2026-12-31 = no\n",
      ":2: kx from 2026-01-01 to 2026-12-31: is not of the form" },
    { "[default]\nkx = no\nKX = no\n", ":3: KX: stands twice in this section" },
    { "[class va]\nkx from 2026-01-01 = no\n[default]\n[class VA]\nkx  from 2026-01-01 = no\n",
      ":5: kx  from 2026-01-01: stands twice in this section" },
    { "[default]\nsource = a\nsource = b\n", ":3: source: stands twice" },
    { "[payer P]\nextends = default\nextends = class va\n", ":3: extends: stands twice" },
    { "[default]\nkx =\n", ":2: kx: has no value" },
    { "[default]\nkx = ; no\n", ":2: kx: has no value" },
    { "[default]\nextends = class va\n", ":2: extends: [default] starts from nothing" },
    { "[default]\npayer_class = va\n", ":2: payer_class: stands only in [payer ID]" },
    { "[class va]\npayer_class = va\n", ":2: payer_class: stands only in [payer ID]" },
    /* what sections extend */
    { "[payer P]\nextends = payer Q\n", ":2: extends: names no section that is there" },
    { "[payer P]\nextends = medicare\n", ":2: extends: names no section that is there" },
    { "[payer P]\nextends = class medicare class va\n", ":2: extends: names no section" },
    { "[payer P]\nextends = payer P\n", ":2: extends: goes in a circle" },
    { "[profile a]\nextends = profile b\n[profile b]\nextends = profile c\n[profile c]\n"
      "extends = profile a\n",
      ":2: extends: goes in a circle" },
    { "[class va]\nkx = no\nextends = payer P\n[payer P]\nextends = class va\n",
      ":3: extends: goes in a circle" },
    { "[class va]\nextends = payer P\n[payer P]\npayer_class = va\n",
      ":2: extends: goes in a circle" },
    { "[payer P]\npayer_class = va\n[class va]\nextends = payer P\n",
      ":2: payer_class: goes in a circle" },
    { "[payer P]\nextends = profile a\n[profile a]\nextends = profile b\n[profile b]\n"
      "extends = profile a\n",
      ":4: extends: goes in a circle" },
    /* values */
    { "[payer P]\npayer_class = medicine\n", ":2: payer_class: is none of medicare, medicare_ad" },
    { "[default]\nunit_rule = cpt\n", ":2: unit_rule: is none of cms, ama, full15, quarter" },
    { "[default]\nunit_rule = ama # midpoint\n", ":2: unit_rule: is none of cms" },
    { "[default]\nunit_rule = cms\n ama\n", ":2: unit_rule: is none of cms" },
    { "[default]\ntie_break = more\n", ":2: tie_break: is none of minutes, first, last" },
    { "[default]\nstated_units = yes\n", ":2: stated_units: is none of no, allowed" },
    { "[default]\nshort_service = 51\n", ":2: short_service: is none of no, 52" },
    { "[default]\nsame_day = join\n", ":2: same_day: is none of separate, pool, merge" },
    { "[default]\nzero_unit_lines = 1\n", ":2: zero_unit_lines: is none of no, yes" },
    { "[default]\nunits_per_line = 100\n", ":2: units_per_line: is no number from 0 to 99" },
    { "[default]\nmax_lines = -1\n", ":2: max_lines: is no number from 0 to 999" },
    { "[default]\nmax_pointers = 0\n", ":2: max_pointers: is no number from 1 to 4" },
    { "[default]\nmax_pointers = 5\n", ":2: max_pointers: is no number from 1 to 4" },
    { "[default]\ncap_visit = 1000\n", ":2: cap_visit: is no number from 0 to 999" },
    { "[default]\ncap_day = four\n", ":2: cap_day: is no number from 0 to 999" },
    { "[default]\ncaps = 97110\n", ":2: caps: is neither none nor of the form CODE UNITS" },
    { "[default]\ncaps = 97110 0\n", ":2: caps: is neither none nor of the form" },
    { "[default]\ncaps = 97110 4,\n", ":2: caps: is neither none nor of the form" },
    { "[default]\ncaps = 97110 4 97140 2\n", ":2: caps: is neither none nor of the form" },
    { "[default]\ncaps = 97110 4, 97110 2\n", ":2: caps: names an entry twice" },
    { "[default]\nsubstitute = 97014 G0283\n", ":2: substitute: is neither none nor of" },
    { "[default]\nsubstitute = 97014 to G0283\n", ":2: substitute: is neither none nor of" },
    { "[default]\nsubstitute = 97014->G0283\n", ":2: substitute: is neither none nor of" },
    { "[default]\nsubstitute = 97014 -> G028\n", ":2: substitute: is neither none nor of" },
    { "[default]\nsubstitute = 97014 -> 97014\n", ":2: substitute: puts a code in its own" },
    { "[default]\nsubstitute = 97014 to G0283\n", ":2: substitute: is neither none nor of" },
    { "[default]\nsubstitute = 97014->G0283\n", ":2: substitute: is neither none nor of" },
    { "[default]\nsubstitute = 97014 -> G0283, 97014 -> 97032\n", ":2: substitute: names an ent" },
    { "[default]\nnever_billed = 97010, 97012\n", ":2: never_billed: is neither none nor codes" },
    { "[default]\nnever_billed = 97010 97010\n", ":2: never_billed: names an entry twice" },
    { "[default]\nnever_billed = none 97010\n", ":2: never_billed: is neither none nor codes" },
    { "[default]\ndiscipline_modifiers = GP\n", ":2: discipline_modifiers: is none of no, yes" },
    { "[default]\nassistant_modifiers = yes\n", ":2: assistant_modifiers: is none of no, requi" },
    { "[default]\nkx = yes\n", ":2: kx: is none of no, required" },
    { "[default]\nadd_modifiers = U1\n", ":2: add_modifiers: is neither none nor of the form" },
    { "[default]\nadd_modifiers = U1 9711\n", ":2: add_modifiers: is neither none nor of the" },
    { "[default]\nadd_modifiers = U1 *, u1 *\n", ":2: add_modifiers: names an entry twice" },
    { "[default]\nadd_modifiers = U1 *, 59 97140\n", ":2: add_modifiers: may not add 59" },
    { "[default]\nadd_modifiers = xu 97140\n", ":2: add_modifiers: may not add 59" },
    { "[default]\nadd_modifiers = CO *\n", ":2: add_modifiers: may not add 59" },
    { "[default]\nadd_modifiers = GZ *\n", ":2: add_modifiers: may not add 59" },
    { "[default]\nadd_modifiers = gp 97110\n", ":2: add_modifiers: may not add 59" },
    { "[default]\nadd_modifiers = U1 *, GO *\n", ":2: add_modifiers: may not add 59" },
    { "[default]\nadd_modifiers = GN *\n", ":2: add_modifiers: may not add 59" },
    { "[default]\nrequired_modifiers = U 97140\n", ":2: required_modifiers: is neither none nor" },
    { "[default]\ndistinct_modifiers = 59 XA\n", ":2: distinct_modifiers: is neither none nor" },
    { "[default]\nmodifier_order = 59,, GP\n", ":2: modifier_order: is not of the form" },
    { "[default]\nmodifier_order = 59 GP, 59\n", ":2: modifier_order: names an entry twice" },
    { "[default]\nmodifier_order = A1, A2, A3, A4, A5, A6, A7, A8, A9, B1, B2, B3, B4, B5, B6, B7, "
      "B8\n",
      ":2: modifier_order: has too many entries" },
    { "[default]\nplace_of_service = 1\n", ":2: place_of_service: is not two digits" },
    { "[default]\nplace_of_service = 28\n", ":2: place_of_service: is no place of CMS's list" },
    { "[default]\ntelehealth_place = 00\n", ":2: telehealth_place: is no place of CMS's list" },
    { "[default]\ntelehealth_modifiers = GTX\n", ":2: telehealth_modifiers: is neither none nor" },
    { "[default]\ntelehealth_modifier = 94\n", ":2: telehealth_modifier: is none of stated, none" },
    { "[default]\ntelehealth_place = home\n", ":2: telehealth_place: is neither stated nor two" },
    { "[default]\nfees = always\n", ":2: fees: is none of missing, prefer, no" },
    { "[default]\nncci = off\n", ":2: ncci: is none of no, info, warning, error" },
    { "[default]\ndocumentation = errors\n", ":2: documentation: is none of no, info" },
    { "[default]\nseverity = edit.unit off\n", ":2: severity: names no finding whose severity" },
    { "[default]\nseverity = npi.form warning\n", ":2: severity: names no finding whose severity" },
    { "[default]\nseverity = edit.units no\n", ":2: severity: is not of the form ID LEVEL" },
    { "[default]\nseverity = edit.units\n", ":2: severity: is not of the form ID LEVEL" },
    { "[default]\nseverity = edit.units off,\n", ":2: severity: names no finding" },
    { "[default]\nseverity = edit.units off, edit.units info\n",
      ":2: severity: names a finding t" },
    /* A value that is not in force, and one that another goes before, are read too. */
    { "[profile p]\nkx from 2199-01-01 = maybe\n", ":2: kx from 2199-01-01: is none of" },
    /* Of several, the one that stands first in the file, whatever it is found by. */
    { "[default]\nkx = maybe\nunit_rul = ama\n", ":2: kx: is none of" },
    { "[payer P]\nkx = no\n[class va]\nkx = maybe\n[payer P]\nmue = maybe\n",
      ":4: kx: is none of" },
    { "[class va]\nkx = no\n[payer P]\nmue = maybe\n[class va]\nmue = maybe\n",
      ":4: mue: is none of" },
    { "[payer P]\nextends = payer Q\nkx = maybe\n", ":2: extends: names no section" },
    { "[payer P]\nextends = payer Q\nkx\n", ":2: extends: names no section" },
    { "[payer P]\nkx = maybe\nextends = payer P\n", ":2: kx: is none of" },
    { "[payer P]\nextends = payer P\n[payer Q]\nextends = payer R\n", ":2: extends: goes in a" },
    { "[payer P]\nkx = no\nmues = no\n  maybe\n", ":3: mues: is no key" },
    /* A section that cannot be read may be the one that was to be extended. */
    { "[payer P]\nextends = payer Q\n[payer Q\nkx = no\n", ":3: [payer Q: lacks its ]" },
    { "[payer P]\nextends = payer Q\nkx = maybe\n\xff\n[payer Q]\n", ":3: kx: is none of" },
};

static void check_mistake(const char *path, const char *told, size_t row)
{
    struct problem problem = { 0 };
    struct profiles *profiles;
    size_t length = strlen(path);

    if (load_profiles(&profiles, path, &problem) == 0)
        fail_msg("row %zu is accepted", row);
    assert_null(profiles);
    assert_int_equal(problem.status, EXIT_BAD_USAGE);
    assert_null(strchr(problem.text, '\n'));
    if (strncmp(problem.text, path, length) != 0 ||
        strncmp(problem.text + length, told, strlen(told)) != 0)
        fail_msg("row %zu: %s", row, problem.text);
}

static void check_text(struct cl_text text, const char *told, size_t row)
{
    struct temporary_input file;

    temporary_input_make(&file, text, 0);
    check_mistake(file.path, told, row);
    temporary_input_remove(&file);
}

static void check_fine(const char *text)
{
    profiles_destroy(load_text(text));
}

static void mistakes_name_file_line_and_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++)
        check_text(text_of(mistakes[i].text), mistakes[i].told, i);
}

static void bytes_that_are_no_text_are_mistakes(void **state)
{
    static const struct {
        struct cl_text bytes;
        const char *told;
    } rows[] = {
        { BYTES("[default]\nkx = no\0\nmue = no\n"), ":2: line: is not clean" },
        { BYTES("\0"), ":1: line: is not clean" },
        { BYTES("[\0d\0e\0f\0a\0u\0l\0t\0]\0\n\0"), ":1: line: is not clean" },
        { BYTES("\xff\xfe[\0d\0"), ":1: line: is not clean" },
        { BYTES("%PDF-1.7\n"), ":1: line: is none of" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_text(rows[i].bytes, rows[i].told, i);
}

static void a_chain_of_sections_has_an_end(void **state)
{
    char text[2048] = "[profile p0]\nkx = required\n";
    size_t length = strlen(text);

    (void)state;
    for (int i = 1; i <= 14; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length,
                                   "[profile p%d]\nextends = profile p%d\n", i, i - 1);
    (void)snprintf(text + length, sizeof(text) - length, "[payer P]\nextends = profile p14\n");
    check_fine(text);
    (void)snprintf(text + length, sizeof(text) - length,
                   "[profile p15]\nextends = profile p14\n[payer P]\nextends = profile p15\n");
    check_text(text_of(text), ":34: extends: too many sections extend one another", 0);
}

/* inih would cut a longer line in two. */
static void a_line_is_whole_or_refused(void **state)
{
    char text[256] = "[payer P]\nsource = ";
    size_t start = strlen("[payer P]\n");

    (void)state;
    memset(text + strlen(text), 'x', start + 197 - strlen(text));
    check_fine(text);
    text[start + 197] = 'x';
    check_text(text_of(text), ":2: line: is too long", 0);
}

static void a_section_has_so_many_settings(void **state)
{
    char text[64 * 1024] = "[payer P]\n";
    size_t length = strlen(text);

    (void)state;
    for (int i = 0; i < 1000; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length,
                                   "kx from %d-%02d-01 = required\n", 1900 + i / 12, i % 12 + 1);
    check_fine(text);
    (void)snprintf(text + length, sizeof(text) - length, "mue = no\n");
    check_text(text_of(text), ":1002: mue: the section has too many settings", 0);
}

static void a_file_that_cannot_be_read_is_bad_usage(void **state)
{
    static const struct {
        const char *path;
        const char *told;
    } rows[] = {
        { "/tmp/claimline-no-such-profiles.ini",
          "cannot read /tmp/claimline-no-such-profiles.ini: No such file" },
        { "/tmp", "cannot read /tmp: Is a directory" },
        { "/dev/zero", "/dev/zero: is larger than 1 MiB" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem = { 0 };
        struct profiles *profiles;

        assert_int_equal(load_profiles(&profiles, rows[i].path, &problem), -1);
        assert_int_equal(problem.status, EXIT_BAD_USAGE);
        if (strncmp(problem.text, rows[i].told, strlen(rows[i].told)) != 0)
            fail_msg("%s", problem.text);
    }
}

/* Whatever the bytes: loaded or refused with one line, and nothing leaks. */
static void random_changes_are_read_or_refused(void **state)
{
    static const char *const pieces[] = {
        "[", "]",     "\n",   " = ",     " ",  "from 2026-01-01", "payer P", "class va", "none",
        ",", "97110", "\xff", "extends", "kx", "severity",        ";",       "#",        "\t"
    };
    uint64_t random = 3;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        char text[512] = "[payer P]\nextends = class va\nkx = no\n[class va]\nkx = required\n";
        struct temporary_input file;
        struct problem problem = { 0 };
        struct profiles *profiles;

        for (int i = 0; i < 4; i++) {
            const char *piece = pieces[random_below(&random, COUNT_OF(pieces))];
            size_t at = random_below(&random, strlen(text) + 1);

            memmove(text + at + strlen(piece), text + at, strlen(text + at) + 1);
            memcpy(text + at, piece, strlen(piece));
        }
        temporary_input_make(&file, text_of(text), 0);
        if (load_profiles(&profiles, file.path, &problem) == 0)
            assert_int_equal(problem.status, 0);
        else
            assert_int_equal(problem.status, EXIT_BAD_USAGE);
        profiles_destroy(profiles);
        temporary_input_remove(&file);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_name_file_line_and_key),
        cmocka_unit_test(bytes_that_are_no_text_are_mistakes),
        cmocka_unit_test(a_chain_of_sections_has_an_end),
        cmocka_unit_test(a_line_is_whole_or_refused),
        cmocka_unit_test(a_section_has_so_many_settings),
        cmocka_unit_test(a_file_that_cannot_be_read_is_bad_usage),
        cmocka_unit_test(random_changes_are_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
