/* test_visits.c - rows of a session, and sessions of a visit, that stand apart: in a file, over
 * files, in a pipe; what is billed, held and counted. */
#include "cli.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADER                                                                                     \
    "session_id,status,service_date,patient_id,payer_id,payer_class,rendering_npi,discipline,"     \
    "place_of_service,diagnoses,code,minutes,note\n"
#define FULL(id, status, patient, place, diagnoses, code, minutes, note)                           \
    id "," status ",2026-05-20," patient ",MCR,medicare,1999000015,PT," place "," diagnoses        \
       "," code "," minutes "," note "\n"
#define ROW(id, code, minutes)          FULL(id, "", "P1", "11", "M54.50", code, minutes, "")
#define OTHER(id, patient, code)        FULL(id, "", patient, "11", "M54.50", code, "30", "")
#define STATUS(id, status)              FULL(id, status, "P1", "11", "M54.50", "97110", "30", "")
#define PLACE(id, place, code, minutes) FULL(id, "", "P1", place, "M54.50", code, minutes, "")
#define BROKEN(id)                      id ",x\n"

#define ONLY_LINES                      "--set", "columns=claim_id,code,units", "--set", "header=no"
#define OUTPUTS                                                                                    \
    "--date", "2026-06-30", "--quiet", "--to", "csv:out.csv", ONLY_LINES, "--held",                \
        "{input}.held", "--summary", "sum.json", "--findings", "f.json"

/* Status, lines, and sums of the summary that close. */
static void expect(const struct cli *cli, int status, const char *lines)
{
    cli_expect(cli, status, NULL);
    cli_expect_file(cli, "out.csv", lines);
    cli_expect_sums(cli, "sum.json");
}

static void expect_counts(const struct cli *cli, long accepted, long held, long skipped,
                          long merged)
{
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "accepted"), accepted);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "held"), held);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "skipped"), skipped);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "merged"), merged);
}

/* The first cells of the held rows and their ids: "3 visit.held,A|". */
static void expect_held(const struct cli *cli, const char *name, const char *list)
{
    struct bytes held = cli_read(cli, name);
    char found[4096] = "";
    char *rest = strchr(held.data, '\n') + 1;
    char *line;

    while ((line = strsep(&rest, "\n")) != NULL && *line != '\0') {
        char *second = strchr(line, ',');

        assert_non_null(second);
        second[1 + strcspn(second + 1, ",")] = '\0';
        (void)snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s|", line);
    }
    assert_string_equal(found, list);
    free(held.data);
}

static const struct {
    const char *rows;
    const char *lines;
    int status;
    long accepted, held, skipped, merged;
} files[] = {
    /* two sessions of a visit, apart: one claim where the first one stands; 8 + 8 are a unit */
    { ROW("A", "97110", "8") OTHER("X", "P2", "97530") ROW("B", "97110", "8"),
      "A,97110,1\nX,97530,2\n", ALL_WRITTEN, 3, 0, 0, 1 },
    /* pieces of one session, and of two in turns */
    { ROW("A", "97110", "8") OTHER("X", "P2", "97530") ROW("A", "97140", "8"),
      "A,97110,1\nX,97530,2\n", ALL_WRITTEN, 2, 0, 0, 0 },
    { ROW("A", "97110", "15") ROW("B", "97140", "15") ROW("A", "97112", "15")
          ROW("B", "97530", "15") ROW("A", "97116", "15"),
      "A,97110,1\nA,97112,1\nA,97116,1\nA,97140,1\nA,97530,1\n", ALL_WRITTEN, 2, 0, 0, 1 },
    { OTHER("X", "P2", "97110") OTHER("Y", "P3", "97110") OTHER("X", "P2", "97140"),
      "X,97110,2\nX,97140,2\nY,97110,2\n", ALL_WRITTEN, 2, 0, 0, 0 },
    /* an error in the first, the second, a piece, a piece of the second */
    { ROW("A", "97110", "x") OTHER("X", "P2", "97530") ROW("B", "97110", "8"), "X,97530,2\n",
      SOME_HELD, 1, 2, 0, 0 },
    { ROW("A", "97110", "8") OTHER("X", "P2", "97530") ROW("B", "97110", "x"), "X,97530,2\n",
      SOME_HELD, 1, 2, 0, 0 },
    { ROW("A", "97110", "8") OTHER("X", "P2", "97530") ROW("A", "97140", "x"), "X,97530,2\n",
      SOME_HELD, 1, 1, 0, 0 },
    { ROW("A", "97110", "8") ROW("B", "97110", "8") ROW("A", "97112", "8") ROW("B", "97140", "x"),
      "", SOME_HELD, 0, 2, 0, 0 },
    /* a broken row of A: within it, far from it, within others; it holds B too */
    { ROW("A", "97110", "30") BROKEN("A") ROW("B", "97140", "30"), "", SOME_HELD, 0, 2, 0, 0 },
    { ROW("B", "97110", "30") ROW("A", "97140", "30") BROKEN("A"), "", SOME_HELD, 0, 2, 0, 0 },
    { BROKEN("A") OTHER("X", "P2", "97530") ROW("A", "97110", "30") ROW("B", "97140", "30"),
      "X,97530,2\n", SOME_HELD, 1, 2, 0, 0 },
    { ROW("B", "97140", "30") BROKEN("A") OTHER("X", "P2", "97530") ROW("A", "97110", "30"),
      "X,97530,2\n", SOME_HELD, 1, 2, 0, 0 },
    { ROW("B", "97140", "30") OTHER("X", "P2", "97530") BROKEN("A") OTHER("X", "P2", "97110")
          ROW("A", "97110", "30"),
      "", SOME_HELD, 0, 3, 0, 0 },
    { ROW("A", "97110", "30") ROW("B", "97140", "30") OTHER("X", "P2", "97530") BROKEN("A")
          OTHER("X", "P2", "97110"),
      "", SOME_HELD, 0, 3, 0, 0 },
    { OTHER("X", "P2", "97530") BROKEN("A") OTHER("X", "P2", "97110") OTHER("Y", "P3", "97110")
          ROW("A", "97110", "30"),
      "Y,97110,2\n", SOME_HELD, 1, 2, 0, 0 },
    /* broken rows alone hold nothing else */
    { ROW("A", "97110", "30") BROKEN("Z") OTHER("X", "P2", "97530") BROKEN("Z"),
      "A,97110,2\nX,97530,2\n", SOME_HELD, 2, 1, 0, 0 },
    /* a session_id that is too long, in pieces */
    { ROW("123456789012345678901234567890123456789012345678901", "97110", "30")
          OTHER("X", "P2", "97530")
              ROW("123456789012345678901234567890123456789012345678901", "97140", "30"),
      "X,97530,2\n", SOME_HELD, 1, 1, 0, 0 },
    { ROW("A", "97110", "30") ROW("B", "97140", "30") ROW("B", "97530", "15")
          ROW("B", "97110", "30"),
      "A,97110,4\nA,97140,2\nA,97530,1\n", ALL_WRITTEN, 2, 0, 0, 1 },
    /* skipped ones: no part of a visit, whole or in pieces, but held with a broken row */
    { ROW("A", "97110", "30") STATUS("B", "cancelled") ROW("C", "97140", "30"),
      "A,97110,2\nA,97140,2\n", ALL_WRITTEN, 2, 0, 1, 1 },
    { STATUS("B", "voided") ROW("A", "97110", "30") STATUS("B", "voided"), "A,97110,2\n",
      ALL_WRITTEN, 1, 0, 1, 0 },
    { STATUS("B", "voided") ROW("A", "97110", "30") BROKEN("B"), "A,97110,2\n", SOME_HELD, 1, 1, 0,
      0 },
    { STATUS("B", "voided") ROW("A", "97110", "30") ROW("B", "97110", "30"), "A,97110,2\n",
      SOME_HELD, 1, 1, 0, 0 },
    /* facts that differ between pieces; and between sessions: pooled */
    { ROW("A", "97110", "30") OTHER("X", "P2", "97530") OTHER("A", "P3", "97140"), "X,97530,2\n",
      SOME_HELD, 1, 1, 0, 0 },
    { PLACE("A", "11", "97110", "8") PLACE("B", "12", "97110", "10"), "B,97110,1\n", ALL_WRITTEN, 2,
      0, 0, 0 },
    { PLACE("A", "11", "97110", "30") PLACE("B", "12", "97140", "x"), "", SOME_HELD, 0, 2, 0, 0 },
};

static void visits_in_a_file(void **state)
{
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char *text = NULL;
        struct bytes bytes;

        print_message("  %zu\n", i);
        assert_true(asprintf(&text, "%s%s", HEADER, files[i].rows) > 0);
        cli_write(cli, "in.csv", text);
        (void)cli_run(cli, "convert", "in.csv", OUTPUTS);
        expect(cli, files[i].status, files[i].lines);
        expect_counts(cli, files[i].accepted, files[i].held, files[i].skipped, files[i].merged);
        /* By a pipe it is the same. */
        (void)cli_run_request(cli,
                              &(const struct process_request){
                                  .arguments = CLI_ARGUMENTS("convert", "-", "--date", "2026-06-30",
                                                             "--quiet", "--to", "csv", ONLY_LINES),
                                  .input = text,
                                  .input_size = strlen(text) });
        cli_expect(cli, files[i].status, NULL);
        bytes = cli->result.out;
        assert_string_equal(bytes.data, files[i].lines);
        free(text);
    }
}

/* What one file's row is told of another file's. */
static void visits_over_files(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "a.csv", HEADER ROW("A", "97110", "8") OTHER("X", "P2", "97530"));
    cli_write(cli, "b.csv",
              HEADER OTHER("Y", "P3", "97530") ROW("B", "97110", "8") OTHER("X", "P2", "97140"));
    (void)cli_run(cli, "convert", "a.csv", "b.csv", OUTPUTS);
    expect(cli, ALL_WRITTEN, "A,97110,1\nX,97530,2\nX,97140,2\nY,97530,2\n");
    expect_counts(cli, 4, 0, 0, 1);
    cli_expect_in_file(cli, "f.json", "session B is billed on the claim of session A at a.csv:2");
    /* The end of a file ends its last session. */
    cli_write(cli, "b.csv", HEADER OTHER("X", "P2", "97140"));
    (void)cli_run(cli, "convert", "a.csv", "b.csv", OUTPUTS);
    expect(cli, ALL_WRITTEN, "A,97110,1\nX,97530,2\nX,97140,2\n");
    expect_counts(cli, 2, 0, 0, 0);
}

/* Rows that are held stand in their own file's held file, with their own header. */
static void held_over_files(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "a.csv", HEADER ROW("A", "97110", "8") OTHER("X", "P2", "97530"));
    cli_write(cli, "b.csv",
              HEADER OTHER("Y", "P3", "97530") ROW("B", "97110", "x") ROW("A", "97140", "8"));
    (void)cli_run(cli, "convert", "a.csv", "b.csv", OUTPUTS);
    expect(cli, SOME_HELD, "X,97530,2\nY,97530,2\n");
    expect_counts(cli, 2, 2, 0, 0);
    cli_expect_in_file(cli, "f.json", "session A is held together with session B at b.csv:3");
    expect_held(cli, "a.held", "2 visit.held,A|");
    expect_held(cli, "b.held", "3 minutes.form,B|4 visit.held,A|");
    /* Mended, they come together as if nothing had been. */
    cli_write(cli, "a.csv", "claimline_held," HEADER "2 visit.held," ROW("A", "97110", "8"));
    cli_write(cli, "b.csv",
              "claimline_held," HEADER
              "3 minutes.form," ROW("B", "97110", "8") "4 visit.held," ROW("A", "97140", "8"));
    (void)cli_run(cli, "convert", "a.csv", "b.csv", OUTPUTS);
    expect(cli, ALL_WRITTEN, "A,97110,1\nA,97140,1\n");
}

/* Each file has a header of its own, by which its rows are read wherever they end up. */
static void files_with_other_headers(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "a.csv", HEADER ROW("A", "97110", "30") OTHER("X", "P2", "97530"));
    cli_write(cli, "b.csv",
              "minutes;code;diagnoses;rendering_npi;payer_class;payer_id;patient_id;service_date;"
              "session_id;discipline\n"
              "30;97140;M54.50;1999000015;medicare;MCR;P1;2026-05-20;A;PT\n"
              "15;97530;R26.89;1999000015;medicare;MCR;P1;2026-05-20;B;PT\n"
              "15;97116;M54.50;1999000015;medicare;MCR;P2;2026-05-20;X;PT\n");
    (void)cli_run(cli, "convert", "a.csv", "b.csv", OUTPUTS);
    expect(cli, ALL_WRITTEN, "A,97110,2\nA,97140,2\nA,97530,1\nX,97530,2\nX,97116,1\n");
    (void)cli_run(cli, "convert", "b.csv", "a.csv", OUTPUTS);
    expect(cli, ALL_WRITTEN, "A,97140,2\nA,97110,2\nA,97530,1\nX,97116,1\nX,97530,2\n");
}

/* The first rows' file has no status and no discipline, which is completed and PT. */
static void what_is_billed_is_the_same_under_every_header(void **state)
{
    static const struct {
        const char *row;
        int status;
    } ways[] = { { STATUS("A", ""), ALL_WRITTEN },
                 { STATUS("A", "completed"), ALL_WRITTEN },
                 { STATUS("A", "cancelled"), SOME_HELD },
                 { STATUS("A", "odd"), SOME_HELD },
                 { "A,,2026-05-20,P1,MCR,medicare,1999000015,OT,11,M54.50,97110,30,\n",
                   SOME_HELD } };
    struct cli *cli = *state;

    cli_write(cli, "a.csv",
              "minutes,code,diagnoses,rendering_npi,payer_class,payer_id,patient_id,service_date,"
              "session_id\n30,97140,M54.50,1999000015,medicare,MCR,P1,2026-05-20,A\n");
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        char *text = NULL;

        assert_true(asprintf(&text, "%s%s", HEADER, ways[i].row) > 0);
        cli_write(cli, "b.csv", text);
        (void)cli_run(cli, "convert", "a.csv", "b.csv", OUTPUTS);
        expect(cli, ways[i].status, ways[i].status == SOME_HELD ? "" : "A,97140,2\nA,97110,2\n");
        free(text);
    }
}

/* Two pipes of one name have headers of their own, too. */
static void pipes_with_other_headers(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "a", HEADER ROW("A", "97110", "30"));
    cli_write(cli, "b",
              "minutes;code;diagnoses;rendering_npi;payer_class;payer_id;patient_id;service_date;"
              "session_id;discipline\n"
              "30;97140;M54.50;1999000015;medicare;MCR;P1;2026-05-20;A;PT\n");
    (void)cli_run_request(
        cli, &(const struct process_request){
                 .arguments = (const char *const[]){
                     "/bin/sh", "-c",
                     "mkfifo p && { (cat a > p; sleep 0.3; cat b > p) & \"$0\" convert p p --quiet "
                     "--to csv --set columns=claim_id,code,units --set header=no; }",
                     CLAIMLINE, NULL } });
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, "A,97110,2\nA,97140,2\n");
}

static void a_file_and_a_pipe(void **state)
{
    static const char piped[] = HEADER ROW("B", "97110", "8") OTHER("X", "P2", "97140");
    struct cli *cli = *state;

    cli_write(cli, "a.csv", HEADER ROW("A", "97110", "8") OTHER("X", "P2", "97530"));
    (void)cli_run_request(
        cli, &(const struct process_request){
                 .arguments = CLI_ARGUMENTS("convert", "a.csv", "-", "--date", "2026-06-30",
                                            "--quiet", "--to", "csv", ONLY_LINES),
                 .input = piped,
                 .input_size = sizeof(piped) - 1 });
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, "A,97110,1\nX,97530,2\nX,97140,2\n");
}

/* What a profile says of sessions of a day; pieces are one session all the same. */
static void same_day_is_the_payers(void **state)
{
    static const struct {
        const char *profile;
        const char *lines;
        long merged;
    } ways[] = {
        { "[class medicare]\nsame_day = merge\n", "A,97110,1\nA,97140,1\n", 1 },
        { "[class medicare]\nsame_day = pool\n", "A,97110,1\nA,97140,1\n", 0 },
        { "[class medicare]\nsame_day = separate\n", "A,97110,1\nB,97110,1\n", 0 },
        { "[class medicare]\nsame_day = separate\nunit_rule = ama\n",
          "A,97110,1\nA,97140,1\nB,97110,1\n", 0 },
    };
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              HEADER ROW("A", "97110", "10") ROW("B", "97110", "8") ROW("A", "97140", "9"));
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        print_message("  %zu\n", i);
        cli_write(cli, "payers.ini", ways[i].profile);
        (void)cli_run(cli, "convert", "in.csv", "--payers", "payers.ini", OUTPUTS);
        expect(cli, ALL_WRITTEN, ways[i].lines);
        expect_counts(cli, 2, 0, 0, ways[i].merged);
    }
}

/* `sessions` of a visit with `rows` each, one after the other in turns of `turn` rows. */
static void write_visit(struct cli *cli, int sessions, int rows)
{
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(HEADER, file);
    for (int i = 0; i < sessions; i++) {
        for (int row = 0; row < rows; row++)
            (void)fprintf(file,
                          "S%d,,2026-05-20,P1,MCR,medicare,1999000015,PT,11,M54.50,97110,"
                          "%d,%d-%d\n",
                          i, row == 0 && i < 2 ? 8 : 0, i, row);
    }
    (void)fputs(OTHER("X", "P2", "97530"), file);
    assert_int_equal(fclose(file), 0);
}

static void a_visit_has_64_sessions_and_4096_rows_at_most(void **state)
{
    static const struct {
        int sessions, rows;
        bool fits;
    } ways[] = {
        { 64, 1, true }, { 65, 1, false }, { 64, 64, true }, { 2, 2048, true }, { 3, 1366, false }
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        print_message("  %zu\n", i);
        write_visit(cli, ways[i].sessions, ways[i].rows);
        (void)cli_run(cli, "convert", "in.csv", OUTPUTS);
        expect(cli, ways[i].fits ? ALL_WRITTEN : SOME_HELD,
               ways[i].fits ? "S0,97110,1\nX,97530,2\n" : "X,97530,2\n");
        if (ways[i].fits) {
            expect_counts(cli, ways[i].sessions + 1, 0, 0, ways[i].sessions - 1);
        } else {
            expect_counts(cli, 1, ways[i].sessions, 0, 0);
            cli_expect_in_file(cli, "f.json", "visit.too_large");
        }
    }
}

/* The program reads all inputs once before it writes: a FIFO behind a file tells that the
 * file was read, and then it changes. */
static void expect_changed(struct cli *cli, const char *change)
{
    char *script = NULL;

    cli_write(cli, "a.csv", HEADER ROW("A", "97110", "30") OTHER("X", "P2", "97530"));
    cli_write(cli, "b", HEADER OTHER("Y", "P3", "97530"));
    assert_true(asprintf(&script,
                         "rm -f p out.csv; mkfifo p && { (exec 3> p; sleep 0.1; %s; cat b >&3) & "
                         "\"$0\" convert a.csv p --quiet --to csv:out.csv; }",
                         change) > 0);
    (void)cli_run_request(
        cli, &(const struct process_request){
                 .arguments = (const char *const[]){ "/bin/sh", "-c", script, CLAIMLINE, NULL } });
    cli_expect(cli, FAILED, "a.csv was changed while it was read");
    assert_false(cli_exists(cli, "out.csv"));
    free(script);
}

static void a_file_that_changes_ends_the_run(void **state)
{
    struct cli *cli = *state;

    expect_changed(cli, "tail -n 1 a.csv >> a.csv");                    /* it grows */
    expect_changed(cli, "head -n 2 a.csv > c; cat c > a.csv");          /* and shrinks */
    expect_changed(cli, "sed s/97110/97112/ a.csv > c; cat c > a.csv"); /* as long as before */
    expect_changed(cli, "cp a.csv c; mv c a.csv; touch a.csv");         /* another file */
}

/* Rows that are set aside lie in TMPDIR, and pipes too, when they are not small. */
static void temporary_files_that_cannot_be_made(void **state)
{
    static const char *const folders[] = { "TMPDIR=/no-such-folder", "TMPDIR=/dev/full" };
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(HEADER, file);
    for (int i = 0; i < 8000; i++)
        (void)fprintf(file, "S%d,,2026-05-20,P%d,MCR,medicare,1999000015,PT,11,M54.50,97110,30,\n",
                      i, i % 4000);
    assert_int_equal(fclose(file), 0);
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        (void)cli_run_request(cli, &(const struct process_request){
                                       .arguments = CLI_ARGUMENTS("convert", "in.csv", "--quiet",
                                                                  "--to", "csv:out.csv"),
                                       .environment = (const char *const[]){ folders[i], NULL } });
        cli_expect(cli, FAILED, "cannot make a temporary file in");
        cli_expect(cli, FAILED, folders[i] + strlen("TMPDIR="));
        assert_int_equal(folder_count(cli->folder), 1);
    }
}

/* While a pipe is read for the first time nothing is written; a signal leaves nothing. */
static void a_signal_in_the_first_reading(void **state)
{
    static const char piped[] = HEADER ROW("A", "97110", "30");
    struct cli *cli = *state;
    struct process process;

    process_start(&process, &(const struct process_request){
                                .arguments = CLI_ARGUMENTS("convert", "-", "--to", "csv:out.csv"),
                                .folder = cli->folder,
                                .input = piped,
                                .input_size = sizeof(piped) - 1,
                                .keep_input = true });
    (void)usleep(300000);
    assert_int_equal(kill(process.pid, SIGTERM), 0);
    process_finish(&process);
    process_result_free(&cli->result);
    cli->result = process.result;
    assert_int_equal(cli->result.signal, SIGTERM);
    assert_int_equal(folder_count(cli->folder), 0);
}

/* Messages about other sessions show their ids, and nothing else of them. */
static void messages_show_ids_alone(void **state)
{
    static const char *const secrets[] = { "PID-Quill", "confided", "M99.03", "PID-Zeb" };
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              HEADER FULL("A", "", "PID-Quill", "11", "M99.03", "97110", "30", "confided")
                  FULL("B", "", "PID-Quill", "12", "M99.03", "97140", "30", "confided")
                      FULL("C", "", "PID-Quill", "11", "M99.03", "97140", "30", "confided")
                          FULL("D", "", "PID-Zeb", "11", "M99.03", "97140", "30", "confided")
                              FULL("A", "", "PID-Zeb", "11", "M99.03", "97110", "30", "confided")
                                  BROKEN("D")
                                      FULL("D", "", "PID-Zeb", "11", "M99.03", "97112", "30", ""));
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv:out.csv");
    cli_expect(cli, SOME_HELD, "visit.held");
    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
        cli_expect_silence_on(cli, secrets[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(visits_in_a_file),
        cli_test(visits_over_files),
        cli_test(held_over_files),
        cli_test(files_with_other_headers),
        cli_test(what_is_billed_is_the_same_under_every_header),
        cli_test(pipes_with_other_headers),
        cli_test(a_file_and_a_pipe),
        cli_test(same_day_is_the_payers),
        cli_test(a_visit_has_64_sessions_and_4096_rows_at_most),
        cli_test(a_file_that_changes_ends_the_run),
        cli_test(temporary_files_that_cannot_be_made),
        cli_test(a_signal_in_the_first_reading),
        cli_test(messages_show_ids_alone),
    };

    return cmocka_run_group_tests_name("visits", tests, NULL, NULL);
}
