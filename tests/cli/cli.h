/* cli.h - runs claimline in an empty folder of its own, and says what is expected of it. */
#ifndef TESTS_CLI_CLI_H
#define TESTS_CLI_CLI_H

#include "files.h"
#include "process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

enum { ALL_WRITTEN, SOME_HELD, BAD_USAGE, FAILED };

/* The state of a test. Relative paths of files and arguments start in `folder`. */
struct cli {
    char folder[FILES_PATH];
    struct process_result result; /* of the last run */
};

int cli_setup(void **state);
int cli_teardown(void **state);

#define cli_test(function) cmocka_unit_test_setup_teardown(function, cli_setup, cli_teardown)

/* The arguments behind the program's name. */
#define CLI_ARGUMENTS(...)                                                                         \
    (const char *const[])                                                                          \
    {                                                                                              \
        CLAIMLINE, __VA_ARGS__, NULL                                                               \
    }

#define cli_run(cli, ...)                                                                          \
    cli_run_request(cli, &(const struct process_request){ .arguments = CLI_ARGUMENTS(__VA_ARGS__) })

/* Runs it in the folder of the test; returns the exit status, -1 for a signal. */
int cli_run_request(struct cli *cli, const struct process_request *request);

/* Fails the test, showing stderr, unless the last run ended with `status` and said
 * `text` on stderr (NULL: whatever). */
void cli_expect(const struct cli *cli, int status, const char *text);
void cli_expect_silence_on(const struct cli *cli, const char *text);

void cli_write(const struct cli *cli, const char *name, const char *text);
void cli_write_bytes(const struct cli *cli, const char *name, const void *data, size_t length);
FILE *cli_open(const struct cli *cli, const char *name);

/* The caller frees it; the test fails where there is no such file. */
struct bytes cli_read(const struct cli *cli, const char *name);
bool cli_exists(const struct cli *cli, const char *name);
void cli_expect_file(const struct cli *cli, const char *name, const char *text);
void cli_expect_in_file(const struct cli *cli, const char *name, const char *text);

/* The number behind "key": of the object "group" of a summary. */
long cli_number(const struct cli *cli, const char *name, const char *group, const char *key);

/* Rows and sessions of the summary: read = accepted + held + skipped. */
void cli_expect_sums(const struct cli *cli, const char *name);

/* Lines of bytes. */
size_t lines_of(struct bytes bytes);

#endif
