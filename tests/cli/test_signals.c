/* test_signals.c - a run that is stopped: it dies by that signal and leaves nothing behind. */
#include "cli.h"
#include "sheet.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const int ending[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGXCPU, SIGUSR1 };

static void pause_ms(long ms)
{
    struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

    (void)nanosleep(&time, NULL);
}

/* Until the folder holds so many entries: the temporary files are there. */
static void wait_for_entries(const struct cli *cli, size_t count)
{
    for (int tries = 0; folder_count(cli->folder) < count; tries++) {
        assert_true(tries < 10000);
        pause_ms(1);
    }
    pause_ms(100); /* it is reading, or stuck in writing, by now */
}

static void expect_death(struct cli *cli, struct process *process, int sign)
{
    assert_int_equal(kill(process->pid, sign), 0);
    process->request.seconds = 20;
    process_finish(process);
    process_result_free(&cli->result);
    cli->result = process->result;
    assert_false(cli->result.timed_out);
    assert_int_equal(cli->result.signal, sign);
    cli_expect(cli, -1, "nothing was published");
}

static void stopped_while_reading(void **state)
{
    static const char first[] = SHORT_HEADER SHORT_ROW("A") SHORT_ROW("B");
    struct cli *cli = *state;

    cli_write(cli, "out.csv", "of an earlier run\n");
    for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
        struct process process;

        process_start(&process, &(const struct process_request){
                                    .arguments = CLI_ARGUMENTS("convert", "-", "--to",
                                                               "csv:out.csv", "--summary", "s"),
                                    .folder = cli->folder,
                                    .keep_input = true });
        assert_int_equal(write(process.in, first, sizeof(first) - 1), sizeof(first) - 1);
        wait_for_entries(cli, 3);
        expect_death(cli, &process, ending[i]);
        assert_int_equal(folder_count(cli->folder), 1);
        cli_expect_file(cli, "out.csv", "of an earlier run\n");
    }
}

/* A reader of stdout that does not read: the program waits in write(). */
static void stopped_while_writing(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER, file);
    for (int i = 0; i < 20000; i++)
        (void)fprintf(file, "S%d" SHORT_TAIL, i);
    (void)fclose(file);
    for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
        struct process process;

        process_start(&process,
                      &(const struct process_request){
                          .arguments = CLI_ARGUMENTS("convert", "in.csv", "--date", "2026-06-30",
                                                     "--quiet", "--to", "csv", "--held", "h.csv"),
                          .folder = cli->folder });
        wait_for_entries(cli, 2);
        expect_death(cli, &process, ending[i]);
        assert_int_equal(folder_count(cli->folder), 1);
    }
}

/* As if nobody had written to the files of the folder for two days. */
static void make_old(const char *path)
{
    time_t then = time(NULL) - 2 * 24 * 60 * 60;
    struct timespec times[2] = { { .tv_sec = then }, { .tv_sec = then } };
    DIR *folder = opendir(path);
    const struct dirent *entry;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        (void)utimensat(dirfd(folder), entry->d_name, times, AT_SYMLINK_NOFOLLOW);
    (void)closedir(folder);
}

/* What an earlier run left that was killed, is swept; what is not ours stays. */
static void leftovers(void **state)
{
    struct cli *cli = *state;
    struct process process;
    size_t left;

    process_start(&process, &(const struct process_request){
                                .arguments = CLI_ARGUMENTS("convert", "-", "--to", "csv:out.csv"),
                                .folder = cli->folder,
                                .keep_input = true });
    wait_for_entries(cli, 1);
    assert_int_equal(kill(process.pid, SIGKILL), 0);
    process_finish(&process);
    assert_int_equal(process.result.signal, SIGKILL);
    process_result_free(&process.result);
    left = folder_count(cli->folder);
    assert_int_equal(left, 1);
    make_old(cli->folder);
    cli_write(cli, ".claimline-notes.tmp", "of somebody else");
    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("A"));
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv:out.csv");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(folder_count(cli->folder), 3);
    assert_true(cli_exists(cli, ".claimline-notes.tmp"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(stopped_while_reading),
        cli_test(stopped_while_writing),
        cli_test(leftovers),
    };

    /* SIGQUIT and SIGXCPU would leave a core where the files are counted. */
    (void)setrlimit(RLIMIT_CORE, &(const struct rlimit){ 0, 0 });
    return cmocka_run_group_tests_name("signals", tests, NULL, NULL);
}
