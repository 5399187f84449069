/* test_rules_visits.c - sessions of a visit on one claim, pooled, or each for itself. */
#include "rules_fixture.h"

/* A session of a Medicare patient's day, with one row; more can be added before keep(). */
static struct service *fresh(struct fixture *f, const char *code, int32_t minutes)
{
    fresh_session(f, CLASS_MEDICARE);
    return add(f, code, minutes);
}

static void diagnose(struct fixture *f, const char *prefix, uint32_t from, uint32_t to)
{
    f->session.diagnosis_count = 0;
    for (uint32_t i = from; i <= to; i++)
        f->session.diagnoses[f->session.diagnosis_count++] =
            arena_format(&f->arena, "%s%u", prefix, i);
}

static void point(struct service *service, uint8_t first, uint8_t second)
{
    service->pointers[0] = first;
    service->pointers[1] = second;
    service->pointer_count = second != 0 ? 2 : 1;
}

static void assert_pointers(const struct cl_line *line, const char *letters)
{
    char found[CL_MAX_POINTERS + 1] = { 0 };

    for (uint32_t i = 0; i < line->pointer_count; i++)
        found[i] = (char)('A' + line->pointers[i] - 1);
    assert_string_equal(found, letters);
}

/* 8 minutes each make no two units; 16 together make one. */
static void merged_sessions_are_one_claim(void **state)
{
    struct fixture *f = *state;
    const struct cl_claim *claim;

    (void)fresh(f, "97110", 8);
    f->session.total_treatment_minutes = 20;
    keep(f, "S1");
    (void)fresh(f, "97110", 8);
    add(f, "97140", 22);
    f->session.total_treatment_minutes = 35;
    f->session.authorization_number = TEXT("AUTH");
    keep(f, "S2");
    apply_visit(f);
    claim = f->verdicts[0].claim;
    assert_text(lines_of_claim(f, claim), "97110:1 97140:2");
    assert_text(claim->claim_id, "S1");
    assert_text(claim->authorization_number, "AUTH");
    assert_int_equal(claim->total_treatment_minutes, 55);
    assert_null(f->verdicts[1].claim);
    assert_true(f->verdicts[1].merged && !f->verdicts[0].merged);
    assert_int_equal(f->verdicts[1].billed_on, 0);
    assert_int_equal(told_of(&f->visit[1], FINDING_VISIT_MERGED), 1);
    assert_int_equal(told_of(&f->visit[0], FINDING_VISIT_MERGED), 0);
    assert_int_equal(f->visit[0].service_count, 1); /* the export's own stays as it was */
}

static void total_minutes_are_known_of_all_or_not(void **state)
{
    struct fixture *f = *state;

    (void)fresh(f, "97110", 30);
    f->session.total_treatment_minutes = 40;
    keep(f, "S1");
    (void)fresh(f, "97140", 30);
    keep(f, "S2");
    apply_visit(f);
    assert_int_equal(f->verdicts[0].claim->total_treatment_minutes, 0);
}

/* What a claim has once; the export of S2 states another one. */
static const size_t facts[] = {
    offsetof(struct session, payer_control_number),
    offsetof(struct session, authorization_number),
    offsetof(struct session, referral_number),
    offsetof(struct session, referring.npi),
    offsetof(struct session, facility.npi),
    offsetof(struct session, subscriber.member_id),
    offsetof(struct session, related_cause),
    offsetof(struct session, accident_state),
    offsetof(struct session, property_casualty_claim_number),
};

static void set_fact(struct fixture *f, size_t fact, const char *value)
{
    memcpy((char *)&f->session + facts[fact], &(struct cl_text){ value, strlen(value) },
           sizeof(struct cl_text));
}

static void different_facts_are_pooled(void **state)
{
    static const struct {
        const char *first, *second;
        bool pooled;
    } ways[] = {
        { "11", "12", true }, { "11", "11", false }, { "", "12", false }, { "11", "", false }
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        for (size_t way = 0; way < COUNT_OF(ways); way++) {
            (void)fresh(f, "97110", 8);
            set_fact(f, i, ways[way].first);
            keep(f, "S1");
            (void)fresh(f, "97140", 8);
            set_fact(f, i, ways[way].second);
            keep(f, "S2");
            apply_visit(f);
            if (told_of(&f->visit[1], FINDING_VISIT_POOLED) != ways[way].pooled ||
                told_of(&f->visit[1], FINDING_VISIT_MERGED) == ways[way].pooled ||
                f->verdicts[1].pooled != ways[way].pooled)
                fail_msg("fact %zu, way %zu", i, way);
        }
    }
}

/* No place is the profile's, 11: that is another one than 02. */
static void places_are_those_of_the_claim(void **state)
{
    static const struct {
        const char *profile, *first, *second, *modifier;
        bool pooled;
    } ways[] = {
        { "", "11", "12", NULL, true },
        { "", "", "12", NULL, true },
        { "", "02", "", "95", true },
        { "", "", "11", NULL, false },
        { "", "12", "12", NULL, false },
        { "", "11", "11", "95", false },
        { "telehealth_place = 10", "11", "11", "95", true },
        { "telehealth_modifier = 95", "11", "11", "95", true },
        { "telehealth_place = 10", "02", "02", "95", false },
    };
    struct fixture *f = *state;

    for (size_t way = 0; way < COUNT_OF(ways); way++) {
        use_payers(f, arena_format(&f->arena, "[class medicare]\n%s\n", ways[way].profile).data);
        (void)fresh(f, "97110", 8);
        f->session.place_of_service = text_of(ways[way].first);
        keep(f, "S1");
        (void)fresh(f, "97140", 8);
        f->session.place_of_service = text_of(ways[way].second);
        if (ways[way].modifier != NULL)
            modify(&f->services[0], ways[way].modifier);
        keep(f, "S2");
        apply_visit(f);
        if (told_of(&f->visit[1], FINDING_VISIT_POOLED) != ways[way].pooled)
            fail_msg("way %zu", way);
    }
}

/* 16 minutes in all are one unit: the first's, whose minutes are no fewer. */
static void pooled_sessions_share_their_units(void **state)
{
    struct fixture *f = *state;

    (void)fresh(f, "97110", 8);
    f->session.place_of_service = TEXT("11");
    keep(f, "S1");
    (void)fresh(f, "97140", 8);
    f->session.place_of_service = TEXT("12");
    keep(f, "S2");
    apply_visit(f);
    assert_text(lines_of_claim(f, f->verdicts[0].claim), "97110:1");
    assert_null(f->verdicts[1].claim);
    assert_false(f->verdicts[1].merged);
    assert_int_equal(f->visit[1].findings.errors, 0);
}

/* No frequency is an original claim's. */
static void an_original_claim_needs_no_frequency(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 0; i < 2; i++) {
        (void)fresh(f, "97110", 30);
        keep(f, "S1");
        (void)fresh(f, "97140", 30);
        f->session.claim_frequency = i == 0 ? TEXT("1") : TEXT("7");
        f->session.payer_control_number = i == 0 ? TEXT_NONE : TEXT("PCN");
        keep(f, "S2");
        apply_visit(f);
        assert_int_equal(told_of(&f->visit[1], FINDING_VISIT_MERGED), 1 - i);
        assert_int_equal(told_of(&f->visit[1], FINDING_VISIT_POOLED), i);
    }
}

static void diagnoses_of_all_stand_once(void **state)
{
    struct fixture *f = *state;
    const struct cl_claim *claim;

    point(fresh(f, "97110", 30), 2, 0);
    add(f, "97112", 30); /* no pointers: the first four of its own session */
    diagnose(f, "A", 10, 12);
    keep(f, "S1");
    point(fresh(f, "97140", 30), 1, 2);
    add(f, "97530", 30);
    diagnose(f, "A", 12, 14);
    keep(f, "S2");
    apply_visit(f);
    claim = f->verdicts[0].claim;
    assert_int_equal(claim->diagnosis_count, 5);
    assert_text(claim->diagnoses[2], "A12");
    assert_text(claim->diagnoses[4], "A14");
    assert_pointers(cl_claim_line(claim, 0), "B");
    assert_pointers(cl_claim_line(claim, 1), "ABC");
    assert_pointers(cl_claim_line(claim, 2), "CD");
    assert_pointers(cl_claim_line(claim, 3), "CDE");
}

static void a_claim_has_12_diagnoses_at_most(void **state)
{
    struct fixture *f = *state;

    for (uint32_t last = 21; last <= 22; last++) {
        (void)fresh(f, "97110", 30);
        diagnose(f, "A", 10, 15);
        keep(f, "S1");
        (void)fresh(f, "97140", 30);
        diagnose(f, "A", 16, last);
        keep(f, "S2");
        apply_visit(f);
        assert_int_equal(told_of(&f->visit[1], FINDING_VISIT_MERGED), last == 21);
        assert_int_equal(told_of(&f->visit[1], FINDING_VISIT_POOLED), last == 22);
        assert_int_equal(f->verdicts[0].claim->diagnosis_count, last == 21 ? 12 : 6);
    }
}

/* A pointer beyond the list of its own session is no pointer into the joined one. */
static void pointers_beyond_stay_beyond(void **state)
{
    struct fixture *f = *state;

    point(fresh(f, "97110", 30), 3, 0);
    diagnose(f, "A", 10, 11);
    keep(f, "S1");
    (void)fresh(f, "97140", 30);
    diagnose(f, "A", 12, 14);
    keep(f, "S2");
    apply_visit(f);
    assert_null(f->verdicts[0].claim);
    assert_int_equal(told_of(&f->visit[0], FINDING_POINTER_BEYOND), 1);
    assert_int_equal(told_of(&f->visit[1], FINDING_VISIT_HELD), 1);
}

/* Rows of S2 stand behind those of S3: its diagnoses and its place among the sessions are
 * those of its first rows all the same. */
static void pieces_count_where_the_first_one_stands(void **state)
{
    struct fixture *f = *state;
    const struct cl_claim *claim;

    (void)fresh(f, "97110", 30);
    diagnose(f, "A", 10, 10);
    keep(f, "S1");
    point(fresh(f, "97140", 30), 1, 0);
    diagnose(f, "A", 11, 11);
    keep(f, "S2");
    (void)fresh(f, "97112", 30);
    diagnose(f, "A", 12, 12);
    keep(f, "S3");
    point(fresh(f, "97530", 30), 1, 0);
    add(f, "97116", 30);
    diagnose(f, "A", 11, 11);
    keep(f, "S2");
    apply_visit(f);
    claim = f->verdicts[0].claim;
    assert_text(lines_of_claim(f, claim), "97110:2 97140:2 97530:2 97116:2 97112:2");
    assert_pointers(cl_claim_line(claim, 0), "A");
    assert_pointers(cl_claim_line(claim, 1), "B");
    assert_pointers(cl_claim_line(claim, 2), "B");
    assert_pointers(cl_claim_line(claim, 3), "B");
    assert_pointers(cl_claim_line(claim, 4), "C");
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(f->verdicts[i].billed_on, 0);
    assert_int_equal(told_of(&f->visit[3], FINDING_VISIT_MERGED), 0);
}

/* A commercial payer keeps sessions apart, but not pieces of one. */
static void pieces_are_one_claim_for_every_payer(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 8);
    f->session.total_treatment_minutes = 20;
    keep(f, "S1");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 15);
    f->session.total_treatment_minutes = 20;
    keep(f, "S1");
    apply_visit(f);
    assert_text(lines_of_claim(f, f->verdicts[0].claim), "97110:2");
    assert_int_equal(f->verdicts[0].claim->total_treatment_minutes, 20); /* a session's, once */
    assert_true(f->verdicts[1].merged);
    assert_int_equal(f->visit[0].findings.errors + f->visit[1].findings.errors, 0);
}

static void repeat(struct fixture *f, unsigned change)
{
    struct service *service = fresh(f, change == 1 ? "97112" : "97110", change == 2 ? 31 : 30);

    service->units = change == 3 ? 2 : 0;
    service->note = change == 4 ? TEXT("x") : TEXT_NONE;
    service->technique = change == 5 ? TEXT("x") : TEXT_NONE;
    if (change == 6)
        point(service, 1, 0);
    if (change == 7)
        modify(service, "59");
    service->unit_charge = change == 8 ? 4100 : 4000;
    if (change == 9)
        service->start_time = (struct cl_time){ .stated = true, .hour = 0, .minute = 0 };
    keep(f, "S1");
}

/* The same in every field is a copy; other in one of them, another piece of work. */
static void repeated_rows_hold_the_session(void **state)
{
    struct fixture *f = *state;

    for (unsigned change = 0; change < 10; change++) {
        repeat(f, 0);
        repeat(f, change);
        apply_visit(f);
        if (told_of(&f->visit[1], FINDING_SESSION_REPEATED) != (change == 0) ||
            told_of(&f->visit[0], FINDING_VISIT_HELD) != (change == 0))
            fail_msg("change %u", change);
    }
}

static void a_row_like_another_sessions_is_no_repeat(void **state)
{
    struct fixture *f = *state;

    (void)fresh(f, "97110", 30);
    keep(f, "S1");
    (void)fresh(f, "97140", 30);
    keep(f, "S2");
    (void)fresh(f, "97110", 30);
    keep(f, "S2");
    (void)fresh(f, "97110", 30); /* twice in rows that stand together: two pieces of work */
    add(f, "97110", 30);
    keep(f, "S3");
    apply_visit(f);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(f->visit[i].findings.errors, 0);
    assert_text(lines_of_claim(f, f->verdicts[0].claim), "97110:8 97140:2");
}

/* `bad` is held when it was read: whichever it is, the others go with it. */
static void one_error_holds_the_visit(void **state)
{
    static const char *const places[] = { "11", "12" };
    struct fixture *f = *state;

    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 3; j++) {
            (void)fresh(f, "97110", 30);
            f->session.place_of_service = text_of(places[i % 2 * (j % 2)]);
            if (j == i / 2)
                findings_add(&f->session.findings, FINDING_DATE_FORM, 2, COL_onset_date, TEXT_NONE,
                             "bad");
            if (j == i / 2) /* and so it may lack what tells the payer */
                f->session.payer_class = CLASS_SELF_PAY;
            keep(f, arena_format(&f->arena, "S%zu", j).data);
        }
        apply_visit(f);
        for (size_t j = 0; j < 3; j++) {
            if (f->visit[j].findings.errors == 0 || f->verdicts[j].claim != NULL ||
                told_of(&f->visit[j], FINDING_VISIT_HELD) != (j != i / 2))
                fail_msg("way %zu, session %zu", i, j);
        }
    }
}

/* Under separate, each session stands or falls by itself. */
static void separate_sessions_are_not_held_together(void **state)
{
    struct fixture *f = *state;

    for (size_t j = 0; j < 2; j++) {
        fresh_session(f, CLASS_COMMERCIAL);
        add(f, "97110", 30);
        if (j == 0)
            findings_add(&f->session.findings, FINDING_DATE_FORM, 2, COL_onset_date, TEXT_NONE,
                         "bad");
        keep(f, j == 0 ? "S1" : "S2");
    }
    apply_visit(f);
    assert_non_null(f->verdicts[1].claim);
    assert_int_equal(f->visit[1].findings.errors, 0);
}

/* A payer that the profiles name needs no class, in any session of the visit. */
static void the_class_is_the_payers_in_all_sessions(void **state)
{
    struct fixture *f = *state;
    uint64_t first, second;

    use_payers(f, "[payer PAY]\nextends = class medicare\n");
    for (size_t j = 0; j < 2; j++) {
        (void)fresh(f, j == 0 ? "97110" : "97140", 30);
        f->session.payer_class = j == 0 ? CLASS_MEDICARE : PAYER_CLASS_COUNT;
        keep(f, j == 0 ? "S1" : "S2");
    }
    assert_true(rules_visit_key(&f->rules, &f->visit[0], &first));
    assert_true(rules_visit_key(&f->rules, &f->visit[1], &second));
    assert_true(first == second);
    for (size_t stated = 0; stated < 3; stated++) {
        for (size_t j = 0; j < 2; j++)
            f->visit[j].payer_class = j == stated ? CLASS_MEDICARE : PAYER_CLASS_COUNT;
        f->visit_count = 2;
        apply_visit(f);
        assert_non_null(f->verdicts[0].claim);
        assert_int_equal(f->visit[0].payer_class, CLASS_MEDICARE);
        assert_int_equal(f->visit[1].payer_class, CLASS_MEDICARE);
    }
}

static void visit_keys_tell_visits_apart(void **state)
{
    struct fixture *f = *state;
    uint64_t key, other;

    fresh_session(f, CLASS_COMMERCIAL);
    assert_false(rules_visit_key(&f->rules, &f->session, &key));
    fresh_session(f, CLASS_MEDICARE);
    assert_true(rules_visit_key(&f->rules, &f->session, &key));
    for (unsigned i = 0; i < 7; i++) {
        fresh_session(f, i == 0 ? CLASS_RAILROAD_MEDICARE : CLASS_MEDICARE);
        f->session.discipline = i == 1 ? DISCIPLINE_OT : DISCIPLINE_PT;
        f->session.service_date.day = i == 2 ? 2 : 1;
        if (i == 3)
            f->session.patient.id = TEXT("P2");
        if (i == 4)
            f->session.payer.id = TEXT("PAX");
        if (i == 5)
            f->session.billing.npi = TEXT("2999000013");
        f->session.id = i == 6 ? TEXT("another") : TEXT("S1");
        assert_true(rules_visit_key(&f->rules, &f->session, &other));
        assert_int_equal(key == other, i == 6);
    }
}

/* A void takes back what was billed: it is no work of the day. */
static void a_void_stands_for_itself(void **state)
{
    struct fixture *f = *state;
    struct session original;
    uint64_t key;

    fresh_session(f, CLASS_MEDICARE);
    original = f->session;
    assert_true(rules_visit_key(&f->rules, &f->session, &key));
    assert_true(rules_same_visit(&f->rules, &original, &f->session));
    f->session.claim_frequency = TEXT("7");
    assert_true(rules_visit_key(&f->rules, &f->session, &key));
    f->session.claim_frequency = TEXT("8");
    assert_false(rules_visit_key(&f->rules, &f->session, &key));
    assert_false(rules_same_visit(&f->rules, &original, &f->session));
}

/* The export may be wrong about the class of a payer that a profile names. */
static void a_profiles_class_makes_the_visit(void **state)
{
    struct fixture *f = *state;
    struct session other;
    uint64_t first, second;

    fresh_session(f, CLASS_MEDICARE);
    other = f->session;
    other.payer_class = CLASS_COMMERCIAL;
    assert_false(rules_same_visit(&f->rules, &f->session, &other));
    use_payers(f, "[payer PAY]\nextends = class medicare\n");
    assert_true(rules_same_visit(&f->rules, &f->session, &other));
    assert_true(rules_visit_key(&f->rules, &f->session, &first));
    assert_true(rules_visit_key(&f->rules, &other, &second));
    assert_true(first == second);
}

/* 30 minutes of a total of 20 are too many, whatever the other session states. */
static void totals_are_those_of_each_session(void **state)
{
    struct fixture *f = *state;

    (void)fresh(f, "97110", 30);
    f->session.total_treatment_minutes = 20;
    keep(f, "S1");
    (void)fresh(f, "97140", 30);
    f->session.total_treatment_minutes = 60;
    keep(f, "S2");
    apply_visit(f);
    assert_non_null(f->verdicts[0].claim);
    assert_int_equal(told_of(&f->visit[0], FINDING_MINUTES_TOTAL), 1);
    assert_int_equal(told_of(&f->visit[1], FINDING_MINUTES_TOTAL), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(merged_sessions_are_one_claim),
        RULES_TEST(total_minutes_are_known_of_all_or_not),
        RULES_TEST(different_facts_are_pooled),
        RULES_TEST(places_are_those_of_the_claim),
        RULES_TEST(pooled_sessions_share_their_units),
        RULES_TEST(an_original_claim_needs_no_frequency),
        RULES_TEST(diagnoses_of_all_stand_once),
        RULES_TEST(a_claim_has_12_diagnoses_at_most),
        RULES_TEST(pointers_beyond_stay_beyond),
        RULES_TEST(pieces_count_where_the_first_one_stands),
        RULES_TEST(pieces_are_one_claim_for_every_payer),
        RULES_TEST(repeated_rows_hold_the_session),
        RULES_TEST(a_row_like_another_sessions_is_no_repeat),
        RULES_TEST(one_error_holds_the_visit),
        RULES_TEST(separate_sessions_are_not_held_together),
        RULES_TEST(the_class_is_the_payers_in_all_sessions),
        RULES_TEST(visit_keys_tell_visits_apart),
        RULES_TEST(a_void_stands_for_itself),
        RULES_TEST(a_profiles_class_makes_the_visit),
        RULES_TEST(totals_are_those_of_each_session),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
