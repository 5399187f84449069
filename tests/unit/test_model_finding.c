/* test_model_finding.c - the catalogue of findings, the list of a session, places, columns. */
#include "unit.h"

#include "model/finding.h"
#include "model/place.h"
#include "model/session.h"

static void ids_are_unique_and_in_byte_order(void **state)
{
    (void)state;
    for (unsigned i = 0; i < FINDING_KINDS; i++) {
        const struct finding_kind *kind = finding_kind((enum finding_id)i);

        assert_non_null(strchr(kind->id, '.'));
        assert_int_equal(strspn(kind->id, "abcdefghijklmnopqrstuvwxyz_."), strlen(kind->id));
        if (i > 0 && strcmp(finding_kind((enum finding_id)(i - 1))->id, kind->id) >= 0)
            fail_msg("%s is out of order", kind->id);
    }
}

static void severities_are_those_of_the_design(void **state)
{
    static const struct {
        enum finding_id id;
        const char *name;
        const char *severity;
    } rows[] = {
        { FINDING_MINUTES_MISSING, "minutes.missing", "error" },
        { FINDING_PLUGIN_REFUSED, "plugin.refused", "error" },
        { FINDING_SESSION_DIFFERS, "session.differs", "error" },
        { FINDING_DATE_FUTURE, "date.future", "error" },
        { FINDING_ADDON_ALONE, "addon.alone", "error" },
        { FINDING_CAP_DAY, "cap.day", "error" },
        { FINDING_CLAIM_LINES, "claim.lines", "error" },
        { FINDING_KX_ATTESTATION, "kx.attestation", "error" },
        { FINDING_KX_THRESHOLD, "kx.threshold", "warning" },
        { FINDING_MODIFIER_CONTRADICTION, "modifier.contradiction", "error" },
        { FINDING_MODIFIER_REQUIRED, "modifier.required", "error" },
        { FINDING_MONTHLY_EXCLUDED, "monthly.excluded", "error" },
        { FINDING_SESSION_REPEATED, "session.repeated", "error" },
        { FINDING_VISIT_HELD, "visit.held", "error" },
        { FINDING_CODE_NOT_IN_TABLE, "code.not_in_table", "warning" },
        { FINDING_LINES_NONE, "lines.none", "warning" },
        { FINDING_CHARGE_MISSING, "charge.missing", "warning" },
        { FINDING_DISCIPLINE_DEFAULT, "discipline.default", "warning" },
        { FINDING_PLACE_DEFAULT, "place.default", "warning" },
        { FINDING_UNITS_DIFFER, "units.differ", "warning" },
        { FINDING_VISIT_SAME_DAY, "visit.same_day", "warning" },
        { FINDING_ADDON_MISSING, "addon.missing", "warning" },
        { FINDING_DOCUMENTATION_MISSING, "documentation.missing", "warning" },
        { FINDING_EDIT_PAIR, "edit.pair", "warning" },
        { FINDING_MINUTES_TOTAL, "minutes.total", "warning" },
        { FINDING_TIME_OVERLAP, "time.overlap", "warning" },
        { FINDING_UNITS_STATED, "units.stated", "warning" },
        { FINDING_VISIT_POOLED, "visit.pooled", "warning" },
        { FINDING_COLUMN_UNKNOWN, "column.unknown", "info" },
        { FINDING_CODE_NEVER_BILLED, "code.never_billed", "info" },
        { FINDING_KX_NEAR, "kx.near", "info" },
        { FINDING_MODIFIER_REPLACED, "modifier.replaced", "info" },
        { FINDING_VISIT_MERGED, "visit.merged", "info" },
        { FINDING_PAYER_CLASS_DEFAULT, "payer.class_default", "info" },
        { FINDING_UNITS_ZERO, "units.zero", "info" },
        { FINDING_UNTIMED_REPEATED, "untimed.repeated", "info" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_string_equal(finding_kind(rows[i].id)->id, rows[i].name);
        assert_string_equal(severity_name(finding_kind(rows[i].id)->severity), rows[i].severity);
    }
}

static void fill_severities(uint8_t *severities)
{
    for (unsigned i = 0; i < FINDING_KINDS; i++)
        severities[i] = (uint8_t)finding_kind((enum finding_id)i)->severity;
}

/* A profile may make a warning an error, and leave others out. */
static void severities_in_force_replace_those_of_the_catalogue(void **state)
{
    struct arena arena = { 0 };
    uint8_t severities[FINDING_KINDS];
    struct findings findings = { .arena = &arena, .severities = severities };

    (void)state;
    fill_severities(severities);
    severities[FINDING_EDIT_PAIR] = SEVERITY_ERROR;
    severities[FINDING_CAP_DAY] = SEVERITY_WARNING;
    severities[FINDING_KX_NEAR] = SEVERITY_OFF;
    findings_add(&findings, FINDING_KX_NEAR, 2, COL_code, TEXT_NONE, "off");
    findings_add(&findings, FINDING_CAP_DAY, 2, COL_code, TEXT_NONE, "warning");
    assert_int_equal(findings.errors, 0);
    findings_add(&findings, FINDING_EDIT_PAIR, 2, COL_code, TEXT_NONE, "error");
    findings_add(&findings, FINDING_EDIT_UNITS, 2, COL_code, TEXT_NONE, "warning");
    assert_int_equal(findings.errors, 1);
    assert_int_equal(findings.count, 3);
    for (size_t i = 0; i < findings.count; i++)
        assert_text(MESSAGE_OF(&findings.items[i]), severity_name(findings.items[i].severity));
    arena_finish(&arena);
}

/* Room is kept for what holds a session, whatever the catalogue calls it. */
static void errors_by_profile_have_the_room_of_errors(void **state)
{
    struct arena arena = { 0 };
    uint8_t severities[FINDING_KINDS];
    struct findings findings = { .arena = &arena, .severities = severities, .capped = true };

    (void)state;
    fill_severities(severities);
    severities[FINDING_EDIT_PAIR] = SEVERITY_ERROR;
    for (unsigned i = 0; i < MOST_REMARKS; i++)
        findings_add(&findings, FINDING_UNITS_ZERO, i, COL_code, TEXT_NONE, "%u", i);
    findings_add(&findings, FINDING_EDIT_PAIR, 2, COL_code, TEXT_NONE, "kept");
    assert_int_equal(findings.count, MOST_REMARKS + 1);
    assert_text(MESSAGE_OF(&findings.items[MOST_REMARKS]), "kept");
    findings_add(&findings, FINDING_UNITS_ZERO, 2, COL_code, TEXT_NONE, "left out");
    assert_int_equal(findings.items[MOST_REMARKS + 1].id, FINDING_FINDINGS_OMITTED);
    assert_int_equal(findings.items[MOST_REMARKS + 1].severity, SEVERITY_WARNING);
    arena_finish(&arena);
}

static unsigned omissions(const struct findings *findings)
{
    unsigned count = 0;

    for (size_t i = 0; i < findings->count; i++)
        count += findings->items[i].id == FINDING_FINDINGS_OMITTED;
    return count;
}

/* However many there are of each, in any order: what is left out is told once, and
 * remarks never hide the first errors. */
static void a_capped_list_says_what_it_leaves_out(void **state)
{
    static const struct {
        unsigned remarks, errors, more_remarks;
        unsigned omitted;
    } rows[] = {
        { 899, 1, 0, 0 },   { 900, 100, 0, 0 }, { 901, 0, 0, 1 },  { 1500, 3, 0, 1 },
        { 900, 3, 700, 1 }, { 0, 1000, 0, 0 },  { 0, 1500, 0, 1 }, { 899, 500, 9, 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena = { 0 };
        struct findings findings = { .arena = &arena, .capped = true };

        for (unsigned n = 0; n < rows[i].remarks; n++)
            findings_add(&findings, FINDING_UNITS_ZERO, n, COL_code, TEXT_NONE, "%u", n);
        for (unsigned n = 0; n < rows[i].errors; n++)
            findings_add(&findings, FINDING_CODE_FORM, n, COL_code, TEXT_NONE, "%u", n);
        for (unsigned n = 0; n < rows[i].more_remarks; n++)
            findings_add(&findings, FINDING_UNITS_ZERO, n, COL_code, TEXT_NONE, "%u", n);
        if (omissions(&findings) != rows[i].omitted)
            fail_msg("row %zu: told %u times", i, omissions(&findings));
        assert_in_range(findings.count, 1, MOST_FINDINGS + 1);
        assert_int_equal(findings.errors, rows[i].errors);
        arena_finish(&arena);
    }
}

static void an_open_list_keeps_all(void **state)
{
    struct arena arena = { 0 };
    struct findings findings = { .arena = &arena };

    (void)state;
    for (unsigned i = 1; i <= 1500; i++)
        findings_add(&findings, FINDING_COLUMN_UNKNOWN, i, COL_code, TEXT_NONE, "number %u", i);
    assert_int_equal(findings.count, 1500);
    assert_text(MESSAGE_OF(&findings.items[1499]), "number 1500");
    arena_finish(&arena);
}

static void sorting_keeps_those_of_a_line_in_order(void **state)
{
    static const uint64_t lines[] = { 5, 2, 5, 9, 2, 1 };
    static const char *const sorted[] = { "5", "1", "4", "0", "2", "3" };
    struct arena arena = { 0 };
    struct findings findings = { .arena = &arena };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        findings_add(&findings, FINDING_UNITS_ZERO, lines[i], COLUMN_NONE, TEXT_NONE, "%zu", i);
    findings_sort(&findings);
    assert_int_equal(findings.errors, 0);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        assert_text(MESSAGE_OF(&findings.items[i]), sorted[i]);
    arena_finish(&arena);
}

/* Put together when it is asked for, it reads as if it had been written at once. */
static void a_noted_message_reads_like_one_that_was_added(void **state)
{
#define VALUES "%s: %u of %d at %s:%llu%s", "97110", 3U, -2, "in.csv", 18446744073709551615ULL, "%u"
    struct arena arena = { 0 };
    struct findings findings = { .arena = &arena };

    (void)state;
    findings_add(&findings, FINDING_UNITS_ZERO, 2, COL_units, TEXT("97110"), VALUES);
    findings_note(&findings, FINDING_UNITS_ZERO, 2, COL_units, TEXT("97110"), VALUES);
    findings_note(&findings, FINDING_UNITS_TIE, 3, COL_units, TEXT_NONE, "no value");
    assert_int_equal(findings.count, 3);
    for (unsigned i = 0; i < 2; i++)
        assert_text(MESSAGE_OF(&findings.items[i]),
                    "97110: 3 of -2 at in.csv:18446744073709551615%u");
    assert_text(findings.items[1].code, "97110");
    assert_text(MESSAGE_OF(&findings.items[2]), "no value");
    arena_finish(&arena);
#undef VALUES
}

static void a_long_message_is_cut(void **state)
{
    char name[2 * FINDING_MESSAGE] = "";
    struct arena arena = { 0 };
    struct findings findings = { .arena = &arena };

    (void)state;
    memset(name, 'n', sizeof(name) - 1);
    findings_add(&findings, FINDING_UNITS_ZERO, 2, COL_units, TEXT_NONE, "a%s%u", name, 1U);
    findings_note(&findings, FINDING_UNITS_ZERO, 2, COL_units, TEXT_NONE, "a%s%u", name, 1U);
    for (unsigned i = 0; i < 2; i++) {
        struct cl_text message = MESSAGE_OF(&findings.items[i]);

        assert_int_equal(message.length, FINDING_MESSAGE - 1);
        assert_memory_equal(message.data + 1, name, FINDING_MESSAGE - 2);
        assert_int_equal(message.data[FINDING_MESSAGE - 1], 0);
    }
    arena_finish(&arena);
}

static void places_lead_back_to_file_and_line(void **state)
{
    static const struct {
        const char *path;
        uint64_t lines;
    } files[] = { { "a.csv", 3 }, { "empty.csv", 0 }, { "b.csv", 1 }, { "c.csv", 100 } };
    uint64_t numbers[4][2];
    struct places places = { 0 };
    uint64_t line;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        places_add_file(&places, files[i].path, i > 0 ? files[i - 1].lines : 77);
        numbers[i][0] = places_number(&places, 1);
        numbers[i][1] = places_number(&places, files[i].lines);
    }
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        if (files[i].lines == 0)
            continue;
        assert_string_equal(places_find(&places, numbers[i][0], &line), files[i].path);
        assert_int_equal(line, 1);
        assert_string_equal(places_find(&places, numbers[i][1], &line), files[i].path);
        assert_int_equal(line, files[i].lines);
    }
    assert_int_equal(numbers[0][0], 1);
    places_finish(&places);
}

static void names_are_canonical(void **state)
{
    (void)state;
    assert_string_equal(column_name(COL_session_id), "session_id");
    assert_string_equal(column_name(COL_note), "note");
    assert_string_equal(column_name(COLUMN_NONE), "");
    assert_int_equal(payer_class_find(TEXT("Railroad_MEDICARE")), CLASS_RAILROAD_MEDICARE);
    assert_int_equal(payer_class_find(TEXT("medicare ")), PAYER_CLASS_COUNT);
    assert_int_equal(payer_class_find(TEXT("")), PAYER_CLASS_COUNT);
    assert_string_equal(payer_class_name(CLASS_WORKERS_COMP), "workers_comp");
    assert_string_equal(discipline_name(DISCIPLINE_SLP), "SLP");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_unique_and_in_byte_order),
        cmocka_unit_test(severities_are_those_of_the_design),
        cmocka_unit_test(severities_in_force_replace_those_of_the_catalogue),
        cmocka_unit_test(errors_by_profile_have_the_room_of_errors),
        cmocka_unit_test(a_capped_list_says_what_it_leaves_out),
        cmocka_unit_test(an_open_list_keeps_all),
        cmocka_unit_test(sorting_keeps_those_of_a_line_in_order),
        cmocka_unit_test(a_noted_message_reads_like_one_that_was_added),
        cmocka_unit_test(a_long_message_is_cut),
        cmocka_unit_test(places_lead_back_to_file_and_line),
        cmocka_unit_test(names_are_canonical),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
