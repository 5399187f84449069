/* cli.c - see cli.h. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int cli_setup(void **state)
{
    struct cli *cli = calloc(1, sizeof(*cli));

    assert_non_null(cli);
    folder_make(cli->folder);
    *state = cli;
    return 0;
}

int cli_teardown(void **state)
{
    struct cli *cli = *state;

    process_result_free(&cli->result);
    folder_remove(cli->folder);
    free(cli);
    return 0;
}

int cli_run_request(struct cli *cli, const struct process_request *request)
{
    struct process_request own = *request;

    if (own.folder == NULL)
        own.folder = cli->folder;
    process_result_free(&cli->result);
    cli->result = process_run(&own);
    if (cli->result.timed_out)
        fail_msg("claimline did not end in time");
    return cli->result.status;
}

void cli_expect(const struct cli *cli, int status, const char *text)
{
    const struct process_result *result = &cli->result;

    if (result->status != status)
        fail_msg("status %d (signal %d) where %d is expected; stderr:\n%.4000s", result->status,
                 result->signal, status, result->err.data);
    if (text != NULL && strstr(result->err.data, text) == NULL)
        fail_msg("stderr lacks \"%s\":\n%.4000s", text, result->err.data);
}

void cli_expect_silence_on(const struct cli *cli, const char *text)
{
    const struct process_result *result = &cli->result;

    if (memmem(result->err.data, result->err.length, text, strlen(text)) != NULL)
        fail_msg("stderr shows \"%s\":\n%.4000s", text, result->err.data);
}

void cli_write_bytes(const struct cli *cli, const char *name, const void *data, size_t length)
{
    char path[FILES_PATH];

    path_join(path, cli->folder, name);
    file_write(path, data, length);
}

void cli_write(const struct cli *cli, const char *name, const char *text)
{
    cli_write_bytes(cli, name, text, strlen(text));
}

FILE *cli_open(const struct cli *cli, const char *name)
{
    char path[FILES_PATH];
    FILE *file;

    path_join(path, cli->folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    return file;
}

struct bytes cli_read(const struct cli *cli, const char *name)
{
    char path[FILES_PATH];
    struct bytes bytes;

    path_join(path, cli->folder, name);
    bytes = file_read(path);
    if (bytes.data == NULL)
        fail_msg("there is no file %s", name);
    return bytes;
}

bool cli_exists(const struct cli *cli, const char *name)
{
    char path[FILES_PATH];

    path_join(path, cli->folder, name);
    return access(path, F_OK) == 0;
}

void cli_expect_file(const struct cli *cli, const char *name, const char *text)
{
    struct bytes bytes = cli_read(cli, name);

    assert_string_equal(bytes.data, text);
    assert_int_equal(bytes.length, strlen(text));
    free(bytes.data);
}

void cli_expect_in_file(const struct cli *cli, const char *name, const char *text)
{
    struct bytes bytes = cli_read(cli, name);

    if (memmem(bytes.data, bytes.length, text, strlen(text)) == NULL)
        fail_msg("%s lacks \"%s\":\n%.4000s", name, text, bytes.data);
    free(bytes.data);
}

long cli_number(const struct cli *cli, const char *name, const char *group, const char *key)
{
    struct bytes bytes = cli_read(cli, name);
    char sought[64];
    const char *at;
    long number;

    (void)snprintf(sought, sizeof(sought), "\"%s\": {", group);
    at = strstr(bytes.data, sought);
    assert_non_null(at);
    (void)snprintf(sought, sizeof(sought), "\"%s\": ", key);
    at = strstr(at, sought);
    assert_non_null(at);
    number = strtol(at + strlen(sought), NULL, 10);
    free(bytes.data);
    return number;
}

void cli_expect_sums(const struct cli *cli, const char *name)
{
    static const char *const groups[] = { "rows", "sessions" };

    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
        assert_int_equal(cli_number(cli, name, groups[i], "read"),
                         cli_number(cli, name, groups[i], "accepted") +
                             cli_number(cli, name, groups[i], "held") +
                             cli_number(cli, name, groups[i], "skipped"));
}

size_t lines_of(struct bytes bytes)
{
    size_t lines = 0;

    for (size_t i = 0; i < bytes.length; i++)
        lines += bytes.data[i] == '\n';
    return lines;
}
