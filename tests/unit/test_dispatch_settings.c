/* test_dispatch_settings.c - option tables and the values that --set gives them. */
#include "dispatch_fixture.h"

#include "dispatch/settings.h"

#include "base/text.h"

struct fields {
    bool header;
    int64_t width;
    int64_t any;
    struct cl_text mark;
    struct cl_text title;
    uint32_t newline;
};

static const struct cl_option options[] = {
    CL_OPTION_BOOL(struct fields, header, "true", "names first"),
    CL_OPTION_INT(struct fields, width, "80", -5, 400, "columns"),
    CL_OPTION_INT(struct fields, any, "0", 0, 0, "a number"),
    CL_OPTION_TEXT(struct fields, mark, ",", 1, 2, "between fields"),
    CL_OPTION_TEXT(struct fields, title, "", 0, 0, "at the top"),
    CL_OPTION_CHOICE(struct fields, newline, "lf", "lf|crlf|cr", "end of a row"),
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "csv",
    .state_size = sizeof(struct fields),
    .options = CL_OPTIONS(options),
};

/* 0, or -1 with the problem. */
static int set(struct fields *fields, struct arena *arena, const char *key, const char *value,
               struct problem *problem)
{
    struct setting setting = { key, value };

    *fields = (struct fields){ 0 };
    *problem = (struct problem){ 0 };
    return settings_apply(fields, &plugin, &setting, 1, arena, problem);
}

static void defaults_fill_the_state(void **state)
{
    struct arena arena = { 0 };
    struct fields fields = { 0 };
    struct problem problem = { 0 };

    (void)state;
    assert_int_equal(settings_apply(&fields, &plugin, NULL, 0, &arena, &problem), 0);
    assert_true(fields.header);
    assert_int_equal(fields.width, 80);
    assert_string_equal(fields.mark.data, ",");
    assert_int_equal(fields.mark.length, 1);
    assert_non_null(fields.title.data);
    assert_int_equal(fields.title.length, 0);
    assert_int_equal(fields.newline, 0);
    arena_finish(&arena);
}

static void values_are_read(void **state)
{
    static const char *const yes[] = { "true", "YES", "On", "1" };
    static const char *const no[] = { "false", "No", "OFF", "0" };
    struct arena arena = { 0 };
    struct fields fields;
    struct problem problem;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(set(&fields, &arena, "header", yes[i], &problem), 0);
        assert_true(fields.header);
        assert_int_equal(set(&fields, &arena, "header", no[i], &problem), 0);
        assert_false(fields.header);
    }
    assert_int_equal(set(&fields, &arena, "width", "-5", &problem), 0);
    assert_int_equal(fields.width, -5);
    assert_int_equal(set(&fields, &arena, "any", "9223372036854775807", &problem), 0);
    assert_int_equal(fields.any, INT64_MAX);
    assert_int_equal(set(&fields, &arena, "mark", "\\t\\\\", &problem), 0);
    assert_string_equal(fields.mark.data, "\t\\");
    assert_int_equal(fields.mark.length, 2);
    assert_int_equal(set(&fields, &arena, "newline", "crlf", &problem), 0);
    assert_int_equal(fields.newline, 1);
    assert_int_equal(set(&fields, &arena, "newline", "cr", &problem), 0);
    assert_int_equal(fields.newline, 2);
    arena_finish(&arena);
}

static void bad_values_name_the_key_and_what_was_expected(void **state)
{
    static const struct {
        const char *key;
        const char *value;
        const char *says;
    } bad[] = {
        { "header", "maybe", "csv: header: \"maybe\" is not true|false" },
        { "header", "", "true|false" },
        { "width", "401", "csv: width: \"401\" is not -5 to 400" },
        { "width", "-6", "-5 to 400" },
        { "width", "", "-5 to 400" },
        { "width", "-", "-5 to 400" },
        { "width", "+1", "-5 to 400" },
        { "width", " 1", "-5 to 400" },
        { "width", "1x", "-5 to 400" },
        { "any", "9223372036854775808", "a whole number" },
        { "mark", "", "text of 1 to 2 bytes" },
        { "mark", "abc", "text of 1 to 2 bytes" },
        { "title", "a\\n", "text" },
        { "title", "a\\", "text" },
        { "title", "\xff", "\"\\xff\" is not text" },
        { "title", "\x1b[2J", "\"\\x1b[2J\" is not text" },
        { "newline", "lf|crlf", "lf|crlf|cr" },
        { "newline", "LF", "lf|crlf|cr" },
        { "newline", "", "lf|crlf|cr" },
        { "width\x1b", "1", "csv has no setting \"width\\x1b\" (there are: header, width, any" },
    };
    struct arena arena = { 0 };
    struct fields fields;
    struct problem problem;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(set(&fields, &arena, bad[i].key, bad[i].value, &problem), -1);
        assert_problem(&problem, EXIT_BAD_USAGE, bad[i].says);
    }
    arena_finish(&arena);
}

static void a_key_is_set_once(void **state)
{
    static const struct setting twice[] = { { "width", "8" }, { "any", "1" }, { "width", "8" } };
    struct arena arena = { 0 };
    struct fields fields = { 0 };
    struct problem problem = { 0 };

    (void)state;
    assert_int_equal(settings_apply(&fields, &plugin, twice, 3, &arena, &problem), -1);
    assert_problem(&problem, EXIT_BAD_USAGE, "csv: width is set twice");
    arena_finish(&arena);
}

static void a_table_is_walked_by_its_stride(void **state)
{
    static const struct {
        struct cl_option known;
        const char *later;
    } longer[] = {
        { CL_OPTION_BOOL(struct fields, header, "no", "names first"), "x" },
        { CL_OPTION_INT(struct fields, width, "7", 0, 9, "columns"), "y" },
    };
    struct cl_plugin grown = plugin;
    struct arena arena = { 0 };
    struct fields fields = { 0 };
    struct problem problem = { 0 };
    char why[256];

    (void)state;
    grown.options = (struct cl_options){ &longer[0].known, 2, sizeof(longer[0]) };
    assert_true(settings_table_good(&grown, why, sizeof(why)));
    assert_int_equal(settings_apply(&fields, &grown, NULL, 0, &arena, &problem), 0);
    assert_int_equal(fields.width, 7);
    arena_finish(&arena);
}

static void tables_that_cannot_be_used(void **state)
{
    static const struct {
        struct cl_option option;
        const char *says;
    } bad[] = {
        { { "Big", "1", NULL, "x", 0, 0, CL_BOOL, 0 }, "lower case" },
        { { NULL, "1", NULL, "x", 0, 0, CL_BOOL, 0 }, "lower case" },
        { { "a", "1", NULL, "x", 0, 0, 4, 0 }, "type" },
        { { "a", "1", NULL, "x", 0, 0, CL_BOOL, sizeof(struct fields) }, "outside" },
        { { "a", "1", NULL, "x", 0, 0, CL_INT, sizeof(struct fields) - 7 }, "outside" },
        { { "a", "1", NULL, "x", 0, 0, CL_INT, UINT32_MAX - 3 }, "outside" },
        { { "a", "1", NULL, "x", 2, 9, CL_INT, 0 }, "default" },
        { { "a", NULL, NULL, "x", 0, 0, CL_TEXT, 0 }, "default" },
        { { "a", "1", NULL, "x", 9, 2, CL_INT, 0 }, "range" },
        { { "a", "b", NULL, "x", 0, 0, CL_CHOICE, 0 }, "choices" },
        { { "a", "c", "a|b", "x", 0, 0, CL_CHOICE, 0 }, "default" },
        { { "a", "1", NULL, NULL, 0, 0, CL_BOOL, 0 }, "help" },
    };
    struct cl_plugin wrong = plugin;
    char why[256];

    (void)state;
    assert_true(settings_table_good(&plugin, why, sizeof(why)));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        wrong.options = (struct cl_options){ &bad[i].option, 1, sizeof(struct cl_option) };
        assert_false(settings_table_good(&wrong, why, sizeof(why)));
        assert_non_null(strstr(why, bad[i].says));
    }
    wrong.options = (struct cl_options){ options, 1, sizeof(struct cl_option) - 8 };
    assert_false(settings_table_good(&wrong, why, sizeof(why)));
    wrong.options = (struct cl_options){ options, 2, 0 };
    assert_false(settings_table_good(&wrong, why, sizeof(why)));
}

static void help_says_what_an_option_takes(void **state)
{
    static const char *const expected[] = { "true|false",           "-5 to 400", "a whole number",
                                            "text of 1 to 2 bytes", "text",      "lf|crlf|cr" };
    static const struct cl_option one = { "a", "b", NULL, "x", 1, 1, CL_TEXT, 0 };
    char buffer[64];

    (void)state;
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_int_equal(settings_describe(buffer, sizeof(buffer), &options[i]),
                         strlen(expected[i]));
        assert_string_equal(buffer, expected[i]);
    }
    (void)settings_describe(buffer, sizeof(buffer), &one);
    assert_string_equal(buffer, "text of 1 byte");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_fill_the_state),
        cmocka_unit_test(values_are_read),
        cmocka_unit_test(bad_values_name_the_key_and_what_was_expected),
        cmocka_unit_test(a_key_is_set_once),
        cmocka_unit_test(a_table_is_walked_by_its_stride),
        cmocka_unit_test(tables_that_cannot_be_used),
        cmocka_unit_test(help_says_what_an_option_takes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
