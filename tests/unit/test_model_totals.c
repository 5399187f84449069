/* test_model_totals.c - sums over claims, and whether the sums of a run close. */
#include "unit.h"

#include "model/totals.h"

/* A line of a code; `cents` CL_NO_AMOUNT for none. */
static struct cl_line line(const char *code, uint32_t units, uint32_t minutes, int64_t cents)
{
    return (struct cl_line){ .size = sizeof(struct cl_line),
                             .code = text_of(code),
                             .description = TEXT_NONE,
                             .units = units,
                             .minutes = minutes,
                             .charge_cents = cents };
}

static struct cl_claim claim_of(const struct cl_line *lines, uint32_t count)
{
    return (struct cl_claim){ .size = sizeof(struct cl_claim),
                              .lines = lines,
                              .line_count = count,
                              .line_stride = sizeof(*lines) };
}

static void claims_are_added_up(void **state)
{
    const struct cl_line first[] = { line("97140", 1, 10, 4000), line("97110", 2, 30, 9000),
                                     line("97140", 3, 45, CL_NO_AMOUNT) };
    const struct cl_line second[] = { line("97110", 1, 15, 0) };
    const struct cl_claim claims[] = { claim_of(first, 3), claim_of(second, 1) };
    struct claim_totals totals = { 0 };
    struct arena arena = { 0 };
    const struct code_total *sorted;
    size_t count;

    (void)state;
    claim_totals_add(&totals, &claims[0]);
    claim_totals_add(&totals, &claims[1]);
    assert_int_equal(totals.claims, 2);
    assert_int_equal(totals.lines, 4);
    assert_int_equal(totals.units, 7);
    assert_int_equal(totals.minutes, 100);
    assert_int_equal(totals.charge_cents, 13000);
    assert_int_equal(totals.lines_without_charge, 1);
    sorted = claim_totals_sorted(&totals, &arena, &count);
    assert_int_equal(count, 2);
    assert_text(sorted[0].code, "97110");
    assert_int_equal(sorted[0].claims, 2);
    assert_int_equal(sorted[0].charge_cents, 9000);
    assert_int_equal(sorted[0].lines_without_charge, 0);
    assert_text(sorted[1].code, "97140");
    assert_int_equal(sorted[1].claims, 1); /* two lines, one claim */
    assert_int_equal(sorted[1].lines, 2);
    assert_int_equal(sorted[1].units, 4);
    assert_int_equal(sorted[1].minutes, 55);
    arena_finish(&arena);
    claim_totals_finish(&totals);
}

static void sums_alone_know_no_codes(void **state)
{
    const struct cl_line lines[] = { line("97140", 1, 10, 4000), line("97110", 2, 30, 9000),
                                     line("97140", 3, 45, CL_NO_AMOUNT) };
    const struct cl_claim claim = claim_of(lines, 3);
    struct claim_totals totals = { 0 };

    (void)state;
    claim_totals_add_sums(&totals, claim_sums_of(&claim));
    claim_totals_add_sums(&totals, claim_sums_of(&claim));
    assert_int_equal(totals.claims, 2);
    assert_int_equal(totals.lines, 6);
    assert_int_equal(totals.units, 12);
    assert_int_equal(totals.minutes, 170);
    assert_int_equal(totals.charge_cents, 26000);
    assert_int_equal(totals.lines_without_charge, 2);
    assert_int_equal(totals.code_count, 0);
}

/* One line of each of so many codes: C0000, C0001 ... */
static void add_codes(struct claim_totals *totals, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char code[16];
        struct cl_line one;
        struct cl_claim claim;

        (void)snprintf(code, sizeof(code), "C%04u", i);
        one = line(code, i + 1, 0, 100);
        claim = claim_of(&one, 1);
        claim_totals_add(totals, &claim);
    }
}

static void assert_codes(const struct claim_totals *totals, unsigned count, unsigned times)
{
    struct arena arena = { 0 };
    size_t found;
    const struct code_total *sorted = claim_totals_sorted(totals, &arena, &found);

    assert_int_equal(found, count);
    for (unsigned i = 0; i < count; i++) {
        char code[16];

        (void)snprintf(code, sizeof(code), "C%04u", i);
        assert_text(sorted[i].code, code);
        assert_int_equal(sorted[i].claims, times);
        assert_int_equal(sorted[i].lines, times);
        assert_int_equal(sorted[i].units, times * (i + 1));
        assert_int_equal(sorted[i].charge_cents, times * 100);
    }
    arena_finish(&arena);
}

/* Few codes, whose names stay, and more than that. */
static void cleared_ones_begin_anew(void **state)
{
    static const unsigned counts[] = { 3, 256, 257, 9999, 2 };
    struct claim_totals totals = { 0 };
    struct claim_totals sum = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        add_codes(&totals, counts[i]);
        assert_codes(&totals, counts[i], 1);
        claim_totals_merge(&sum, &totals);
        claim_totals_clear(&totals);
        assert_int_equal(totals.claims, 0);
        assert_codes(&totals, 0, 0);
        claim_totals_merge(&sum, &totals);
        assert_int_equal(sum.lines, sum.claims);
    }
    claim_totals_finish(&totals);
    claim_totals_clear(&sum);
    add_codes(&sum, 2);
    add_codes(&sum, 2);
    assert_codes(&sum, 2, 2);
    claim_totals_finish(&sum);
}

static void sums_close_or_say_which_does_not(void **state)
{
    static const struct {
        struct run_totals totals;
        const char *problem; /* NULL: they close */
    } rows[] = {
        { { .rows_read = 6,
            .rows = { 1, 2, 3 },
            .sessions_read = 3,
            .sessions = { 1, 1, 1 },
            .text_bytes = 10,
            .other_bytes = 4,
            .bytes = { 1, 2, 3 } },
          NULL },
        { { .rows_read = 0 }, NULL },
        { { .rows_read = 5, .rows = { 1, 2, 3 } }, "5 rows read, 6 accounted for" },
        { { .sessions_read = 2, .sessions = { 1, 0, 0 } }, "2 sessions read, 1 accounted for" },
        { { .text_bytes = 11, .other_bytes = 4, .bytes = { 1, 2, 3 } },
          "11 bytes read, 10 accounted for" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem = { 0 };
        int closed = run_totals_close(&rows[i].totals, &problem);

        assert_int_equal(closed, rows[i].problem == NULL ? 0 : -1);
        if (rows[i].problem == NULL)
            continue;
        assert_int_equal(problem.status, EXIT_FAILED);
        assert_non_null(strstr(problem.text, rows[i].problem));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_are_added_up),
        cmocka_unit_test(sums_alone_know_no_codes),
        cmocka_unit_test(cleared_ones_begin_anew),
        cmocka_unit_test(sums_close_or_say_which_does_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
