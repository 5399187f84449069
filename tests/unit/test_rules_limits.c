/* test_rules_limits.c - what a payer's forms hold, and how many units it takes. */
#include "rules_fixture.h"

/* The minutes of the claim's lines as "15 15 8". */
static struct cl_text minutes_of(struct fixture *f)
{
    struct cl_text text = TEXT_NONE;

    for (uint32_t i = 0; i < f->verdict.claim->line_count; i++)
        text = arena_format(&f->arena, "%s%s%u", text.data, i > 0 ? " " : "",
                            cl_claim_line(f->verdict.claim, i)->minutes);
    return text;
}

static void pointers_are_cut_from_the_end(void **state)
{
    struct fixture *f = *state;
    const struct cl_line *line;

    use_payers(f, "[class commercial]\nmax_pointers = 1\n");
    add(f, "97110", 15);
    add(f, "97140", 15)->pointers[0] = 2;
    f->services[1].pointers[1] = 1;
    f->services[1].pointer_count = 2;
    assert_non_null(apply(f));
    line = cl_claim_line(f->verdict.claim, 0);
    assert_int_equal(line->pointer_count, 1);
    assert_memory_equal(line->pointers, "\1\0\0\0", 4);
    line = cl_claim_line(f->verdict.claim, 1);
    assert_int_equal(line->pointer_count, 1);
    assert_memory_equal(line->pointers, "\2\0\0\0", 4);
}

/* One service under a limit of units a line: the lines and their minutes. */
static const struct {
    const char *most;
    const char *code;
    int32_t minutes;
    uint32_t stated;
    const char *lines;
    const char *divided;
} units[] = {
    { "0", "97110", 38, 0, "97110:3", "38" },
    { "3", "97110", 38, 0, "97110:3", "38" },
    { "1", "97110", 38, 0, "97110:1 97110:1 97110:1", "15 15 8" },
    { "2", "97110", 75, 0, "97110:2 97110:2 97110:1", "30 30 15" },
    { "2", "97110", 60, 0, "97110:2 97110:2", "30 30" },
    { "1", "95851", 10, 3, "95851:1 95851:1 95851:1", "10 0 0" },
    { "1", "97799", MINUTES_NOT_STATED, 2, "97799:1 97799:1", "0 0" },
};

static void units_beyond_a_line_go_to_more_lines(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(units); i++) {
        uint32_t last;

        use_payers(
            f, arena_format(&f->arena, "[class commercial]\nunits_per_line = %s\n", units[i].most)
                   .data);
        fresh_session(f, CLASS_COMMERCIAL);
        add(f, units[i].code, units[i].minutes)->units = units[i].stated;
        f->services[0].note = TEXT("a note");
        assert_non_null(apply(f));
        assert_text(lines_of(f), units[i].lines);
        assert_text(minutes_of(f), units[i].divided);
        last = f->verdict.claim->line_count - 1;
        assert_int_equal(cl_claim_line(f->verdict.claim, last)->charge_cents,
                         4000 * cl_claim_line(f->verdict.claim, last)->units);
    }
}

/* The charge is that of all units, on however many lines they stand. */
static void dividing_changes_no_charge(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nunits_per_line = 1\n");
    modify(add(f, "97110", 38), "59");
    add(f, "97012", 15);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:1 97110:1 97110:1 97012:1");
    assert_int_equal(f->verdict.claim->charge_cents, 4 * 4000);
    for (uint32_t i = 0; i < 3; i++)
        assert_text(modifiers_of(f, i), "59 GP");
    assert_text(modifiers_of(f, 3), "GP");
}

static void a_claim_has_so_many_lines(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nmax_lines = 2\n");
    add(f, "97110", 15);
    add(f, "97140", 15);
    add(f, "97112", 7); /* no line */
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:1 97140:1");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 15);
    add(f, "97140", 15);
    add(f, "97112", 15);
    assert_held(f, FINDING_CLAIM_LINES);
    use_payers(f, "[class commercial]\nmax_lines = 2\nzero_unit_lines = yes\n");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 15);
    add(f, "97140", 15);
    add(f, "97112", 7);
    assert_held(f, FINDING_CLAIM_LINES);
    use_payers(f, "[class commercial]\nmax_lines = 2\nunits_per_line = 1\n");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 38);
    assert_held(f, FINDING_CLAIM_LINES);
}

/* 4,995 units, one a line: nobody's therapy, and too much for the memory of many. */
static void no_claim_is_without_bounds(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nunits_per_line = 1\n");
    for (unsigned i = 0; i < 5; i++)
        add(f, "95851", MINUTES_NOT_STATED)->units = 999;
    assert_held(f, FINDING_CLAIM_LINES);
}

/* 97110 for 38 minutes and 97140 for 23: 3 and 2 units; 97012 is not timed. */
static const struct {
    const char *payers;
    int told; /* the finding, or -1 */
} caps[] = {
    { "caps = 97110 3, 97140 2", -1 },
    { "caps = 97110 2, 97140 2", FINDING_CAP_CODE },
    { "caps = 97012 1, 97140 1", FINDING_CAP_CODE },
    { "caps = 97112 1", -1 },
    { "cap_visit = 5", -1 },
    { "cap_visit = 4", FINDING_CAP_VISIT },
    { "cap_day = 5", -1 },
    { "cap_day = 4", FINDING_CAP_DAY },
    { "units_per_line = 1\ncaps = 97110 2", FINDING_CAP_CODE }, /* over all its lines */
    { "units_per_line = 1\ncap_day = 4", FINDING_CAP_DAY },
};

static void caps_hold(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(caps); i++) {
        use_payers(f, arena_format(&f->arena, "[class commercial]\n%s\n", caps[i].payers).data);
        fresh_session(f, CLASS_COMMERCIAL);
        add(f, "97110", 38);
        add(f, "97140", 23);
        add(f, "97012", 15);
        if (caps[i].told >= 0)
            assert_held(f, (enum finding_id)caps[i].told);
        else
            assert_non_null(apply(f));
    }
}

/* Two sessions of a day, 97110 for 30 minutes each: 4 units on claims of their own. */
static const struct {
    const char *payers;
    unsigned code, visit, day; /* told, to both sessions together */
} days[] = {
    { "caps = 97110 4\ncap_visit = 2\ncap_day = 4", 0, 0, 0 },
    { "caps = 97110 3", 2, 0, 0 },
    { "caps = 97110 3\nsame_day = pool", 2, 0, 0 },
    { "cap_visit = 1", 0, 2, 0 },
    { "cap_day = 3", 0, 0, 2 },
    { "cap_day = 3\nsame_day = pool", 0, 0, 2 },
};

static void caps_of_a_day_count_all_its_claims(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(days); i++) {
        use_payers(f, arena_format(&f->arena, "[class commercial]\n%s\n", days[i].payers).data);
        for (unsigned n = 0; n < 2; n++) {
            fresh_session(f, CLASS_COMMERCIAL);
            add(f, "97110", 30);
            keep(f, n == 0 ? "S1" : "S2");
        }
        apply_visit(f);
        if (told_of(&f->visit[0], FINDING_CAP_CODE) + told_of(&f->visit[1], FINDING_CAP_CODE) !=
                days[i].code ||
            told_of(&f->visit[0], FINDING_CAP_VISIT) + told_of(&f->visit[1], FINDING_CAP_VISIT) !=
                days[i].visit ||
            told_of(&f->visit[0], FINDING_CAP_DAY) + told_of(&f->visit[1], FINDING_CAP_DAY) !=
                days[i].day)
            fail_msg("row %zu", i);
    }
}

static void a_cap_may_warn(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\ncaps = 97110 1\nseverity = cap.code warning\n");
    add(f, "97110", 30);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:2");
    assert_int_equal(finding_of(f, FINDING_CAP_CODE)->severity, SEVERITY_WARNING);
    assert_text(MESSAGE_OF(finding_of(f, FINDING_CAP_CODE)),
                "97110 has 2 units on the day; the payer's cap is 1");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(pointers_are_cut_from_the_end),
        RULES_TEST(units_beyond_a_line_go_to_more_lines),
        RULES_TEST(dividing_changes_no_charge),
        RULES_TEST(a_claim_has_so_many_lines),
        RULES_TEST(no_claim_is_without_bounds),
        RULES_TEST(caps_hold),
        RULES_TEST(caps_of_a_day_count_all_its_claims),
        RULES_TEST(a_cap_may_warn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
