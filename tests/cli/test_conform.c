/* test_conform.c - claimline plugin test from outside: statuses, filters, what it prints. */
#include "cli.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define CSV PLUGINS "/csv.so"
#define BAD MODULES "/bad/"

static void expect_out(const struct cli *cli, const char *text)
{
    if (strstr(cli->result.out.data, text) == NULL)
        fail_msg("stdout lacks \"%s\":\n%s", text, cli->result.out.data);
}

static void good_ones_pass(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "plugin", "test", CSV, "--filter", "claims.one", "--filter", "file.*");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect_out(cli, "ok     csv: claims.one\n");
    expect_out(cli, "ok     file.loads\n");
    expect_out(cli, "csv.so: 6 passed, 0 failed, 0 skipped (seed 1)\n");
    assert_null(strstr(cli->result.out.data, "options"));
}

static void failures_point_at_the_contract(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "plugin", "test", BAD "counter.so", "--filter", "state.statics");
    cli_expect(cli, SOME_HELD, NULL);
    expect_out(cli, "FAIL   bad: state.statics\n"
                    "       its static variable number changed\n"
                    "       wanted: no static that changes");
    expect_out(cli, "       claimline/plugin.h:");
    expect_out(cli, "A plugin has no mutable statics");
    expect_out(cli, "0 passed, 1 failed, 0 skipped");
}

/* What a plugin prints is no part of the report. */
static void prints_are_kept_apart(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "plugin", "test", BAD "stderr.so", "--filter", "claims.one");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.err.data, "");
    (void)cli_run(cli, "plugin", "test", BAD "stderr.so", "--filter", "process.unchanged");
    cli_expect(cli, SOME_HELD, NULL);
    assert_string_equal(cli->result.err.data, "");
    expect_out(cli, "it printed: claim\\x0aclaim\\x0a");
}

static void mistakes_are_told(void **state)
{
    static const struct {
        const char *arguments[6];
        int status;
        const char *text;
    } mistakes[] = {
        { { "test" }, BAD_USAGE, "needs a file" },
        { { "test", CSV, CSV }, BAD_USAGE, "takes no more words" },
        { { "test", CSV, "--filter", "nosuch" }, BAD_USAGE, "no test is named nosuch" },
        { { "test", CSV, "--filter", "*.nosuch" }, BAD_USAGE, "no test is named *.nosuch" },
        { { "test", CSV, "--seed", "x" }, BAD_USAGE, "--seed needs a whole number" },
        { { "test", CSV, "--timeout", "0" }, BAD_USAGE, "--timeout needs seconds" },
        { { "test", CSV, "--set", "header" }, BAD_USAGE, "--set needs KEY=VALUE" },
        { { "test", CSV, "--set", "nosuch=1" }, BAD_USAGE, "csv has no setting \"nosuch\"" },
        { { "test", CSV, "--set", "header=1,2" }, BAD_USAGE, "is not true|false" },
        { { "test", CSV, "--plugin-dir", "." }, BAD_USAGE, "takes no --plugin-dir" },
        { { "list", "--json" }, BAD_USAGE, "takes no --json" },
        { { "show", "csv", "--seed", "1" }, BAD_USAGE, "takes no --seed" },
        { { "new", "x" }, BAD_USAGE, "plugin new NAME DIR" },
        { { "tset" }, BAD_USAGE, "did you mean test?" },
        { { "test", "nosuch.so" }, FAILED, "cannot read nosuch.so: No such file" },
        { { "test", "." }, FAILED, "is no regular file" },
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        const char *arguments[9] = { CLAIMLINE, "plugin" };

        for (size_t k = 0; mistakes[i].arguments[k] != NULL; k++)
            arguments[2 + k] = mistakes[i].arguments[k];
        (void)cli_run_request(cli, &(const struct process_request){ .arguments = arguments });
        cli_expect(cli, mistakes[i].status, mistakes[i].text);
        assert_int_equal(cli->result.out.length, 0);
    }
}

static void settings_reach_the_plugin(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "plugin", "test", BAD "value.so", "--filter", "claims.one");
    cli_expect(cli, ALL_WRITTEN, NULL);
    (void)cli_run(cli, "plugin", "test", BAD "value.so", "--filter", "claims.one", "--set",
                  "order=date");
    cli_expect(cli, SOME_HELD, NULL);
    expect_out(cli, "claim() returned -2: not yet");
}

static void names_are_listed(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "plugin", "test", "--list");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect_out(cli, "process.clock ");
    expect_out(cli, "memory.many_claims ");
    (void)cli_run(cli, "plugin", "test", "--list", "--filter", "memory");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_int_equal(lines_of(cli->result.out), 2);
}

/* The random part is the same for a seed, and the seed is told. */
static void a_seed_gives_the_same_report(void **state)
{
    struct cli *cli = *state;
    char *first;

    (void)cli_run(cli, "plugin", "test", BAD "random.so", "--filter", "random", "--seed", "77");
    cli_expect(cli, SOME_HELD, NULL);
    expect_out(cli, "(seed 77)");
    first = strdup(cli->result.out.data);
    assert_non_null(first);
    (void)cli_run(cli, "plugin", "test", BAD "random.so", "--filter", "random", "--seed", "77");
    assert_string_equal(cli->result.out.data, first);
    free(first);
}

/* Also behind a store that crashed or left its files. */
static void nothing_is_left_behind(void **state)
{
    struct cli *cli = *state;
    char variable[FILES_PATH + 16];
    const char *const *arguments = CLI_ARGUMENTS("plugin", "test", BAD "store_left.so", "--filter",
                                                 "claims.one", "--filter", "store.untouched");
    const struct dirent *entry;
    DIR *folder;

    (void)snprintf(variable, sizeof(variable), "TMPDIR=%s", cli->folder);
    (void)cli_run_request(
        cli, &(const struct process_request){
                 .arguments = arguments, .environment = (const char *const[]){ variable, NULL } });
    cli_expect(cli, SOME_HELD, NULL);
    folder = opendir(cli->folder);
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.')
            fail_msg("%s is left", entry->d_name);
    }
    (void)closedir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(good_ones_pass),
        cli_test(failures_point_at_the_contract),
        cli_test(prints_are_kept_apart),
        cli_test(mistakes_are_told),
        cli_test(settings_reach_the_plugin),
        cli_test(names_are_listed),
        cli_test(a_seed_gives_the_same_report),
        cli_test(nothing_is_left_behind),
    };

    return cmocka_run_group_tests_name("conform", tests, NULL, NULL);
}
