/* test_rules_tables.c - the built-in tables, a table of codes laid over them, and its mistakes. */
#include "temporary_input.h"

#include "rules/rules.h"

static void the_code_table_is_whole(void **state)
{
    static const unsigned counts[BILLING_COUNT_OF_KINDS] = {
        [BILLING_TIMED] = 21, [BILLING_UNTIMED] = 61, [BILLING_COUNT] = 2, [BILLING_UNLISTED] = 3,
        [BILLING_FIRST] = 8,  [BILLING_ADDON] = 6,    [BILLING_AREA] = 1,  [BILLING_MONTHLY] = 3,
    };
    unsigned found[BILLING_COUNT_OF_KINDS] = { 0 };
    struct problem problem = { 0 };
    struct codes codes;

    (void)state;
    assert_int_equal(codes_load(&codes, NULL, &problem), 0);
    assert_int_equal(codes.count, 105);
    for (size_t i = 0; i < codes.count; i++) {
        const struct code *code = &codes.rows[i];

        found[code->billing]++;
        assert_true(i == 0 || text_compare(codes.rows[i - 1].code, code->code) < 0);
        assert_ptr_equal(codes_find(&codes, code->code), code);
        assert_true(code->description.length != 0);
        assert_true(code->billing != BILLING_TIMED || code->unit_minutes == 15);
    }
    for (size_t i = 0; i < BILLING_COUNT_OF_KINDS; i++)
        assert_int_equal(found[i], counts[i]);
    assert_null(codes_find(&codes, TEXT("99999")));
    assert_null(codes_find(&codes, TEXT("g0283")));
    assert_true(codes_find(&codes, TEXT("97110"))->therapy);
    assert_false(codes_find(&codes, TEXT("98940"))->therapy);
    assert_int_equal(codes_find(&codes, TEXT("97014"))->billing, BILLING_UNTIMED);
    codes_finish(&codes);
}

static void codes_that_belong_together_are_linked(void **state)
{
    static const struct {
        const char *base;
        const char *addon; /* NULL: none */
    } rows[] = { { "97129", "97130" }, { "97545", "97546" }, { "97550", "97551" },
                 { "97597", "97598" }, { "90912", "90913" }, { "92607", "92608" },
                 { "98980", "98981" }, { "96105", NULL },    { "97110", NULL } };
    struct problem problem = { 0 };
    struct codes codes;

    (void)state;
    assert_int_equal(codes_load(&codes, NULL, &problem), 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct code *base = codes_find(&codes, text_of(rows[i].base));

        if (rows[i].addon == NULL) {
            assert_null(base->addon);
            continue;
        }
        assert_ptr_equal(base->addon, codes_find(&codes, text_of(rows[i].addon)));
        assert_text(base->addon->base_code, rows[i].base);
    }
    assert_text(codes_find(&codes, TEXT("98979"))->excludes, "98980");
    assert_int_equal(codes_find(&codes, TEXT("98979"))->unit_minutes, 10);
    assert_int_equal(codes_find(&codes, TEXT("98979"))->max_minutes, 19);
    assert_int_equal(codes_find(&codes, TEXT("98980"))->max_minutes, 0);
    codes_finish(&codes);
}

static void a_table_is_laid_over_the_built_in_one(void **state)
{
    struct temporary_input file;
    struct problem problem = { 0 };
    struct codes codes;
    const struct code *code;

    (void)state;
    temporary_input_make(
        &file,
        TEXT("Billing, CODE ,Minutes per Unit,discipline,therapy_class,Confirmed\r\n"
             "TIMED,97150,30,ot,always,x\r\n"
             "count,s9999,,,,\r\n"),
        0);
    assert_int_equal(codes_load(&codes, file.path, &problem), 0);
    assert_int_equal(codes.count, 106);
    code = codes_find(&codes, TEXT("97150"));
    assert_int_equal(code->billing, BILLING_TIMED);
    assert_int_equal(code->unit_minutes, 30);
    assert_text(code->discipline, "OT");
    assert_text(code->attendance, "group"); /* a column that is not there changes nothing */
    assert_string_equal(code->source, file.path);
    code = codes_find(&codes, TEXT("S9999"));
    assert_int_equal(code->billing, BILLING_COUNT);
    assert_true(code->therapy); /* its class is not "none" */
    assert_string_equal(codes_find(&codes, TEXT("97110"))->source, "built in");
    codes_finish(&codes);
    temporary_input_remove(&file);
}

/* Each mistake in a table of codes, and where the message says it is. */
static const struct {
    const char *text;
    const char *told;
} mistakes[] = {
    { "code,billing\n9715,timed\n", ":2: code: " },
    { "code,billing\n97-50,timed\n", ":2: code: " },
    { "code,billing\n97150,untimed\n\n97150,untimed\n", ":4: code: stands twice" },
    { "code,billing\n97150,timely\n", ":2: billing: " },
    { "code,billing\n97150,\n", ":2: billing: " },
    { "code,billing\n97150,timed\n", ":2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97150,timed,0\n", ":2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97150,timed,1441\n", ":2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97150,untimed,0\n", ":2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97150,untimed,x\n", ":2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97550,first,\n", ":2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit,max_minutes\n98979,monthly,10,9\n", ":2: max_minutes: " },
    { "code,billing,minutes_per_unit,max_minutes\n98979,monthly,10,0\n", ":2: max_minutes: " },
    { "code,billing,minutes_per_unit\nS9998,addon,15\n", ":2: base_code: " },
    { "code,billing,base_code\nS9998,area,S9998\n", ":2: base_code: " },
    { "code,billing,base_code\nS9998,area,9759\n", ":2: base_code: " },
    { "code,billing,excludes\nS9998,count,S9998\n", ":2: excludes: " },
    { "code,billing,discipline\n97150,untimed,XT\n", ":2: discipline: " },
    { "code,billing,therapy_class\n97150,untimed,often\n", ":2: therapy_class: " },
    { "code,billing,from\n97150,untimed,2024-02-30\n", ":2: from: " },
    { "code,billing,from,to\n97150,untimed,2024-02-01,2024-01-31\n", ":2: to: is before from" },
    { "code,billing,to\n97150,untimed,31.12.2024\n", ":2: to: " },
    { "code\n97150\n", ":1: billing: the column is missing" },
    { "billing\nuntimed\n", ":1: code: the column is missing" },
    { "code,billing,Code\n", ":1: code: the column stands twice" },
    { "code,billing,base code,BaseCode\n", ":1: base_code: the column stands twice" },
    { "code,billing,disciplines\n97150,untimed,OT\n",
      ":1: disciplines: is no column of this table; known are code, billing, description, " },
    { "code,billing,\n97150,untimed,\n", ":1: field 3: the column has no name; known are code, " },
    { "code,billing,attendance\n97150,untimed,one on one\n",
      ":2: attendance: is none of one-on-one, constant, supervised, group, remote, eval, other" },
    { "code,billing\n97150\n", ":2: the record has not as many fields" },
    { "code,billing\n97150,untimed,x\n", ":2: the record has not as many fields" },
    { "code,billing\n97150,\"untimed\n", ":2: the record is not well-formed" },
    { "code,billing,note\n97150,untimed,\xff\n", ":2: a field is not clean" },
    { "", ":1: the table is empty" },
    { "%PDF-1.7", " is a PDF" },
};

static void mistakes_name_file_line_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        struct temporary_input file;
        struct problem problem = { 0 };
        struct codes codes;

        temporary_input_make(&file, text_of(mistakes[i].text), 0);
        if (codes_load(&codes, file.path, &problem) == 0)
            fail_msg("row %zu is accepted", i);
        codes_finish(&codes);
        assert_int_equal(problem.status, EXIT_BAD_USAGE);
        if (strncmp(problem.text, file.path, strlen(file.path)) != 0 ||
            strncmp(problem.text + strlen(file.path), mistakes[i].told, strlen(mistakes[i].told)) !=
                0)
            fail_msg("row %zu: %s", i, problem.text);
        temporary_input_remove(&file);
    }
}

/* Whether somebody is with one patient all the time. */
static void attendance_is_a_word_of_the_table(void **state)
{
    static const struct {
        const char *stated;
        const char *kept;
        bool attended;
    } rows[] = {
        { "One-on-One", "one-on-one", true },
        { "CONSTANT", "constant", true },
        { "eval", "eval", true },
        { "Supervised", "supervised", false },
        { "Group", "group", false },
        { "Remote", "remote", false },
        { "OTHER", "other", false },
        { "", "", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct temporary_input file;
        struct problem problem = { 0 };
        struct codes codes;
        char text[128];

        (void)snprintf(text, sizeof(text), "code,billing,attendance\n97150,untimed,%s\n",
                       rows[i].stated);
        temporary_input_make(&file, text_of(text), 0);
        if (codes_load(&codes, file.path, &problem) < 0)
            fail_msg("%s", problem.text);
        assert_text(codes_find(&codes, TEXT("97150"))->attendance, rows[i].kept);
        assert_int_equal(codes_find(&codes, TEXT("97150"))->attended, rows[i].attended);
        codes_finish(&codes);
        temporary_input_remove(&file);
    }
}

static void a_table_that_is_not_there_is_bad_usage(void **state)
{
    struct problem problem = { 0 };
    struct codes codes;

    (void)state;
    assert_int_equal(codes_load(&codes, "/tmp/claimline-no-such-table.csv", &problem), -1);
    assert_int_equal(problem.status, EXIT_BAD_USAGE);
    codes_finish(&codes);
}

static void places_have_dates(void **state)
{
    const struct cl_date early = { 2016, 12, 31 };
    const struct cl_date day = { 2024, 7, 1 };
    static const char *const common[] = { "11", "12", "02", "10", "03", "13", "14",
                                          "15", "18", "19", "22", "31", "32", "33",
                                          "49", "54", "61", "62", "99" };
    struct problem problem = { 0 };
    struct place_list list;

    (void)state;
    assert_int_equal(place_list_load(&list, &problem), 0);
    for (size_t i = 0; i < COUNT_OF(common); i++) {
        if (!place_listed(&list, text_of(common[i]), day))
            fail_msg("%s is not listed", common[i]);
    }
    assert_false(place_listed(&list, TEXT("00"), day));
    assert_false(place_listed(&list, TEXT("98"), day));
    assert_false(place_listed(&list, TEXT("02"), early));
    assert_true(place_listed(&list, TEXT("11"), early));
    for (unsigned i = 0; i < PLACE_CODES; i++)
        assert_int_equal(list.codes[i].telehealth, i == 2 || i == 10);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_code_table_is_whole),
        cmocka_unit_test(codes_that_belong_together_are_linked),
        cmocka_unit_test(a_table_is_laid_over_the_built_in_one),
        cmocka_unit_test(mistakes_name_file_line_and_column),
        cmocka_unit_test(attendance_is_a_word_of_the_table),
        cmocka_unit_test(a_table_that_is_not_there_is_bad_usage),
        cmocka_unit_test(places_have_dates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
