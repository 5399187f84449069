/* test_inputs.c - inputs that cannot be used at all: status 3, said by name, nothing written. */
#include "cli.h"
#include "sheet.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TARGET "--date", "2026-06-30", "--to", "csv:out.csv", "--summary", "sum.json"

/* Bytes with NULs among them, and their length. */
#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
    const char *bytes;
    size_t length;
    const char *says;
} unusable[] = {
    { BYTES(""), "in.csv is empty" },
    { BYTES("\xef\xbb\xbf"), "in.csv is empty" },
    { BYTES("\n\n\r\n"), "in.csv is empty" },
    { BYTES("\x1f\x8b\x08\0\0\0\0\0"), "gzip" },
    { BYTES("\x28\xb5\x2f\xfd\0\0"), "Zstandard" },
    { BYTES("PK\x03\x04\x14\0\0\0"), "zip" },
    { BYTES("\xd0\xcf\x11\xe0\xa1\xb1"), "Excel" },
    { BYTES("%PDF-1.7\n"), "PDF" },
    { BYTES("<html><body/></html>"), "html" },
    { BYTES("\xff\xfe\0\0s\0\0\0"), "UTF-32" },
    { BYTES("\0\0\xfe\xff\0\0\0s"), "UTF-32" },
    { BYTES("\x7f"
            "ELF\x02\x01\x01\0\0\0\0\0\n"),
      "NUL" },
    { BYTES("session_id,co\0de\n"), "NUL" },
    { BYTES("session_id,\"code\n1,2\n"), "quote" },
    { BYTES("session_id,co\"de\"\n1,2\n"), "quote" },
    { BYTES("1,2,3\n4,5,6\n"), "none of the 3 fields" },
    { BYTES("session_id,code\nS1,97110\n"), "required columns are missing: service_date, " },
    { BYTES("session_id,code\nS1,97110\n"), "(found: session_id, code)" },
};

static void expect_failure(struct cli *cli, size_t files, const char *says)
{
    (void)cli_run(cli, "convert", "in.csv", TARGET, "--held", "held.csv", "--findings", "f.json");
    cli_expect(cli, FAILED, says);
    cli_expect_silence_on(cli, "accepted");
    assert_int_equal(folder_count(cli->folder), files);
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30");
    cli_expect(cli, FAILED, says);
}

static void unusable_files(void **state)
{
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(unusable) / sizeof(unusable[0]); i++) {
        cli_write_bytes(cli, "in.csv", unusable[i].bytes, unusable[i].length);
        expect_failure(cli, 1, unusable[i].says);
    }
}

static void unusable_from_a_pipe(void **state)
{
    struct cli *cli = *state;

    (void)cli_run_request(
        cli, &(const struct process_request){ .arguments = CLI_ARGUMENTS("convert", "-", TARGET),
                                              .input = "\x1f\x8b\x08",
                                              .input_size = 3 });
    cli_expect(cli, FAILED, "gzip");
    (void)cli_run(cli, "convert", "-", TARGET);
    cli_expect(cli, FAILED, "empty");
    assert_int_equal(folder_count(cli->folder), 0);
}

/* The required columns, one left out at a time. */
static void missing_columns(void **state)
{
    static const char *const required[] = { "session_id", "service_date", "patient_id",
                                            "payer_id",   "payer_class",  "rendering_npi",
                                            "diagnoses",  "code" };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
        char says[64];
        FILE *file = cli_open(cli, "in.csv");

        for (size_t j = 0; j < sizeof(required) / sizeof(required[0]); j++)
            (void)fprintf(file, "%s,", i == j ? "other" : required[j]);
        (void)fputs("minutes\n", file);
        (void)fclose(file);
        (void)snprintf(says, sizeof(says), "required columns are missing: %s (found", required[i]);
        expect_failure(cli, 1, says);
    }
}

/* However a name is written, it is that column again. */
static void columns_that_stand_twice(void **state)
{
    static const char *const twice[][2] = {
        { "minutes,code,", "column code stands twice, as fields" },
        { "Session ID,", "column session_id stands twice, as fields 1 and 2" },
        { "SESSIONID,", "column session_id stands twice" },
        { " session__id ,", "column session_id stands twice" },
        { "\"Payer Class\",", "column payer_class stands twice" },
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(twice) / sizeof(twice[0]); i++) {
        FILE *file = cli_open(cli, "in.csv");

        (void)fprintf(file, "session_id,%s%s", twice[i][0], strchr(SHORT_HEADER, ',') + 1);
        (void)fclose(file);
        expect_failure(cli, 1, twice[i][1]);
    }
}

static void missing_file(void **state)
{
    struct cli *cli = *state;

    expect_failure(cli, 0, "cannot read in.csv: No such file or directory");
    (void)cli_run(cli, "convert", "no/such/in.csv", TARGET);
    cli_expect(cli, FAILED, "no/such/in.csv");
}

/* The second input is found bad after the first was converted: nothing appears. */
static void later_input_is_bad(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "a.csv", SHORT_HEADER SHORT_ROW("A"));
    cli_write(cli, "b.csv", "not a header\n");
    (void)cli_run(cli, "convert", "a.csv", "b.csv", TARGET);
    cli_expect(cli, FAILED, "b.csv:1");
    (void)cli_run(cli, "convert", "a.csv", "c.csv", TARGET);
    cli_expect(cli, FAILED, "c.csv");
    assert_int_equal(folder_count(cli->folder), 2);
}

static void header_alone_is_fine(void **state)
{
    static const char *const headers[] = {
        SHORT_HEADER,
        "\xef\xbb\xbf" SHORT_HEADER,
        "\n\n" SHORT_HEADER "\n\r\n",
        "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code",
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        cli_write(cli, "in.csv", headers[i]);
        (void)cli_run(cli, "convert", "in.csv", TARGET, "--held", "held.csv");
        cli_expect(cli, ALL_WRITTEN, "0 sessions");
        cli_expect_in_file(cli, "out.csv", "claim_id,line,");
        assert_int_equal(cli_number(cli, "sum.json", "rows", "read"), 0);
        cli_expect_in_file(cli, "held.csv", "claimline_held,session_id");
    }
}

/* Of a folder: regular, not hidden, of the right ending; in byte order. */
static void folder_as_input(void **state)
{
    struct cli *cli = *state;
    char path[FILES_PATH];

    path_join(path, cli->folder, "in");
    assert_int_equal(mkdir(path, 0755), 0);
    cli_write(cli, "in/b.csv", SHORT_HEADER SHORT_ROW("3"));
    cli_write(cli, "in/B.CSV", SHORT_HEADER SHORT_ROW("1"));
    cli_write(cli, "in/a.tsv", SHORT_HEADER SHORT_ROW("2"));
    cli_write(cli, "in/z.txt", SHORT_HEADER SHORT_ROW("4"));
    cli_write(cli, "in/.a.csv", "hidden");
    cli_write(cli, "in/a.csv~", "other ending");
    path_join(path, cli->folder, "in/c.csv");
    assert_int_equal(mkdir(path, 0755), 0);
    (void)cli_run(cli, "convert", "in", "--date", "2026-06-30", "--to", "csv", "--set",
                  "columns=claim_id,source_file", "--set", "header=no");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, "1,in/B.CSV\n2,in/a.tsv\n3,in/b.csv\n4,in/z.txt\n");
}

/* What a path holds that is no text does not reach an output or the terminal. */
static void paths_that_are_no_text(void **state)
{
    static const char *const paths[][2] = {
        { "a\xff.csv", "S1,a\\xff.csv\n" },
        { "a\x1b[1m.csv", "S1,a\\x1b[1m.csv\n" },
        { "a\nb.csv", "S1,a\\x0ab.csv\n" },
        { "a\x7f\xc2\x85.csv", NULL },
        { "a\xed\xa0\x80.csv", "S1,a\\xed\\xa0\\x80.csv\n" },
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        cli_write(cli, paths[i][0], SHORT_HEADER SHORT_ROW("S1"));
        (void)cli_run(cli, "convert", paths[i][0], "--date", "2026-06-30", "--to", "csv", "--set",
                      "columns=session_id,source_file", "--set", "header=no");
        cli_expect(cli, ALL_WRITTEN, NULL);
        if (paths[i][1] != NULL)
            assert_string_equal(cli->result.out.data, paths[i][1]);
        assert_null(strstr(cli->result.out.data, paths[i][0]));
        cli_expect_silence_on(cli, paths[i][0]);
        assert_int_equal(lines_of(cli->result.out), 1);
    }
}

static void unreadable_places(void **state)
{
    struct cli *cli = *state;
    char path[FILES_PATH];

    if (geteuid() == 0)
        skip(); /* root may read everything */
    cli_write(cli, "in.csv", SHORT_HEADER);
    path_join(path, cli->folder, "in.csv");
    assert_int_equal(chmod(path, 0), 0);
    expect_failure(cli, 1, "cannot read in.csv: Permission denied");
    path_join(path, cli->folder, "closed");
    assert_int_equal(mkdir(path, 0), 0);
    (void)cli_run(cli, "convert", "closed", TARGET);
    cli_expect(cli, FAILED, "cannot read closed: Permission denied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(unusable_files),         cli_test(unusable_from_a_pipe),
        cli_test(missing_columns),        cli_test(columns_that_stand_twice),
        cli_test(missing_file),           cli_test(later_input_is_bad),
        cli_test(header_alone_is_fine),   cli_test(folder_as_input),
        cli_test(paths_that_are_no_text), cli_test(unreadable_places),
    };

    return cmocka_run_group_tests_name("inputs", tests, NULL, NULL);
}
