/* test_read_xml.c - sessions of an XML export: rows, lines and bytes, however the text comes. */
#include "read_fixture.h"

#include "read/xml_parser.h"

#define OPEN(id)                                                                                   \
    "<session session_id=\"" id "\" service_date=\"2024-07-01\" patient_id=\"P\" payer_id=\"Q\" "  \
    "payer_class=\"medicare\" rendering_npi=\"1234567893\" diagnoses=\"M54.50\" "                  \
    "discipline=\"PT\">"
#define SERVICE "<service code=\"97110\" minutes=\"23\"/>"
#define ROOT    "<sessions xmlns=\"urn:claimline:sessions:1\">"

/* What stands in the root, and what is handed over. */
static const struct {
    const char *text;
    const char *handed;
} cases[] = {
    { "", "" },
    { OPEN("1") SERVICE "</session>", "1@2 [2] 1\n" },
    { "\n" OPEN("1") "\n" SERVICE "\n" SERVICE "<!-- > -->\n</session>\n", "1@3 [3 5] 2\n" },
    { OPEN("1") "</session>" OPEN("2") SERVICE "</session>",
      "1@2 [2] 1 field.required\n2@2 [2] 1\n" },
    { OPEN("1") "<service\n\n></service\n>\n" SERVICE "</session>",
      "1@2 [2 6] 2 field.required\n" },
    { OPEN("1") SERVICE "</session>\n" OPEN("1") SERVICE "</session>", "1@2 [2 3] 2\n" },
    { "<session>" SERVICE SERVICE "</session>" OPEN("2") SERVICE "</session>",
      "stray 2 field.required\n2@2 [2] 1\n" },
    { OPEN("1") SERVICE "</session><session/>" OPEN("1") SERVICE "</session>",
      "1@2 [2 2 2] 2 field.required session.broken_row\n" },
    { "<session session_id=\"1\" status=\"voided\"/>", "1@2 [2] 0\n" },
    { "<session session_id=\"1\" status=\"voided\" minutes=\"3\" odd=\"4\" xml:lang=\"en\"/>",
      "1@2 [2] 0 attribute.place column.unknown\n" },
    { "<?claimline_held 7 code.form?><session session_id=\"&#49;\" status=\"voided\"/>",
      "1@2 [2] 0\n" },
};

static void rows_and_bytes_do_not_depend_on_how_the_text_comes(void **state)
{
    /* They divide the 4 KiB that are read at first: a packet that is cut loses its end. */
    static const size_t chunks[] = { 0, 1, 2, 4, 16, 256, 1024 };
    static struct reading reading;
    static char before[4200]; /* more than is looked at before reading */

    (void)state;
    memset(before, 'c', sizeof(before) - 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        for (size_t c = 0; c < COUNT_OF(chunks); c++) {
            struct arena arena = { 0 };
            struct cl_text text =
                arena_format(&arena, "<!--%s-->\n" ROOT "%s</sessions>\n", before, cases[i].text);

            if (read_export(&reading, text, chunks[c]) < 0)
                fail_msg("case %zu: %s", i, reading.problem.text);
            if (strcmp(reading.notes.text, cases[i].handed) != 0)
                fail_msg("case %zu:\n%s\nis not\n%s", i, reading.notes.text, cases[i].handed);
            assert_covered(&reading);
            reading_finish(&reading);
            arena_finish(&arena);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_bytes_do_not_depend_on_how_the_text_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
