/* test_read_header.c - the header of an export: delimiter, names, what is odd, mended held files.
 */
#include "csv_fixture.h"

#include "read/header.h"

struct head {
    struct header header;
    struct arena arena;
    struct findings findings;
    struct problem problem;
};

static int read_head(struct head *head, struct cl_text text, size_t chunk)
{
    struct pieces pieces = { text, chunk, 0 };
    struct csv_reader *csv = csv_create((struct csv_source){ &pieces, pieces_read }, ',');
    int error;

    *head = (struct head){ .findings = { .count = 0 } };
    head->findings.arena = &head->arena;
    error = header_read(&head->header, csv, "in.csv", &head->findings, &head->problem);
    csv_destroy(csv);
    return error;
}

#define REST ",patient_id,payer_id,payer_class,rendering_npi,diagnoses,code"

static const struct {
    struct cl_text text;
    char delimiter;
    int session_id; /* field it stands in; -2: a problem */
    unsigned unknown;
    const char *problem;
} rows[] = {
    { BYTES("session_id,service_date" REST "\n"), ',', 0, 0, NULL },
    { BYTES("session_id,service_date" REST), ',', 0, 0, NULL },
    { BYTES("service_date,Session ID" REST "\r\n"), ',', 1, 0, NULL },
    { BYTES("SESSIONID, service date " REST "\n"), ',', 0, 0, NULL },
    { BYTES("\"session_id\",\"Service_Date\"" REST "\n"), ',', 0, 0, NULL },
    { BYTES("_session__id_,service_date" REST "\n"), ',', 0, 0, NULL },
    { BYTES("\"\nsession\nid\",\"Service  \r\nDate\"" REST "\n"), ',', 0, 0, NULL },
    { BYTES("service\xc2\xa0"
            "date, session \xc2\xa0id" REST "\n"),
      ',', 1, 0, NULL },
    { BYTES("x,session_id,y y,service_date" REST ",\n"), ',', 1, 3, NULL },
    { BYTES("session_id;service_date;patient_id;payer_id;payer_class;rendering_npi;diagnoses;"
            "code;a,b,c,d\n"),
      ';', 0, 1, NULL },
    { BYTES("session_id\tservice_date\tpatient_id\tpayer_id\tpayer_class\trendering_npi\t"
            "diagnoses\tcode\n"),
      '\t', 0, 0, NULL },
    { BYTES("session_id|service_date|patient_id|payer_id|payer_class|rendering_npi|diagnoses|"
            "code|\"a,b,c,d,e,f,g,h,i,j\"\n"),
      '|', 0, 1, NULL },
    { BYTES("sep=,\nsession_id,service_date" REST "\n"), ',', 0, 0, NULL },
    { BYTES("SEP=;\r\nsession_id;service_date;patient_id;payer_id;payer_class;rendering_npi;"
            "diagnoses;code\r\n"),
      ';', 0, 0, NULL },
    { BYTES("\n\r\nsession_id,service_date" REST "\n"), ',', 0, 0, NULL },
    { BYTES("\n\nsession_id;service_date;patient_id;payer_id;payer_class;rendering_npi;diagnoses;"
            "code\n"),
      ';', 0, 0, NULL },
    { BYTES("claimline_held,session_id,service_date" REST "\n"), ',', 1, 0, NULL },
    { BYTES("\"Claimline_Held\",session_id,service_date" REST "\n"), ',', 1, 0, NULL },
    { BYTES("session_id,claimline_held,service_date" REST "\n"), ',', 0, 0, NULL },
    /* what cannot be used: what was found, and what was expected */
    { BYTES(""), 0, -2, 0, "is empty" },
    { BYTES("\n \n"), 0, -2, 0, "is empty" },
    { BYTES("session_id,service_date,session id" REST "\n"), 0, -2, 0,
      "in.csv:1: column session_id stands twice, as fields 1 and 3" },
    { BYTES("session_id" REST "\n"), 0, -2, 0,
      "required columns are missing: service_date (found: session_id, patient_id" },
    { BYTES("\nsession_id\n"), 0, -2, 0,
      "in.csv:2: required columns are missing: service_date, pa" },
    { BYTES("S1,2024-07-01,Miller\n"), 0, -2, 0, "none of the 3 fields" },
    { BYTES("session_id,\"service_date" REST "\n"), 0, -2, 0, "quote" },
    { BYTES("session_id,a\"b" REST "\n"), 0, -2, 0, "quote" },
    { BYTES("session_id,\0,service_date" REST "\n"), 0, -2, 0, "no text" },
};

static void headers_are_understood(void **state)
{
    static struct head head;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t chunk = 1; chunk < 200; chunk = chunk * 2 + 1) {
            int error = read_head(&head, rows[i].text, chunk);

            if (error != (rows[i].problem != NULL ? -1 : 0))
                fail_msg("row %zu: %s", i, head.problem.text);
            if (rows[i].problem != NULL) {
                assert_int_equal(head.problem.status, EXIT_FAILED);
                if (strstr(head.problem.text, rows[i].problem) == NULL)
                    fail_msg("row %zu: %s", i, head.problem.text);
                assert_null(strstr(head.problem.text, "Miller")); /* a patient's, perhaps */
            } else {
                assert_int_equal(head.header.delimiter, rows[i].delimiter);
                assert_int_equal(head.header.field_of[COL_session_id], rows[i].session_id);
                assert_int_equal(head.findings.count, rows[i].unknown);
                assert_int_equal(head.findings.errors, 0);
            }
            arena_finish(&head.arena);
        }
    }
}

static void a_header_keeps_its_text(void **state)
{
    static struct head head;

    (void)state;
    assert_int_equal(
        read_head(&head, TEXT("sep=,\r\n\"claimline_held\",x,session_id,service_date" REST "\r\n"),
                  9),
        0);
    assert_text(head.header.text, "x,session_id,service_date" REST);
    assert_string_equal(head.header.line_end, "\r\n");
    assert_true(head.header.has_held_cell);
    assert_int_equal(head.header.line, 2);
    assert_int_equal(head.header.field_count, 10);
    assert_int_equal(head.header.bytes, 7 + 17 + strlen("x,session_id,service_date" REST) + 2);
    assert_int_equal(head.findings.items[0].id, FINDING_COLUMN_UNKNOWN);
    assert_int_equal(head.header.field_of[COL_note], NO_FIELD);
    arena_finish(&head.arena);
}

static void the_held_cell_is_stripped(void **state)
{
    static const struct {
        const char *record;
        const char *stripped;
    } cases[] = {
        { "3 minutes.missing,S1,x", "S1,x" },
        { ",S1", "S1" },
        { "\"3 a,b\",S1,x", "S1,x" },
        { "\"say \"\"a,b\"\"\",S1", "S1" },
        { "\"a\nb,c\",S1", "S1" },
        { "a", "a" },
        { " \"3 a,b\" ,S1,x", "S1,x" },
        { "", "" },
    };
    struct header header = { .delimiter = ',', .has_held_cell = true };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_text(header_strip(&header, text_of(cases[i].record)), cases[i].stripped);
    header.has_held_cell = false;
    assert_text(header_strip(&header, TEXT("a,b")), "a,b");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_are_understood),
        cmocka_unit_test(a_header_keeps_its_text),
        cmocka_unit_test(the_held_cell_is_stripped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
