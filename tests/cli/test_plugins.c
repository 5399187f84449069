/* test_plugins.c - where plugins are found, what is shown of them, and what is refused. */
#include "cli.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONVERT_TO(to) "convert", "in.csv", "--date", "2026-06-30", "--to", to

static void copy(const struct cli *cli, const char *module, const char *name)
{
    char path[FILES_PATH];
    struct bytes bytes;

    path_join(path, MODULES, module);
    bytes = file_read(path);
    assert_non_null(bytes.data);
    cli_write_bytes(cli, name, bytes.data, bytes.length);
    free(bytes.data);
}

/* A folder `plugins` that holds `module` under that name. */
static void give_plugin(const struct cli *cli, const char *module)
{
    char path[FILES_PATH];
    char name[128];

    path_join(path, cli->folder, "plugins");
    assert_int_equal(mkdir(path, 0755), 0);
    (void)snprintf(name, sizeof(name), "plugins/%s", module);
    copy(cli, module, name);
    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1"));
}

static void set_mode(const struct cli *cli, const char *name, mode_t mode)
{
    char path[FILES_PATH];

    path_join(path, cli->folder, name);
    assert_int_equal(chmod(path, mode), 0);
}

static void expect_out(const struct cli *cli, const char *text)
{
    if (strstr(cli->result.out.data, text) == NULL)
        fail_msg("stdout lacks \"%s\":\n%s", text, cli->result.out.data);
}

static void own_plugins_are_listed(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "plugin", "list");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect_out(cli, "csv ");
    expect_out(cli, "text ");
    expect_out(cli, "xml ");
    assert_null(strstr(cli->result.out.data, "refused"));
}

static void show_tells_settings(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "plugin", "show", "csv");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect_out(cli, "newline  (lf|crlf; default: lf)");
    expect_out(cli, "spreadsheet_safe");
    expect_out(cli, "csv.so");
    (void)cli_run(cli, "plugin", "show", "xml");
    expect_out(cli, "indent  (0 to 8; default: 2)");
}

static void folder_of_the_option(void **state)
{
    struct cli *cli = *state;

    give_plugin(cli, "good_min.so");
    (void)cli_run(cli, "plugin", "show", "good-min", "--plugin-dir", "plugins");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect_out(cli, "It has no settings");
    (void)cli_run(cli, CONVERT_TO("good-min"), "--plugin-dir", "plugins");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, "S1\n");
    (void)cli_run(cli, CONVERT_TO("good-min"));
    cli_expect(cli, BAD_USAGE, "no plugin is named good-min");
    (void)cli_run(cli, CONVERT_TO("good-min"), "--plugin-dir", "plugins", "--set", "x=1");
    cli_expect(cli, BAD_USAGE, "it has none at all");
}

static int run_with_path(struct cli *cli, const char *path, const char *const *arguments)
{
    return cli_run_request(
        cli, &(const struct process_request){ .arguments = arguments,
                                              .environment = (const char *const[]){ path, NULL } });
}

static void folders_of_the_environment(void **state)
{
    struct cli *cli = *state;
    const char *const *arguments = CLI_ARGUMENTS(CONVERT_TO("good-min"));
    char path[2 * FILES_PATH];

    give_plugin(cli, "good_min.so");
    (void)snprintf(path, sizeof(path), "CLAIMLINE_PLUGIN_PATH=%s/plugins", cli->folder);
    (void)run_with_path(cli, path, arguments);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, "S1\n");
    /* One that is not there is no mistake: the path may be set for all users. */
    (void)snprintf(path, sizeof(path), "CLAIMLINE_PLUGIN_PATH=/nosuch::%s/plugins:", cli->folder);
    (void)run_with_path(cli, path, arguments);
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, "S1\n");
    (void)run_with_path(cli, "CLAIMLINE_PLUGIN_PATH=plugins", arguments);
    cli_expect(cli, ALL_WRITTEN, NULL);
    /* An empty one is not the working folder: that is nobody's choice. */
    (void)run_with_path(cli, "CLAIMLINE_PLUGIN_PATH=:", arguments);
    cli_expect(cli, BAD_USAGE, "no plugin is named good-min");
}

static void first_of_a_name_wins(void **state)
{
    struct cli *cli = *state;

    give_plugin(cli, "good_min.so");
    copy(cli, "good_min.so", "plugins/another.so");
    (void)cli_run(cli, "plugin", "list", "--plugin-dir", "plugins");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect_out(cli, "claim ids (hidden by one before it)");
    (void)cli_run(cli, "plugin", "show", "good-min", "--plugin-dir", "plugins");
    expect_out(cli, "another.so");
}

/* Refused where it is listed, and named where it is meant; the rest goes on. */
static void refusals(void **state)
{
    static const struct {
        const char *module;
        const char *why;
    } bad[] = {
        { "no_symbol.so", "not a claimline plugin (no cl_module_v1)" },
        { "other_generation.so", "another generation" },
        { "small_module.so", "bytes, generation 1 has" },
        { "small_plugin.so", "bytes, generation 1 has" },
        { "small_encoder.so", "bytes, generation 1 has" },
        { "bad_stride.so", "bytes apart, generation 1 has" },
        { "null_module.so", "returns nothing" },
        { "no_plugins.so", "holds no plugin" },
        { "no_encoder.so", "has no encoder" },
        { "no_claim.so", "writes no claims" },
        { "bad_name.so", "Bad Name" },
        { "bad_option.so", "default" },
        { "bad_offset.so", "outside the state" },
        { "unresolved.so", "cannot be loaded" },
    };
    struct cli *cli = *state;

    give_plugin(cli, "good_min.so");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        copy(cli, bad[i].module, "plugins/wanted.so");
        (void)cli_run(cli, "plugin", "list", "--plugin-dir", "plugins");
        cli_expect(cli, ALL_WRITTEN, NULL);
        expect_out(cli, "wanted.so: ");
        expect_out(cli, bad[i].why);
        expect_out(cli, "good-min");
        (void)cli_run(cli, CONVERT_TO("wanted"), "--plugin-dir", "plugins");
        cli_expect(cli, BAD_USAGE, "wanted.so was refused: ");
        cli_expect(cli, BAD_USAGE, bad[i].why);
    }
}

static void files_that_are_no_modules(void **state)
{
    struct cli *cli = *state;

    give_plugin(cli, "good_min.so");
    cli_write(cli, "plugins/wanted.so", "#!/bin/sh\n");
    (void)cli_run(cli, "plugin", "list", "--plugin-dir", "plugins");
    expect_out(cli, "cannot be loaded");
    cli_write(cli, "plugins/wanted.so", "");
    (void)cli_run(cli, "plugin", "show", "wanted", "--plugin-dir", "plugins");
    cli_expect(cli, BAD_USAGE, "cannot be loaded");
}

static void world_writable_is_refused(void **state)
{
    struct cli *cli = *state;

    give_plugin(cli, "good_min.so");
    set_mode(cli, "plugins/good_min.so", 0646);
    (void)cli_run(cli, CONVERT_TO("good-min"), "--plugin-dir", "plugins");
    cli_expect(cli, BAD_USAGE, "the file is world-writable");
    set_mode(cli, "plugins/good_min.so", 0644);
    set_mode(cli, "plugins", 0757);
    (void)cli_run(cli, CONVERT_TO("good-min"), "--plugin-dir", "plugins");
    cli_expect(cli, BAD_USAGE, "its folder is world-writable");
    set_mode(cli, "plugins", 0755);
    (void)cli_run(cli, CONVERT_TO("good-min"), "--plugin-dir", "plugins");
    cli_expect(cli, ALL_WRITTEN, NULL);
}

/* What stands in a folder that anybody writes to was put there by anybody, wherever it
 * leads. */
static void link_in_a_world_writable_folder_is_refused(void **state)
{
    struct cli *cli = *state;
    char path[FILES_PATH];

    give_plugin(cli, "good_min.so");
    path_join(path, cli->folder, "open");
    assert_int_equal(mkdir(path, 0755), 0);
    path_join(path, cli->folder, "open/good-min.so");
    assert_int_equal(symlink("../plugins/good_min.so", path), 0);
    (void)cli_run(cli, CONVERT_TO("good-min"), "--plugin-dir", "open");
    cli_expect(cli, ALL_WRITTEN, NULL);
    set_mode(cli, "open", 0757);
    (void)cli_run(cli, CONVERT_TO("good-min"), "--plugin-dir", "open");
    cli_expect(cli, BAD_USAGE, "world-writable");
    assert_int_equal(cli->result.out.length, 0);
    (void)cli_run(cli, "plugin", "list", "--plugin-dir", "open");
    expect_out(cli, "good-min.so: ");
    expect_out(cli, "world-writable");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(own_plugins_are_listed),
        cli_test(show_tells_settings),
        cli_test(folder_of_the_option),
        cli_test(folders_of_the_environment),
        cli_test(first_of_a_name_wins),
        cli_test(refusals),
        cli_test(files_that_are_no_modules),
        cli_test(world_writable_is_refused),
        cli_test(link_in_a_world_writable_folder_is_refused),
    };

    return cmocka_run_group_tests_name("plugins", tests, NULL, NULL);
}
