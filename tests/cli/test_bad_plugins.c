/* test_bad_plugins.c - what convert does with plugins that break the contract. */
#include "cli.h"
#include "sheet.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CONVERT(to)                                                                                \
    "convert", "in.csv", "--date", "2026-06-30", "--plugin-dir", "plugins", "--to", to

/* The only plugin of a folder, and something to convert. */
static void give(const struct cli *cli, const char *module)
{
    char path[FILES_PATH];
    struct bytes bytes;

    path_join(path, cli->folder, "plugins");
    (void)mkdir(path, 0755);
    path_join(path, MODULES "/bad", module);
    bytes = file_read(path);
    assert_non_null(bytes.data);
    cli_write_bytes(cli, "plugins/bad.so", bytes.data, bytes.length);
    free(bytes.data);
    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1") SHORT_ROW("S2"));
}

/* Files in the folder of the test, temporary ones too. */
static size_t count_files(const struct cli *cli)
{
    DIR *folder = opendir(cli->folder);
    const struct dirent *entry;
    size_t count = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(folder);
    return count;
}

enum { AS_BEFORE = 2 }; /* in.csv and plugins */

static void prints_do_not_come_between_claims(void **state)
{
    struct cli *cli = *state;

    give(cli, "output.so");
    (void)cli_run(cli, CONVERT("bad"));
    cli_expect(cli, ALL_WRITTEN, "claim of 1 lines\nclaim of 1 lines\n");
    assert_string_equal(cli->result.out.data, "S1\nS2\n");
}

/* Its exit(0) must not be taken for a run that went well. */
static void exit_is_a_failure(void **state)
{
    struct cli *cli = *state;

    give(cli, "exit.so");
    cli_write(cli, "out.txt", "before\n");
    (void)cli_run(cli, CONVERT("bad:out.txt"));
    cli_expect(cli, FAILED, "claimline: a plugin ended the program (exit); nothing was published");
    cli_expect_file(cli, "out.txt", "before\n");
    assert_int_equal(count_files(cli), AS_BEFORE + 1);
}

static void crash_publishes_nothing(void **state)
{
    struct cli *cli = *state;

    give(cli, "abort.so");
    cli_write(cli, "out.txt", "before\n");
    (void)cli_run(cli, CONVERT("bad:out.txt"));
    assert_int_equal(cli->result.signal, SIGABRT);
    cli_expect_file(cli, "out.txt", "before\n");
}

/* One signal is remembered until the plugin returns, which it never does. */
static void second_signal_ends_a_loop(void **state)
{
    static const struct timespec moment = { 0, 300000000 };
    struct cli *cli = *state;
    const char *const *arguments = CLI_ARGUMENTS(CONVERT("bad:out.txt"));
    const struct process_request request = { .arguments = arguments, .folder = cli->folder };
    struct process process;

    give(cli, "hang.so");
    process_start(&process, &request);
    while (count_files(cli) == AS_BEFORE)
        (void)nanosleep(&moment, NULL);
    for (int i = 0; i < 2; i++) {
        (void)nanosleep(&moment, NULL);
        assert_int_equal(kill(process.pid, SIGTERM), 0);
    }
    process_finish(&process);
    assert_int_equal(process.result.signal, SIGTERM);
    assert_false(process.result.timed_out);
    process_result_free(&process.result);
    assert_int_equal(count_files(cli), AS_BEFORE);
}

static void what_lies_outside_a_stream_is_not_written(void **state)
{
    struct cli *cli = *state;

    give(cli, "next.so");
    (void)cli_run(cli, CONVERT("bad:out.txt"));
    cli_expect(cli, FAILED, "a plugin wrote outside its stream");
    assert_int_equal(count_files(cli), AS_BEFORE);
}

static void refusal_too_late_is_a_failure(void **state)
{
    struct cli *cli = *state;

    give(cli, "one.so");
    (void)cli_run(cli, CONVERT("bad:out.txt"));
    cli_expect(cli, FAILED, "bad: no reason given (at in.csv:2)");
    assert_int_equal(count_files(cli), AS_BEFORE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(prints_do_not_come_between_claims),
        cli_test(exit_is_a_failure),
        cli_test(crash_publishes_nothing),
        cli_test(second_signal_ends_a_loop),
        cli_test(what_lies_outside_a_stream_is_not_written),
        cli_test(refusal_too_late_is_a_failure),
    };

    return cmocka_run_group_tests_name("bad_plugins", tests, NULL, NULL);
}
