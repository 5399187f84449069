/* test_duplicates.c - rows that stand twice: what --duplicates passes over, what it holds, and
 * how that is told and counted. test_duplicates.py does the same with random exports. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define HEADER                                                                                     \
    "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,"        \
    "minutes,status,charge_id\n"
#define FULL(id, patient, date, code, minutes, status, charge)                                     \
    id "," date "," patient ",MCR,medicare,1999000015,M54.50," code "," minutes "," status         \
       "," charge "\n"
#define ROW(id, code, minutes)   FULL(id, "P" id, "2026-05-20", code, minutes, "", "")
#define CHARGE(id, code, charge) FULL(id, "P" id, "2026-05-20", code, "15", "", charge)
#define STATUS(id, status)       FULL(id, "P" id, "2026-05-20", "97110", "30", status, "")
#define DATED(id, date)          FULL(id, "P" id, date, "97110", "30", "", "")
#define X                        ROW("X", "97530", "30")
#define Y                        ROW("Y", "97530", "30")
#define LINES_OF_X               "X,97530,2\n"

#define ONLY_LINES               "--set", "columns=claim_id,code,units", "--set", "header=no"
#define OUTPUTS                                                                                    \
    "--date", "2026-06-30", "--quiet", "--to", "csv:out.csv", ONLY_LINES, "--held",                \
        "{input}.held", "--summary", "sum.json", "--findings", "f.json"

static bool has_text(const struct cli *cli, const char *name, const char *text)
{
    struct bytes bytes = cli_read(cli, name);
    bool has = memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;

    free(bytes.data);
    return has;
}

/* The status, the lines, and what became of the rows. */
static void expect(const struct cli *cli, const char *lines, long accepted, long held,
                   long repeated)
{
    cli_expect(cli, held != 0 ? SOME_HELD : ALL_WRITTEN, NULL);
    cli_expect_file(cli, "out.csv", lines);
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "accepted"), accepted);
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), held);
    assert_int_equal(cli_number(cli, "sum.json", "rows", "skipped"), repeated);
    if (repeated != 0)
        assert_int_equal(cli_number(cli, "sum.json", "rows", "repeated"), repeated);
    assert_int_equal(has_text(cli, "sum.json", "\"repeated\""), repeated != 0);
    assert_int_equal(has_text(cli, "f.json", "row.repeated"), repeated != 0);
}

static const struct {
    const char *policy;
    const char *rows;
    const char *lines;
    long accepted, held, repeated;
} files[] = {
    /* a row that comes back, once and twice */
    { "once", ROW("A", "97110", "30") X ROW("A", "97110", "30"), "A,97110,2\n" LINES_OF_X, 2, 0,
      1 },
    { "all", ROW("A", "97110", "30") X ROW("A", "97110", "30"), "A,97110,2\n" LINES_OF_X, 2, 0, 1 },
    { "hold", ROW("A", "97110", "30") X ROW("A", "97110", "30"), LINES_OF_X, 1, 2, 0 },
    { "once", ROW("A", "97110", "30") X ROW("A", "97110", "30") Y ROW("A", "97110", "30"),
      "A,97110,2\n" LINES_OF_X "Y,97530,2\n", 3, 0, 2 },
    /* next to each other they are two pieces of work, unless all such rows are copies */
    { "once", ROW("A", "97110", "30") ROW("A", "97110", "30"), "A,97110,4\n", 2, 0, 0 },
    { "hold", ROW("A", "97110", "30") ROW("A", "97110", "30"), "A,97110,4\n", 2, 0, 0 },
    { "all", ROW("A", "97110", "30") ROW("A", "97110", "30"), "A,97110,2\n", 1, 0, 1 },
    { "all", ROW("A", "97110", "30") ROW("A", "97140", "30") ROW("A", "97110", "30") X,
      "A,97110,2\nA,97140,2\n" LINES_OF_X, 3, 0, 1 },
    /* both of two that stand together, in another order; and one of them */
    { "once",
      ROW("A", "97110", "30") ROW("A", "97140", "30") X ROW("A", "97140", "30")
          ROW("A", "97110", "30"),
      "A,97110,2\nA,97140,2\n" LINES_OF_X, 3, 0, 2 },
    { "once", ROW("A", "97110", "30") ROW("A", "97140", "30") X ROW("A", "97140", "30"),
      "A,97110,2\nA,97140,2\n" LINES_OF_X, 3, 0, 1 },
    { "once", ROW("A", "97110", "15") ROW("A", "97110", "15") X ROW("A", "97110", "15"),
      "A,97110,2\n" LINES_OF_X, 3, 0, 1 },
    /* all that was there, and more */
    { "once",
      ROW("A", "97110", "30") X ROW("A", "97140", "15") ROW("A", "97110", "30")
          ROW("A", "97112", "15"),
      "A,97110,2\nA,97140,1\nA,97112,1\n" LINES_OF_X, 4, 0, 1 },
    /* two versions */
    { "once",
      ROW("A", "97110", "30") ROW("A", "97140", "30") X ROW("A", "97110", "45")
          ROW("A", "97140", "30"),
      LINES_OF_X, 1, 4, 0 },
    { "all",
      ROW("A", "97110", "30") ROW("A", "97140", "30") X ROW("A", "97112", "45")
          ROW("A", "97140", "30"),
      "A,97110,2\nA,97140,2\nA,97112,3\n" LINES_OF_X, 4, 0, 1 },
    /* more often than before */
    { "once", ROW("A", "97110", "15") X ROW("A", "97110", "15") ROW("A", "97110", "15"), LINES_OF_X,
      1, 2, 1 },
    { "all", ROW("A", "97110", "15") X ROW("A", "97110", "15") ROW("A", "97110", "15"),
      "A,97110,1\n" LINES_OF_X, 2, 0, 2 },
    /* what is ignored tells them apart: the same work, but another charge */
    { "once", CHARGE("A", "97110", "1") X CHARGE("A", "97110", "2"), LINES_OF_X, 1, 2, 0 },
    { "all", CHARGE("A", "97110", "1") X CHARGE("A", "97110", "2"), LINES_OF_X, 1, 2, 0 },
    { "all", CHARGE("A", "97110", "1") CHARGE("A", "97110", "2"), "A,97110,2\n", 2, 0, 0 },
    /* rows apart that are no copies */
    { "once", ROW("A", "97110", "30") X ROW("A", "97110", "31"), "A,97110,4\n" LINES_OF_X, 3, 0,
      0 },
    /* held, of its own or the other's fault, once */
    { "once", ROW("A", "97110", "x") X ROW("A", "97110", "x"), LINES_OF_X, 1, 1, 1 },
    { "all", ROW("A", "97110", "x") ROW("A", "97110", "x") X, LINES_OF_X, 1, 1, 1 },
    { "once", DATED("A", "2026-02-30") X DATED("A", "2026-02-30"), LINES_OF_X, 1, 1, 1 },
    { "once", DATED("A", "2026-05-20") X DATED("A", "2026-05-21"), LINES_OF_X, 1, 2, 0 },
    { "once", ROW("A", "97110", "30") X ROW("A", "97110", "30") Y ROW("A", "97140", "x"),
      LINES_OF_X "Y,97530,2\n", 2, 2, 1 },
    /* broken rows are not compared */
    { "once", ROW("A", "97110", "30") X "A,x\n", LINES_OF_X, 1, 2, 0 },
    { "all", ROW("A", "97110", "30") ROW("A", "97110", "30") "A,x\n" X, LINES_OF_X, 1, 3, 0 },
};

static void rows_in_a_file(void **state)
{
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char *text = NULL;
        struct bytes held;

        print_message("  %zu\n", i);
        assert_true(asprintf(&text, "%s%s", HEADER, files[i].rows) > 0);
        cli_write(cli, "in.csv", text);
        (void)cli_run(cli, "convert", "in.csv", "--duplicates", files[i].policy, OUTPUTS);
        expect(cli, files[i].lines, files[i].accepted, files[i].held, files[i].repeated);
        held = cli_read(cli, "in.held");
        assert_int_equal(lines_of(held), files[i].held + 1);
        free(held.data);
        free(text);
    }
}

/* What is held of a file given twice is what is held of it once. */
static void a_file_given_twice(void **state)
{
    static const char held[] =
        "claimline_held," HEADER
        "6 minutes.form," ROW("B", "97110", "x") "7 minutes.form," ROW("B", "97140", "15");
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              HEADER ROW("A", "97110", "30") ROW("A", "97110", "30") STATUS("S", "cancelled")
                  X ROW("B", "97110", "x") ROW("B", "97140", "15"));
    (void)cli_run(cli, "convert", "in.csv", "in.csv", "--date", "2026-06-30", "--to", "csv:out.csv",
                  ONLY_LINES, "--held", "held.csv", "--summary", "sum.json", "--findings",
                  "f.json");
    cli_expect(cli, SOME_HELD,
               "in.csv:2: warning: rows of session A that were there before, the first at "
               "in.csv:2, are passed over: 2 [row.repeated]\n"
               "    hint: they are converted once; --duplicates hold holds the session instead\n");
    cli_expect(cli, SOME_HELD, "rows held: 2; rows repeated: 6;");
    cli_expect_file(cli, "out.csv", "A,97110,4\n" LINES_OF_X);
    cli_expect_file(cli, "held.csv", held);
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "skipped"), 7);
    assert_int_equal(cli_number(cli, "sum.json", "rows", "repeated"), 6);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "read"), 4);
    cli_expect_in_file(cli, "f.json",
                       "{\"id\":\"row.repeated\",\"severity\":\"warning\",\"file\":\"in.csv\","
                       "\"line\":4,\"column\":\"\",\"session_id\":\"S\"");
    /* As before there was a choice: nothing is billed twice, and all is held. */
    (void)cli_run(cli, "convert", "in.csv", "in.csv", "--duplicates=hold", "--date", "2026-06-30",
                  "--to", "csv:out.csv", ONLY_LINES, "--held", "held.csv");
    cli_expect(cli, SOME_HELD, "the same row of session A stands at in.csv:2 [session.repeated]");
    cli_expect_file(cli, "out.csv", "");
}

/* The same rows in other clothes: order of columns, delimiter, quotes, line ends, encoding. */
static void a_session_in_two_files(void **state)
{
    static const char utf16[] = "\xff\xfe";
    struct cli *cli = *state;
    char wide[2048];
    size_t length = sizeof(utf16) - 1;
    static const char other[] =
        "\"minutes\";code;diagnoses;rendering_npi;payer_class;payer_id;patient_id;service_date;"
        "session_id\r\n\"30\"; 97110;M54.50;1999000015;medicare;MCR;PA;\"2026-05-20\";A";

    cli_write(cli, "a.csv", HEADER ROW("A", "97110", "30") X);
    memcpy(wide, utf16, length);
    for (size_t i = 0; i < sizeof(other) - 1; i++) {
        wide[length++] = other[i];
        wide[length++] = '\0';
    }
    cli_write_bytes(cli, "b.csv", wide, length);
    (void)cli_run(cli, "convert", "a.csv", "b.csv", OUTPUTS);
    expect(cli, "A,97110,2\n" LINES_OF_X, 2, 0, 1);
    (void)cli_run(cli, "convert", "b.csv", "a.csv", OUTPUTS);
    expect(cli, "A,97110,2\n" LINES_OF_X, 2, 0, 1);
    cli_expect_in_file(cli, "f.json", "the first at b.csv:2, are passed over: 1");
}

/* A held file beside the export that it came from: what was not mended is there twice. */
static void a_held_file_beside_its_export(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "a.csv", HEADER ROW("A", "97110", "30") X);
    cli_write(cli, "h.csv", "claimline_held," HEADER "2 visit.held," ROW("A", "97110", "30"));
    (void)cli_run(cli, "convert", "h.csv", "a.csv", OUTPUTS);
    expect(cli, "A,97110,2\n" LINES_OF_X, 2, 0, 1);
}

#define SESSION(id, services)                                                                      \
    "<session session_id=\"" id "\" service_date=\"2026-05-20\" patient_id=\"P" id "\" "           \
    "payer_id=\"MCR\" payer_class=\"medicare\" diagnoses=\"M54.50\" "                              \
    "rendering_npi=\"1999000015\">" services "</session>\n"
#define SERVICE(code, minutes) "<service code=\"" code "\" minutes=\"" minutes "\"/>"
#define SESSIONS(sessions)                                                                         \
    "<sessions xmlns=\"urn:claimline:sessions:1\">\n" sessions "</sessions>\n"

/* In XML a session is one thing: what cannot be passed over whole is held whole. */
static void sessions_in_xml(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "a.xml",
              SESSIONS(SESSION("A", SERVICE("97110", "30") SERVICE("97140", "15"))
                           SESSION("X", SERVICE("97530", "30"))
                               SESSION("A", SERVICE("97110", "30") SERVICE("97140", "15"))));
    (void)cli_run(cli, "convert", "a.xml", OUTPUTS);
    expect(cli, "A,97110,2\nA,97140,1\n" LINES_OF_X, 3, 0, 2);
    cli_write(cli, "a.xml",
              SESSIONS(SESSION("A", SERVICE("97110", "30")) SESSION("X", SERVICE("97530", "30"))
                           SESSION("A", SERVICE("97110", "30") SERVICE("97140", "15"))));
    (void)cli_run(cli, "convert", "a.xml", OUTPUTS);
    expect(cli, LINES_OF_X, 1, 3, 0);
    cli_write(cli, "a.xml",
              SESSIONS(SESSION("A", SERVICE("97110", "30") SERVICE("97110", "30"))
                           SESSION("X", SERVICE("97530", "30"))));
    (void)cli_run(cli, "convert", "a.xml", "--duplicates", "all", OUTPUTS);
    expect(cli, "A,97110,2\n" LINES_OF_X, 2, 0, 1);
    /* Passed over within a session that is held: that one is held as it stands. */
    cli_write(cli, "a.xml",
              SESSIONS(SESSION("A", SERVICE("97110", "x") SERVICE("97140", "15") SERVICE(
                                        "97140", "15")) SESSION("X", SERVICE("97530", "30"))));
    (void)cli_run(cli, "convert", "a.xml", "--duplicates", "all", OUTPUTS);
    cli_expect(cli, SOME_HELD, NULL);
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 3);
    cli_expect_sums(cli, "sum.json");
    cli_expect_in_file(cli, "a.held",
                       SERVICE("97110", "x") SERVICE("97140", "15") SERVICE("97140", "15"));
}

#define MAP                                                                                        \
    "[map]\nservices = 2\n[columns]\nsession_id = Visit\nservice_date = DOS\npatient_id = Chart\n" \
    "diagnoses = Dx\ncode = CPT{n}\nunits = U{n}\n"                                                \
    "[constants]\npayer_id = BLU\npayer_class = commercial\nrendering_npi = 1999000015\n"          \
    "discipline = PT\n"
#define WIDE_HEADER  "Visit,DOS,Chart,Dx,CPT1,U1,CPT2,U2,Charge\n"
#define WIDE(charge) "A,2026-05-20,P1,M54.50,97010,1,97010,1," charge "\n"
#define OTHER_WIDE   "X,2026-05-20,P2,M54.50,97010,1,,,9\n"

/* A wide row is compared as a whole, with the columns that the map does not know. */
static void wide_rows_under_a_map(void **state)
{
    static const struct {
        const char *policy;
        const char *rows;
        long accepted, held, repeated;
        const char *services;
    } ways[] = {
        { "once", WIDE("1") OTHER_WIDE WIDE("1"), 2, 0, 1, "\"services\": 3" },
        { "all", WIDE("1") WIDE("1") OTHER_WIDE, 2, 0, 1, "\"services\": 3" },
        { "once", WIDE("1") OTHER_WIDE WIDE("2"), 1, 2, 0, "\"services\": 1" },
        { "all", WIDE("1") WIDE("2") OTHER_WIDE, 3, 0, 0, "\"services\": 5" },
    };
    struct cli *cli = *state;

    cli_write(cli, "map.ini", MAP);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        char *text = NULL;

        print_message("  %zu\n", i);
        assert_true(asprintf(&text, "%s%s", WIDE_HEADER, ways[i].rows) > 0);
        cli_write(cli, "in.csv", text);
        (void)cli_run(cli, "convert", "in.csv", "--map", "map.ini", "--duplicates", ways[i].policy,
                      OUTPUTS);
        expect(cli, ways[i].held != 0 ? "X,97010,1\n" : "A,97010,1\nX,97010,1\n", ways[i].accepted,
               ways[i].held, ways[i].repeated);
        /* Both services of a row, which are equal, are there. */
        cli_expect_in_file(cli, "sum.json", ways[i].services);
        free(text);
    }
}

static void equal_rows_are_told(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              HEADER ROW("A", "97110", "15") ROW("A", "97140", "15") ROW("A", "97110", "15")
                  ROW("A", "97110", "16") ROW("A", "97010", "5") ROW("A", "97010", "5"));
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30");
    cli_expect(cli, ALL_WRITTEN,
               "in.csv:4: warning: 97110 states the same as at line 2, in every column; both are "
               "billed [service.repeated]");
    cli_expect_silence_on(cli, "in.csv:5: warning: 97110 states");
    cli_expect_silence_on(cli, "97010 states the same");
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30", "--duplicates", "all");
    cli_expect(cli, ALL_WRITTEN, "the first at in.csv:2, are passed over: 2");
    cli_expect_silence_on(cli, "service.repeated");
    cli_write(cli, "payers.ini", "[class medicare]\nseverity = service.repeated error\n");
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30", "--payers", "payers.ini");
    cli_expect(cli, SOME_HELD, "in.csv:4: error: 97110 states the same");
}

/* Of many rows of a code, those that are equal are found too. */
static void equal_rows_among_many(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(HEADER, file);
    for (int i = 0; i < 60; i++)
        (void)fprintf(file, FULL("A", "P1", "2026-05-20", "97110", "%d", "", ""), i % 40 + 1);
    assert_int_equal(fclose(file), 0);
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30");
    cli_expect(cli, ALL_WRITTEN, "in.csv:42: warning: 97110 states the same as at line 2,");
    cli_expect(cli, ALL_WRITTEN, "in.csv:61: warning: 97110 states the same as at line 21,");
    cli_expect_silence_on(cli, "in.csv:41: warning: 97110 states");
}

/* explain shows the rows that were passed over, and why; diff does not count them. */
static void what_other_commands_say(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv", HEADER ROW("A", "97110", "30") X ROW("A", "97110", "30"));
    (void)cli_run(cli, "explain", "in.csv", "--session", "A", "--date", "2026-06-30");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_non_null(strstr(cli->result.out.data, "Session A  in.csv:4\n"
                                                 "  repeated: its rows were there before\n"));
    (void)cli_run(cli, "explain", "in.csv", "--all", "--json", "--date", "2026-06-30");
    assert_non_null(strstr(cli->result.out.data, "\"line\":4,"));
    assert_non_null(strstr(cli->result.out.data, "\"fate\":\"repeated\""));
    (void)cli_run(cli, "explain", "in.csv", "--session", "A", "--date", "2026-06-30",
                  "--duplicates", "hold");
    cli_expect(cli, SOME_HELD, NULL);
    (void)cli_run(cli, "diff", "in.csv", "--from", "built-in", "--to", "built-in", "--date",
                  "2026-06-30");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_non_null(strstr(cli->result.out.data, "2 sessions"));
}

static void mistakes_of_the_option(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv", HEADER X);
    (void)cli_run(cli, "check", "in.csv", "--duplicates", "never");
    cli_expect(cli, BAD_USAGE, "--duplicates: never is none of once, all, hold");
    (void)cli_run(cli, "check", "in.csv", "--duplicates", "once", "--duplicates", "hold");
    cli_expect(cli, BAD_USAGE, "--duplicates is given twice");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(rows_in_a_file),          cli_test(a_file_given_twice),
        cli_test(a_session_in_two_files),  cli_test(a_held_file_beside_its_export),
        cli_test(sessions_in_xml),         cli_test(wide_rows_under_a_map),
        cli_test(equal_rows_are_told),     cli_test(equal_rows_among_many),
        cli_test(what_other_commands_say), cli_test(mistakes_of_the_option),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
