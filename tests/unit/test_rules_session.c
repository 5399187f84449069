/* test_rules_session.c - rules about the session as a whole, sessions of one day, payers of a run.
 */
#include "rules_fixture.h"

#include "rules/across.h"

/* Applies the rules to a plain session of that id and line. */
static void visit(struct fixture *f, const char *id, uint64_t line)
{
    f->session.id = text_of(id);
    f->session.line = line;
    add(f, "97110", 15);
    assert_non_null(apply(f));
}

/* Two sessions of 97110 for 8 minutes, judged together. */
static void two_short_sessions(struct fixture *f, enum payer_class payer_class)
{
    for (unsigned i = 0; i < 2; i++) {
        fresh_session(f, payer_class);
        add(f, "97110", 8);
        keep(f, i == 0 ? "S1" : "S2");
    }
    apply_visit(f);
}

/* Pub. 100-04 ch. 5, 20.2: the minutes of a day count together: 16 are one unit. */
static void sessions_of_a_day_are_one_claim_under_cms(void **state)
{
    struct fixture *f = *state;

    two_short_sessions(f, CLASS_TRICARE);
    assert_text(lines_of_claim(f, f->verdicts[0].claim), "97110:1");
    assert_text(f->verdicts[0].claim->claim_id, "S1");
    assert_int_equal(cl_claim_line(f->verdicts[0].claim, 0)->minutes, 16);
    assert_false(f->verdicts[0].merged);
    assert_true(f->verdicts[1].merged);
    assert_null(f->verdicts[1].claim);
    assert_int_equal(told_of(&f->visit[0], FINDING_VISIT_MERGED), 0);
    assert_int_equal(told_of(&f->visit[1], FINDING_VISIT_MERGED), 1);
}

static void they_stay_apart_where_the_payer_wants_it(void **state)
{
    struct fixture *f = *state;
    const struct finding *finding;

    use_payers(f, "[class tricare]\nsame_day = separate\n");
    two_short_sessions(f, CLASS_TRICARE);
    for (unsigned i = 0; i < 2; i++) {
        assert_text(lines_of_claim(f, f->verdicts[i].claim), "97110:1");
        assert_int_equal(told_of(&f->visit[i], FINDING_VISIT_SAME_DAY), i);
    }
    finding = &f->visit[1].findings.items[0];
    assert_int_equal(finding->id, FINDING_VISIT_SAME_DAY);
    assert_non_null(strstr(MESSAGE_OF(finding).data, "in.csv:2"));
    two_short_sessions(f, CLASS_COMMERCIAL); /* ama counts no day */
    assert_int_equal(told_of(&f->visit[1], FINDING_VISIT_SAME_DAY), 0);
}

/* What makes another visit, and what does not. */
static void a_visit_is_of_one_patient_day_discipline_provider_and_payer(void **state)
{
    struct fixture *f = *state;
    uint64_t first, key;

    fresh_session(f, CLASS_TRICARE);
    assert_true(rules_visit_key(&f->rules, &f->session, &first));
    for (unsigned i = 0; i < 9; i++) {
        fresh_session(f, i == 6 ? CLASS_VA : CLASS_TRICARE);
        if (i == 0)
            f->session.patient.id = TEXT("P2");
        if (i == 1)
            f->session.service_date.day = 2;
        if (i == 2)
            f->session.discipline = DISCIPLINE_OT;
        if (i == 3)
            f->session.billing.npi = TEXT("1245319599");
        if (i == 4)
            f->session.patient.id = TEXT("P11245319599"); /* not P1 of that provider */
        if (i == 5)
            f->session.payer.id = TEXT("PAY2");
        if (i == 8)
            f->session.place_of_service = TEXT("12");
        assert_true(rules_visit_key(&f->rules, &f->session, &key));
        if ((key == first) != (i >= 7))
            fail_msg("row %u", i);
    }
    fresh_session(f, CLASS_COMMERCIAL);
    assert_false(rules_visit_key(&f->rules, &f->session, &key));
}

static void an_error_holds_the_whole_visit(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 0; i < 2; i++) { /* the first one is bad, then the second */
        for (unsigned j = 0; j < 2; j++) {
            fresh_session(f, CLASS_TRICARE);
            add(f, "97110", i == j ? MINUTES_NOT_STATED : 15);
            keep(f, j == 0 ? "S1" : "S2");
        }
        apply_visit(f);
        assert_null(f->verdicts[0].claim);
        assert_null(f->verdicts[1].claim);
        assert_int_equal(told_of(&f->visit[i], FINDING_MINUTES_MISSING), 1);
        assert_int_equal(told_of(&f->visit[1 - i], FINDING_MINUTES_MISSING), 0);
        assert_int_equal(told_of(&f->visit[1 - i], FINDING_VISIT_HELD), 1);
    }
}

/* What one of the sessions states stands for the claim. */
static void facts_of_a_merged_claim_are_those_of_all(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_TRICARE);
    add(f, "97110", 15);
    f->session.claim_frequency = TEXT("7");
    f->session.related_cause = TEXT("auto");
    f->session.accident_date = (struct cl_date){ 2024, 6, 1 };
    keep(f, "S1");
    fresh_session(f, CLASS_TRICARE);
    add(f, "97110", 15);
    f->session.claim_frequency = TEXT("7");
    f->session.payer_control_number = TEXT("X1");
    f->session.accident_state = TEXT("OH");
    keep(f, "S2");
    apply_visit(f);
    assert_text(f->verdicts[0].claim->payer_control_number, "X1");
    assert_text(f->verdicts[0].claim->accident_state, "OH");
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(told_of(&f->visit[i], FINDING_FREQUENCY_CONTROL), 0);
        assert_int_equal(told_of(&f->visit[i], FINDING_ACCIDENT_MISSING), 0);
    }
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

static void state_no_class(struct fixture *f)
{
    f->session.payer_class = PAYER_CLASS_COUNT;
    f->session.payer.payer_class = TEXT_NONE;
}

/* The class of a payer that a profile names: its own, not the export's. */
static void a_profile_knows_the_class_of_its_payer(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[payer PAY]\nextends = class medicare\n");
    fresh_session(f, CLASS_OTHER);
    state_no_class(f);
    visit(f, "S", 2);
    assert_text(f->verdict.claim->payer->payer_class, "medicare");
    assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, "cms");
    assert_int_equal(told(f, FINDING_PAYER_CLASS_DIFFERS), 0);
    fresh_session(f, CLASS_COMMERCIAL);
    visit(f, "S", 2);
    assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, "cms");
    assert_int_equal(told(f, FINDING_PAYER_CLASS_DIFFERS), 1);
    fresh_session(f, CLASS_OTHER);
    state_no_class(f);
    f->session.payer.id = TEXT("OTHER");
    add(f, "97110", 15);
    assert_held(f, FINDING_FIELD_REQUIRED);
    assert_int_equal(finding_of(f, FINDING_FIELD_REQUIRED)->column, COL_payer_class);
}

static void a_class_default_is_told_once_a_payer(void **state)
{
    static const struct {
        enum payer_class payer_class;
        const char *payer;
        unsigned told;
    } rows[] = { { CLASS_VA, "A", 1 }, { CLASS_VA, "A", 0 },         { CLASS_VA, "B", 1 },
                 { CLASS_VA, "A", 0 }, { CLASS_COMMERCIAL, "A", 1 }, { CLASS_COMMERCIAL, "P", 0 },
                 { CLASS_VA, "P", 0 } };
    struct fixture *f = *state;
    struct across across = { .payer_count = 0 };

    use_payers(f, "[payer P]\nextends = class va\n");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct payer_use *use;

        fresh_session(f, rows[i].payer_class);
        f->session.payer.id = text_of(rows[i].payer);
        visit(f, "S", 2 + i);
        use = across_payer(&across, &f->session, f->verdict.profile);
        assert_int_equal(told(f, FINDING_PAYER_CLASS_DEFAULT), rows[i].told);
        assert_text(use->payer_id, rows[i].payer);
        assert_text(use->payer_class, payer_class_name(rows[i].payer_class));
    }
    assert_int_equal(across.payer_count, 5);
    across_finish(&across);
}

static void many_payers_are_remembered(void **state)
{
    struct fixture *f = *state;
    struct across across = { .payer_count = 0 };

    for (unsigned i = 0; i < 600; i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        f->session.payer.id = arena_format(&f->arena, "payer %u", i % 300);
        visit(f, "S", 2);
        (void)across_payer(&across, &f->session, f->verdict.profile);
        assert_int_equal(told(f, FINDING_PAYER_CLASS_DEFAULT), i < 300);
    }
    assert_int_equal(across.payer_count, 300);
    across_finish(&across);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(sessions_of_a_day_are_one_claim_under_cms),
        RULES_TEST(they_stay_apart_where_the_payer_wants_it),
        RULES_TEST(a_visit_is_of_one_patient_day_discipline_provider_and_payer),
        RULES_TEST(an_error_holds_the_whole_visit),
        RULES_TEST(facts_of_a_merged_claim_are_those_of_all),
        RULES_TEST(replacements_name_the_claim),
        RULES_TEST(accidents_have_a_date_and_a_state),
        RULES_TEST(a_profile_knows_the_class_of_its_payer),
        RULES_TEST(a_class_default_is_told_once_a_payer),
        RULES_TEST(many_payers_are_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
