/* test_privacy.c - what is told of a record: session_id, payer_id and code, and no other value. */
#include "cli.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

/* Mistakes that may stand in any column; the token is looked for afterwards. */
static const char *const bad_values[] = {
    "Zebrowski-Quandt",
    "1399777",
    "1931-02-31",
    "-1399777",
    "caf\xe9 Zebrowski-Quandt",
    "Zebrowski\x1b[1m-Quandt",
    "Zebrowski-Quandt;Zebrowski-Quandt",
    "\"Zebrowski-Quandt\nof the second line\"",
    "Zebrowski\"Quandt",
    "\"Zebrowski-Quandt",
    "Zebrowski-Quandt,x",
    "",
};

/* Parts of them, and usual values of the sheet. The wrong names, numbers and dates; and
 * what every row holds. */
static const char *const secrets[] = {
    "Zebrowski",   "Quandt",      "second line", "1399",
    "1931-02-31",  "1931-07-19",  "1933-11-28",  "PID-Wolverhampstead",
    "Quillibrand", "Zebedee",     "Oxentiel",    "Nightjar",
    "Umberlow",    "58377",       "555-0177",    "Wexcombe",
    "88123",       "Tarnmoor",    "57788",       "XQ77",
    "GRP-66172",   "Vexelmann",   "Ottoline",    "Nightingale",
    "Umberhigh",   "59001",       "AUTH-551287", "REFER-883145",
    "PCN-20177",   "21.37",       "FAC-3391",    "Larkspur",
    "1999000015",  "Harrowgate",  "Imogen",      "225100000X",
    "ASST-7741",   "2999000013",  "98-7654321",  "261QP2000X",
    "Billingford", "82001",       "555-0142",    "1999000908",
    "Fennimore",   "Dashiell",    "M53.86",      "G47.63",
    "1388",        "2026-01-1",   "2026-12-21",  "PCC-90210",
    "45.67",       "lumbosacral", "eccentric",   "stairs",
    "fatigued",    "bruxism",     "confidence",
};

static bool may_be_told(const char *column)
{
    static const char *const told[] = { "session_id", "payer_id", "code" };

    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
        if (strcmp(column, told[i]) == 0)
            return true;
    }
    return false;
}

/* Every bad value in every column, a session each: first, second or only row of it. */
static void write_mistakes(FILE *file, size_t kind)
{
    char id[32];

    sheet_header(file);
    for (size_t i = 0; i < sheet_column_count(); i++) {
        const char *column = sheet_column(i);
        const struct cell cell = { column, bad_values[kind] };

        if (may_be_told(column))
            continue;
        (void)snprintf(id, sizeof(id), "SID-%zu", i);
        if (i % 3 == 0)
            sheet_row(file, id, NULL, 0);
        sheet_row(file, id, &cell, 1);
        if (i % 3 == 1)
            sheet_row(file, id, NULL, 0);
    }
}

static void expect_no_secret(const char *what, struct bytes text)
{
    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
        const char *at = memmem(text.data, text.length, secrets[i], strlen(secrets[i]));
        const char *line = at;

        if (at == NULL)
            continue;
        while (line > text.data && line[-1] != '\n')
            line--;
        fail_msg("%s tells \"%s\": %.*s", what, secrets[i], (int)strcspn(line, "\n"), line);
    }
}

static void convert_and_search(struct cli *cli)
{
    struct bytes findings;

    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv:out.csv",
                  "--findings", "f.json");
    expect_no_secret("convert", cli->result.err);
    if (cli_exists(cli, "f.json")) {
        findings = cli_read(cli, "f.json");
        assert_true(findings.length > 0);
        expect_no_secret("--findings", findings);
        free(findings.data);
    }
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30");
    expect_no_secret("check", cli->result.err);
    assert_true(cli->result.err.length > 0);
}

static void mistakes_in_any_column(void **state)
{
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(bad_values) / sizeof(bad_values[0]); i++) {
        FILE *file = cli_open(cli, "in.csv");

        write_mistakes(file, i);
        (void)fclose(file);
        convert_and_search(cli);
    }
}

/* A note with a line break that is not quoted: what stands behind it begins a row, and
 * its first cell is no session_id. */
static void second_half_of_a_note(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");
    const struct cell broken = { "note", "told in\nconfidence by Zebrowski, and more\nQuandt" };
    const struct cell quote = { "note", "told \"in\nconfidence\", by Zebrowski" };

    sheet_header(file);
    sheet_row(file, "S1", NULL, 0);
    sheet_row(file, "S2", &broken, 1);
    sheet_row(file, "S3", &quote, 1);
    sheet_row(file, "S4", NULL, 0);
    (void)fclose(file);
    convert_and_search(cli);
}

/* The first cell is missing: the name that slips into its place is no session_id. */
static void row_without_its_first_cell(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv",
              "session_id,patient_last_name,service_date,patient_id,payer_id,payer_class,"
              "rendering_npi,diagnoses,code,minutes\n"
              "S1,x,2026-05-20,x,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"
              "Zebrowski,2026-05-20,x,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"
              "S2,x,2026-05-20,x,BLUEFIN,commercial,1999000015,M54.50,97110,30\n");
    convert_and_search(cli);
    cli_expect(cli, SOME_HELD, "in.csv:3");
}

/* Without a header the first line is a patient's. */
static void no_header(void **state)
{
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    sheet_row(file, "S1", NULL, 0);
    sheet_row(file, "S2", NULL, 0);
    (void)fclose(file);
    convert_and_search(cli);
    cli_expect(cli, FAILED, "in.csv:1");
}

/* Warnings and infos tell no more than errors. */
static void remarks(void **state)
{
    static const struct cell cells[][3] = {
        { { "payer_class", "medicare" }, { "referring_npi", "" }, { "units", "7" } },
        { { "related_cause", "auto" }, { "accident_date", "" }, { "unit_charge", "" } },
        { { "claim_frequency", "7" }, { "payer_control_number", "" }, { "minutes", "3" } },
        { { "modifiers", "59;XS" }, { "discipline", "" }, { "place_of_service", "" } },
    };
    static const struct cell second[] = { { "note", "Zebrowski" },
                                          { "region", "Quandt" },
                                          { "unit_charge", "13.99" },
                                          { "rendering_npi", "1999000908" } };
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    sheet_header(file);
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        char id[8];

        (void)snprintf(id, sizeof(id), "S%zu", i);
        sheet_row(file, id, cells[i], 3);
    }
    sheet_row(file, "LAST", NULL, 0);
    sheet_row(file, "LAST", second, 4);
    (void)fclose(file);
    convert_and_search(cli);
    cli_expect(cli, ALL_WRITTEN, "[service.differs]");
    cli_expect(cli, ALL_WRITTEN, "[provider.several]");
    cli_expect(cli, ALL_WRITTEN, "[accident.missing]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(mistakes_in_any_column),
        cli_test(second_half_of_a_note),
        cli_test(row_without_its_first_cell),
        cli_test(no_header),
        cli_test(remarks),
    };

    return cmocka_run_group_tests_name("privacy", tests, NULL, NULL);
}
