/* test_records.c - rows whose shape is broken: what they hold, and that nothing is swallowed. */
#include "cli.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

/* After session_id: a row that has nothing wrong, and broken ones. */
#define REST  ",2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"
#define OPEN  ",2026-05-20,\"A-17,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"
#define STRAY ",2026-05-20,A-1\"7,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"
#define AFTER ",2026-05-20,\"A-17\"x,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"
#define FEW   ",2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110\n"
#define MANY  ",2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110,30,\n"

static void convert(struct cli *cli)
{
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv:out.csv", "--set",
                  "columns=claim_id", "--set", "header=no", "--held", "held.csv", "--summary",
                  "sum.json");
}

/* The rows below the header, the claims that come of them, what the first cell of
 * each held row is (line, finding ids), and how many sessions are counted as held. */
static const struct broken {
    const char *rows;
    const char *claims;
    const char *held;
    long sessions;
} cases[] = {
    /* One row of a session of one: A and C stand on either side. */
    { "A" REST "B" OPEN "C" REST, "A\nC\n", "3 record.quote", 1 },
    { "A" REST "B" STRAY "C" REST, "A\nC\n", "3 record.quote", 1 },
    { "A" REST "B" AFTER "C" REST, "A\nC\n", "3 record.quote", 1 },
    { "A" REST "B" FEW "C" REST, "A\nC\n", "3 record.fields", 1 },
    { "A" REST "B" MANY "C" REST, "A\nC\n", "3 record.fields", 1 },
    /* First, middle, last row of a session of three. */
    { "A" REST "B" FEW "B" REST "B" REST "C" REST, "A\nC\n",
      "3 record.fields session.broken_row|4 record.fields session.broken_row|"
      "5 record.fields session.broken_row",
      1 },
    { "A" REST "B" REST "B" FEW "B" REST "C" REST, "A\nC\n",
      "3 record.fields|4 record.fields|5 record.fields", 1 },
    { "A" REST "B" REST "B" REST "B" FEW "C" REST, "A\nC\n",
      "3 record.fields|4 record.fields|5 record.fields", 1 },
    { "A" REST "B" REST "B" REST "B" OPEN "C" REST, "A\nC\n",
      "3 record.quote|4 record.quote|5 record.quote", 1 },
    { "A" REST "B" OPEN "B" REST "C" REST, "A\nC\n",
      "3 record.quote session.broken_row|4 record.quote session.broken_row", 1 },
    /* First and last of the file. */
    { "A" FEW "B" REST, "B\n", "2 record.fields", 1 },
    { "A" REST "B" MANY, "A\n", "3 record.fields", 1 },
    { "A" REST "B,\"2026", "A\n", "3 record.quote", 1 },
    /* Without a readable id: inside a session, or between two. */
    { "A" REST "B" REST REST "B" REST "C" REST, "A\nC\n",
      "3 field.required session.broken_row|4 field.required session.broken_row|"
      "5 field.required session.broken_row",
      1 },
    { "A" REST REST "B" REST, "A\nB\n", "3 field.required", 0 },
    { REST "A" REST, "A\n", "2 field.required", 0 },
    { "A" REST REST, "A\n", "3 field.required", 0 },
    { "A" REST "\x01" REST "B" REST, "A\nB\n", "3 field.required", 0 },
    { "A" REST "\xe9" REST "A" REST "B" REST, "B\n",
      "2 field.required session.broken_row|3 field.required session.broken_row|"
      "4 field.required session.broken_row",
      1 },
    /* A line break that is not quoted cuts a row in two. */
    { "A" REST "B,2026-05-20,A-17,BLUE\nFIN,commercial,1999000015,M54.50,97110,30\nC" REST,
      "A\nC\n", "3 record.fields|4 record.fields", 2 },
};

/* Compares the first cells of the held rows with a list that has | between. */
static void expect_first_cells(const struct cli *cli, const char *list)
{
    struct bytes held = cli_read(cli, "held.csv");
    char *rest = strchr(held.data, '\n') + 1;
    char *wanted = strdup(list);
    char *left = wanted;
    char *cell;

    assert_memory_equal(held.data, "claimline_held," SHORT_HEADER,
                        strlen("claimline_held," SHORT_HEADER));
    while ((cell = strsep(&left, "|")) != NULL) {
        char *line = strsep(&rest, "\n");

        assert_non_null(line);
        assert_non_null(strchr(line, ','));
        *strchr(line, ',') = '\0';
        assert_string_equal(line, cell);
    }
    assert_true(rest == NULL || *rest == '\0');
    free(wanted);
    free(held.data);
}

static void broken_rows(void **state)
{
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *text = NULL;

        assert_true(asprintf(&text, "%s%s", SHORT_HEADER, cases[i].rows) > 0);
        cli_write(cli, "in.csv", text);
        convert(cli);
        print_message("  %zu: %s\n", i, cases[i].held);
        cli_expect(cli, SOME_HELD, NULL);
        cli_expect_file(cli, "out.csv", cases[i].claims);
        expect_first_cells(cli, cases[i].held);
        assert_int_equal(cli_number(cli, "sum.json", "sessions", "held"), cases[i].sessions);
        cli_expect_sums(cli, "sum.json");
        free(text);
    }
}

/* All of 2,000 sessions but the one with the mistake are converted, and its row
 * comes back byte for byte. */
static void one_among_many(void **state)
{
    static const char *const rests[] = { OPEN, STRAY, AFTER, FEW, MANY };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
        FILE *file = cli_open(cli, "in.csv");
        char row[256];

        (void)fputs(SHORT_HEADER, file);
        for (int session = 1; session <= 2000; session++)
            (void)fprintf(file, "S%d%s", session, session == 1000 ? rests[i] : REST);
        (void)fclose(file);
        convert(cli);
        cli_expect(cli, SOME_HELD, "in.csv:1001: error: ");
        assert_int_equal(cli_number(cli, "sum.json", "rows", "accepted"), 1999);
        assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 1);
        (void)snprintf(row, sizeof(row), "claimline_held,%s1001 record.%s,S1000%s", SHORT_HEADER,
                       i < 3 ? "quote" : "fields", rests[i]);
        cli_expect_file(cli, "held.csv", row);
    }
}

/* Billing the rest of its session would be wrong: it is held, and no other one. */
static void broken_row_apart_holds_its_session(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv", SHORT_HEADER "A" REST "B" REST "A" FEW "C" REST);
    convert(cli);
    cli_expect(cli, SOME_HELD, "session A is held with other rows of session A at in.csv:4");
    expect_first_cells(cli, "2 visit.held|4 record.fields");
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "held"), 1);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "accepted"), 2);
    cli_expect_sums(cli, "sum.json");
}

/* A quote out of place in a field with a line break: the rest of it is a row of its own. */
static void quoting_error_ends_at_the_line(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              SHORT_HEADER "A" REST "B,\"2026-05-20\",\"two\"\nlines\" of,text\nC" REST);
    convert(cli);
    cli_expect(cli, SOME_HELD, NULL);
    cli_expect_file(cli, "out.csv", "A\nC\n");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "read"), 4);
    cli_expect_sums(cli, "sum.json");
}

/* What is right in RFC 4180 is no mistake, and line numbers count physical lines. */
static void quoted_fields(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              "note," SHORT_HEADER "\"one, \"\"two\"\"\r\nthree\nfour\",A" REST ",B" FEW
              "\"\",\"C\"" REST);
    convert(cli);
    cli_expect(cli, SOME_HELD, "in.csv:5: error: the row has 9 fields, the header has 10");
    cli_expect_file(cli, "out.csv", "A\nC\n");
}

static void blank_lines_are_no_rows(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv", "\n" SHORT_HEADER "\r\nA" REST "\n\nB" REST "\n");
    convert(cli);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(cli_number(cli, "sum.json", "rows", "read"), 2);
    assert_int_equal(cli_number(cli, "sum.json", "rows", "blank"), 5);
}

/* CR alone, CR LF and LF end lines, and a last line needs none. */
static void line_ends(void **state)
{
    static const char *const ends[] = { "\n", "\r\n", "\r" };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        FILE *file = cli_open(cli, "in.csv");

        (void)fprintf(file, "%.*s%sA%.*s%sB%.*s", (int)strlen(SHORT_HEADER) - 1, SHORT_HEADER,
                      ends[i], (int)strlen(REST) - 1, REST, ends[i], (int)strlen(REST) - 1, REST);
        (void)fclose(file);
        convert(cli);
        cli_expect(cli, ALL_WRITTEN, NULL);
        cli_expect_file(cli, "out.csv", "A\nB\n");
    }
}

/* Names and values that a terminal would obey. */
static void messages_are_escaped(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "i\x1b[2Jn.csv",
              SHORT_HEADER "A" REST "B,2026-05-20,A-17,\xe2\x80\xae"
                           "PAY,commercial,1999000015,M54.50,97110,30\n"
                           "C,2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97\x1b[1m,30\n"
                           "\x1b[3mD,2026-05-20\n"
                           "E\xe2\x80\xae,2026-05-20,A-17,MCR,medicare,1999000015,M54.50,97110,30\n"
                           "\"F\rG\nin.csv:99: error: forged\",2026-05-20,A-17,MCR,medicare,"
                           "1999000015,M54.50,97110,30\n");
    (void)cli_run(cli, "check", "i\x1b[2Jn.csv", "--date", "2026-06-30");
    cli_expect(cli, SOME_HELD, "i\\x1b[2Jn.csv:2: ");
    cli_expect(cli, SOME_HELD, "payer \\u202ePAY has no profile");
    cli_expect_silence_on(cli, "\x1b");
    cli_expect_silence_on(cli, "\xe2\x80\xae");
    cli_expect_silence_on(cli, "\r");
    cli_expect_silence_on(cli, "\nin.csv:99: error: forged");
}

/* A session_id may hold what a terminal obeys. */
static void session_ids_are_escaped(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              SHORT_HEADER SHORT_ROW("\"A\nB\"") "ZZ,x\n" SHORT_ROW("\"A\nB\"")
                  SHORT_ROW("C\xe2\x80\xae"
                            "D") "YY,x\n" SHORT_ROW("C\xe2\x80\xae"
                                                    "D"));
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30");
    cli_expect(cli, SOME_HELD, "line 4 belongs to session A\\x0aB or stands inside it");
    cli_expect(cli, SOME_HELD, "line 8 belongs to session C\\u202eD or stands inside it");
    cli_expect_silence_on(cli, "A\nB");
    cli_expect_silence_on(cli, "\xe2\x80\xae");
    cli_write(cli, "in.csv",
              SHORT_HEADER SHORT_ROW("\"A\nB\"") SHORT_ROW("S") SHORT_ROW("\"A\nB\""));
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30", "--duplicates", "hold");
    cli_expect(cli, SOME_HELD, "the same row of session A\\x0aB stands at in.csv:2");
    cli_expect_silence_on(cli, "A\nB");
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30");
    cli_expect(cli, ALL_WRITTEN, "rows of session A\\x0aB that were there before");
    cli_expect_silence_on(cli, "A\nB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(broken_rows),
        cli_test(one_among_many),
        cli_test(broken_row_apart_holds_its_session),
        cli_test(quoting_error_ends_at_the_line),
        cli_test(quoted_fields),
        cli_test(blank_lines_are_no_rows),
        cli_test(line_ends),
        cli_test(messages_are_escaped),
        cli_test(session_ids_are_escaped),
    };

    return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
