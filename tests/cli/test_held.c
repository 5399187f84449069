/* test_held.c - one mistake in the fields of a session: that session is held, and no other. */
#include "cli.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 4 };

static const struct mistake {
    const char *id;
    struct cell cells[MOST_CELLS];
} mistakes[] = {
    { "assistant.minutes", { { "assistant_minutes", "1400" } } },
    { "charge.disagrees", { { "units", "2" }, { "line_charge", "10.00" } } },
    { "charge.division", { { "units", "3" }, { "line_charge", "10.00" } } },
    { "charge.units", { { "line_charge", "10.00" } } },
    { "code.discipline", { { "code", "97161" }, { "discipline", "OT" } } },
    { "code.form", { { "code", "9711" } } },
    { "code.form", { { "code", "971100" } } },
    { "code.form", { { "code", "97-10" } } },
    { "code.unknown", { { "code", "99999" } } },
    { "date.form", { { "service_date", "2026-02-30" } } },
    { "date.form", { { "service_date", "2026-02-29" } } },
    { "date.form", { { "service_date", "2100-02-29" } } },
    { "date.form", { { "service_date", "2026-00-10" } } },
    { "date.form", { { "service_date", "2026-13-10" } } },
    { "date.form", { { "service_date", "2026-04-31" } } },
    { "date.form", { { "service_date", "2026-5-2" } } },
    { "date.form", { { "service_date", "05/20/2026" } } },
    { "date.form", { { "service_date", "20260520" } } },
    { "date.form", { { "patient_birth_date", "1931-06-31" } } },
    { "date.form", { { "onset_date", "soon" } } },
    { "date.form", { { "accident_date", "2026-02-30" } } },
    { "date.future", { { "service_date", "2026-07-01" } } },
    { "date.future", { { "service_date", "2062-05-20" } } },
    { "diagnosis.count",
      { { "diagnoses", "A01;A02;A03;A04;A05;A06;A07;A08;A09;B01;B02;B03;B04" } } },
    { "diagnosis.form", { { "diagnoses", "low back pain" } } },
    { "diagnosis.form", { { "diagnoses", "M54.50;54.5" } } },
    { "diagnosis.form", { { "diagnoses", "M54.50;M5" } } },
    { "diagnosis.repeated", { { "diagnoses", "M54.50;R26.89;m5450" } } },
    { "field.required", { { "service_date", "" } } },
    { "field.required", { { "patient_id", "" } } },
    { "field.required", { { "payer_id", "  " } } },
    { "field.required", { { "payer_class", "" } } },
    { "field.required", { { "rendering_npi", "" } } },
    { "field.required", { { "diagnoses", "" } } },
    { "field.required", { { "diagnoses", ";" } } },
    { "field.required", { { "code", "" } } },
    { "minutes.form", { { "minutes", "1441" } } },
    { "minutes.form", { { "minutes", "-1" } } },
    { "minutes.form", { { "minutes", "+15" } } },
    { "minutes.form", { { "minutes", "15.0" } } },
    { "minutes.form", { { "minutes", "99999999999999999999" } } },
    { "minutes.form", { { "minutes", "0x1F" } } },
    { "minutes.form", { { "total_treatment_minutes", "1441" } } },
    { "minutes.missing", { { "minutes", "" } } },
    { "modifier.count", { { "modifiers", "59;KX;95;LT" } } },
    { "modifier.count", { { "modifiers", "59;KX;95;LT;RT" } } },
    { "modifier.count",
      { { "modifiers", "59;KX;95" }, { "modifier_1", "LT" }, { "modifier_2", "RT" } } },
    { "modifier.discipline", { { "modifiers", "GO" } } },
    { "modifier.form", { { "modifiers", "GPX" } } },
    { "modifier.form", { { "modifier_3", "G" } } },
    { "modifier.form", { { "modifiers", "5_" } } },
    { "money.form", { { "unit_charge", "45.678" } } },
    { "money.form", { { "unit_charge", "-45.00" } } },
    { "money.form", { { "unit_charge", "$45.00" } } },
    { "money.form", { { "unit_charge", "100000.00" } } },
    { "money.form", { { "unit_charge", "4 5" } } },
    { "money.form", { { "unit_charge", "1e3" } } },
    { "money.form", { { "units", "2" }, { "unit_charge", "" }, { "line_charge", "200000.00" } } },
    { "money.form", { { "patient_paid", "some" } } },
    { "note.missing", { { "code", "97139" }, { "units", "1" }, { "note", "" } } },
    { "npi.check_digit", { { "rendering_npi", "1999000016" } } },
    { "npi.check_digit", { { "rendering_npi", "1999000051" } } },
    { "npi.check_digit", { { "billing_npi", "2999000014" } } },
    { "npi.check_digit", { { "facility_npi", "1999000016" } } },
    { "npi.check_digit", { { "supervising_npi", "1999000016" } } },
    { "npi.check_digit", { { "referring_npi", "1999000907" } } },
    { "npi.form", { { "rendering_npi", "3999000015" } } },
    { "npi.form", { { "rendering_npi", "199900001" } } },
    { "npi.form", { { "rendering_npi", "19990000155" } } },
    { "npi.form", { { "rendering_npi", "199900001O" } } },
    { "place.form", { { "place_of_service", "1" } } },
    { "place.form", { { "place_of_service", "00" } } },
    { "place.form", { { "place_of_service", "home" } } },
    { "pointer.beyond", { { "diagnosis_pointers", "A;C" } } },
    { "pointer.beyond", { { "diagnosis_pointers", "12" } } },
    { "pointer.form", { { "diagnosis_pointers", "M" } } },
    { "pointer.form", { { "diagnosis_pointers", "0" } } },
    { "pointer.form", { { "diagnosis_pointers", "13" } } },
    { "pointer.form", { { "diagnosis_pointers", "A;A" } } },
    { "pointer.form", { { "diagnosis_pointers", "A;1" } } },
    { "pointer.form", { { "diagnosis_pointers", "1;2;3;4;5" } } },
    { "text.control", { { "note", "a\x01z" } } },
    { "text.control", { { "note", "a\x1b[2Jz" } } },
    { "text.control", { { "note", "a\x7fz" } } },
    { "text.control", { { "note", "a\xc2\x85z" } } },
    { "text.control", { { "note", "a\xef\xbf\xbez" } } },
    { "text.control", { { "note", "a\xef\xbf\xbfz" } } },
    { "text.control", { { "patient_last_name", "\x0b" } } },
    { "text.encoding", { { "note", "caf\xe9" } } },
    { "text.encoding", { { "note", "\xc0\xaf" } } },
    { "text.encoding", { { "note", "\xed\xa0\x80" } } },
    { "text.encoding", { { "note", "\xf4\x90\x80\x80" } } },
    { "text.encoding", { { "payer_name", "\xe2\x82" } } },
    { "time.form", { { "start_time", "25:00" }, { "end_time", "26:00" } } },
    { "time.form", { { "start_time", "9am" }, { "end_time", "10:00" } } },
    { "time.minutes", { { "start_time", "09:00" }, { "end_time", "09:30" } } },
    { "time.order", { { "start_time", "09:00" } } },
    { "time.order", { { "end_time", "09:00" } } },
    { "time.order", { { "minutes", "" }, { "start_time", "10:00" }, { "end_time", "09:30" } } },
    { "units.form", { { "units", "0" } } },
    { "units.form", { { "units", "1000" } } },
    { "units.form", { { "units", "2.0" } } },
    { "units.missing", { { "code", "97139" } } },
    { "value.unknown", { { "status", "done" } } },
    { "value.unknown", { { "patient_sex", "X" } } },
    { "value.unknown", { { "payer_class", "medicair" } } },
    { "value.unknown", { { "relationship", "uncle" } } },
    { "value.unknown", { { "subscriber_sex", "female" } } },
    { "value.unknown", { { "claim_frequency", "2" } } },
    { "value.unknown", { { "referring_qualifier", "DX" } } },
    { "value.unknown", { { "discipline", "XX" } } },
    { "value.unknown", { { "related_cause", "fall" } } },
};

static size_t count_cells(const struct mistake *mistake)
{
    size_t count = 0;

    while (count < MOST_CELLS && mistake->cells[count].column != NULL)
        count++;
    return count;
}

static void convert(struct cli *cli)
{
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv:out.csv", "--set",
                  "columns=claim_id", "--held", "held.csv", "--summary", "sum.json", "--findings",
                  "f.json");
}

/* GOOD-1 and GOOD-2 are written, the sessions between them are held: so many rows. */
static void expect_held(const struct cli *cli, long rows)
{
    cli_expect(cli, SOME_HELD, NULL);
    cli_expect_file(cli, "out.csv", "claim_id\nGOOD-1\nGOOD-2\n");
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), rows);
    assert_int_equal(cli_number(cli, "sum.json", "rows", "accepted"), 2);
}

static void check_mistake(struct cli *cli, const struct mistake *mistake)
{
    FILE *file = cli_open(cli, "in.csv");
    char says[64];

    sheet_header(file);
    sheet_row(file, "GOOD-1", NULL, 0);
    sheet_row(file, "BAD", mistake->cells, count_cells(mistake));
    sheet_row(file, "GOOD-2", NULL, 0);
    (void)fclose(file);
    convert(cli);
    print_message("  %s %s=%s\n", mistake->id, mistake->cells[0].column, mistake->cells[0].value);
    (void)snprintf(says, sizeof(says), " [%s]", mistake->id);
    cli_expect(cli, SOME_HELD, says);
    cli_expect(cli, SOME_HELD, "in.csv:3: error: ");
    expect_held(cli, 1);
    (void)snprintf(says, sizeof(says), "\n3 %s,BAD,", mistake->id);
    cli_expect_in_file(cli, "held.csv", says);
    (void)snprintf(says, sizeof(says), "{\"id\":\"%s\",\"severity\":\"error\",", mistake->id);
    cli_expect_in_file(cli, "f.json", says);
    (void)cli_run(cli, "check", "in.csv", "--date", "2026-06-30");
    cli_expect(cli, SOME_HELD, mistake->id);
}

static void each_mistake_holds_its_session(void **state)
{
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
        check_mistake(*state, &mistakes[i]);
}

/* Rows of one session that do not agree; the second row's cells. */
static void rows_that_disagree(void **state)
{
    static const struct mistake of_rows[] = {
        { "session.differs", { { "patient_id", "another" } } },
        { "session.differs", { { "diagnoses", "M54.50" } } },
        { "session.differs", { { "service_date", "2026-05-21" } } },
        { "session.differs", { { "status", "cancelled" } } },
        { "session.differs", { { "patient_zip", "" } } },
        { "minutes.missing", { { "code", "97140" }, { "minutes", "" } } },
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(of_rows) / sizeof(of_rows[0]); i++) {
        FILE *file = cli_open(cli, "in.csv");
        char says[64];

        sheet_header(file);
        sheet_row(file, "GOOD-1", NULL, 0);
        sheet_row(file, "BAD", NULL, 0);
        sheet_row(file, "BAD", of_rows[i].cells, count_cells(&of_rows[i]));
        sheet_row(file, "GOOD-2", NULL, 0);
        (void)fclose(file);
        convert(cli);
        (void)snprintf(says, sizeof(says), " [%s]", of_rows[i].id);
        cli_expect(cli, SOME_HELD, says);
        cli_expect(cli, SOME_HELD, "in.csv:4: error: ");
        expect_held(cli, 2);
    }
}

/* 99,999.99 a unit is the most; 2 units of it are no mistake. */
static void line_charge_at_its_limit(void **state)
{
    static const struct cell cells[] = {
        { "units", "2" }, { "minutes", "30" }, { "unit_charge", "" }, { "line_charge", "199999.98" }
    };
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    sheet_header(file);
    sheet_row(file, "S1", cells, 4);
    (void)fclose(file);
    (void)cli_run(cli, "convert", "in.csv", "--date", "2026-06-30", "--to", "csv", "--set",
                  "columns=units,charge", "--set", "header=no");
    cli_expect(cli, ALL_WRITTEN, NULL);
    assert_string_equal(cli->result.out.data, "2,199999.98\n");
}

/* Bytes of a field that no C string holds. */
static void nul_in_a_field(void **state)
{
    static const char text[] =
        SHORT_HEADER SHORT_ROW("GOOD-1") "BAD,2026-05-20,A\0Z,BLUEFIN,commercial,1999000015,M54.50,"
                                         "97110,30\n" SHORT_ROW("GOOD-2");
    struct cli *cli = *state;

    cli_write_bytes(cli, "in.csv", text, sizeof(text) - 1);
    convert(cli);
    cli_expect(cli, SOME_HELD, "in.csv:3: error: field 3 (patient_id) holds a control character");
    expect_held(cli, 1);
    /* Byte for byte, the NUL too. */
    cli_expect_in_file(cli, "held.csv", "\n3 text.control,BAD,2026-05-20,A");
    assert_int_equal(cli->result.status, SOME_HELD);
}

static void long_session_id(void **state)
{
    static const char id50[] = "12345678901234567890123456789012345678901234567890";
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    sheet_header(file);
    sheet_row(file, "GOOD-1", NULL, 0);
    (void)fclose(file);
    file = cli_open(cli, "in.csv");
    (void)fprintf(file, SHORT_HEADER "%s" SHORT_TAIL "%s1" SHORT_TAIL, id50, id50);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, SOME_HELD, "in.csv:3: error: session_id is longer than 50 bytes [session.id]");
    cli_expect_file(cli, "out.csv",
                    "claim_id\n12345678901234567890123456789012345678901234567890\n");
}

/* Skipped sessions are checked for id, status and record shape alone. */
static void skipped_sessions_are_not_judged(void **state)
{
    static const char *const statuses[] = { "cancelled", "no_show", "voided", "unsigned",
                                            "CANCELLED" };
    struct cli *cli = *state;
    FILE *file = cli_open(cli, "in.csv");

    sheet_header(file);
    sheet_row(file, "GOOD-1", NULL, 0);
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        const struct cell cells[] = { { "status", statuses[i] },
                                      { "service_date", "never" },
                                      { "code", "" },
                                      { "rendering_npi", "1" } };

        sheet_row(file, statuses[i], cells, 4);
    }
    sheet_row(file, "GOOD-2", NULL, 0);
    (void)fclose(file);
    convert(cli);
    cli_expect(cli, ALL_WRITTEN, "5 skipped");
    cli_expect_file(cli, "out.csv", "claim_id\nGOOD-1\nGOOD-2\n");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "skipped"), 5);
    cli_expect_sums(cli, "sum.json");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(each_mistake_holds_its_session),
        cli_test(rows_that_disagree),
        cli_test(line_charge_at_its_limit),
        cli_test(nul_in_a_field),
        cli_test(long_session_id),
        cli_test(skipped_sessions_are_not_judged),
    };

    return cmocka_run_group_tests_name("held", tests, NULL, NULL);
}
