/* test_same.c - same input, same options, same bytes; and what decides which day today is. */
#include "cli.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#define REST ",A-17,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"

static const char *const outputs[] = { "o.csv",       "o.xml", "o.txt",  "c-97110.csv",
                                       "c-97140.csv", "h.csv", "f.json", "s.json" };

enum { OUTPUTS = sizeof(outputs) / sizeof(outputs[0]) };

static int run_with(struct cli *cli, const char *const *environment, const char *const *arguments)
{
    return cli_run_request(
        cli, &(const struct process_request){ .arguments = arguments, .environment = environment });
}

/* Words in both cases: a Turkish I is no ASCII I. */
static void write_input(const struct cli *cli)
{
    static const struct cell cells[][3] = {
        { { "payer_class", "MEDICARE" }, { "payer_id", "MCR" }, { "minutes", "23" } },
        { { "payer_class", "Commercial" }, { "code", "97140" }, { "discipline", "pt" } },
        { { "payer_class", "medicaid" },
          { "relationship", "SPOUSE" },
          { "note", "\xc4\xb0\xc4\xb1" } },
        { { "status", "UNSIGNED" }, { "note", "" }, { "minutes", "" } },
        { { "payer_class", "medicaide" }, { "note", "" }, { "region", "" } },
    };
    FILE *file = cli_open(cli, "in.csv");

    sheet_header(file);
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        char id[8];

        (void)snprintf(id, sizeof(id), "S%zu", i);
        sheet_row(file, id, cells[i], 3);
    }
    (void)fclose(file);
}

static void convert(struct cli *cli, const char *const *environment)
{
    (void)run_with(cli, environment,
                   CLI_ARGUMENTS("convert", "in.csv", "--date", "2026-06-30", "--to", "csv:o.csv",
                                 "--to", "xml:o.xml", "--set", "details=all", "--to", "text:o.txt",
                                 "--to", "csv:c-{code}.csv", "--replace", "--held", "h.csv",
                                 "--findings", "f.json", "--summary", "s.json"));
    cli_expect(cli, SOME_HELD, "3 accepted, 1 held, 1 skipped");
}

static void surroundings_do_not_matter(void **state)
{
    static const char *const variants[][3] = {
        { NULL },
        { "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8" },
        { "LC_ALL=de_DE.UTF-8", "LC_NUMERIC=de_DE.UTF-8" },
        { "LC_ALL=C" },
        { "TZ=Pacific/Kiritimati" },
        { "TZ=America/Adak" },
        { "TZ=:nonsense", "COLUMNS=20" },
        { "MALLOC_PERTURB_=165" },
    };
    struct cli *cli = *state;
    struct bytes first[OUTPUTS];
    char *said;

    write_input(cli);
    convert(cli, NULL);
    said = strdup(cli->result.err.data);
    for (size_t i = 0; i < OUTPUTS; i++)
        first[i] = cli_read(cli, outputs[i]);
    for (size_t v = 0; v < sizeof(variants) / sizeof(variants[0]); v++) {
        convert(cli, variants[v]);
        assert_string_equal(cli->result.err.data, said);
        for (size_t i = 0; i < OUTPUTS; i++)
            cli_expect_file(cli, outputs[i], first[i].data);
    }
    for (size_t i = 0; i < OUTPUTS; i++)
        free(first[i].data);
    free(said);
}

/* A pipe gives the same as a file, but for the path that is named. */
static void pipe_or_file(void **state)
{
    struct cli *cli = *state;
    struct bytes input;
    struct bytes lines;

    write_input(cli);
    convert(cli, NULL);
    input = cli_read(cli, "in.csv");
    lines = cli_read(cli, "o.csv");
    (void)cli_run_request(
        cli, &(const struct process_request){
                 .arguments = CLI_ARGUMENTS("convert", "-", "--date", "2026-06-30", "--to", "csv"),
                 .input = input.data,
                 .input_size = input.length });
    cli_expect(cli, SOME_HELD, "-:6: error: ");
    assert_string_equal(cli->result.out.data, lines.data);
    free(input.data);
    free(lines.data);
}

/* Today: --date, else SOURCE_DATE_EPOCH (UTC, whatever the zone), else the clock. */
static void which_day_is_today(void **state)
{
    static const struct {
        const char *date;
        const char *epoch;
        const char *zone;
        int status;
    } days[] = {
        { "--date=2026-05-20", NULL, NULL, ALL_WRITTEN },
        { "--date=2026-05-19", NULL, NULL, SOME_HELD },
        /* The last second of 2026-05-19, and the first of the next day. */
        { NULL, "SOURCE_DATE_EPOCH=1779235199", "TZ=UTC", SOME_HELD },
        { NULL, "SOURCE_DATE_EPOCH=1779235200", "TZ=UTC", ALL_WRITTEN },
        { NULL, "SOURCE_DATE_EPOCH=1779235199", "TZ=Pacific/Kiritimati", SOME_HELD },
        { NULL, "SOURCE_DATE_EPOCH=1779235200", "TZ=America/Adak", ALL_WRITTEN },
        { "--date=2026-05-19", "SOURCE_DATE_EPOCH=1779235200", "TZ=UTC", SOME_HELD },
        { "--date=2026-05-20", "SOURCE_DATE_EPOCH=0", "TZ=UTC", ALL_WRITTEN },
        { NULL, "SOURCE_DATE_EPOCH=soon", "TZ=UTC", BAD_USAGE },
        { NULL, "SOURCE_DATE_EPOCH=-1", "TZ=UTC", BAD_USAGE },
        { NULL, "SOURCE_DATE_EPOCH=99999999999999", "TZ=UTC", BAD_USAGE },
    };
    struct cli *cli = *state;

    cli_write(cli, "in.csv", SHORT_HEADER "S1,2026-05-20" REST);
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        const char *const environment[] = { days[i].epoch, days[i].zone, NULL };

        (void)run_with(cli, environment, CLI_ARGUMENTS("check", "in.csv", days[i].date));
        cli_expect(cli, days[i].status,
                   days[i].status == SOME_HELD   ? "in.csv:2: error: "
                   : days[i].status == BAD_USAGE ? "claimline: "
                                                 : NULL);
        if (days[i].status == SOME_HELD)
            cli_expect(cli, SOME_HELD, "[date.future]");
    }
}

/* A clinic's day ends at its own midnight; a session of tomorrow is always too early. */
static void clock_decides_without_a_date(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv", SHORT_HEADER "S1,2199-12-31" REST);
    (void)cli_run(cli, "check", "in.csv");
    cli_expect(cli, SOME_HELD, "[date.future]");
    cli_write(cli, "in.csv", SHORT_HEADER "S1,2024-02-29" REST);
    (void)cli_run(cli, "check", "in.csv");
    cli_expect(cli, ALL_WRITTEN, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(surroundings_do_not_matter),
        cli_test(pipe_or_file),
        cli_test(which_day_is_today),
        cli_test(clock_decides_without_a_date),
    };

    return cmocka_run_group_tests_name("same", tests, NULL, NULL);
}
