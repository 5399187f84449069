/* test_codes.c - claimline codes, and code tables of a user's own (--codes). */
#include "cli.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

/* A table that is refused, and where the mistake stands: file, line, column. */
static const struct {
    const char *text;
    const char *says;
} mistakes[] = {
    { "", "our.csv:1: the table is empty" },
    { "code\n97110\n", "our.csv:1: billing: the column is missing" },
    { "billing\ntimed\n", "our.csv:1: code: the column is missing" },
    { "code,billing,code\n97110,untimed,97110\n", "our.csv:1: code: the column stands twice" },
    { "code,billing,disciplines\n97110,untimed,OT\n",
      "our.csv:1: disciplines: is no column of this table; known are code, billing, description, "
      "minutes_per_unit, max_minutes, base_code, excludes, attendance, discipline, therapy_class, "
      "from, to, note" },
    { "code,billing,attendance\n97110,untimed,alone\n",
      "our.csv:2: attendance: is none of one-on-one, constant, supervised, group, remote, eval, "
      "other" },
    { "code,billing\n9711,untimed\n", "our.csv:2: code: " },
    { "code,billing\n97110,untimed\n971-0,untimed\n", "our.csv:3: code: " },
    { "code,billing\n,untimed\n", "our.csv:2: code: " },
    { "code,billing\n97110,untimed\n97110,untimed\n", "our.csv:3: code: stands twice" },
    { "code,billing\na1234,untimed\nA1234,untimed\n", "our.csv:3: code: stands twice" },
    { "code,billing\n97110,hourly\n", "our.csv:2: billing: is none of timed" },
    { "code,billing\n97110,\n", "our.csv:2: billing: is none of timed" },
    { "code,billing\n97999,timed\n", "our.csv:2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97110,timed,\n", "our.csv:2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97110,timed,0\n", "our.csv:2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97110,timed,1441\n", "our.csv:2: minutes_per_unit: " },
    { "code,billing,minutes_per_unit\n97110,timed,15.0\n", "our.csv:2: minutes_per_unit: " },
    { "code,billing,discipline\n97110,untimed,XX\n", "our.csv:2: discipline: is none of PT" },
    { "code,billing,therapy_class\n97110,untimed,often\n", "our.csv:2: therapy_class: " },
    { "code,billing,from\n97110,untimed,2026-02-30\n", "our.csv:2: from: is not a date" },
    { "code,billing,from,to\n97110,untimed,2026-02-01,2026-01-31\n", "our.csv:2: to: " },
    { "code,billing,to\n97110,untimed,soon\n", "our.csv:2: to: is not a date" },
    { "code,billing\n97110,untimed,x\n", "our.csv:2: the record has not as many fields" },
    { "code,billing\n97110,un\"timed\n", "our.csv:2: the record is not well-formed CSV" },
    { "code,billing\n97110,\"untimed\n", "our.csv:2: the record is not well-formed CSV" },
    { "code,billing,note\n97110,untimed,caf\xe9\n", "our.csv:2: a field is not clean UTF-8" },
    { "code,billing,note\n97110,untimed,a\x1b[1m\n", "our.csv:2: a field is not clean UTF-8" },
};

static void mistakes_name_their_place(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1"));
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        cli_write(cli, "our.csv", mistakes[i].text);
        (void)cli_run(cli, "codes", "--codes", "our.csv");
        cli_expect(cli, BAD_USAGE, mistakes[i].says);
        assert_int_equal(cli->result.out.length, 0);
        (void)cli_run(cli, "convert", "in.csv", "--to", "csv:out.csv", "--codes", "our.csv");
        cli_expect(cli, BAD_USAGE, mistakes[i].says);
        assert_int_equal(folder_count(cli->folder), 2);
    }
}

static void unreadable_tables(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "codes", "--codes", "nosuch.csv");
    cli_expect(cli, BAD_USAGE, "nosuch.csv");
    (void)cli_run(cli, "codes", "--codes", ".");
    cli_expect(cli, BAD_USAGE, "directory");
    cli_write(cli, "our.csv.gz", "\x1f\x8b\x08xxxx");
    (void)cli_run(cli, "codes", "--codes", "our.csv.gz");
    cli_expect(cli, BAD_USAGE, "gzip");
}

static void all_codes_in_order(void **state)
{
    struct cli *cli = *state;
    const char *last = "";

    (void)cli_run(cli, "codes");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_true(lines_of(cli->result.out) > 80);
    assert_memory_equal(cli->result.out.data, "code   billing", 14);
    for (char *line = strtok(strchr(cli->result.out.data, '\n'), "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        assert_true(strncmp(last, line, 5) < 0);
        last = line;
    }
}

static void one_code_in_any_case(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "codes", "g0283");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_memory_equal(cli->result.out.data, "G0283  ", 7);
    assert_non_null(strstr(cli->result.out.data, "untimed"));
    (void)cli_run(cli, "codes", "97110");
    assert_non_null(strstr(cli->result.out.data, "therapeutic exercise"));
    assert_non_null(strstr(cli->result.out.data, "minutes_per_unit  15\n"));
    assert_non_null(strstr(cli->result.out.data, "built in"));
}

/* A row of one's own takes the place of a built-in one, and decides units. */
static void own_rows_rule(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "our.csv",
              "\xef\xbb\xbf"
              "billing,code,minutes_per_unit,therapy_class,description\r\n"
              "timed,97110,30,none,half hours\r\n"
              "untimed,a9999,,,of our own\r\n");
    (void)cli_run(cli, "codes", "97110", "--codes", "our.csv");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_non_null(strstr(cli->result.out.data, "97110  half hours"));
    assert_non_null(strstr(cli->result.out.data, "our.csv"));
    (void)cli_run(cli, "codes", "A9999", "--codes", "our.csv");
    cli_expect(cli, ALL_WRITTEN, NULL);
    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1"));
    (void)cli_run(cli, "convert", "in.csv", "--codes", "our.csv", "--date", "2026-06-30", "--to",
                  "csv", "--set", "columns=code,modifier_1,units", "--set", "header=no");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, "97110,,1\n");
}

/* The sample is the built-in table: its columns that no rule reads are known. */
static void a_copy_of_the_built_in_table_changes_nothing(void **state)
{
    struct cli *cli = *state;
    char *built_in;

    (void)cli_run(cli, "codes");
    cli_expect(cli, ALL_WRITTEN, NULL);
    built_in = strdup(cli->result.out.data);
    (void)cli_run(cli, "codes", "--codes", SAMPLE_CODES);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, built_in);
    free(built_in);
}

static void help_lists_the_words_of_attendance(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "help", "codes");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_non_null(strstr(cli->result.out.data,
                           "one-on-one, constant, supervised, group, remote, eval, other"));
}

/* A column that is not there leaves what the built-in table says of the code. */
static void own_rows_keep_what_they_do_not_state(void **state)
{
    static const char *const tables[] = {
        "code,billing,minutes_per_unit\n97110,timed,30\n",
        "code,billing,minutes_per_unit,therapy_class\n97110,timed,30,Always\n",
        "code,billing,minutes_per_unit,from,to\n97110,timed,30,2026-05-20,2026-05-20\n",
    };
    struct cli *cli = *state;

    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1"));
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        cli_write(cli, "our.csv", tables[i]);
        (void)cli_run(cli, "convert", "in.csv", "--codes", "our.csv", "--date", "2026-06-30",
                      "--to", "csv", "--set", "columns=code,modifier_1,units,description", "--set",
                      "header=no");
        cli_expect(cli, ALL_WRITTEN, NULL);
        assert_string_equal(cli->result.out.data, "97110,GP,1,therapeutic exercise\n");
    }
}

/* The table is an input: no output takes its place. */
static void table_in_the_place_of_an_output(void **state)
{
    static const char table[] = "code,billing,minutes_per_unit\n97110,timed,30\n";
    static const char *const options[][3] = {
        { "--to", "csv:{code}.csv", "--replace" }, { "--to", "csv:97111.csv", "--quiet" },
        { "--held", "97111.csv", "--quiet" },      { "--findings", "./97111.csv", "--quiet" },
        { "--summary", "97111.csv", "--replace" },
    };
    struct cli *cli = *state;

    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1"));
    cli_write(cli, "97111.csv", table);
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--codes", "97111.csv",
                      "--to", "csv:out.csv", options[i][0], options[i][1], options[i][2]);
        cli_expect(cli, BAD_USAGE, "97111.csv is an input and an output");
        cli_expect_file(cli, "97111.csv", table);
        assert_int_equal(folder_count(cli->folder), 2);
    }
}

/* So are the thresholds, and a mistyped column is a mistake before anything is written. */
static void thresholds_in_the_place_of_an_output(void **state)
{
    static const char table[] = "year,discipline_group,kx_amount,review_amount\n"
                                "2027,OT,2600,3000\n";
    struct cli *cli = *state;

    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1"));
    cli_write(cli, "kx.csv", table);
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--thresholds", "kx.csv",
                  "--to", "csv:kx.csv", "--replace");
    cli_expect(cli, BAD_USAGE, "kx.csv is an input and an output");
    cli_expect_file(cli, "kx.csv", table);
    assert_int_equal(folder_count(cli->folder), 2);
    cli_write(cli, "fees.csv", "code,amount,payer\n97110,45.00,BLUEFIN\n");
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--fees", "fees.csv", "--to",
                  "csv:out.csv");
    cli_expect(cli, BAD_USAGE,
               "fees.csv:1: payer: is no column of this table; known are code, amount, payer_id");
    assert_int_equal(folder_count(cli->folder), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(mistakes_name_their_place),
        cli_test(unreadable_tables),
        cli_test(all_codes_in_order),
        cli_test(one_code_in_any_case),
        cli_test(own_rows_rule),
        cli_test(a_copy_of_the_built_in_table_changes_nothing),
        cli_test(help_lists_the_words_of_attendance),
        cli_test(own_rows_keep_what_they_do_not_state),
        cli_test(table_in_the_place_of_an_output),
        cli_test(thresholds_in_the_place_of_an_output),
    };

    return cmocka_run_group_tests_name("codes", tests, NULL, NULL);
}
