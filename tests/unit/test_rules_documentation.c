/* test_rules_documentation.c - what the record should show: per code, per session, plan
 * of care, referring provider, authorization. */
#include "rules_fixture.h"

#include "rules/documentation.h"

/* A row with everything that any code asks for. */
static struct service *full(struct fixture *f, const char *code, int32_t minutes)
{
    struct service *service = add(f, code, minutes);

    service->technique = TEXT("grade III mobilization");
    service->necessity = TEXT("loss of flexion");
    service->region = TEXT("lumbar");
    service->response = TEXT("flexion gained");
    f->session.total_treatment_minutes = 60;
    return service;
}

static const char *missing(struct fixture *f)
{
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_DOCUMENTATION_MISSING), 1);
    return finding_message(finding_of(f, FINDING_DOCUMENTATION_MISSING),
                           arena_room(&f->arena, FINDING_MESSAGE))
        .data;
}

/* The profile makes an error of it. */
static void assert_held_by_profile(struct fixture *f, enum finding_id id)
{
    assert_null(apply(f));
    assert_int_equal(told(f, id), 1);
    assert_int_equal(finding_of(f, id)->severity, SEVERITY_ERROR);
}

static void a_full_record_lacks_nothing(void **state)
{
    static const char *const codes[] = { "97110", "97140", "97014", "G0283", "97012" };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        full(f, codes[i], 15);
        assert_non_null(apply(f));
        if (told(f, FINDING_DOCUMENTATION_MISSING) + told(f, FINDING_DOCUMENTATION_ATTENDED) != 0)
            fail_msg("%s", codes[i]);
    }
}

/* One field after the other is taken away. */
static void each_code_asks_for_its_own(void **state)
{
    static const struct {
        const char *code;
        const char *technique, *necessity, *region, *response; /* NULL: not asked for */
    } rows[] = {
        { "97110", "97110 lacks technique or note", "97110 lacks necessity", NULL, NULL },
        { "97140", "97140 lacks technique", NULL, "97140 lacks region", "97140 lacks response" },
        { "97014", NULL, "97014 lacks necessity", "97014 lacks region", "97014 lacks response" },
        { "G0283", NULL, "G0283 lacks necessity", "G0283 lacks region", "G0283 lacks response" },
        { "97012", NULL, "97012 lacks necessity", "97012 lacks region", "97012 lacks response" },
        { "97112", NULL, NULL, NULL, NULL },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *expected[] = { rows[i].technique, rows[i].necessity, rows[i].region,
                                   rows[i].response };

        for (size_t field = 0; field < COUNT_OF(expected); field++) {
            struct service *service;

            fresh_session(f, CLASS_COMMERCIAL);
            service = full(f, rows[i].code, 15);
            *(struct cl_text *[]){ &service->technique, &service->necessity, &service->region,
                                   &service->response }[field] = TEXT_NONE;
            if (expected[field] != NULL) {
                assert_string_equal(missing(f), expected[field]);
            } else {
                assert_non_null(apply(f));
                assert_int_equal(told(f, FINDING_DOCUMENTATION_MISSING), 0);
            }
        }
    }
}

static void one_finding_lists_all_that_is_missing(void **state)
{
    struct fixture *f = *state;

    add(f, "97140", 15)->note = TEXT("done");
    f->session.total_treatment_minutes = 15;
    assert_string_equal(missing(f), "97140 lacks technique, region, response");
    assert_text(finding_of(f, FINDING_DOCUMENTATION_MISSING)->code, "97140");
    assert_int_equal(finding_of(f, FINDING_DOCUMENTATION_MISSING)->severity, SEVERITY_WARNING);
}

static void a_note_tells_what_was_exercised(void **state)
{
    struct fixture *f = *state;
    struct service *service = full(f, "97110", 15);

    service->technique = TEXT_NONE;
    service->note = TEXT("knee extension");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_DOCUMENTATION_MISSING), 0);
}

static void traction_has_minutes_though_they_are_not_counted(void **state)
{
    struct fixture *f = *state;

    full(f, "97012", MINUTES_NOT_STATED);
    assert_string_equal(missing(f), "97012 lacks minutes or start_time");
}

static void the_rows_of_a_code_show_it_together(void **state)
{
    struct fixture *f = *state;
    struct service *first = full(f, "97140", 15);
    struct service *second = full(f, "97140", 15);

    first->response = TEXT_NONE;
    second->technique = TEXT_NONE;
    modify(second, "59"); /* two lines, one record of the code */
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_DOCUMENTATION_MISSING), 0);
    first->technique = TEXT_NONE;
    f->session.findings.count = 0;
    assert_string_equal(missing(f), "97140 lacks technique");
}

static void beside_traction_or_massage_a_region_of_its_own(void **state)
{
    static const struct {
        const char *other;
        const char *region, *others_region;
        const char *told; /* NULL: nothing */
    } rows[] = {
        { "97012", "lumbar", "cervical", NULL },
        { "97012", "lumbar", "Lumbar", "97140 lacks a region apart from that of 97012" },
        { "97124", "lumbar", "lumbar", "97140 lacks a region apart from that of 97124" },
        { "97124", "lumbar", "", "97140 lacks a region apart from that of 97124" },
        { "97124", "", "lumbar", "97140 lacks region" },
        { "97110", "lumbar", "lumbar", NULL },
        { "97035", "lumbar", "lumbar", NULL },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct finding *found = NULL;

        fresh_session(f, CLASS_COMMERCIAL);
        full(f, "97140", 15)->region = text_of(rows[i].region);
        full(f, rows[i].other, 15)->region = text_of(rows[i].others_region);
        assert_non_null(apply(f));
        for (size_t j = 0; j < f->session.findings.count; j++) {
            if (f->session.findings.items[j].id == FINDING_DOCUMENTATION_MISSING &&
                text_equal(f->session.findings.items[j].code, TEXT("97140")))
                found = &f->session.findings.items[j];
        }
        if ((found != NULL) != (rows[i].told != NULL))
            fail_msg("row %zu: %s", i, found != NULL ? MESSAGE_OF(found).data : "nothing is told");
        if (found != NULL)
            assert_text(MESSAGE_OF(found), rows[i].told);
    }
}

/* 97014 is unattended; who writes that somebody was there means 97032. */
static void words_of_attended_stimulation_point_to_its_code(void **state)
{
    static const struct {
        const char *note;
        bool attended;
    } rows[] = {
        { "Attended throughout", true },
        { "unattended, pads checked", false },
        { "Unattended; then ATTENDED.", true },
        { "15 min one-on-one", true },
        { "1:1 with the therapist", true },
        { "ratio 11:1", false },
        { "manual stimulation of the point", true },
        { "manually checked", false },
        { "non-attended", false },
        { "not attended", false },
        { "no direct one-on-one contact", false },
        { "Pain: no. One-on-one time 8 min", true },
        { "attended\xc3\xa9", false },
        { "one on one", true },
        { "", false },
    };
    static const char *const codes[] = { "97014", "G0283" };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows) * COUNT_OF(codes) * 4; i++) {
        struct service *service;

        fresh_session(f, CLASS_COMMERCIAL);
        service = full(f, codes[i / 4 % COUNT_OF(codes)], 15);
        *(struct cl_text *[]){ &service->technique, &service->necessity, &service->note,
                               &service->response }[i % 4] =
            text_of(rows[i / 4 / COUNT_OF(codes)].note);
        assert_non_null(apply(f));
        if (told(f, FINDING_DOCUMENTATION_ATTENDED) != rows[i / 4 / COUNT_OF(codes)].attended)
            fail_msg("%s", rows[i / 4 / COUNT_OF(codes)].note);
    }
    fresh_session(f, CLASS_COMMERCIAL);
    full(f, "97032", 15)->note = TEXT("attended");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_DOCUMENTATION_ATTENDED), 0);
}

/* Medicare is billed G0283; the record speaks of 97014. */
static void a_code_that_is_substituted_is_told_as_documented(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_MEDICARE);
    full(f, "97014", 15)->region = TEXT_NONE;
    assert_string_equal(missing(f), "97014 lacks region");
    assert_text(lines_of(f), "G0283:1");
}

static void a_session_with_timed_codes_states_its_total_minutes(void **state)
{
    struct fixture *f = *state;

    full(f, "97110", 15);
    full(f, "97112", 15);
    f->session.total_treatment_minutes = MINUTES_NOT_STATED;
    assert_string_equal(missing(f), "session S1 lacks total_treatment_minutes");

    fresh_session(f, CLASS_COMMERCIAL);
    full(f, "97014", 15);
    f->session.total_treatment_minutes = MINUTES_NOT_STATED;
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_DOCUMENTATION_MISSING), 0);
}

/* Two pieces of one session lack the same, two sessions of a visit each its own. */
static void a_session_in_pieces_is_told_once(void **state)
{
    struct fixture *f = *state;

    for (unsigned apart = 0; apart <= 1; apart++) {
        for (int32_t minutes = 15; minutes <= 16; minutes++) {
            fresh_session(f, CLASS_MEDICARE);
            full(f, "97110", minutes);
            f->session.total_treatment_minutes = MINUTES_NOT_STATED;
            keep(f, apart && minutes == 16 ? "S2" : "S1");
        }
        apply_visit(f);
        assert_text(lines_of_claim(f, f->verdicts[0].claim), "97110:2");
        assert_int_equal(told_of(&f->visit[0], FINDING_DOCUMENTATION_MISSING), 1);
        assert_int_equal(told_of(&f->visit[1], FINDING_DOCUMENTATION_MISSING), apart);
    }
}

/* The file has no such column: each session would be told the same. */
static void a_column_that_is_not_there_is_no_matter_of_the_session(void **state)
{
    struct fixture *f = *state;
    struct column_set columns;

    memset(&columns, 0, sizeof(columns));
    columns.has[COL_minutes] = true;
    columns.has[COL_response] = true;
    f->session.columns = &columns;
    add(f, "97140", 15);
    assert_string_equal(missing(f), "97140 lacks response");

    use_payers(f, "[class commercial]\ndocumentation = error\n");
    fresh_session(f, CLASS_COMMERCIAL);
    f->session.columns = &columns;
    add(f, "97140", 15)->response = TEXT("well");
    f->session.total_treatment_minutes = 15;
    assert_held_by_profile(f, FINDING_DOCUMENTATION_MISSING);
    assert_text(MESSAGE_OF(finding_of(f, FINDING_DOCUMENTATION_MISSING)),
                "97140 lacks technique, region");
}

static void columns_that_are_not_there_are_told_once_a_file(void **state)
{
    struct fixture *f = *state;
    struct column_set columns;

    memset(&columns, 0, sizeof(columns));
    documentation_check_columns(f->rules.documentation, &columns, 1, &f->session.findings);
    /* total_treatment_minutes, necessity, region, minutes, response, technique */
    assert_int_equal(told(f, FINDING_DOCUMENTATION_COLUMN), 1);

    memset(&columns, 1, sizeof(columns));
    columns.has[COL_technique] = false; /* 97110 has its note; 97140 wants it */
    columns.has[COL_minutes] = false;   /* the times will do */
    f->session.findings.count = 0;
    documentation_check_columns(f->rules.documentation, &columns, 1, &f->session.findings);
    assert_int_equal(told(f, FINDING_DOCUMENTATION_COLUMN), 1);
    assert_non_null(
        strstr(MESSAGE_OF(finding_of(f, FINDING_DOCUMENTATION_COLUMN)).data, ": technique"));
    assert_int_equal(finding_of(f, FINDING_DOCUMENTATION_COLUMN)->line, 1);

    memset(&columns, 1, sizeof(columns));
    f->session.findings.count = 0;
    documentation_check_columns(f->rules.documentation, &columns, 1, &f->session.findings);
    assert_int_equal(f->session.findings.count, 0);
}

static void a_profile_may_want_no_documentation(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\ndocumentation = no\n");
    add(f, "97140", 15);
    add(f, "97014", 15)->note = TEXT("attended");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_DOCUMENTATION_MISSING), 0);
    assert_int_equal(told(f, FINDING_DOCUMENTATION_ATTENDED), 0);
}

/* A Medicare session of 2024-07-01 with a certification. */
static void certified(struct fixture *f, struct cl_date from, struct cl_date to)
{
    fresh_session(f, CLASS_MEDICARE);
    full(f, "97110", 15);
    f->session.certification_start_date = from;
    f->session.certification_end_date = to;
}

static void the_plan_of_care_is_certified_on_the_day(void **state)
{
    static const struct {
        struct cl_date from, to;
        unsigned missing, outside, too_long;
    } rows[] = {
        { { 0 }, { 0 }, 1, 0, 0 },
        { { 2024, 6, 1 }, { 0 }, 1, 0, 0 },
        { { 0 }, { 2024, 6, 30 }, 1, 1, 0 },
        { { 2024, 7, 1 }, { 2024, 7, 1 }, 0, 0, 0 },
        { { 2024, 7, 2 }, { 2024, 8, 1 }, 0, 1, 0 },
        { { 2024, 6, 1 }, { 2024, 6, 30 }, 0, 1, 0 },
        { { 2024, 7, 1 }, { 2024, 9, 29 }, 0, 0, 0 }, /* 90 days on */
        { { 2024, 7, 1 }, { 2024, 9, 30 }, 0, 0, 1 },
        { { 2023, 12, 31 }, { 2024, 7, 1 }, 0, 0, 1 },
        { { 2024, 2, 1 }, { 2024, 5, 2 }, 0, 1, 1 }, /* 91 with the leap day */
        { { 2023, 2, 1 }, { 2023, 5, 2 }, 0, 1, 0 },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        certified(f, rows[i].from, rows[i].to);
        assert_non_null(apply(f));
        if (told(f, FINDING_CERTIFICATION_MISSING) != rows[i].missing ||
            told(f, FINDING_CERTIFICATION_OUTSIDE) != rows[i].outside ||
            told(f, FINDING_CERTIFICATION_TOO_LONG) != rows[i].too_long)
            fail_msg("row %zu", i);
    }
    fresh_session(f, CLASS_COMMERCIAL);
    full(f, "97110", 15);
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_CERTIFICATION_MISSING), 0);
}

static void a_progress_report_is_due_every_ten_visits(void **state)
{
    static const int32_t visits[] = { COUNT_NOT_STATED, 0, 9, 10, 11 };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(visits); i++) {
        fresh_session(f, CLASS_MEDICARE);
        full(f, "97110", 15);
        f->session.visits_since_progress_report = visits[i];
        assert_non_null(apply(f));
        assert_int_equal(told(f, FINDING_PROGRESS_MISSING), visits[i] >= 10);
    }
}

static void an_authorization_is_asked_for_where_the_profile_says_so(void **state)
{
    struct fixture *f = *state;

    full(f, "97110", 15);
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_AUTHORIZATION_MISSING), 0);

    use_payers(f, "[class commercial]\nauthorization = error\n");
    fresh_session(f, CLASS_COMMERCIAL);
    full(f, "97110", 15);
    assert_held_by_profile(f, FINDING_AUTHORIZATION_MISSING);
    fresh_session(f, CLASS_COMMERCIAL);
    full(f, "97110", 15);
    f->session.authorization_number = TEXT("A1");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_AUTHORIZATION_MISSING), 0);
}

static void medicare_wants_a_referring_provider(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_MEDICARE);
    full(f, "97110", 15);
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_REFERRING_MISSING), 1);
    fresh_session(f, CLASS_MEDICARE);
    full(f, "97110", 15);
    f->session.referring.npi = TEXT("1234567893");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_REFERRING_MISSING), 0);
    fresh_session(f, CLASS_COMMERCIAL);
    full(f, "97110", 15);
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_REFERRING_MISSING), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(a_full_record_lacks_nothing),
        RULES_TEST(each_code_asks_for_its_own),
        RULES_TEST(one_finding_lists_all_that_is_missing),
        RULES_TEST(a_note_tells_what_was_exercised),
        RULES_TEST(traction_has_minutes_though_they_are_not_counted),
        RULES_TEST(the_rows_of_a_code_show_it_together),
        RULES_TEST(beside_traction_or_massage_a_region_of_its_own),
        RULES_TEST(words_of_attended_stimulation_point_to_its_code),
        RULES_TEST(a_code_that_is_substituted_is_told_as_documented),
        RULES_TEST(a_session_with_timed_codes_states_its_total_minutes),
        RULES_TEST(a_session_in_pieces_is_told_once),
        RULES_TEST(a_column_that_is_not_there_is_no_matter_of_the_session),
        RULES_TEST(columns_that_are_not_there_are_told_once_a_file),
        RULES_TEST(a_profile_may_want_no_documentation),
        RULES_TEST(the_plan_of_care_is_certified_on_the_day),
        RULES_TEST(a_progress_report_is_due_every_ten_visits),
        RULES_TEST(an_authorization_is_asked_for_where_the_profile_says_so),
        RULES_TEST(medicare_wants_a_referring_provider),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
