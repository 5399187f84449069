/* test_limits.c - records and sessions beyond all measure: held, in little memory. */
#include "cli.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MIB = 1024 * 1024, MOST_KIB = 64 * 1024 };

#define REST ",2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"

static void fill(FILE *file, const char *piece, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)fputs(piece, file);
}

static void fill_bytes(FILE *file, char byte, size_t count)
{
    char block[4096];

    memset(block, byte, sizeof(block));
    for (; count > sizeof(block); count -= sizeof(block))
        (void)fwrite(block, 1, sizeof(block), file);
    (void)fwrite(block, 1, count, file);
}

static off_t size_of(const struct cli *cli, const char *name)
{
    char path[FILES_PATH];
    struct stat status;

    path_join(path, cli->folder, name);
    assert_int_equal(stat(path, &status), 0);
    return status.st_size;
}

/* A sanitizer has memory of its own, which says nothing about the program. */
static void expect_little_memory(const struct cli *cli)
{
    print_message("  peak %ld KiB\n", cli->result.peak_kib);
#ifndef SANITIZED
    assert_true(cli->result.peak_kib < MOST_KIB);
#endif
}

static void convert(struct cli *cli)
{
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv:out.csv", "--set",
                  "columns=claim_id,units", "--set", "header=no", "--held", "held.csv",
                  "--findings", "f.json", "--summary", "sum.json");
    expect_little_memory(cli);
}

static void header_of_a_million_columns(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs("session_id", file);
    fill(file, ",c", 1000000);
    (void)fputs("\nA" REST, file);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, FAILED, "in.csv:1: the header is longer than 1 MiB or has more than 4096");
    assert_int_equal(folder_count(cli->folder), 1);
}

/* 4,096 columns may stand in a header, 4,097 may not. */
static void header_at_its_limit(void **state)
{
    struct cli *cli = *state;

    for (int extra = 0; extra <= 1; extra++) {
        FILE *file = cli_open(cli, "in.csv");

        (void)fputs("session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,"
                    "diagnoses,code,minutes",
                    file);
        fill(file, ",c", (size_t)(4096 - 9 + extra));
        (void)fputs("\n", file);
        (void)fclose(file);
        convert(cli);
        cli_expect(cli, extra == 0 ? ALL_WRITTEN : FAILED, extra == 0 ? NULL : "4096 columns");
    }
}

/* A row in the middle, `lead`, a piece so many times, `trail`: it alone is held, and
 * goes to the held file to its last byte. */
static void check_long_row(struct cli *cli, const char *lead, char byte, size_t count,
                           const char *trail)
{
    size_t length = strlen(lead) + count + strlen(trail);
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER "A" REST, file);
    (void)fputs(lead, file);
    fill_bytes(file, byte, count);
    (void)fprintf(file, "%sC" REST, trail);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, SOME_HELD, "in.csv:3: error: ");
    cli_expect_file(cli, "out.csv", "A,2\nC,2\n");
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 1);
    cli_expect_in_file(cli, "held.csv", "claimline_held," SHORT_HEADER "3 record.");
    cli_expect_in_file(cli, "held.csv", trail);
    assert_in_range((uintmax_t)size_of(cli, "held.csv"),
                    strlen("claimline_held," SHORT_HEADER "3 record.quote,") + length,
                    strlen("claimline_held," SHORT_HEADER "3 record.too_long,") + length);
}

static void row_of_a_million_columns(void **state)
{
    check_long_row(*state, "B", ',', 1000000, "\n");
}

static void field_of_64_mib(void **state)
{
    check_long_row(*state, "B,", 'x', 64 * MIB, ",97110\n");
}

static void quoted_field_of_64_mib(void **state)
{
    check_long_row(*state, "B,\"", 'x', 64 * MIB, "\",97110\n");
}

static void quote_never_closed_in_64_mib(void **state)
{
    check_long_row(*state, "B,\"", 'x', 64 * MIB, ",97110\n");
}

static void quotes_by_the_million(void **state)
{
    check_long_row(*state, "B,", '"', 8 * MIB, ",97110\n");
}

/* A closed quote over many lines and past the limit of a record: its lines are rows of
 * their own, and the sessions behind it are there. */
static void quoted_lines_past_the_limit(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER "A" REST "B,\"", file);
    fill(file, "one line of a note that somebody pasted a book into\n", 200000);
    (void)fputs("\",97110\nC" REST, file);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, SOME_HELD, "in.csv:3: error: a quote in this row is never closed");
    cli_expect_file(cli, "out.csv", "A,2\nC,2\n");
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 200001);
}

/* 4,096 rows are a session, and one more is not. */
static void check_session_of(struct cli *cli, long rows, bool fits)
{
    FILE *file = cli_open(cli, "in.csv");
    struct bytes held;

    (void)fputs(SHORT_HEADER "A" REST, file);
    for (long i = 0; i < rows; i++)
        (void)fputs("B,2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110,1\n", file);
    (void)fputs("C" REST, file);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, fits ? ALL_WRITTEN : SOME_HELD, fits ? NULL : "[session.too_large]");
    /* 4,096 minutes under ama: 273 x 15 = 4,095, and 1 that makes no unit. */
    cli_expect_file(cli, "out.csv", fits ? "A,2\nB,273\nC,2\n" : "A,2\nC,2\n");
    cli_expect_sums(cli, "sum.json");
    held = cli_read(cli, "held.csv");
    assert_int_equal(lines_of(held), fits ? 1 : rows + 1);
    free(held.data);
}

static void sessions_of_many_rows(void **state)
{
    check_session_of(*state, 4096, true);
    check_session_of(*state, 4097, false);
    check_session_of(*state, 5000, false);
    check_session_of(*state, 200000, false);
}

/* 6 rows of 900,000 bytes: more than 4 MiB, though none is too long. */
static void session_of_many_bytes(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs("note," SHORT_HEADER ",A" REST, file);
    for (int i = 0; i < 6; i++) {
        fill_bytes(file, 'n', 900000);
        (void)fputs(",B" REST, file);
    }
    (void)fputs(",C" REST, file);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, SOME_HELD, "[session.too_large]");
    cli_expect_file(cli, "out.csv", "A,2\nC,2\n");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 6);
    assert_true(size_of(cli, "held.csv") > 6 * 900000);
}

/* A long row of another session between two: they are billed as if it were not there. */
static void long_row_between_two_sessions(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER "S,2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110,45\nX,",
                file);
    fill_bytes(file, 'n', 2 * MIB);
    (void)fputs("\nT,2026-05-21,A-18,BLUEFIN,commercial,1999000015,M54.50,97140,15\n", file);
    (void)fclose(file);
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv:out.csv", "--set",
                  "columns=claim_id,service_date,code,units", "--set", "header=no", "--held",
                  "held.csv", "--summary", "sum.json");
    cli_expect(cli, SOME_HELD, "in.csv:3: error: the row is longer than 1 MiB");
    cli_expect_file(cli, "out.csv", "S,2026-05-20,97110,3\nT,2026-05-21,97140,1\n");
    cli_expect_in_file(cli, "held.csv", "\n3 record.too_long,X,nnn");
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 1);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "held"), 1);
}

/* More rows in doubt than are kept, between two rows of one session. */
static void thousands_of_broken_ids(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER "S" REST, file);
    for (int i = 0; i < 4300; i++)
        (void)fprintf(file, "B%d,x\n", i);
    (void)fputs("S" REST "T" REST, file);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, SOME_HELD, "belongs to session S or stands inside it");
    cli_expect_file(cli, "out.csv", "T,2\n");
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 4302);
}

/* Line numbers go on behind a record of several lines that is given up. */
static void line_numbers_behind_a_long_record(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER "A" REST "B,\"one\ntwo\nthree", file);
    fill_bytes(file, 'x', MIB + MIB / 16);
    (void)fputs("\",97110\nZ,y\nC" REST, file);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, SOME_HELD, "in.csv:3: error: ");
    cli_expect(cli, SOME_HELD, "in.csv:6: error: the row has 2 fields, the header has 9");
    cli_expect_in_file(cli, "held.csv", "\n6 record.fields,Z,y\n");
    cli_expect_file(cli, "out.csv", "A,2\nC,2\n");
    cli_expect_sums(cli, "sum.json");
}

/* Lines of codes 10000, 10001 ... that are in no table, of one session. */
static FILE *open_unlisted(const struct cli *cli, int count)
{
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs("units," SHORT_HEADER, file);
    for (int i = 0; i < count; i++)
        (void)fprintf(file, "1,S,2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,%d,\n",
                      10000 + i);
    return file;
}

/* Memory is that of one claim, however many files it goes to. */
static void session_of_3000_codes_in_files_of_their_own(void **state)
{
    struct cli *cli = *state;
    char path[FILES_PATH];

    (void)fclose(open_unlisted(cli, 3000));
    path_join(path, cli->folder, "out");
    assert_int_equal(mkdir(path, 0755), 0);
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv:out/{code}.csv",
                  "--set", "columns=claim_id,code,units", "--set", "header=no");
    cli_expect(cli, ALL_WRITTEN, "3000 claim lines, 3000 units");
    print_message("  peak %ld KiB\n", cli->result.peak_kib);
#ifndef SANITIZED
    assert_true(cli->result.peak_kib < 200 * 1024);
#endif
    assert_int_equal(folder_count(path), 3000);
    cli_expect_file(cli, "out/10000.csv", "S,10000,1\n");
    cli_expect_file(cli, "out/12999.csv", "S,12999,1\n");
}

/* More warnings than are kept of a session: the error behind them is told all the same. */
static void error_behind_a_thousand_warnings(void **state)
{
    struct cli *cli = *state;
    FILE *file = open_unlisted(cli, 1100);

    (void)fputs(",S,2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110,\n", file);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, SOME_HELD, "in.csv:1102: error: 97110 has no minutes [minutes.missing]");
    cli_expect_in_file(cli, "f.json", "{\"id\":\"minutes.missing\",\"severity\":\"error\"");
    cli_expect_in_file(cli, "held.csv", "\n2 minutes.missing,1,S,");
    cli_expect_in_file(cli, "held.csv", "\n1102 minutes.missing,,S,");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 1101);
}

/* Any bytes: nothing is lost, whatever they are taken for. */
static void rows_of_garbage(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");
    uint32_t random = 12345;

    (void)fputs(SHORT_HEADER "FIRST" REST, file);
    for (long i = 0; i < 100000; i++) {
        for (int k = 0; k < 40; k++) {
            random = random * 1664525 + 1013904223;
            (void)fputc((int)(random >> 24), file);
        }
        (void)fputc('\n', file);
    }
    (void)fputs("\nLAST" REST, file);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, SOME_HELD, "more of [");
    cli_expect_file(cli, "out.csv", "FIRST,2\nLAST,2\n");
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "accepted"), 2);
    assert_true(cli_number(cli, "sum.json", "rows", "held") >= 100000);
    /* stderr is for people: it stops, where --findings goes on. */
    assert_true(lines_of(cli->result.err) < 1000);
}

/* Memory is bounded for good input, too: 20 MB of sessions. */
static void many_sessions(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER, file);
    for (long i = 0; i < 300000; i++)
        (void)fprintf(file, "S%ld" REST, i);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(cli_number(cli, "sum.json", "rows", "accepted"), 300000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(header_of_a_million_columns),
        cli_test(header_at_its_limit),
        cli_test(row_of_a_million_columns),
        cli_test(field_of_64_mib),
        cli_test(quoted_field_of_64_mib),
        cli_test(quote_never_closed_in_64_mib),
        cli_test(quotes_by_the_million),
        cli_test(quoted_lines_past_the_limit),
        cli_test(sessions_of_many_rows),
        cli_test(session_of_many_bytes),
        cli_test(long_row_between_two_sessions),
        cli_test(thousands_of_broken_ids),
        cli_test(line_numbers_behind_a_long_record),
        cli_test(session_of_3000_codes_in_files_of_their_own),
        cli_test(error_behind_a_thousand_warnings),
        cli_test(rows_of_garbage),
        cli_test(many_sessions),
    };

    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
