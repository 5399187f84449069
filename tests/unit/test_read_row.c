/* test_read_row.c - rows taken into their session: times, charges, what must agree, skipped ones.
 */
#include "read_fixture.h"

#include "read/row.h"

static struct reading reading;

static int setup(void **state)
{
    (void)state;
    reading = (struct reading){ .rows = 0 };
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    reading_finish(&reading);
    return 0;
}

#define FIXED                                                                                      \
    "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,"
#define VISIT(code) "S1,2024-07-01,P1,PAY,va,1234567893,M54.50," code ","

/* One row of 97110 with more columns; what is told, without what is always told. */
static const struct {
    const char *columns;
    const char *values;
    enum finding_id finding; /* FINDING_KINDS: none */
    int32_t minutes;
    int64_t unit_charge;
} rows[] = {
    { "minutes", "23", FINDING_KINDS, 23, -1 },
    { "minutes", "", FINDING_KINDS, -1, -1 },
    { "start_time,end_time", "9:00,09:23", FINDING_KINDS, 23, -1 },
    { "start_time,end_time,minutes", "09:00,09:23,23", FINDING_KINDS, 23, -1 },
    { "start_time,end_time,minutes", "09:00,09:23,22", FINDING_TIME_MINUTES, 22, -1 },
    { "start_time,end_time", "09:00,09:00", FINDING_KINDS, 0, -1 },
    { "start_time,end_time", "09:23,09:00", FINDING_TIME_ORDER, -1, -1 },
    { "start_time,end_time", "09:00,", FINDING_TIME_ORDER, -1, -1 },
    { "start_time,end_time", ",09:00", FINDING_TIME_ORDER, -1, -1 },
    { "start_time,minutes", "00:00,5", FINDING_TIME_ORDER, 5, -1 },
    { "start_time,end_time", "25:00,09:00", FINDING_TIME_FORM, -1, -1 },
    { "minutes,assistant_minutes", "23,23", FINDING_KINDS, 23, -1 },
    { "minutes,assistant_minutes", "23,24", FINDING_ASSISTANT_MINUTES, 23, -1 },
    { "assistant_minutes", "1", FINDING_ASSISTANT_MINUTES, -1, -1 },
    { "start_time,end_time,assistant_minutes", "09:00,09:10,10", FINDING_KINDS, 10, -1 },
    { "unit_charge", "45.50", FINDING_KINDS, -1, 4550 },
    { "line_charge,units", "91.00,2", FINDING_KINDS, -1, 4550 },
    { "line_charge,units,unit_charge", "91.00,2,45.5", FINDING_KINDS, -1, 4550 },
    { "line_charge,units,unit_charge", "91.00,2,45.51", FINDING_CHARGE_DISAGREES, -1, 4551 },
    { "line_charge,units", "91.00,3", FINDING_CHARGE_DIVISION, -1, -1 },
    { "line_charge,units", "0,3", FINDING_KINDS, -1, 0 },
    { "line_charge", "91.00", FINDING_CHARGE_UNITS, -1, -1 },
    { "line_charge,unit_charge", "91.00,91.00", FINDING_CHARGE_UNITS, -1, 9100 },
    { "modifiers,modifier_1,modifier_2", "GP;59,KX,gp", FINDING_KINDS, -1, -1 },
    { "modifier_1,modifier_2,modifier_3,modifier_4,modifiers", "GP,59,KX,GA,GZ",
      FINDING_MODIFIER_COUNT, -1, -1 },
    { "modifier_1", "GP;59", FINDING_KINDS, -1, -1 },
    { "note", "\"a\x7f\"", FINDING_TEXT_CONTROL, -1, -1 },
    { "note", "a\xffz", FINDING_TEXT_ENCODING, -1, -1 },
    { "unknown", "a\x1bz", FINDING_TEXT_CONTROL, -1, -1 },
    { "note", "\xef\xbf\xbe", FINDING_TEXT_CONTROL, -1, -1 },
    { "note", "\"tab\tand\r\nlines\"", FINDING_KINDS, -1, -1 },
    { "place_of_service", "1", FINDING_PLACE_FORM, -1, -1 },
};

static const struct finding *only_error(const struct session *session)
{
    const struct finding *error = NULL;

    for (size_t i = 0; i < session->findings.count; i++) {
        if (finding_kind(session->findings.items[i].id)->severity != SEVERITY_ERROR)
            continue;
        assert_null(error);
        error = &session->findings.items[i];
    }
    return error;
}

static void rows_are_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct finding *error;
        const struct service *service;

        assert_int_equal(
            read_export(&reading,
                        arena_format(&reading.arena, FIXED "%s\n" VISIT("97110") "%s\n",
                                     rows[i].columns, rows[i].values),
                        0),
            0);
        error = only_error(reading.last);
        if ((error != NULL ? error->id : FINDING_KINDS) != rows[i].finding)
            fail_msg("row %zu: %s", i, reading.notes.text);
        if (error == NULL) {
            service = &reading.last->services[0];
            assert_int_equal(service->minutes, rows[i].minutes);
            assert_int_equal(service->unit_charge,
                             rows[i].unit_charge < 0 ? CL_NO_AMOUNT : rows[i].unit_charge);
        }
        assert_covered(&reading);
        reading_finish(&reading);
    }
}

/* Two rows of a session, the second with other values: columns of the session
 * must agree, without regard to case where the words have none. */
static const struct {
    const char *columns;
    const char *first;
    const char *second;
    const char *told;
} pairs[] = {
    { "patient_last_name", "Miller", "Miller", "" },
    { "patient_last_name", "Miller", " Miller ", "" },
    { "patient_last_name", " Miller ", "Miller", "" },
    { "patient_last_name", "Miller", "MILLER", " session.differs" },
    { "patient_last_name", "Miller", "", " session.differs" },
    { "patient_sex,relationship", "F,self", "f,SELF", "" },
    { "discipline", "PT", "OT", " session.differs" },
    { "discipline", "PT", "pt", "" },
    { "place_of_service,member_id", "11,A", "12,B", " session.differs session.differs" },
    { "rendering_last_name,minutes", "A,10", "B,20", "" },
    { "unknown", "1", "2", "" },
};

static void rows_of_a_session_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const char *stated = strstr(pairs[i].columns, "discipline") == NULL ? "PT," : "";
        struct cl_text expected;
        struct cl_text text = arena_format(
            &reading.arena, FIXED "%s%s\n" VISIT("97110") "%s%s\n" VISIT("97140") "%s%s\n",
            stated[0] != '\0' ? "discipline," : "", pairs[i].columns, stated, pairs[i].first,
            stated, pairs[i].second);

        assert_int_equal(read_export(&reading, text, 0), 0);
        expected = arena_format(&reading.arena, "S1@2 [2 3] 2%s\n", pairs[i].told);
        if (strstr(reading.notes.text, expected.data) == NULL)
            fail_msg("pair %zu: %s", i, reading.notes.text);
        reading_finish(&reading);
    }
}

static void assert_notes(const char *text, const char *expected)
{
    assert_int_equal(read_export(&reading, text_of(text), 0), 0);
    assert_string_equal(reading.notes.text, expected);
    assert_covered(&reading);
    reading_finish(&reading);
}

static void required_fields_are_filled_in(void **state)
{
    (void)state;
    assert_notes(FIXED "discipline\nS1,,,,,,,,PT\n",
                 "S1@2 [2] 1 field.required field.required field.required field.required "
                 "field.required field.required\n");
}

/* The profile of the payer may know the class; the rules say so, or miss it. */
static void an_empty_payer_class_is_for_the_rules(void **state)
{
    (void)state;
    assert_int_equal(
        read_export(&reading,
                    TEXT(FIXED "discipline\nS1,2024-07-01,P1,PAY,,1234567893,M54.50,97110,PT\n"),
                    0),
        0);
    assert_string_equal(reading.notes.text, "S1@2 [2] 1\n");
    assert_int_equal(reading.last->payer_class, PAYER_CLASS_COUNT);
    reading_finish(&reading);
}

static void services_know_their_session(void **state)
{
    (void)state;
    assert_int_equal(
        read_export(&reading,
                    TEXT(FIXED "discipline\n" VISIT("97110") "PT\n" VISIT("97140") "PT\n"), 0),
        0);
    for (uint32_t i = 0; i < 2; i++)
        assert_ptr_equal(reading.last->services[i].session, reading.last);
    reading_finish(&reading);
}

static void skipped_sessions_are_looked_at_in_part(void **state)
{
    (void)state;
    assert_notes(FIXED "status\n"
                       "S1,x,,,nobody,1,?,?,cancelled\n"
                       "S1,y,,,,,,,Cancelled\n",
                 "S1@2 [2 3] 0\n");
    assert_notes(FIXED "status\nS1,x,,,nobody,1,?,?,no_show\nS1,x\n",
                 "S1@2 [2 3] 0 record.fields\n");
    assert_notes(FIXED "status\n" VISIT("97110") "voided\n" VISIT("97110") "completed\n",
                 "S1@2 [2 3] 0 session.differs\n");
    assert_notes(FIXED "status,discipline\n" VISIT("97110") "gone,PT\n",
                 "S1@2 [2] 1 value.unknown\n");
}

static void the_discipline_is_told_once_a_file(void **state)
{
    (void)state;
    assert_notes(FIXED "discipline\n" VISIT(
                     "97110") "PT\nS2,2024-07-01,P1,PAY,va,1234567893,"
                              "M54.50,97110,\nS3,2024-07-01,P1,PAY,va,1234567893,M54.50,97110,\n",
                 "S1@2 [2] 1\nS2@3 [3] 1 discipline.default\nS3@4 [4] 1\n");
}

static void mended_held_files_are_read(void **state)
{
    (void)state;
    assert_notes("claimline_held," FIXED
                 "discipline\n\"2 a,b\"," VISIT("97110") "PT\n," VISIT("97140") "PT\n",
                 "S1@2 [2 3] 2\n");
}

#define ROW_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* What is told of the rows behind the header of `text`, which stays in memory or does not. */
static struct cl_text told_of(struct cl_text text, bool stays)
{
    static struct header header; /* large */
    char *copy = arena_alloc(&reading.arena, text.length + CSV_PART_SLACK);
    struct session session = session_empty;
    struct first_row first = { .taken = false };
    struct row_reader reader = { .header = &header,
                                 .arena = &reading.arena,
                                 .scratch = &reading.arena,
                                 .bytes_stay = stays,
                                 .today = { 2024, 7, 2 } };
    struct findings findings = { .arena = &reading.arena };
    struct cl_text told = TEXT_NONE;
    struct csv_record record;
    struct problem problem;
    struct csv_reader *csv;
    uint32_t capacity = 0;

    memcpy(copy, text.data, text.length);
    csv = csv_part(NULL, (struct cl_text){ copy, text.length }, ',', 0, true);
    session.findings.arena = &reading.arena;
    assert_int_equal(header_read(&header, csv, "rows.csv", &findings, &problem), 0);
    while (csv_next_ends(csv, &record, &problem) > 0)
        (void)row_take(&reader, &session, &first, &record, row_repeats(&header, &first, &record),
                       &capacity);
    for (size_t i = 0; i < session.findings.count; i++)
        told = arena_format(&reading.arena, "%s %llu:%s", told.data,
                            (unsigned long long)session.findings.items[i].line,
                            finding_kind(session.findings.items[i].id)->id);
    csv_destroy(csv);
    return told;
}

/* The values of a first row that stays are taken from its bytes when a later one differs. */
static void rows_in_memory_agree_as_others_do(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const char *stated = strstr(pairs[i].columns, "discipline") == NULL ? "PT," : "";
        struct cl_text text = arena_format(
            &reading.arena, FIXED "%s%s\n" VISIT("97110") "%s%s\n" VISIT("97140") "%s%s\n",
            stated[0] != '\0' ? "discipline," : "", pairs[i].columns, stated, pairs[i].first,
            stated, pairs[i].second);
        struct cl_text told = told_of(text, true);
        size_t differs = strstr(pairs[i].told, "differs session") != NULL ? 2
                         : pairs[i].told[0] != '\0'                       ? 1
                                                                          : 0;

        assert_text(told, told_of(text, false).data);
        assert_text(told, differs == 2   ? " 3:session.differs 3:session.differs"
                          : differs == 1 ? " 3:session.differs"
                                         : "");
        reading_finish(&reading);
    }
}

/* Rows that repeat the session's columns are looked at only beside these: wherever the byte is. */
static void no_byte_of_a_row_goes_unchecked(void **state)
{
    static const struct {
        const char *first, *second; /* an ignored column, a name, a note */
        const char *told;
    } texts[] = {
        { "a,M\xc3\xbcller,b", "a,M\xc3\xbcller,b", "" },
        { "a,M\xc3\xbcller,b", "a,M\xc3\xbcller,\x01", " 3:text.control" },
        { "a,M\xc3\xbcller,b", "\x01,M\xc3\xbcller,b", " 3:text.control" },
        { "a,M\xc3\xbcller,b", "\xc3,M\xc3\xbcller,b", " 3:text.encoding" },
        { "a,M\xc3,b", "a,M\xc3,b", " 2:text.encoding 3:text.encoding" },
        { "\x7f,M\xc3\xbcller,b", "a,M\xc3\xbcller,b", " 2:text.control" },
        { "a,Mu,b", "a,Mu,\xff", " 3:text.encoding" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct cl_text text = arena_format(
            &reading.arena,
            FIXED "odd,patient_last_name,note\n" VISIT("97110") "%s\n" VISIT("97140") "%s\n",
            texts[i].first, texts[i].second);

        assert_text(told_of(text, true), texts[i].told);
        assert_text(told_of(text, false), texts[i].told);
        reading_finish(&reading);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ROW_TEST(rows_are_checked),
        ROW_TEST(rows_of_a_session_agree),
        ROW_TEST(rows_in_memory_agree_as_others_do),
        ROW_TEST(no_byte_of_a_row_goes_unchecked),
        ROW_TEST(required_fields_are_filled_in),
        ROW_TEST(an_empty_payer_class_is_for_the_rules),
        ROW_TEST(services_know_their_session),
        ROW_TEST(skipped_sessions_are_looked_at_in_part),
        ROW_TEST(the_discipline_is_told_once_a_file),
        ROW_TEST(mended_held_files_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
