/* test_usage.c - bad command lines: status 2, and a message that names the thing. */
#include "cli.h"
#include "sheet.h"

#include <string.h>

enum { MOST_ARGUMENTS = 12 };

/* Arguments that are refused before anything is read, and what stderr says. */
static const struct usage {
    const char *arguments[MOST_ARGUMENTS];
    const char *says[3];
} mistakes[] = {
    { { NULL }, { "a command is expected", "convert", "plugin" } },
    { { "convret" }, { "convret", "did you mean convert" } },
    { { "xyzzy" }, { "there is no command xyzzy" } },
    { { "help", "chek" }, { "chek", "did you mean check" } },
    { { "convert" }, { "INPUT" } },
    { { "check" }, { "INPUT" } },
    { { "convert", "in.csv" }, { "--to" } },
    { { "convert", "in.csv", "--to", "csv", "--hled", "x" }, { "--hled", "did you mean --held" } },
    { { "convert", "in.csv", "--to", "csv", "--zzzzzz" }, { "there is no option --zzzzzz" } },
    { { "convert", "in.csv", "--to", "csv", "-x" }, { "no option", "-x" } },
    { { "convert", "in.csv", "--to", "csv", "--threads", "0" }, { "--threads" } },
    { { "convert", "in.csv", "--to" }, { "--to needs a value" } },
    { { "convert", "in.csv", "--to", "csv", "--date" }, { "--date needs a value" } },
    { { "convert", "in.csv", "--to", "csv", "--quiet=yes" }, { "--quiet takes no value" } },
    { { "convert", "in.csv", "--to", ":x" }, { "--to", "plugin" } },
    { { "convert", "in.csv", "--to", "nosuch:x" }, { "nosuch", "csv", "xml" } },
    { { "convert", "in.csv", "--set", "header=no", "--to", "csv" }, { "--set", "--to" } },
    { { "convert", "in.csv", "--only", "codes=97110", "--to", "csv" }, { "--only", "--to" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "colour=red" },
      { "colour", "columns", "newline" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "newline" }, { "--set", "KEY=VALUE" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "newline=cr" }, { "newline", "cr", "lf" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "header=perhaps" }, { "header", "perhaps" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "delimiter=ab" }, { "delimiter" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "delimiter=a" }, { "delimiter" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "columns=code,nosuch" }, { "columns" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "columns=code,code" },
      { "columns", "twice" } },
    { { "convert", "in.csv", "--to", "csv", "--set", "bom=yes", "--set", "bom=no" },
      { "bom", "twice" } },
    { { "convert", "in.csv", "--to", "xml", "--set", "indent=9" }, { "indent", "9", "0 to 8" } },
    { { "convert", "in.csv", "--to", "text", "--set", "width=89" }, { "width", "89" } },
    { { "convert", "in.csv", "--to", "csv", "--only", "colour=red" }, { "--only", "codes=" } },
    { { "convert", "in.csv", "--to", "csv", "--only", "codes=9711" }, { "--only", "codes" } },
    { { "convert", "in.csv", "--to", "csv", "--only", "codes=97110+" }, { "--only", "codes" } },
    { { "convert", "in.csv", "--to", "csv", "--only", "payers=" }, { "--only", "payer" } },
    { { "convert", "in.csv", "--to", "csv", "--to", "xml" }, { "standard output" } },
    { { "convert", "in.csv", "--to", "csv", "--to", "text:-" }, { "standard output" } },
    { { "convert", "in.csv", "--to", "csv", "--held", "-" }, { "standard output" } },
    { { "convert", "in.csv", "--to", "csv:a.csv", "--to", "xml:a.csv" }, { "a.csv", "same" } },
    { { "convert", "in.csv", "--to", "csv:a.csv", "--to", "xml:./a.csv" }, { "a.csv", "same" } },
    { { "convert", "in.csv", "--to", "csv:a.csv", "--held", "a.csv" }, { "a.csv", "same" } },
    { { "convert", "in.csv", "--to", "csv:a.csv", "--findings", "b", "--summary", "b" },
      { "same", ": b" } },
    { { "convert", "in.csv", "--to", "csv:in.csv" }, { "in.csv", "input", "output" } },
    { { "convert", "in.csv", "--to", "csv:./in.csv" }, { "in.csv", "input", "output" } },
    { { "convert", "in.csv", "--to", "csv:out.csv", "--held", "in.csv" }, { "in.csv", "input" } },
    { { "convert", "in.csv", "--to", "csv:{code}/a.csv" }, { "{code}", "folder" } },
    { { "convert", "in.csv", "--to", "csv:{date}/{code}.csv" }, { "{date}", "folder" } },
    { { "convert", "in.csv", "--to", "csv:{code}-{code}.csv" }, { "placeholder", "twice" } },
    { { "convert", "in.csv", "--to", "csv:{payer}{code}{payer}.csv" }, { "twice" } },
    { { "convert", "in.csv", "--to", "csv:{patient}.csv" }, { "{patient}", "{payer}" } },
    { { "convert", "in.csv", "--to", "csv:a", "--held", "{input}/h.csv" }, { "{input}" } },
    { { "convert", "in.csv", "--to", "csv", "--date", "2026-02-30" }, { "--date" } },
    { { "convert", "in.csv", "--to", "csv", "--date", "today" }, { "--date" } },
    { { "convert", "in.csv", "--to", "csv", "--date", "" }, { "--date" } },
    { { "convert", "in.csv", "--to", "csv", "--date", "2026-06-30", "--date", "2026-06-30" },
      { "--date", "twice" } },
    { { "convert", "in.csv", "--to", "csv", "--held", "a", "--held", "b" }, { "--held", "twice" } },
    { { "convert", "in.csv", "--to", "csv", "--control-number", "0" }, { "--control-number" } },
    { { "convert", "in.csv", "--to", "csv", "--control-number", "1000000000" },
      { "--control-number" } },
    { { "convert", "in.csv", "--to", "csv", "--codes", "nosuch.csv" }, { "nosuch.csv" } },
    { { "convert", "in.csv", "--to", "csv", "--plugin-dir", "nosuch" }, { "nosuch" } },
    { { "convert", "-", "-", "--to", "csv" }, { "(-)", "once" } },
    { { "convert", ".", "--to", "csv:in.csv" }, { "in.csv", "input" } },
    { { "check", "in.csv", "--to", "csv" }, { "--to" } },
    { { "check", "in.csv", "--date", "2026-13-01" }, { "--date" } },
    { { "codes", "97110", "97140" }, { "one CODE" } },
    { { "codes", "99999" }, { "99999" } },
    { { "codes", "97110X" }, { "97110X" } },
    { { "plugin" }, { "plugin list", "plugin show" } },
    { { "plugin", "show" }, { "plugin show NAME" } },
    { { "plugin", "show", "nosuch" }, { "nosuch", "csv" } },
    { { "plugin", "lsit" }, { "plugin list" } },
    { { "plugin", "list", "x", "y" }, { "plugin list" } },
};

static void write_input(const struct cli *cli)
{
    cli_write(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1"));
}

static void check_mistake(struct cli *cli, const struct usage *usage)
{
    const char *arguments[MOST_ARGUMENTS + 2] = { CLAIMLINE };

    memcpy(arguments + 1, usage->arguments, sizeof(usage->arguments));
    (void)cli_run_request(cli, &(const struct process_request){ .arguments = arguments });
    print_message("  %s\n", cli->result.err.data);
    for (size_t i = 0; i < 3 && usage->says[i] != NULL; i++)
        cli_expect(cli, BAD_USAGE, usage->says[i]);
    assert_int_equal(cli->result.out.length, 0);
    assert_int_equal(folder_count(cli->folder), 1);
    cli_expect_file(cli, "in.csv", SHORT_HEADER SHORT_ROW("S1"));
}

static void mistakes_are_named(void **state)
{
    write_input(*state);
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
        check_mistake(*state, &mistakes[i]);
}

/* Control characters of an argument do not reach the terminal. */
static void arguments_are_escaped(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "con\x1b[31mvert");
    cli_expect(cli, BAD_USAGE, "con\\x1b[31mvert");
    (void)cli_run(cli, "convert", "a.csv", "--to", "c\x07sv:x");
    cli_expect(cli, BAD_USAGE, "c\\x07sv");
    (void)cli_run(cli, "convert", "a.csv", "--to", "csv", "--o\x1bops");
    cli_expect(cli, BAD_USAGE, "--o\\x1bops");
    (void)cli_run(cli, "convert", "a\x1b]0;.csv", "--to", "csv");
    cli_expect(cli, FAILED, "a\\x1b]0;.csv");
}

static void folder_without_exports(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, ".hidden.csv", SHORT_HEADER);
    cli_write(cli, "notes.doc", "x");
    (void)cli_run(cli, "convert", cli->folder, "--to", "csv");
    cli_expect(cli, BAD_USAGE, "holds no .csv");
}

static void operands_behind_two_dashes(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "--to", SHORT_HEADER SHORT_ROW("S1"));
    (void)cli_run(cli, "check", "--date=2026-06-30", "--", "--to");
    cli_expect(cli, ALL_WRITTEN, "--to:2");
}

static void help_is_no_mistake(void **state)
{
    static const char *const words[][3] = {
        { "help", NULL, "Commands:" },
        { "--help", NULL, "Commands:" },
        { "-h", NULL, "Commands:" },
        { "help", "convert", "--summary FILE" },
        { "help", "check", "--codes FILE" },
        { "help", "codes", "claimline codes [CODE]" },
        { "help", "plugin", "claimline plugin show NAME" },
        { "convert", "--help", "--set KEY=VALUE" },
        { "check", "--help", "Exit status" },
        { "codes", "-h", "Usage:" },
        { "plugin", "--help", "CLAIMLINE_PLUGIN_PATH" },
        { "--version", NULL, "claimline " },
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        (void)cli_run(cli, words[i][0], words[i][1]);
        cli_expect(cli, ALL_WRITTEN, NULL);
        assert_int_equal(cli->result.err.length, 0);
        assert_non_null(strstr(cli->result.out.data, words[i][2]));
    }
}

static void help_to_a_full_device(void **state)
{
    struct cli *cli = *state;

    (void)cli_run_request(
        cli, &(const struct process_request){ .arguments = CLI_ARGUMENTS("help", "convert"),
                                              .output_path = "/dev/full" });
    cli_expect(cli, FAILED, "standard output");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(mistakes_are_named),     cli_test(arguments_are_escaped),
        cli_test(folder_without_exports), cli_test(operands_behind_two_dashes),
        cli_test(help_is_no_mistake),     cli_test(help_to_a_full_device),
    };

    return cmocka_run_group_tests_name("usage", tests, NULL, NULL);
}
