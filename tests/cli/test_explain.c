/* test_explain.c - claimline explain: why the lines of a claim are as they are.
 * test_explain.py holds its sums against those of convert. */
#include "cli.h"
#include "sheet.h"

#include <string.h>

#define HEADER                                                                                     \
    "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,billing_npi,diagnoses," \
    "code,minutes,unit_charge\n"
#define ROW(id, class, code, minutes)                                                              \
    id ",2026-05-20,A-17,PAYER," class ",1999000015,2999000013,M54.50," code "," minutes ",40."    \
                                       "00\n"

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

static void explain(struct cli *cli, const char *input, const char *session, const char *how)
{
    (void)cli_run(cli, "explain", input, "--session", session, "--date", "2026-06-30", how);
}

/* By hand: 18 + 13 + 10 + 8 = 49 minutes are 3 units (38 to 52). Base units: 97110 one, 3
 * minutes remain. Two are left over: to 13 (97140) and 10 (97116), not to 8 (97035). */
static void units_by_hand(void **state)
{
    struct cli *cli = *state;

    explain(cli, SAMPLES "/medicare-day.csv", "MD-05", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(lines_of(cli->result.out), 1);
    expect(cli, "\"step\":\"pool\",\"code\":\"\",\"modifier\":\"\",\"minutes\":49,\"units\":3");
    expect(cli, "\"step\":\"base\",\"code\":\"97110\",\"modifier\":\"\",\"minutes\":18,\"units\":1,"
                "\"remainder\":3");
    expect(cli, "\"step\":\"left_over\",\"code\":\"97110\",\"modifier\":\"\",\"minutes\":0,"
                "\"units\":0,\"remainder\":3");
    expect(cli, "\"step\":\"left_over\",\"code\":\"97140\",\"modifier\":\"\",\"minutes\":0,"
                "\"units\":1,\"remainder\":13");
    expect(cli, "\"step\":\"left_over\",\"code\":\"97116\",\"modifier\":\"\",\"minutes\":0,"
                "\"units\":1,\"remainder\":10");
    expect(cli, "\"step\":\"left_over\",\"code\":\"97035\",\"modifier\":\"\",\"minutes\":0,"
                "\"units\":0,\"remainder\":8");
    expect(cli, "\"lines\":3,\"units\":3,\"minutes\":41,\"charge_cents\":12750}");
    expect(cli, "\"code\":\"97116\",\"documented_code\":\"97116\",\"modifiers\":[\"GP\"],"
                "\"units\":1,\"minutes\":10,\"unit_charge_cents\":4000,\"charge_cents\":4000,"
                "\"unit_rule\":\"cms\"");
    expect(cli, "\"source\":\"Medicare Claims Processing Manual, Pub. 100-04 ch. 5, 20.2\"");
}

/* By hand: 20 + 18 = 38 minutes are 3 units; the remainders are 5 and 3, so 97110 has two. */
static void text_for_people(void **state)
{
    static const char *const texts[] = {
        "Session MON-01  " SAMPLES "/clinic-monday.csv:2\n  billed\n",
        "payer    MCR-J15 (medicare), PT\n",
        "profile  medicare; unit rule cms of [class medicare], built-in payers.ini:",
        "timed minutes: 38 (codes: 2); by the table, 38 to 52 minutes: units 3",
        "97110  minutes: 20; whole units of 15: 1; minutes that remain: 5",
        "97110  gets a left-over unit: its remainder of 5",
        "97140  gets no left-over unit",
        "G0283  97014 is billed as G0283 to this payer",
        "<- Medicare Claims Processing Manual, Pub. 100-04 ch. 5, 20.2\n",
        "97110  GP on 97110: ",
        "97140  42.50 a unit",
        "Claim lines, place of service 11\n",
        "       1  97110  97110       GP               2       20        45.00        90.00  cms\n",
        "       3  G0283  97014       GP               1       15        18.00        18.00",
        "    total                                    5       65                    170.50\n",
        "clinic-monday.csv:2: warning [certification.missing]\n        session MON-01 ",
    };
    struct cli *cli = *state;

    explain(cli, SAMPLES "/clinic-monday.csv", "MON-01", "--date=2026-06-30");
    cli_expect(cli, BAD_USAGE, "--date is given twice");
    (void)cli_run(cli, "explain", SAMPLES "/clinic-monday.csv", "--session", "MON-01");
    cli_expect(cli, ALL_WRITTEN, NULL);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        expect(cli, texts[i]);
    assert_int_equal(cli->result.err.length, 0);
    expect(cli,
           "97012  20.00 a unit, as a row of the code states\n           <- stated in the export\n"
           "\n");
    expect_not(cli, "97110  45.00 a unit, as a row of the code states\n           <- ");
    for (char *line = strtok(cli->result.out.data, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (strstr(line, SAMPLES) == NULL)
            assert_true(strlen(line) <= 100);
    }
}

/* What it shows of a record is session_id, payer_id, codes and what is billed. */
static void nothing_of_the_patient(void **state)
{
    static const char *const secrets[] = { "Thistlewood", "Bertram",    "1948",     "P-1001",
                                           "M54.50",      "1TW4",       "bird dog", "stabilisation",
                                           "Harrowgate",  "1999000015", "2026-05" };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
        explain(cli, SAMPLES "/clinic-monday.csv", "MON-01", "--json");
        expect_not(cli, secrets[i]);
    }
}

/* Two sessions of a visit with nothing that makes a line: neither is merged into a claim. */
static void merged_into_no_claim(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              HEADER ROW("S1", "medicare", "97010", "15") ROW("S2", "medicare", "97010", "15"));
    explain(cli, "in.csv", "S2", "--json");
    expect(cli, "{\"session_id\":\"S2\"");
    expect(cli, "\"fate\":\"without_lines\"");
    expect_not(cli, "\"merged\"");
    expect_not(cli, "merged_into");
    (void)cli_run(cli, "explain", "in.csv", "--session", "S2");
    expect(cli, "Session S2  in.csv:3\n");
    expect_not(cli, "merged into");
}

/* The claim first, then where the session went; asked for by either id. */
static void merged_session(void **state)
{
    static const char input[] = HEADER ROW("S1", "medicare", "97110", "10")
        ROW("S2", "commercial", "97110", "30") ROW("S3", "medicare", "97140", "30");
    struct cli *cli = *state;
    const char *claim, *merged;

    cli_write(cli, "in.csv", input);
    explain(cli, "in.csv", "S3", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(lines_of(cli->result.out), 2);
    claim = strstr(cli->result.out.data, "{\"session_id\":\"S1\"");
    merged = strstr(cli->result.out.data, "{\"session_id\":\"S3\"");
    assert_true(claim != NULL && merged != NULL && claim < merged);
    expect(cli, "\"claim_id\":\"S1\",\"sessions\":[\"S1\",\"S3\"]");
    expect(cli, "\"fate\":\"merged\",\"merged_into\":\"S1\"");
    expect(cli, "\"step\":\"same_day\"");
    assert_non_null(strstr(merged, "\"lines\":[],\"ledger\":[]"));
    explain(cli, "in.csv", "S1", "--json");
    assert_int_equal(lines_of(cli->result.out), 1);
    (void)cli_run(cli, "explain", "in.csv", "--session", "S3");
    expect(cli, "Session S3  in.csv:4\n  merged into the claim of session S1 (in.csv:2)\n");
    expect(cli, "timed minutes: 40 (codes: 2)");
    expect_not(cli, "Session S2");
}

/* A session of the day that is skipped takes nobody's place. */
static void skipped_in_a_visit(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              "status," HEADER "cancelled," ROW("S1", "medicare", "97110", "10") "," ROW(
                  "S2", "medicare", "97112", "30") "," ROW("S3", "medicare", "97140", "30"));
    explain(cli, "in.csv", "S3", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(lines_of(cli->result.out), 2);
    expect(cli, "\"claim_id\":\"S2\",\"sessions\":[\"S2\",\"S3\"]");
    expect(cli, "\"step\":\"pool\",\"code\":\"\",\"modifier\":\"\",\"minutes\":60,\"units\":4");
    expect(cli, "\"merged_into\":\"S2\"");
    explain(cli, "in.csv", "S1", "--json");
    assert_int_equal(lines_of(cli->result.out), 1);
    expect(cli, "\"fate\":\"skipped\",\"lines\":[],\"ledger\":[]");
}

/* Rows of one session that stand apart make one claim. */
static void session_in_pieces(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              HEADER ROW("S1", "commercial", "97110", "10") ROW("S2", "commercial", "97112", "30")
                  ROW("S1", "commercial", "97140", "15"));
    explain(cli, "in.csv", "S1", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(lines_of(cli->result.out), 2);
    expect(cli, "\"lines\":2,\"units\":2,\"minutes\":25,\"charge_cents\":8000");
    expect(cli, "\"line\":4,");
    expect(cli, "\"merged_into\":\"S1\"");
    (void)cli_run(cli, "explain", "in.csv", "--session", "S1");
    expect(cli, "  merged: more rows of it stand in the claim of its first ones (in.csv:2)\n");
}

/* Held, alone or with another one; skipped; nothing to bill. */
static void sessions_without_a_claim(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              HEADER ROW("S1", "medicare", "97110", "10") ROW("S2", "medicare", "97140", "")
                  ROW("S3", "commercial", "97140", "3"));
    explain(cli, "in.csv", "S2", "--json");
    cli_expect(cli, SOME_HELD, NULL);
    expect(cli, "\"fate\":\"held\"");
    expect(cli, "\"id\":\"minutes.missing\",\"severity\":\"error\",\"file\":\"in.csv\",\"line\":3,"
                "\"code\":\"97140\",");
    expect(cli, "\"id\":\"visit.held\"");
    expect_not(cli, "\"claim\"");
    assert_int_equal(cli->result.err.length, 0);
    explain(cli, "in.csv", "S3", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "\"fate\":\"without_lines\"");
    expect(cli, "\"id\":\"units.zero\"");
    (void)cli_run(cli, "explain", "in.csv", "--session", "S1");
    cli_expect(cli, SOME_HELD, NULL);
    expect(cli, "  held: an error below keeps it out of the output\n");
    explain(cli, SAMPLES "/front-desk-mistakes.csv", "FD-14", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "\"status\":\"cancelled\",\"fate\":\"skipped\"");
    (void)cli_run(cli, "explain", SAMPLES "/front-desk-mistakes.csv", "--session", "FD-14");
    expect(cli, "  skipped: its status is cancelled\n");
}

/* Only what is asked for decides the status, and is told. */
static void others_do_not_matter(void **state)
{
    struct cli *cli = *state;

    explain(cli, SAMPLES "/front-desk-mistakes.csv", "FD-26", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(lines_of(cli->result.out), 1);
    assert_int_equal(cli->result.err.length, 0);
    (void)cli_run(cli, "explain", SAMPLES, "--all", "--json", "--date", "2026-06-30");
    cli_expect(cli, SOME_HELD, NULL);
    cli_expect_silence_on(cli, "[minutes.missing]");
    assert_true(lines_of(cli->result.out) > 90);
}

static void profiles_of_the_user(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "our.ini",
              "[payer PAYER]\nunit_rule from 2026-01-01 = full15\n"
              "source unit_rule = our contract, annex 2\nadd_modifiers = U1 97110\n");
    cli_write(cli, "in.csv", HEADER ROW("S1", "commercial", "97110", "29"));
    (void)cli_run(cli, "explain", "in.csv", "--session", "S1", "--payers", "our.ini");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "profile  payer PAYER; unit rule full15 of [payer PAYER], our.ini:2\n");
    expect(cli, "found by its payer_id");
    expect(cli, "<- our contract, annex 2\n");
    expect(cli, "97110  U1 on 97110: the payer wants it on this code\n           <- payer PAYER\n");
    expect(cli, "GP U1            1       29        40.00        40.00  full15\n");
}

static void bad_usage(void **state)
{
    static const struct {
        const char *arguments[8];
        const char *says;
    } cases[] = {
        { { "in.csv" }, "one of --session ID and --all is expected" },
        { { "in.csv", "--all", "--session", "S1" }, "one of --session ID and --all is expected" },
        { { "--all" }, "an INPUT is expected" },
        { { "in.csv", "--session" }, "--session needs a value: ID" },
        { { "in.csv", "--session", "S1", "--session", "S2" }, "--session is given twice" },
        { { "in.csv", "--session", "S9" }, "session S9 is not in the inputs" },
        { { "in.csv", "--session", "S\x1b[1m" }, "session S\\x1b[1m is not in the inputs" },
        { { "in.csv", "--session", "s1" }, "session s1 is not in the inputs" },
        { { "in.csv", "--all", "--to", "csv" }, "there is no option --to" },
        { { "in.csv", "--all", "--payers", "nosuch.ini" }, "nosuch.ini" },
        { { "in.csv", "--all", "--date", "soon" }, "date" },
    };
    struct cli *cli = *state;

    cli_write(cli, "in.csv", HEADER ROW("S1", "commercial", "97110", "29"));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *arguments[12] = { CLAIMLINE, "explain" };

        memcpy(arguments + 2, cases[i].arguments, sizeof(cases[i].arguments));
        (void)cli_run_request(cli, &(const struct process_request){ .arguments = arguments });
        cli_expect(cli, BAD_USAGE, cases[i].says);
        assert_int_equal(cli->result.out.length, 0);
    }
    (void)cli_run(cli, "explain", "nosuch.csv", "--all");
    cli_expect(cli, FAILED, "nosuch.csv");
    (void)cli_run(cli, "explain", "--help");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "--session ID");
}

/* A ledger that was cut must not pass for whole. */
static void output_that_is_full(void **state)
{
    static const char *const hows[] = { "--json", "--date=2026-06-30" };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
        (void)cli_run_request(cli,
                              &(const struct process_request){
                                  .arguments = CLI_ARGUMENTS("explain", SAMPLES, "--all", hows[i]),
                                  .output_path = "/dev/full" });
        cli_expect(cli, FAILED, "cannot write to standard output: No space left on device");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(units_by_hand),
        cli_test(text_for_people),
        cli_test(nothing_of_the_patient),
        cli_test(merged_session),
        cli_test(merged_into_no_claim),
        cli_test(skipped_in_a_visit),
        cli_test(session_in_pieces),
        cli_test(sessions_without_a_claim),
        cli_test(others_do_not_matter),
        cli_test(profiles_of_the_user),
        cli_test(bad_usage),
        cli_test(output_that_is_full),
    };

    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
