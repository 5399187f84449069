/* test_outputs.c - destinations: what is written, what stays, and what is left when it fails. */
#include "cli.h"
#include "sheet.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two claims of one line each: their ids and nothing else. */
#define CONVERT "convert", "in.csv", "--date", "2026-06-30"
#define IDS     "--set", "columns=claim_id", "--set", "header=no"
#define CLAIMS  "A\nB\n"

static void in_folder(char path[FILES_PATH], const struct cli *cli, const char *name)
{
    path_join(path, cli->folder, name);
}

static mode_t mode_of(const struct cli *cli, const char *name)
{
    char path[FILES_PATH];
    struct stat status;

    in_folder(path, cli, name);
    assert_int_equal(lstat(path, &status), 0);
    return status.st_mode;
}

static void make_folder(const struct cli *cli, const char *name)
{
    char path[FILES_PATH];

    in_folder(path, cli, name);
    assert_int_equal(mkdir(path, 0755), 0);
}

static void write_input(const struct cli *cli)
{
    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("A") SHORT_ROW("B"));
}

static void full_device(void **state)
{
    struct cli *cli = *state;

    write_input(cli);
    (void)cli_run_request(
        cli, &(const struct process_request){ .arguments = CLI_ARGUMENTS(CONVERT, "--to", "csv"),
                                              .output_path = "/dev/full" });
    cli_expect(cli, FAILED, "No space left on device");
    (void)cli_run(cli, CONVERT, "--to", "csv:/dev/full", "--summary", "sum.json");
    cli_expect(cli, FAILED, "cannot write /dev/full: No space left on device");
    assert_int_equal(folder_count(cli->folder), 1);
    (void)cli_run_request(cli, &(const struct process_request){ .arguments = CLI_ARGUMENTS("codes"),
                                                                .output_path = "/dev/full" });
    cli_expect(cli, FAILED, "standard output: No space left on device");
}

static void reader_that_is_gone(void **state)
{
    struct cli *cli = *state;

    write_input(cli);
    (void)cli_run_request(
        cli, &(const struct process_request){
                 .arguments = CLI_ARGUMENTS(CONVERT, "--to", "csv", "--to", "xml:out.xml"),
                 .output = PROCESS_CLOSED });
    cli_expect(cli, FAILED, "closed early by its reader");
    assert_int_equal(folder_count(cli->folder), 1);
    (void)cli_run_request(cli, &(const struct process_request){ .arguments = CLI_ARGUMENTS("codes"),
                                                                .output = PROCESS_CLOSED });
    cli_expect(cli, FAILED, "closed early by its reader");
}

/* One bad destination, of whatever output: nothing at all appears. */
static void bad_destinations(void **state)
{
    static const char *const bad[][3] = {
        { "--to", "csv:no/such/out.csv", "no/such/out.csv" },
        { "--to", "csv:no/{code}.csv", "no/" },
        { "--to", "csv:in.csv/out.csv", "in.csv/out.csv" },
        { "--to", "csv:folder", "folder" },
        { "--to", "csv:folder/", "folder/" },
        { "--to", "csv:.", "cannot write ." },
        { "--held", "no/held.csv", "no/held.csv" },
        { "--findings", "no/f.json", "no/f.json" },
        { "--summary", "folder", "folder" },
    };
    struct cli *cli = *state;

    write_input(cli);
    make_folder(cli, "folder");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        (void)cli_run(cli, CONVERT, "--to", "csv:good.csv", bad[i][0], bad[i][1]);
        cli_expect(cli, FAILED, bad[i][2]);
        cli_expect(cli, FAILED, "cannot write ");
        assert_int_equal(folder_count(cli->folder), 2);
    }
}

static void all_outputs_without_claims(void **state)
{
    static const char *const names[] = { "o.csv", "o.xml", "o.txt", "h.csv", "f.json", "s.json" };
    struct cli *cli = *state;

    cli_write(cli, "in.csv", SHORT_HEADER);
    (void)cli_run(cli, CONVERT, "--to", "csv:o.csv", "--to", "xml:o.xml", "--to", "text:o.txt",
                  "--held", "h.csv", "--findings", "f.json", "--summary", "s.json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_true(cli_exists(cli, names[i]));
    cli_expect_file(cli, "f.json", "");
    cli_expect_in_file(cli, "o.xml", "</claims>\n");
    assert_int_equal(folder_count(cli->folder), 7);
}

/* 0600, whatever the umask would let: claim lines are no public thing. */
static void modes_of_new_files(void **state)
{
    static const char *const names[] = { "o.csv", "c-97110.csv", "h.csv", "f.json", "s.json" };
    struct cli *cli = *state;
    mode_t before = umask(0);

    write_input(cli);
    (void)cli_run(cli, CONVERT, "--to", "csv:o.csv", "--to", "csv:c-{code}.csv", "--held", "h.csv",
                  "--findings", "f.json", "--summary", "s.json");
    (void)umask(before);
    cli_expect(cli, ALL_WRITTEN, NULL);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_int_equal(mode_of(cli, names[i]), S_IFREG | 0600);
}

static void existing_file(void **state)
{
    struct cli *cli = *state;
    char path[FILES_PATH];

    write_input(cli);
    cli_write(cli, "out.csv", "of an earlier run\n");
    in_folder(path, cli, "out.csv");
    assert_int_equal(chmod(path, 0640), 0);
    /* It stays on failure... */
    (void)cli_run(cli, CONVERT, "nosuch.csv", "--to", "csv:out.csv");
    cli_expect(cli, FAILED, "nosuch.csv");
    cli_expect_file(cli, "out.csv", "of an earlier run\n");
    assert_int_equal(mode_of(cli, "out.csv"), S_IFREG | 0640);
    assert_int_equal(folder_count(cli->folder), 2);
    /* ...and its mode on success. */
    (void)cli_run(cli, CONVERT, "--to", "csv:out.csv", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    cli_expect_file(cli, "out.csv", CLAIMS);
    assert_int_equal(mode_of(cli, "out.csv"), S_IFREG | 0640);
    assert_int_equal(folder_count(cli->folder), 2);
}

/* The link stays; what it leads to is replaced, or made. */
static void symbolic_links(void **state)
{
    static const char *const aims[] = { "there.csv", "folder/missing.csv" };
    struct cli *cli = *state;
    char path[FILES_PATH];

    write_input(cli);
    make_folder(cli, "folder");
    cli_write(cli, "there.csv", "old\n");
    in_folder(path, cli, "link.csv");
    for (size_t i = 0; i < sizeof(aims) / sizeof(aims[0]); i++) {
        assert_int_equal(symlink(aims[i], path), 0);
        (void)cli_run(cli, CONVERT, "--to", "csv:link.csv", IDS);
        cli_expect(cli, ALL_WRITTEN, NULL);
        assert_true(S_ISLNK(mode_of(cli, "link.csv")));
        cli_expect_file(cli, aims[i], CLAIMS);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(symlink("link.csv", path), 0);
    (void)cli_run(cli, CONVERT, "--to", "csv:link.csv");
    cli_expect(cli, FAILED, "cannot write link.csv");
    /* An input by another name is an input. */
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("in.csv", path), 0);
    (void)cli_run(cli, CONVERT, "--to", "csv:link.csv");
    cli_expect(cli, BAD_USAGE, "is an input and an output");
}

static void fifo(void **state)
{
    struct cli *cli = *state;
    char path[FILES_PATH];
    char bytes[64] = "";
    int fd;

    write_input(cli);
    in_folder(path, cli, "fifo");
    assert_int_equal(mkfifo(path, 0600), 0);
    fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(fd >= 0);
    (void)cli_run(cli, CONVERT, "--to", "csv:fifo", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(read(fd, bytes, sizeof(bytes) - 1), strlen(CLAIMS));
    assert_string_equal(bytes, CLAIMS);
    assert_int_equal(close(fd), 0);
    assert_true(S_ISFIFO(mode_of(cli, "fifo")));
    assert_int_equal(folder_count(cli->folder), 2);
}

static void devices_are_written_directly(void **state)
{
    struct cli *cli = *state;

    write_input(cli);
    (void)cli_run(cli, CONVERT, "--to", "csv:/dev/null", "--to", "xml:/dev/null");
    cli_expect(cli, ALL_WRITTEN, NULL);
    (void)cli_run(cli, CONVERT, "--to", "csv:/dev/stdout", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, CLAIMS);
}

/* Existing files of the pattern: refused, or with --replace all of them replaced. */
static void split_over_an_earlier_run(void **state)
{
    struct cli *cli = *state;

    write_input(cli);
    make_folder(cli, "out");
    cli_write(cli, "out/97140.csv", "stale\n");
    cli_write(cli, "out/notes.csv", "not of the pattern\n");
    (void)cli_run(cli, CONVERT, "--to", "csv:out/{code}.csv");
    cli_expect(cli, BAD_USAGE, "out/97140.csv is there already");
    cli_expect(cli, BAD_USAGE, "--replace");
    cli_expect_file(cli, "out/97140.csv", "stale\n");
    assert_int_equal(folder_count(cli->folder), 2);
    /* A run that fails removes nothing. */
    (void)cli_run(cli, CONVERT, "nosuch.csv", "--to", "csv:out/{code}.csv", "--replace");
    cli_expect(cli, FAILED, "nosuch.csv");
    cli_expect_file(cli, "out/97140.csv", "stale\n");
    (void)cli_run(cli, CONVERT, "--to", "csv:out/{code}.csv", "--replace", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_false(cli_exists(cli, "out/97140.csv"));
    cli_expect_file(cli, "out/97110.csv", CLAIMS);
    cli_expect_file(cli, "out/notes.csv", "not of the pattern\n");
}

/* Names that no code gives: not of an earlier run, however like one they look. */
static void split_beside_other_files(void **state)
{
    static const char *const others[] = { "TOTAL.csv", "INDEX.csv", "back.csv", "%zz.csv",
                                          "%4a.csv",   "9711.csv",  "97110.CSV" };
    struct cli *cli = *state;

    write_input(cli);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        cli_write(cli, others[i], "kept\n");
    (void)cli_run(cli, CONVERT, "--to", "csv:{code}.csv", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    cli_write(cli, "97999.csv", "stale\n");
    (void)cli_run(cli, CONVERT, "--to", "csv:{code}.csv", IDS);
    cli_expect(cli, BAD_USAGE, ".csv is there already");
    cli_expect_file(cli, "97999.csv", "stale\n");
    (void)cli_run(cli, CONVERT, "--to", "csv:{code}.csv", "--replace", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_false(cli_exists(cli, "97999.csv"));
    cli_expect_file(cli, "97110.csv", CLAIMS);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        cli_expect_file(cli, others[i], "kept\n");
    /* A payer may be anything, but bytes are encoded in one way alone. */
    cli_write(cli, "p-%zz.csv", "kept\n");
    cli_write(cli, "p-%4a.csv", "kept\n");
    (void)cli_run(cli, CONVERT, "--to", "csv:p-{payer}.csv", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    cli_expect_file(cli, "p-BLUEFIN.csv", CLAIMS);
    cli_expect_file(cli, "p-%4a.csv", "kept\n");
}

/* Distinct values never share a name, and none leads out of the folder. */
static void values_in_file_names(void **state)
{
    static const char *const payers[][2] = {
        { "../up", "p-%2E%2E%2Fup.csv" },
        { "a/b", "p-a%2Fb.csv" },
        { "a%2Fb", "p-a%252Fb.csv" },
        { "A", "p-A.csv" },
        { "a", "p-a.csv" },
        { "a.b c", "p-a%2Eb%20c.csv" },
        { "\xc3\xa9", "p-%C3%A9.csv" },
    };
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER, file);
    for (int i = 0; i < 7; i++)
        (void)fprintf(file, "S%d,2026-05-20,A-17,%s,commercial,1999000015,M54.50,97110,30\n", i,
                      payers[i][0]);
    (void)fclose(file);
    (void)cli_run(cli, CONVERT, "--to", "csv:p-{payer}.csv", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    for (int i = 0; i < 7; i++) {
        char claim[16];

        (void)snprintf(claim, sizeof(claim), "S%d\n", i);
        cli_expect_file(cli, payers[i][1], claim);
    }
    assert_int_equal(folder_count(cli->folder), 8);
}

/* More files than a process may have open. */
static void thousands_of_split_files(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER, file);
    for (int i = 0; i < 3000; i++)
        (void)fprintf(file, "S%d,2026-05-20,A-17,P%d,commercial,1999000015,M54.50,97110,30\n", i,
                      i % 1500);
    (void)fclose(file);
    make_folder(cli, "out");
    (void)cli_run(cli, CONVERT, "--to", "csv:out/{payer}.csv", IDS);
    cli_expect(cli, ALL_WRITTEN, NULL);
    {
        char path[FILES_PATH];

        in_folder(path, cli, "out");
        assert_int_equal(folder_count(path), 1500);
    }
    cli_expect_file(cli, "out/P0.csv", "S0\nS1500\n");
    cli_expect_file(cli, "out/P1499.csv", "S1499\nS2999\n");
}

static void held_files_by_input(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "a.csv", SHORT_HEADER);
    cli_write(cli, "b.csv", "note," SHORT_HEADER);
    (void)cli_run(cli, "convert", "a.csv", "b.csv", "--to", "csv:o.csv", "--held", "h.csv");
    cli_expect(cli, BAD_USAGE, "a.csv and b.csv have different headers");
    assert_int_equal(folder_count(cli->folder), 2);
    make_folder(cli, "sub");
    make_folder(cli, "sub2");
    cli_write(cli, "sub/a.csv", SHORT_HEADER);
    cli_write(cli, "sub2/a.csv", SHORT_HEADER);
    /* One name twice: with its ending; thrice: refused. */
    (void)cli_run(cli, "convert", "a.csv", "sub/a.csv", "sub2/a.csv", "--to", "csv:o.csv", "--held",
                  "h-{input}.csv");
    cli_expect(cli, BAD_USAGE, "would share one file");
    assert_int_equal(folder_count(cli->folder), 4);
    (void)cli_run(cli, "convert", "a.csv", "sub/a.csv", "--to", "csv:o.csv", "--held",
                  "sub2/h-{input}.csv");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_true(cli_exists(cli, "sub2/h-a.csv"));
    assert_true(cli_exists(cli, "sub2/h-a%2Ecsv.csv"));
    (void)cli_run(cli, "convert", "a.csv", "--to", "csv:o.csv", "--held", "{input}.csv");
    cli_expect(cli, BAD_USAGE, "is an input and an output");
    cli_expect_file(cli, "a.csv", SHORT_HEADER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(full_device),
        cli_test(reader_that_is_gone),
        cli_test(bad_destinations),
        cli_test(all_outputs_without_claims),
        cli_test(modes_of_new_files),
        cli_test(existing_file),
        cli_test(symbolic_links),
        cli_test(fifo),
        cli_test(devices_are_written_directly),
        cli_test(split_over_an_earlier_run),
        cli_test(split_beside_other_files),
        cli_test(values_in_file_names),
        cli_test(thousands_of_split_files),
        cli_test(held_files_by_input),
    };

    return cmocka_run_group_tests_name("outputs", tests, NULL, NULL);
}
