/* test_rules_times.c - time that would be counted twice. */
#include "rules_fixture.h"

#include "base/date.h"

static struct service *at(struct service *service, const char *start, const char *end)
{
    assert_true(time_parse(text_of(start), &service->start_time));
    assert_true(time_parse(text_of(end), &service->end_time));
    return service;
}

/* Two services and their times: whether they overlap. */
static const struct {
    const char *first, *from, *to;
    const char *second, *start, *end;
    bool told;
} pairs[] = {
    { "97110", "09:00", "09:15", "97140", "09:15", "09:30", false }, /* one after the other */
    { "97140", "09:15", "09:30", "97110", "09:00", "09:15", false },
    { "97110", "09:00", "09:15", "97140", "09:14", "09:30", true },
    { "97140", "09:14", "09:30", "97110", "09:00", "09:15", true },
    { "97110", "09:00", "10:00", "97140", "09:20", "09:30", true }, /* within */
    { "97140", "09:20", "09:30", "97110", "09:00", "10:00", true },
    { "97110", "09:00", "09:15", "97110", "09:00", "09:15", true },  /* one code on two rows */
    { "97035", "09:00", "09:10", "97110", "09:05", "09:20", true },  /* constant attendance */
    { "97012", "09:00", "09:15", "97110", "09:00", "09:15", false }, /* supervised */
    { "97014", "09:00", "09:15", "97110", "09:00", "09:15", false },
    { "97150", "09:00", "09:30", "97110", "09:00", "09:15", false }, /* group */
    { "97110", "09:00", "09:00", "97140", "09:00", "09:15", false }, /* no time at all */
};

static void attended_services_do_not_overlap(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        at(add(f, pairs[i].first, 15), pairs[i].from, pairs[i].to);
        at(add(f, pairs[i].second, 15), pairs[i].start, pairs[i].end);
        assert_non_null(apply(f));
        if (told(f, FINDING_TIME_OVERLAP) != pairs[i].told)
            fail_msg("pair %zu", i);
    }
}

/* One remark a row, however many rows it shares its time with. */
static void an_overlap_names_both_codes(void **state)
{
    struct fixture *f = *state;

    at(add(f, "97110", 30), "09:00", "09:30");
    add(f, "97112", 15); /* states no times */
    at(add(f, "97140", 15), "09:10", "09:25");
    at(add(f, "97530", 15), "09:15", "09:30");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_TIME_OVERLAP), 2);
    assert_text(MESSAGE_OF(finding_of(f, FINDING_TIME_OVERLAP)),
                "the times of 97140 and of 97110 at in.csv:2 overlap");
    assert_int_equal(finding_of(f, FINDING_TIME_OVERLAP)->line, 4);
    assert_int_equal(finding_of(f, FINDING_TIME_OVERLAP)->column, COL_start_time);
}

/* Two sessions of a day, merged into one claim or claims of their own. */
static void sessions_of_a_visit_do_not_overlap(void **state)
{
    static const char *const ways[] = { "merge", "pool", "separate" };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        const struct finding *finding;

        use_payers(f, arena_format(&f->arena, "[class commercial]\nsame_day = %s\n", ways[i]).data);
        fresh_session(f, CLASS_COMMERCIAL);
        at(add(f, "97110", 30), "09:00", "09:30");
        keep(f, "S1");
        fresh_session(f, CLASS_COMMERCIAL);
        at(add(f, "97140", 15), "09:20", "09:35");
        keep(f, "S2");
        apply_visit(f);
        assert_int_equal(told_of(&f->visit[0], FINDING_TIME_OVERLAP), 0);
        if (told_of(&f->visit[1], FINDING_TIME_OVERLAP) != 1)
            fail_msg("%s", ways[i]);
        finding = &f->visit[1].findings.items[f->visit[1].findings.count - 1];
        assert_int_equal(finding->line, 102);
    }
}

/* 97110 30 minutes, 97129 15, 97012 20 (untimed): 45 timed minutes. */
static void timed_minutes_are_within_the_total(void **state)
{
    static const struct {
        int32_t total;
        unsigned told;
    } rows[] = { { MINUTES_NOT_STATED, 0 }, { 65, 0 }, { 45, 0 }, { 44, 1 }, { 0, 1 } };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        add(f, "97110", 20);
        add(f, "97110", 10);
        add(f, "97129", 15);
        add(f, "97012", 20);
        f->session.total_treatment_minutes = rows[i].total;
        assert_non_null(apply(f));
        if (told(f, FINDING_MINUTES_TOTAL) != rows[i].told)
            fail_msg("row %zu", i);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(attended_services_do_not_overlap),
        RULES_TEST(an_overlap_names_both_codes),
        RULES_TEST(sessions_of_a_visit_do_not_overlap),
        RULES_TEST(timed_minutes_are_within_the_total),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
