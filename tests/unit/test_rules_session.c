/* test_rules_session.c - rules about the session as a whole, and what is told once a run. */
#include "rules_fixture.h"

/* Applies the rules to a plain session of that id and line. */
static void visit(struct fixture *f, const char *id, uint64_t line)
{
    f->session.id = text_of(id);
    f->session.line = line;
    add(f, "97110", 15);
    assert_non_null(apply(f));
}

static void visits_of_one_day_are_told_under_cms(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_TRICARE);
    visit(f, "S1", 2);
    assert_int_equal(told(f, FINDING_VISIT_SAME_DAY), 0);
    places_add_file(&f->places, "next.csv", 40);
    fresh_session(f, CLASS_TRICARE);
    visit(f, "S2", 7);
    assert_int_equal(told(f, FINDING_VISIT_SAME_DAY), 1);
    assert_non_null(strstr(finding_of(f, FINDING_VISIT_SAME_DAY)->message.data, "in.csv:2"));
    fresh_session(f, CLASS_MEDICARE); /* another payer, the same pool */
    visit(f, "S3", 8);
    assert_int_equal(told(f, FINDING_VISIT_SAME_DAY), 1);
    fresh_session(f, CLASS_COMMERCIAL);
    visit(f, "S4", 9);
    assert_int_equal(told(f, FINDING_VISIT_SAME_DAY), 0);
}

static void other_visits_are_not(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 0; i < 6; i++) {
        fresh_session(f, CLASS_TRICARE);
        if (i == 1)
            f->session.patient.id = TEXT("P2");
        if (i == 2)
            f->session.service_date.day = 2;
        if (i == 3)
            f->session.discipline = DISCIPLINE_OT;
        if (i == 4)
            f->session.billing.npi = TEXT("1245319599");
        if (i == 5)
            f->session.patient.id = TEXT("P11245319599"); /* not P1 of that provider */
        visit(f, "S", 2 + i);
        assert_int_equal(told(f, FINDING_VISIT_SAME_DAY), 0);
    }
}

/* A session that is held is mended and billed later: it is a visit of that day. */
static void held_sessions_are_visits_too(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_TRICARE);
    add(f, "97110", MINUTES_NOT_STATED);
    assert_null(apply(f));
    fresh_session(f, CLASS_TRICARE);
    visit(f, "S2", 5);
    assert_int_equal(told(f, FINDING_VISIT_SAME_DAY), 1);
}

static void replacements_name_the_claim(void **state)
{
    static const struct {
        const char *frequency;
        const char *control;
        unsigned told;
    } rows[] = { { "", "", 0 }, { "1", "", 0 }, { "7", "", 1 }, { "8", "", 1 }, { "7", "X1", 0 } };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        f->session.claim_frequency = text_of(rows[i].frequency);
        f->session.payer_control_number = text_of(rows[i].control);
        visit(f, "S", 2);
        assert_int_equal(told(f, FINDING_FREQUENCY_CONTROL), rows[i].told);
        assert_text(f->verdict.claim->claim_frequency,
                    rows[i].frequency[0] != '\0' ? rows[i].frequency : "1");
    }
}

static void accidents_have_a_date_and_a_state(void **state)
{
    static const struct {
        const char *cause;
        bool date;
        const char *state;
        unsigned told;
    } rows[] = { { "", false, "", 0 },    { "employment", true, "", 0 }, { "other", false, "", 1 },
                 { "auto", true, "", 1 }, { "auto", true, "OH", 0 },     { "auto", false, "OH", 1 },
                 { "", false, "OH", 0 } };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_AUTO);
        f->session.related_cause = text_of(rows[i].cause);
        f->session.accident_state = text_of(rows[i].state);
        if (rows[i].date)
            f->session.accident_date = (struct cl_date){ 2024, 6, 1 };
        visit(f, "S", 2);
        if (told(f, FINDING_ACCIDENT_MISSING) != rows[i].told)
            fail_msg("row %zu", i);
    }
}

static void a_class_default_is_told_once_a_payer(void **state)
{
    static const struct {
        enum payer_class payer_class;
        const char *payer;
        unsigned told;
    } rows[] = { { CLASS_VA, "A", 1 },
                 { CLASS_VA, "A", 0 },
                 { CLASS_VA, "B", 1 },
                 { CLASS_VA, "A", 0 },
                 { CLASS_COMMERCIAL, "A", 1 } };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, rows[i].payer_class);
        f->session.payer.id = text_of(rows[i].payer);
        visit(f, "S", 2 + i);
        assert_int_equal(told(f, FINDING_PAYER_CLASS_DEFAULT), rows[i].told);
        assert_text(f->verdict.payer->payer_id, rows[i].payer);
        assert_text(f->verdict.payer->payer_class, payer_class_name(rows[i].payer_class));
    }
    assert_int_equal(f->run.payer_count, 3);
}

static void many_payers_are_remembered(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 0; i < 600; i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        f->session.payer.id = arena_format(&f->arena, "payer %u", i % 300);
        visit(f, "S", 2);
        assert_int_equal(told(f, FINDING_PAYER_CLASS_DEFAULT), i < 300);
    }
    assert_int_equal(f->run.payer_count, 300);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(visits_of_one_day_are_told_under_cms),
        RULES_TEST(other_visits_are_not),
        RULES_TEST(held_sessions_are_visits_too),
        RULES_TEST(replacements_name_the_claim),
        RULES_TEST(accidents_have_a_date_and_a_state),
        RULES_TEST(a_class_default_is_told_once_a_payer),
        RULES_TEST(many_payers_are_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
