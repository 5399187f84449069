/* test_blocked.c - standard streams that are full, or that are the files of the run. */
#include "cli.h"
#include "sheet.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXPORT SHORT_HEADER SHORT_ROW("A") SHORT_ROW("B")

/* As a user types it; "$0" is the program. */
#define SHELL(command)                                                                             \
    (&(const struct process_request){                                                              \
        .arguments = (const char *const[]){ "/bin/sh", "-c", command, CLAIMLINE, NULL } })

static void pause_ms(long ms)
{
    struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

    (void)nanosleep(&time, NULL);
}

/* Until the pipe of stdout is full to its last byte, and so the program waits. */
static void wait_for_full_pipe(const struct process *process)
{
    int size = fcntl(process->out, F_GETPIPE_SZ);
    int filled = 0;

    assert_true(size > 0);
    /* A page that is filled in part takes no more of another write. */
    for (int tries = 0; filled <= size - 4096; tries++) {
        assert_true(tries < 10000);
        pause_ms(1);
        assert_int_equal(ioctl(process->out, FIONREAD, &filled), 0);
    }
    pause_ms(50);
}

/* Whether it ends within two seconds though nobody reads; it is not reaped. */
static bool ends_unread(const struct process *process)
{
    for (int tries = 0; tries < 2000; tries++) {
        siginfo_t info = { .si_pid = 0 };

        assert_int_equal(waitid(P_PID, (id_t)process->pid, &info, WEXITED | WNOHANG | WNOWAIT), 0);
        if (info.si_pid == process->pid)
            return true;
        pause_ms(1);
    }
    return false;
}

/* One signal is enough, while the pipe stays full. */
static void stopped_before_a_full_pipe(void **state)
{
    static const int ending[] = { SIGTERM, SIGINT };
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    (void)fputs(SHORT_HEADER, file);
    for (int i = 0; i < 3000; i++)
        (void)fprintf(file, "S%d" SHORT_TAIL, i);
    (void)fclose(file);
    for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
        struct process process;
        bool ended;

        process_start(&process,
                      &(const struct process_request){
                          .arguments = CLI_ARGUMENTS("convert", "in.csv", "--date", "2026-06-30",
                                                     "--to", "csv:other.csv", "--to", "csv"),
                          .folder = cli->folder });
        wait_for_full_pipe(&process);
        assert_int_equal(folder_count(cli->folder), 2);
        assert_int_equal(kill(process.pid, ending[i]), 0);
        ended = ends_unread(&process);
        if (!ended)
            (void)kill(process.pid, SIGKILL);
        process_finish(&process);
        process_result_free(&cli->result);
        cli->result = process.result;
        assert_true(ended);
        assert_int_equal(cli->result.signal, ending[i]);
        cli_expect(cli, -1, "nothing was published");
        assert_int_equal(folder_count(cli->folder), 1);
    }
}

static void output_redirected_to_the_input(void **state)
{
    static const char *const commands[] = {
        "exec \"$0\" convert in.csv --date 2026-06-30 --to csv >> in.csv",
        "exec \"$0\" convert in.csv --date 2026-06-30 --to csv 1<> in.csv",
        "exec \"$0\" convert - --date 2026-06-30 --to csv < in.csv >> in.csv",
        "exec \"$0\" convert in.csv --date 2026-06-30 --to csv:o.csv --held - >> in.csv",
    };
    struct cli *cli = *state;

    cli_write(cli, "in.csv", EXPORT);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        (void)cli_run_request(cli, SHELL(commands[i]));
        cli_expect(cli, BAD_USAGE, "is an input and an output");
        cli_expect_file(cli, "in.csv", EXPORT);
        assert_int_equal(folder_count(cli->folder), 1);
    }
}

static void input_redirected_from_an_output(void **state)
{
    static const char *const commands[] = {
        "exec \"$0\" convert - --date 2026-06-30 --to csv:in.csv < in.csv",
        "exec \"$0\" convert - --date 2026-06-30 --to csv:o.csv --held in.csv < in.csv",
        "exec \"$0\" convert - --date 2026-06-30 --to csv:o.csv --summary ./in.csv < in.csv",
    };
    struct cli *cli = *state;

    cli_write(cli, "in.csv", EXPORT);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        (void)cli_run_request(cli, SHELL(commands[i]));
        cli_expect(cli, BAD_USAGE, "is an input and an output");
        cli_expect_file(cli, "in.csv", EXPORT);
        assert_int_equal(folder_count(cli->folder), 1);
    }
}

/* A split file, which is opened only when its first line comes: the input is the file
 * that this run would replace. */
static void input_in_the_place_of_a_split_file(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "97110.csv", EXPORT);
    (void)cli_run_request(cli, SHELL("exec \"$0\" convert - --date 2026-06-30 "
                                     "--to 'csv:{code}.csv' --replace < 97110.csv"));
    cli_expect(cli, BAD_USAGE, "is an input and an output");
    cli_expect_file(cli, "97110.csv", EXPORT);
    assert_int_equal(folder_count(cli->folder), 1);
}

/* The findings are all that check has to say. */
static void check_with_full_stderr(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv", EXPORT);
    (void)cli_run_request(cli, SHELL("exec \"$0\" check in.csv --date 2026-06-30"));
    cli_expect(cli, ALL_WRITTEN, NULL);
    (void)cli_run_request(cli, SHELL("exec \"$0\" check in.csv --date 2026-06-30 2> /dev/full"));
    cli_expect(cli, FAILED, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(stopped_before_a_full_pipe),      cli_test(output_redirected_to_the_input),
        cli_test(input_redirected_from_an_output), cli_test(input_in_the_place_of_a_split_file),
        cli_test(check_with_full_stderr),
    };

    return cmocka_run_group_tests_name("blocked", tests, NULL, NULL);
}
