/* test_rules_lines.c - which lines a session gets: codes, classes of codes, units, never billed. */
#include "rules_fixture.h"

static void services_of_a_code_merge(void **state)
{
    struct fixture *f = *state;
    const struct cl_line *line;

    add(f, "97140", 10)->region = TEXT("neck");
    add(f, "97110", 8);
    add(f, "97140", 13)->region = TEXT("back");
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97140:2 97110:1"); /* ama: 23 and 8 minutes */
    line = cl_claim_line(f->verdict.claim, 0);
    assert_int_equal(line->minutes, 23);
    assert_int_equal(line->source_line, 2);
    assert_int_equal(line->charge_cents, 8000);
    assert_text(line->unit_rule, "ama");
    assert_text(line->region, "neck");
    assert_int_equal(finding_of(f, FINDING_SERVICE_DIFFERS)->column, COL_region);
    assert_int_equal(f->verdict.claim->charge_cents, 12000);
    assert_text(f->verdict.claim->claim_id, "S1");
    assert_text(f->verdict.claim->claim_frequency, "1");
}

static void substituted_services_merge_with_their_like(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_MEDICARE);
    add(f, "97014", 15);
    add(f, "97110", 15);
    add(f, "G0283", 15);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "G0283:1 97110:1");
    assert_text(cl_claim_line(f->verdict.claim, 0)->documented_code, "97014");
    assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, "untimed");
    assert_int_equal(cl_claim_line(f->verdict.claim, 0)->minutes, 30);
    assert_int_equal(told(f, FINDING_UNTIMED_REPEATED), 1);
    assert_text(MESSAGE_OF(finding_of(f, FINDING_UNTIMED_REPEATED)),
                "97014 stands 2 times; it is billed once a claim");
    fresh_session(f, CLASS_TRICARE);
    add(f, "97014", 15);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97014:1");
}

static void codes_never_billed_make_no_line(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_MEDICARE);
    add(f, "97010", 10);
    add(f, "97110", 8);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:1");
    assert_text(finding_of(f, FINDING_CODE_NEVER_BILLED)->code, "97010");
    assert_text(MESSAGE_OF(finding_of(f, FINDING_CODE_NEVER_BILLED)),
                "97010 is never billed to this payer (profile medicare)");
    fresh_session(f, CLASS_MEDICARE);
    add(f, "97010", 10);
    assert_null(apply(f));
    assert_int_equal(f->session.findings.errors, 0);
    assert_int_equal(told(f, FINDING_LINES_NONE), 1);
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97010", 10);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97010:1");
}

static void too_few_minutes_make_no_line(void **state)
{
    struct fixture *f = *state;

    add(f, "97110", 7);
    add(f, "97140", 8);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97140:1");
    assert_text(finding_of(f, FINDING_UNITS_ZERO)->code, "97110");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 0);
    assert_null(apply(f));
    assert_int_equal(told(f, FINDING_LINES_NONE), 1);
    assert_int_equal(finding_kind(FINDING_LINES_NONE)->severity, SEVERITY_WARNING);
}

static void timed_codes_need_minutes(void **state)
{
    struct fixture *f = *state;

    add(f, "97110", 15);
    add(f, "97140", MINUTES_NOT_STATED)->line = 9;
    assert_held(f, FINDING_MINUTES_MISSING);
    assert_int_equal(finding_of(f, FINDING_MINUTES_MISSING)->line, 9);
    assert_text(MESSAGE_OF(finding_of(f, FINDING_MINUTES_MISSING)), "97140 has no minutes");
}

static void untimed_codes_need_none(void **state)
{
    struct fixture *f = *state;

    add(f, "97161", MINUTES_NOT_STATED);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97161:1");
    assert_int_equal(cl_claim_line(f->verdict.claim, 0)->minutes, 0);
}

static void stated_units_are_compared(void **state)
{
    struct fixture *f = *state;

    add(f, "97110", 23)->units = 1;
    add(f, "97012", 15)->units = 1;
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:2 97012:1");
    assert_int_equal(told(f, FINDING_UNITS_DIFFER), 1);
    assert_text(finding_of(f, FINDING_UNITS_DIFFER)->code, "97110");
}

static void ties_are_told(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_TRICARE);
    add(f, "97110", 20);
    add(f, "97140", 20);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:2 97140:1");
    assert_int_equal(told(f, FINDING_UNITS_TIE), 1);
    assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, "cms");
}

static void count_codes_add_up_their_units(void **state)
{
    struct fixture *f = *state;

    add(f, "95851", 10)->units = 3;
    add(f, "95851", MINUTES_NOT_STATED);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "95851:4");
    assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, "stated");
}

static void unlisted_codes_need_units_and_a_note(void **state)
{
    struct fixture *f = *state;

    add(f, "97799", 10)->units = 2;
    f->services[0].note = TEXT("gait laboratory");
    add(f, "97799", 10)->units = 1;
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97799:3");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97799", 10)->units = 2;
    assert_held(f, FINDING_NOTE_MISSING);
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97799", 10)->note = TEXT("gait laboratory");
    assert_held(f, FINDING_UNITS_MISSING);
}

static void unknown_codes_need_units(void **state)
{
    struct fixture *f = *state;

    add(f, "99999", 10)->units = 2;
    add(f, "99999", MINUTES_NOT_STATED)->units = 1;
    assert_non_null(apply(f));
    assert_text(lines_of(f), "99999:3");
    assert_int_equal(told(f, FINDING_CODE_NOT_IN_TABLE), 1);
    assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, "stated");
    assert_text(cl_claim_line(f->verdict.claim, 0)->description, "");
    assert_text(modifiers_of(f, 0), "");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "99999", 10)->units = 2;
    add(f, "99999", 10);
    assert_held(f, FINDING_CODE_UNKNOWN);
}

static void codes_have_dates_and_disciplines(void **state)
{
    struct fixture *f = *state;

    add(f, "98984", MINUTES_NOT_STATED); /* from 2026 */
    assert_held(f, FINDING_CODE_NOT_IN_FORCE);
    fresh_session(f, CLASS_COMMERCIAL);
    f->session.service_date = (struct cl_date){ 2026, 1, 1 };
    add(f, "98984", MINUTES_NOT_STATED);
    assert_non_null(apply(f));
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97165", MINUTES_NOT_STATED); /* an occupational therapist's evaluation */
    assert_held(f, FINDING_CODE_DISCIPLINE);
    fresh_session(f, CLASS_COMMERCIAL);
    f->session.discipline = DISCIPLINE_OT;
    add(f, "97165", MINUTES_NOT_STATED);
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GO");
    assert_text(f->verdict.claim->discipline, "OT");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(services_of_a_code_merge),
        RULES_TEST(substituted_services_merge_with_their_like),
        RULES_TEST(codes_never_billed_make_no_line),
        RULES_TEST(too_few_minutes_make_no_line),
        RULES_TEST(timed_codes_need_minutes),
        RULES_TEST(untimed_codes_need_none),
        RULES_TEST(stated_units_are_compared),
        RULES_TEST(ties_are_told),
        RULES_TEST(count_codes_add_up_their_units),
        RULES_TEST(unlisted_codes_need_units_and_a_note),
        RULES_TEST(unknown_codes_need_units),
        RULES_TEST(codes_have_dates_and_disciplines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
