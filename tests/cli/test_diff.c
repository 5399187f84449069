/* test_diff.c - claimline diff: one export under two files of payer profiles. */
#include "cli.h"

#include <string.h>

#define HEADER                                                                                     \
    "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,billing_npi,diagnoses," \
    "code,minutes,unit_charge\n"
#define ROW(id, payer, code, minutes)                                                              \
    id ",2026-05-20,A-17," payer ",commercial,1999000015,2999000013,M54.50," code "," minutes      \
       ",40.00\n"

static void expect(const struct cli *cli, const char *text)
{
    if (strstr(cli->result.out.data, text) == NULL)
        fail_msg("stdout lacks \"%s\":\n%.6000s", text, cli->result.out.data);
}

static void expect_not(const struct cli *cli, const char *text)
{
    if (strstr(cli->result.out.data, text) != NULL)
        fail_msg("stdout has \"%s\":\n%.6000s", text, cli->result.out.data);
}

static void diff(struct cli *cli, const char *from, const char *to)
{
    (void)cli_run(cli, "diff", "in.csv", "--from", from, "--to", to, "--date", "2026-06-30");
}

static void diff_json(struct cli *cli, const char *from, const char *to)
{
    (void)cli_run(cli, "diff", "in.csv", "--from", from, "--to", to, "--date", "2026-06-30",
                  "--json");
}

/* By hand, ama -> full15: 23 minutes are 2 units -> 1; 15 are 1 -> 1; 8 are 1 -> 0. */
static void another_unit_rule(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "full.ini", "[class commercial]\nunit_rule = full15\n");
    cli_write(cli, "in.csv",
              HEADER ROW("S1", "P1", "97110", "23") ROW("S1", "P1", "97140", "15")
                  ROW("S1", "P1", "97112", "8") ROW("S2", "P1", "97110", "15"));
    diff(cli, "built-in", "full.ini");
    assert_int_equal(cli->result.status, 1);
    assert_int_equal(cli->result.err.length, 0);
    expect(cli, "Session S1  in.csv:2  payer P1\n");
    expect(cli,
           "  97110           GP                    2 -> 1       -1  80.00 -> 40.00  -40.00\n");
    expect(cli, "  97112           GP                    1 -> 0       -1  40.00 -> -  -40.00\n");
    expect_not(cli, "97140");
    expect_not(cli, "Session S2");
    expect(cli, "1 of 2 sessions and 2 lines change\n");
    expect(cli, "  units                               5              3             -2\n");
    expect(cli, "  charge                         200.00         120.00         -80.00\n");
    diff_json(cli, "full.ini", "built-in");
    assert_int_equal(cli->result.status, 1);
    assert_int_equal(lines_of(cli->result.out), 2);
    expect(cli, "\"units\":{\"before\":3,\"after\":5,\"difference\":2},"
                "\"charge_cents\":{\"before\":12000,\"after\":20000,\"difference\":8000}");
    expect(cli,
           "{\"documented_code\":\"97112\",\"after\":{\"code\":\"97112\",\"modifiers\":[\"GP\"],"
           "\"units\":1,\"minutes\":8,\"charge_cents\":4000,\"unit_rule\":\"ama\"},"
           "\"units_difference\":1,\"charge_cents_difference\":4000}");
}

static void nothing_differs(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "same.ini", "[class commercial]\nunit_rule = ama\n[payer P9]\nkx = no\n");
    cli_write(cli, "in.csv", HEADER ROW("S1", "P1", "97110", "23") ROW("S2", "P1", "97110", ""));
    diff(cli, "built-in", "same.ini");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_memory_equal(cli->result.out.data, "0 of 2 sessions and 0 lines change\n", 35);
    diff_json(cli, "same.ini", "same.ini");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(lines_of(cli->result.out), 1);
    expect(cli, "{\"totals\":{\"sessions\":2,\"sessions_changed\":0,\"lines_changed\":0,");
    expect(cli, "\"held_only\":{\"before\":0,\"after\":0,\"difference\":0}");
}

/* A code billed for another is one line; modifiers alone are a change. */
static void codes_and_modifiers(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "to.ini",
              "[class commercial]\nsubstitute = 97014 -> G0283\nadd_modifiers = U1 97110\n"
              "severity = documentation.missing off\n");
    cli_write(cli, "in.csv",
              HEADER ROW("S1", "P1", "97014", "15") ROW("S2", "P1", "97112", "15")
                  ROW("S1", "P1", "97110", "15"));
    diff(cli, "built-in", "to.ini");
    assert_int_equal(cli->result.status, 1);
    expect(cli, "  97014 -> G0283  GP                    1                40.00\n");
    expect(cli, "  97110           GP -> GP U1           1                40.00\n");
    expect(cli, "1 of 2 sessions and 2 lines change\n");
    expect(cli, "  units                               3              3               \n");
}

static void held_by_one(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "to.ini",
              "[payer P1]\nextends = class commercial\nrequired_modifiers = 59 97140\n");
    cli_write(cli, "in.csv", HEADER ROW("S1", "P1", "97140", "15") ROW("S2", "P2", "97140", "15"));
    diff(cli, "built-in", "to.ini");
    assert_int_equal(cli->result.status, 1);
    expect(cli, "  profile commercial -> payer P1\n  billed -> held\n  held after: "
                "modifier.required\n");
    expect(cli, "  sessions held here only              0              1             +1\n");
    diff_json(cli, "to.ini", "built-in");
    expect(cli, "\"before\":{\"fate\":\"held\",\"profile\":\"payer P1\","
                "\"errors\":[\"modifier.required\"]},\"after\":{\"fate\":\"billed\"");
    expect(cli, "\"held_only\":{\"before\":1,\"after\":0,\"difference\":-1}");
}

/* One claim or two: no line is counted twice. By hand, ama pooled nothing: 20 + 20 minutes of
 * 97110 are 3 units on one claim (40), 1 + 1 on two. */
static void merged_by_one(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "to.ini", "[class commercial]\nsame_day = merge\n");
    cli_write(cli, "in.csv",
              HEADER ROW("S1", "P1", "97110", "20") ROW("S9", "P2", "97112", "30")
                  ROW("S2", "P1", "97110", "20"));
    diff(cli, "built-in", "to.ini");
    assert_int_equal(cli->result.status, 1);
    expect(cli,
           "  97110           GP                    1 -> 3       +2  40.00 -> 120.00  +80.00\n");
    expect(cli, "Session S2  in.csv:4  payer P1\n  profile commercial -> commercial\n"
                "  billed -> merged\n");
    expect(cli, "  97110           GP                    1 -> 0       -1  40.00 -> -  -40.00\n");
    expect_not(cli, "Session S9");
    expect(cli, "  claims                              3              2             -1\n");
    expect(cli, "  units                               4              5             +1\n");
    diff(cli, "to.ini", "built-in");
    expect(cli, "  units                               5              4             -1\n");
}

static void bad_usage(void **state)
{
    static const struct {
        const char *arguments[6];
        const char *says;
    } cases[] = {
        { { "in.csv" }, "--from FILE and --to FILE are expected" },
        { { "in.csv", "--from", "built-in" }, "--from FILE and --to FILE are expected" },
        { { "--from", "built-in", "--to", "bad.ini" }, "an INPUT is expected" },
        { { "in.csv", "--from", "built-in", "--to", "bad.ini" }, "bad.ini:2: unit_rule: " },
        { { "in.csv", "--from", "bad.ini", "--to", "built-in" }, "bad.ini:2: unit_rule: " },
        { { "in.csv", "--from", "built-in", "--to", "nosuch.ini" }, "nosuch.ini" },
        { { "in.csv", "--from", "a", "--from", "b" }, "--from is given twice" },
        { { "in.csv", "--payers", "bad.ini" }, "there is no option --payers" },
    };
    struct cli *cli = *state;

    cli_write(cli, "in.csv", HEADER ROW("S1", "P1", "97110", "23"));
    cli_write(cli, "bad.ini", "[class commercial]\nunit_rule = often\n");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *arguments[12] = { CLAIMLINE, "diff" };

        memcpy(arguments + 2, cases[i].arguments, sizeof(cases[i].arguments));
        (void)cli_run_request(cli, &(const struct process_request){ .arguments = arguments });
        cli_expect(cli, BAD_USAGE, cases[i].says);
        assert_int_equal(cli->result.out.length, 0);
    }
    (void)cli_run_request(cli, &(const struct process_request){
                                   .arguments = CLI_ARGUMENTS("diff", "in.csv", "--from",
                                                              "built-in", "--to", "built-in"),
                                   .output_path = "/dev/full" });
    cli_expect(cli, FAILED, "cannot write to standard output: No space left on device");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(another_unit_rule), cli_test(nothing_differs), cli_test(codes_and_modifiers),
        cli_test(held_by_one),       cli_test(merged_by_one),   cli_test(bad_usage),
    };

    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
