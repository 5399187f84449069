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

    (void)state;
    claim_totals_add(&totals, &claims[0]);
    claim_totals_add(&totals, &claims[1]);
    assert_int_equal(totals.claims, 2);
    assert_int_equal(totals.lines, 4);
    assert_int_equal(totals.units, 7);
    assert_int_equal(totals.minutes, 100);
    assert_int_equal(totals.charge_cents, 13000);
    assert_int_equal(totals.lines_without_charge, 1);
    assert_int_equal(totals.code_count, 2);
    sorted = claim_totals_sorted(&totals, &arena);
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
        cmocka_unit_test(sums_close_or_say_which_does_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
