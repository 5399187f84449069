/* test_read_records_mapped.c - records by a column map: the whole text, and parts of it. */
#include "temporary_input.h"

#include "read/fault.h"
#include "read/records.h"

#include "source/input.h"

#define MAP                                                                                        \
    "[map]\nservices = 2\ndates = M/D/YYYY\ntotals = Total\n[columns]\nsession_id = Id\n"          \
    "service_date = Day\npatient_id = Pat\ncode = Code {n}\nminutes = Min {n}\ndiagnoses = Dx\n"   \
    "[constants]\npayer_id = P\npayer_class = va\nrendering_npi = 1999000015\n"

#define HEAD  "about\nPat,Id,Day,Code 1,Dx,Code 2,Min 1,Min 2\n"
#define ROW_1 "P1,S1,4/1/2026,97110,M54.50,97140,15,20\n"
#define ROW_2 "Total,,,,,,,\n"
#define ROW_3 "P2,S2,4/32/2026,97112,M54.2,,30,\n"

struct reading {
    struct temporary_input map_file, export_file;
    struct column_map *map;
    struct input *input;
    struct records *records;
    struct header header;
    struct arena arena;
    struct problem problem;
    struct read_options options;
};

static ssize_t read_text_of(void *context, char *bytes, size_t size, struct problem *problem)
{
    return input_read(context, bytes, size, problem);
}

static void open_reading(struct reading *reading, const char *export)
{
    struct findings findings = { .arena = &reading->arena };
    struct records_request request;

    temporary_input_make(&reading->map_file, text_of(MAP), 0);
    temporary_input_make(&reading->export_file, text_of(export), 0);
    assert_int_equal(column_map_load(&reading->map, reading->map_file.path, &reading->problem), 0);
    assert_int_equal(input_open(&reading->input, reading->export_file.path, &reading->problem), 0);
    reading->options.map = reading->map;
    request = (struct records_request){ .source = { reading->input, read_text_of },
                                        .options = &reading->options,
                                        .path = "export" };
    assert_int_equal(records_open(&reading->records, &request, &reading->problem), 0);
    assert_int_equal(records_form_of(reading->records)
                         ->header(reading->records, &reading->header, &findings, &reading->problem),
                     0);
}

static void close_reading(struct reading *reading)
{
    records_close(reading->records);
    input_close(reading->input);
    column_map_destroy(reading->map);
    arena_finish(&reading->arena);
    temporary_input_remove(&reading->map_file);
    temporary_input_remove(&reading->export_file);
}

static void expect_field(const struct reading *reading, const struct csv_record *record,
                         enum column column, const char *value)
{
    assert_true(reading->header.field_of[column] != NO_FIELD);
    assert_text(record->fields[reading->header.field_of[column]], value);
}

/* The records of ROW_1 to ROW_3; `line` is that of ROW_1. */
static void expect_records(const struct reading *reading, struct records *records, uint64_t line)
{
    const struct records_form *form = records_form_of(records);
    struct problem problem = { 0 };
    struct csv_record record;
    struct csv_counts counts;

    assert_int_equal(form->next(records, &record, &problem), 1);
    assert_false(record.continues);
    assert_int_equal(record.line, line);
    assert_int_equal(record.length, strlen(ROW_1));
    assert_int_equal(record.fault_count, 0);
    expect_field(reading, &record, COL_service_date, "2026-04-01");
    expect_field(reading, &record, COL_code, "97110");
    assert_int_equal(form->next(records, &record, &problem), 1);
    assert_true(record.continues);
    assert_int_equal(record.length, 0);
    expect_field(reading, &record, COL_session_id, "S1");
    expect_field(reading, &record, COL_code, "97140");
    expect_field(reading, &record, COL_minutes, "20");
    assert_int_equal(form->next(records, &record, &problem), 1);
    assert_false(record.continues);
    assert_int_equal(record.line, line + 2);
    assert_int_equal(record.fault_count, 1);
    assert_int_equal(record.faults[0].column, COL_service_date);
    assert_int_equal(record.faults[0].id, FINDING_MAP_FORM);
    assert_text(record.faults[0].value, "4/32/2026");
    assert_int_equal(form->next(records, &record, &problem), 0);
    counts = form->counts(records);
    assert_int_equal(counts.passed_rows, 1);
    assert_int_equal(counts.blank_bytes, strlen(ROW_2));
}

static void records_of_the_whole(void **state)
{
    struct reading reading = { .map = NULL };

    (void)state;
    open_reading(&reading, HEAD ROW_1 ROW_2 ROW_3);
    assert_int_equal(reading.header.bytes, strlen(HEAD));
    assert_int_equal(reading.header.line, 2);
    assert_int_equal(reading.header.export_fields[COL_session_id], 1);
    assert_int_equal(reading.header.export_fields[COL_payer_id], NO_FIELD);
    expect_records(&reading, reading.records, 3);
    close_reading(&reading);
}

/* A copy with the room that parts need behind them. */
static struct cl_text with_slack(char *room, const char *text)
{
    memset(room, 0, strlen(text) + CSV_PART_SLACK);
    memcpy(room, text, strlen(text));
    return (struct cl_text){ room, strlen(text) };
}

/* Two parts at once: neither is in the other's way; one that is used again begins anew. */
static void records_of_parts(void **state)
{
    char room[512];
    struct cl_text text = with_slack(room, ROW_1 ROW_2 ROW_3);
    struct reading reading = { .map = NULL };
    struct records *part = NULL, *other = NULL;
    struct csv_record record;

    (void)state;
    open_reading(&reading, HEAD);
    assert_int_equal(records_mapped.part(reading.records, &part, text, 40, true, &reading.problem),
                     0);
    assert_int_equal(records_mapped.part(reading.records, &other, text, 0, true, &reading.problem),
                     0);
    assert_int_equal(records_mapped.next(other, &record, &reading.problem), 1);
    expect_records(&reading, part, 41);
    assert_int_equal(records_mapped.next(other, &record, &reading.problem), 1);
    expect_field(&reading, &record, COL_code, "97140");
    assert_int_equal(records_mapped.part(reading.records, &other, text, 7, true, &reading.problem),
                     0);
    expect_records(&reading, other, 8);
    records_close(part);
    records_close(other);
    close_reading(&reading);
}

/* The record that was taken back comes again. */
static void a_record_is_put_back(void **state)
{
    char room[512];
    struct cl_text text = with_slack(room, ROW_3 ROW_1);
    struct reading reading = { .map = NULL };
    struct records *part = NULL;
    struct csv_record record;

    (void)state;
    open_reading(&reading, HEAD);
    assert_int_equal(records_mapped.part(reading.records, &part, text, 0, true, &reading.problem),
                     0);
    assert_int_equal(records_mapped.next(part, &record, &reading.problem), 1);
    assert_int_equal(records_mapped.next(part, &record, &reading.problem), 1);
    records_mapped.put_back(part, &record);
    assert_int_equal(records_mapped.rest(part).length, strlen(ROW_1));
    assert_int_equal(records_mapped.next(part, &record, &reading.problem), 1);
    assert_int_equal(record.line, 2);
    assert_int_equal(record.same, 0);
    expect_field(&reading, &record, COL_code, "97110");
    records_close(part);
    close_reading(&reading);
}

/* Rows of a session mostly repeat what is the session's: `same` says so, but of no row in which
 * something of that is wrong, nor across a broken one. */
static void rows_that_repeat_their_session(void **state)
{
    static const struct {
        const char *row;
        const char *date, *code, *id;
        bool same;
        size_t faults;
    } rows[] = {
        { "P1,S1,4/1/2026,97110,M54.50,,15,\n", "2026-04-01", "97110", "S1", false, 0 },
        { "P1,S1, 4/1/2026,97140,M54.50,,20,\n", "2026-04-01", "97140", "S1", true, 0 },
        { "Total,,,,,,,\n", NULL, NULL, NULL, false, 0 },
        { "P1,S1,4/1/2026,97112,M54.50,,2x,\n", "2026-04-01", "97112", "S1", true, 1 },
        { "P1,S1,4/2/2026,97112,M54.50,,20,\n", "2026-04-02", "97112", "S1", false, 0 },
        { "P1,S2,4/2/2026,97112,M54.50,,20,\n", "2026-04-02", "97112", "S2", false, 0 },
        { "P1,S2,4/32/2026,97112,M54.50,,20,\n", "4/32/2026", "97112", "S2", false, 1 },
        { "P1,S2,4/32/2026,97113,M54.50,,20,\n", "4/32/2026", "97113", "S2", false, 1 },
        { "P1,S2,4/2/2026,97112,M54.50,,20,\n", "2026-04-02", "97112", "S2", false, 0 },
        { "P1,S2\n", NULL, NULL, NULL, false, 1 },
        { "P1,S2,4/2/2026,97112,M54.50,,20,\n", "2026-04-02", "97112", "S2", false, 0 },
        { "P1,S2,4/2/2026,97116,M54.50,,20,\n", "2026-04-02", "97116", "S2", true, 0 },
    };
    char text[1024] = HEAD;
    struct reading reading = { .map = NULL };
    struct csv_record record;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        (void)strcat(text, rows[i].row);
    open_reading(&reading, text);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].row[0] == 'T')
            continue;
        assert_int_equal(records_mapped.next(reading.records, &record, &reading.problem), 1);
        print_message("  %zu\n", i);
        assert_int_equal(record.fault_count, rows[i].faults);
        assert_int_equal(record.same, rows[i].same ? reading.header.reach : 0);
        if (rows[i].id == NULL)
            continue;
        expect_field(&reading, &record, COL_session_id, rows[i].id);
        expect_field(&reading, &record, COL_service_date, rows[i].date);
        expect_field(&reading, &record, COL_code, rows[i].code);
        expect_field(&reading, &record, COL_patient_id, "P1");
    }
    assert_true(reading.header.reach > (size_t)reading.header.field_of[COL_diagnoses]);
    assert_true(reading.header.reach <= (size_t)reading.header.field_of[COL_code]);
    assert_int_equal(records_mapped.next(reading.records, &record, &reading.problem), 0);
    close_reading(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_of_the_whole),
        cmocka_unit_test(records_of_parts),
        cmocka_unit_test(a_record_is_put_back),
        cmocka_unit_test(rows_that_repeat_their_session),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
