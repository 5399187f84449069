/* test_rules.c - claimline rules: what is in force for a payer on a date. */
#include "cli.h"

#include <string.h>

static const char profiles[] = "[payer 60054]\n"
                               "extends = class medicare\n"
                               "source = contract of 2024\n"
                               "unit_rule from 2026-01-01 = full15\n"
                               "source unit_rule = amendment 3\n"
                               "caps = 97110 4\n"
                               "[profile texas]\n"
                               "same_day = pool\n";

static void expect(const struct cli *cli, const char *text)
{
    if (strstr(cli->result.out.data, text) == NULL)
        fail_msg("stdout lacks \"%s\":\n%.8000s", text, cli->result.out.data);
}

/* CMS wants CQ and CO from 2020 on. */
static void settings_have_dates(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "rules", "--class", "medicare", "--on", "2019-12-31");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "Payers of class medicare on 2019-12-31: profile medicare");
    expect(cli,
           "  assistant_modifiers   no\n                        [default] built-in payers.ini:");
    expect(cli, "Thresholds of 2019\n  PT+SLP                not known\n");
    (void)cli_run(cli, "rules", "--class", "Medicare", "--on", "2020-01-01");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "  assistant_modifiers   required\n                        from 2020-01-01, "
                "[class medicare] built-in payers.ini:");
    (void)cli_run(cli, "rules", "--class", "medicare", "--on", "2026-03-01");
    expect(cli, "  OT                    KX from 2,480.00, medical review from 3,000.00\n");
}

static void profile_of_a_payer(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "our.ini", profiles);
    (void)cli_run(cli, "rules", "--payers", "our.ini", "--payer", "60054", "--on", "2025-12-31");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli,
           "Payer 60054 on 2025-12-31: profile payer 60054, class medicare, found by payer_id");
    expect(cli, "  unit_rule             cms\n                        [class medicare] built-in");
    expect(cli, "  caps                  97110 4\n                        [payer 60054] our.ini:6; "
                "contract of 2024\n");
    (void)cli_run(cli, "rules", "--payers", "our.ini", "--payer", "60054", "--on", "2026-01-01");
    expect(cli, "  unit_rule             full15\n                        from 2026-01-01, "
                "[payer 60054] our.ini:4; amendment 3\n");
    (void)cli_run(cli, "rules", "--payers", "our.ini", "--payer", "60054", "--on", "2026-01-01",
                  "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "\"payer_id\": \"60054\",\n  \"payer_class\": \"medicare\",\n"
                "  \"profile\": \"payer 60054\",\n  \"found_by\": \"payer_id\"");
    expect(cli, "\"key\": \"unit_rule\",\n      \"value\": \"full15\",\n"
                "      \"from\": \"2026-01-01\",\n      \"section\": \"payer 60054\",\n"
                "      \"file\": \"our.ini\",\n      \"line\": 4,\n"
                "      \"source\": \"amendment 3\"\n");
    expect(cli, "\"disciplines\": \"OT\",\n      \"kx_cents\": 248000");
}

/* A payer that no profile names has that of its class. */
static void payer_of_a_class(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "rules", "--payer", "60054");
    cli_expect(cli, BAD_USAGE, "no profile names the payer 60054: state its --class too");
    (void)cli_run(cli, "rules", "--payer", "60054", "--class", "tricare", "--on", "2026-03-01");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "Payer 60054 on 2026-03-01: profile tricare, class tricare, found by payer_class");
}

static void all_profiles(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "our.ini", profiles);
    (void)cli_run(cli, "rules", "--payers", "our.ini", "--on", "2026-03-01");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "Profiles on 2026-03-01\n");
    expect(cli, "  class medicare                cms         merge     built-in payers.ini:");
    expect(cli, "  payer 60054                   full15      merge     our.ini:1\n");
    expect(cli, "  profile texas                 ama         pool      our.ini:7\n");
    (void)cli_run(cli, "rules", "--on", "2026-03-01", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "\"section\": \"default\",\n      \"unit_rule\": \"ama\"");
}

/* Tables that were named, with their quarters. */
static void tables_in_force(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "fees.csv", "code,amount\n97110,45.00\n");
    (void)cli_run(cli, "rules", "--on", "2026-03-01");
    expect(cli, "  codes                 built in\n  fees                  none (--fees)\n");
    expect(cli, "  edits                 none (--ncci, --mue)\n");
    (void)cli_run(cli, "rules", "--on", "2026-03-01", "--fees", "fees.csv", "--ncci",
                  SAMPLE_EDITS "/ncci-therapy-2024q3.txt", "--mue",
                  SAMPLE_EDITS "/mue-therapy-2024q3.csv");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "  fees                  fees.csv\n");
    expect(cli, "  ncci                  2024 Q3");
    expect(cli, "  mue                   2024 Q3");
}

/* A year that the built-in table lacks, and one that it has. */
static void thresholds_of_ones_own(void **state)
{
    struct cli *cli = *state;

    (void)cli_run(cli, "rules", "--on", "2099-03-01");
    expect(cli, "  thresholds            built in\n");
    expect(cli, "Thresholds of 2099\n  PT+SLP                not known\n");
    cli_write(cli, "kx.csv",
              "year,discipline_group,kx_amount,review_amount,source\n"
              "2099,PT+SLP,9000,9500,a letter\n2026,OT,2500,3000,\n");
    (void)cli_run(cli, "rules", "--on", "2099-03-01", "--thresholds", "kx.csv");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "  PT+SLP                KX from 9,000.00, medical review from 9,500.00\n"
                "                        kx.csv:2; a letter\n");
    expect(cli, "  OT                    not known\n");
    expect(cli, "  thresholds            kx.csv\n");
    (void)cli_run(cli, "rules", "--on", "2026-03-01", "--thresholds", "kx.csv", "--json");
    cli_expect(cli, ALL_WRITTEN, NULL);
    expect(cli, "\"kx_cents\": 250000,\n      \"review_cents\": 300000,\n"
                "      \"source\": \"kx.csv:3\"");
    cli_write(cli, "kx.csv", "year,group,kx_amount,review_amount\n");
    (void)cli_run(cli, "rules", "--thresholds", "kx.csv");
    cli_expect(cli, BAD_USAGE, "kx.csv:1: discipline_group: the column is missing");
}

static void bad_usage(void **state)
{
    static const struct {
        const char *arguments[4];
        const char *says;
    } cases[] = {
        { { "60054" }, "rules takes options alone" },
        { { "--class", "medicar" }, "there is no payer class medicar; did you mean medicare" },
        { { "--class", "hmo" }, "there is no payer class hmo" },
        { { "--class", "medicare", "--on", "2026-02-30" }, "--on: a date is expected" },
        { { "--on", "soon" }, "--on: a date is expected" },
        { { "--payers", "nosuch.ini" }, "nosuch.ini" },
        { { "--date", "2026-01-01" }, "there is no option --date" },
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *arguments[8] = { CLAIMLINE, "rules" };

        memcpy(arguments + 2, cases[i].arguments, sizeof(cases[i].arguments));
        (void)cli_run_request(cli, &(const struct process_request){ .arguments = arguments });
        cli_expect(cli, BAD_USAGE, cases[i].says);
        assert_int_equal(cli->result.out.length, 0);
    }
    (void)cli_run_request(cli, &(const struct process_request){ .arguments = CLI_ARGUMENTS("rules"),
                                                                .output_path = "/dev/full" });
    cli_expect(cli, FAILED, "cannot write to standard output");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(settings_have_dates), cli_test(profile_of_a_payer),
        cli_test(payer_of_a_class),    cli_test(all_profiles),
        cli_test(tables_in_force),     cli_test(thresholds_of_ones_own),
        cli_test(bad_usage),
    };

    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
