/* test_csv.c - what the csv plugin writes, byte for byte. Usage: test_csv csv.so */
#include "host.h"

#include <claimline/facts.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define SETTINGS(...)                                                                              \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

#define HEADER                                                                                     \
    "claim_id,line,session_id,patient_id,payer_id,service_date,place_of_service,code,"             \
    "modifier_1,modifier_2,modifier_3,modifier_4,diagnosis_pointers,diagnoses,units,minutes,"      \
    "unit_charge,charge,rendering_npi,unit_rule,documented_code\n"

static const struct cl_plugin *plugin;
static struct sample sample;

static int setup(void **unused)
{
    (void)unused;
    sample_bare(&sample);
    return 0;
}

static void assert_written(const char *const *settings, size_t claims, const char *expected)
{
    const struct cl_claim *const claim = &sample.claim;
    struct memory out;

    write_file(plugin, settings, &claim, claims, &out);
    assert_string_equal(memory_text(&out).data, expected);
    assert_int_equal(memory_text(&out).length, strlen(expected));
    memory_close(&out);
}

/* One cell: the note of the only line, under `settings`. */
static void assert_cell(const char *const *settings, const char *note, const char *expected)
{
    sample.lines[0].line.note = text_of(note);
    assert_written(settings, 1, expected);
}

static void test_header_alone(void **unused)
{
    (void)unused;
    assert_written(NULL, 0, HEADER);
}

static void test_empty_cells(void **unused)
{
    (void)unused;
    assert_written(NULL, 1,
                   HEADER "S-1,1,S-1,P-1,BCBS,2026-03-05,11,97110,,,,,,M54.50,1,0,,,,stated,\n");
}

static void test_all_lines(void **unused)
{
    (void)unused;
    sample_full(&sample);
    sample.claim.diagnosis_count = 3;
    sample.claim.session_id = text_of("S-9");
    assert_written(NULL, 1,
                   HEADER "C-1,1,S-9,P-1,BCBS,2026-03-05,11,97110,GP,,,,L,M54.50;M25.551;M25.561,"
                          "1,15,45.12,45.12,1234567893,cms,97110\n"
                          "C-1,2,S-9,P-1,BCBS,2026-03-05,11,G0283,GP,59,,,LK,M54.50;M25.551;"
                          "M25.561,2,30,45.12,90.24,1234567893,untimed,97014\n"
                          "C-1,3,S-9,P-1,BCBS,2026-03-05,11,97530,GP,59,KX,,LKJ,M54.50;M25.551;"
                          "M25.561,3,45,,,1234567893,cms,97530\n"
                          "C-1,4,S-9,P-1,BCBS,2026-03-05,11,97140,GP,59,KX,CQ,LKJI,M54.50;M25.551;"
                          "M25.561,4,60,45.12,180.48,1234567893,cms,97140\n");
}

/* Quoted only for the delimiter, a quote, CR, LF or an outer blank. */
static void test_quoting(void **unused)
{
    static const char *const cells[][2] = {
        { "", "\"\"\n" }, /* alone on its line: else no row would be read */
        { "plain", "plain\n" },
        { "in side", "in side\n" },
        { "in\tside", "in\tside\n" },
        { "a;b'c:d|e", "a;b'c:d|e\n" },
        { "a,b", "\"a,b\"\n" },
        { ",", "\",\"\n" },
        { "long text, with the delimiter", "\"long text, with the delimiter\"\n" },
        { "delimiter comes last,", "\"delimiter comes last,\"\n" },
        { "\"", "\"\"\"\"\n" },
        { "say \"hi\"", "\"say \"\"hi\"\"\"\n" },
        { "\"\"", "\"\"\"\"\"\"\n" },
        { "a\nb", "\"a\nb\"\n" },
        { "a\rb", "\"a\rb\"\n" },
        { " a", "\" a\"\n" },
        { "a ", "\"a \"\n" },
        { "\ta", "\"\ta\"\n" },
        { "a\t", "\"a\t\"\n" },
        { " ", "\" \"\n" },
        { "=1+1", "=1+1\n" },
        { "\xC3\xA9\xF0\x9F\x98\x80", "\xC3\xA9\xF0\x9F\x98\x80\n" },
    };

    (void)unused;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
        assert_cell(SETTINGS("columns=note", "header=false"), cells[i][0], cells[i][1]);
}

static void test_columns(void **unused)
{
    const char *expected = "code,units\n97110,1\n";

    (void)unused;
    assert_written(SETTINGS("columns=code,units"), 1, expected);
    assert_written(SETTINGS("columns=code+units"), 1, expected);
    assert_written(SETTINGS("columns= code , units +"), 1, expected);
    assert_written(SETTINGS("columns=code\\tunits"), 1, expected);
    assert_written(SETTINGS("columns=units,claim_charge,code"), 1,
                   "units,claim_charge,code\n1,,97110\n");
    assert_written(SETTINGS("columns="), 0, HEADER);
}

/* The columns beyond claim lines: what is not stated is empty, not 0. */
static void test_further_columns(void **unused)
{
    (void)unused;
    assert_written(SETTINGS("columns=total_treatment_minutes+source_line+start_time+patient_paid"),
                   1, "total_treatment_minutes,source_line,start_time,patient_paid\n,,,\n");
    sample_full(&sample);
    sample.claim.line_count = 1;
    assert_written(SETTINGS("columns=total_treatment_minutes+source_line+start_time+patient_paid"),
                   1,
                   "total_treatment_minutes,source_line,start_time,patient_paid\n"
                   "150,2,09:00,20.00\n");
}

static void test_every_column_can_be_chosen(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_FACT_COUNT; i++) {
        const char *name = cl_facts[i].name;
        char setting[64];
        struct memory out;

        snprintf(setting, sizeof(setting), "columns=%s", name);
        write_file(plugin, SETTINGS(setting), NULL, 0, &out);
        assert_int_equal(memory_text(&out).length, strlen(name) + 1);
        assert_memory_equal(memory_text(&out).data, name, strlen(name));
        memory_close(&out);
    }
}

static void test_delimiter(void **unused)
{
    (void)unused;
    assert_cell(SETTINGS("delimiter=;", "columns=code,note"), "a;b", "code;note\n97110;\"a;b\"\n");
    assert_cell(SETTINGS("delimiter=;", "columns=code,note"), "a,b", "code;note\n97110;a,b\n");
    assert_cell(SETTINGS("delimiter=\\t", "columns=code,note"), "a\tb",
                "code\tnote\n97110\t\"a\tb\"\n");
    assert_cell(SETTINGS("delimiter= ", "columns=code,note"), "a b", "code note\n97110 \"a b\"\n");
    assert_written(SETTINGS("delimiter=_", "columns=code,unit_rule"), 1,
                   "code_\"unit_rule\"\n97110_stated\n");
}

/* A delimiter that stands in dates, times, money or diagnoses. */
static void test_delimiter_inside_values(void **unused)
{
    static const char columns[] = "columns=service_date,start_time,charge,diagnoses,units";

    (void)unused;
    sample_full(&sample);
    sample.claim.line_count = 1;
    sample.claim.diagnosis_count = 2;
    sample.lines[0].line.charge_cents = -50;
    assert_written(SETTINGS("header=no", columns, "delimiter=-"), 1,
                   "\"2026-03-05\"-09:00-\"-0.50\"-M54.50;M25.551-1\n");
    assert_written(SETTINGS("header=no", columns, "delimiter=:"), 1,
                   "2026-03-05:\"09:00\":-0.50:M54.50;M25.551:1\n");
    assert_written(SETTINGS("header=no", columns, "delimiter=."), 1,
                   "2026-03-05.09:00.\"-0.50\".\"M54.50;M25.551\".1\n");
    assert_written(SETTINGS("header=no", columns, "delimiter=;"), 1,
                   "2026-03-05;09:00;-0.50;\"M54.50;M25.551\";1\n");
}

static void test_newline(void **unused)
{
    (void)unused;
    assert_cell(SETTINGS("newline=crlf", "columns=code,note"), "a\nb",
                "code,note\r\n97110,\"a\nb\"\r\n");
}

static void test_quote_all(void **unused)
{
    (void)unused;
    assert_cell(SETTINGS("quote=all", "columns=code,units,charge,note"), "a\"b",
                "\"code\",\"units\",\"charge\",\"note\"\n\"97110\",\"1\",\"\",\"a\"\"b\"\n");
}

static void test_bom(void **unused)
{
    (void)unused;
    assert_written(SETTINGS("bom=true", "columns=code"), 1,
                   "\xEF\xBB\xBF"
                   "code\n97110\n");
    assert_written(SETTINGS("bom=true", "header=false", "columns=code"), 1,
                   "\xEF\xBB\xBF"
                   "97110\n");
}

/* OWASP: a text that a spreadsheet would compute is made text; numbers stay. */
static void test_spreadsheet_safe(void **unused)
{
    static const char *const cells[][2] = {
        { "=1+1", "'=1+1\n" },   { "+x", "'+x\n" },         { "-x", "'-x\n" },
        { "@x", "'@x\n" },       { "=1,2", "\"'=1,2\"\n" }, { "=\"a\"", "\"'=\"\"a\"\"\"\n" },
        { "=x ", "\"'=x \"\n" }, { "\tx", "'\tx\n" },       { "\t", "\"'\t\"\n" },
        { "\rx", "\"'\rx\"\n" }, { "\nx", "\"'\nx\"\n" },   { "-12.50", "-12.50\n" },
        { "+5", "+5\n" },        { "-", "'-\n" },           { "-1.", "'-1.\n" },
        { "-.5", "'-.5\n" },     { "-1.5.", "'-1.5.\n" },   { "-1+1", "'-1+1\n" },
        { "a=1", "a=1\n" },      { "1-", "1-\n" },          { " =1", "\" =1\"\n" },
        { "", "\"\"\n" },
    };

    (void)unused;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
        assert_cell(SETTINGS("columns=note", "header=false", "spreadsheet_safe=true"), cells[i][0],
                    cells[i][1]);
    assert_cell(SETTINGS("columns=note", "header=no", "spreadsheet_safe=yes", "delimiter='"), "=1",
                "\"'=1\"\n");
    assert_cell(SETTINGS("columns=note", "header=no", "spreadsheet_safe=yes", "quote=all"), "=1",
                "\"'=1\"\n");
}

static void assert_refused(const char *setting, const char *option)
{
    struct state state;

    assert_int_equal(state_open(&state, plugin, SETTINGS(setting)), CL_USAGE);
    assert_string_equal(state.option, option);
    assert_string_not_equal(state.message, "");
    state_close(&state);
}

static void test_bad_settings(void **unused)
{
    static const char *const delimiters[] = { "\"", "\r", "\n", "a", "Z", "0", "\x80" };

    (void)unused;
    assert_refused("columns=code,colour", "columns");
    assert_refused("columns=Code", "columns");
    assert_refused("columns=code,units,code", "columns");
    assert_refused("columns=codes", "columns");
    assert_refused("columns=cod", "columns");
    for (size_t i = 0; i < sizeof(delimiters) / sizeof(delimiters[0]); i++) {
        char setting[32];

        snprintf(setting, sizeof(setting), "delimiter=%s", delimiters[i]);
        assert_refused(setting, "delimiter");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_header_alone, setup),
        cmocka_unit_test_setup(test_empty_cells, setup),
        cmocka_unit_test_setup(test_all_lines, setup),
        cmocka_unit_test_setup(test_quoting, setup),
        cmocka_unit_test_setup(test_columns, setup),
        cmocka_unit_test_setup(test_further_columns, setup),
        cmocka_unit_test_setup(test_every_column_can_be_chosen, setup),
        cmocka_unit_test_setup(test_delimiter, setup),
        cmocka_unit_test_setup(test_delimiter_inside_values, setup),
        cmocka_unit_test_setup(test_newline, setup),
        cmocka_unit_test_setup(test_quote_all, setup),
        cmocka_unit_test_setup(test_bom, setup),
        cmocka_unit_test_setup(test_spreadsheet_safe, setup),
        cmocka_unit_test_setup(test_bad_settings, setup),
    };

    if (argc != 2) {
        fprintf(stderr, "usage: test_csv csv.so\n");
        return 2;
    }
    plugin = module_load(argv[1])->plugins[0];
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
