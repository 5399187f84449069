/* test_rules_pools.c - minutes that count together, over the codes of a session and the sessions of
 * a day; and that the reasons written down are those of the lines. */
#include "rules_rows.h"

static void a_tie_says_what_decided(void **state)
{
    static const struct {
        const char *tie_break, *lines, *message;
    } cases[] = {
        { "minutes", "97110:2 97140:1", "more minutes decided" },
        { "first", "97110:2 97140:1", "the first in the session got it" },
        { "last", "97110:1 97140:2", "the last in the session got it" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        use_payers(
            f,
            arena_format(&f->arena, "[class tricare]\ntie_break = %s\n", cases[i].tie_break).data);
        fresh_session(f, CLASS_TRICARE);
        add(f, "97110", 20);
        add(f, "97140", 20);
        assert_non_null(apply(f));
        assert_text(lines_of(f), cases[i].lines);
        assert_non_null(
            strstr(MESSAGE_OF(finding_of(f, FINDING_UNITS_TIE)).data, cases[i].message));
    }
}

/* Sessions of a day under same_day = pool: their rows, and the lines of each claim. */
static const struct {
    const char *rule;
    struct row rows[3][MOST_ROWS];
    const char *lines[3];
} pools[] = {
    { "cms", /* 16 minutes are 1 unit: equal, so the first has it */
      { { { "97110", 8, NULL, 0 } }, { { "97110", 8, NULL, 0 } } },
      { "97110:1/8", "", NULL } },
    { "cms",
      { { { "97110", 7, NULL, 0 } }, { { "97110", 8, NULL, 0 } } },
      { "", "97110:1/8", NULL } },
    { "cms", /* 47 are 3 units: 97112 has 2 of them (9 before 8) */
      { { { "97112", 12, NULL, 0 }, { "97110", 15, NULL, 0 } },
        { { "97110", 8, NULL, 0 }, { "97112", 12, NULL, 0 } } },
      { "97112:1/12 97110:1/15", "97112:1/12", NULL } },
    { "cms", /* one code: 45 are 3, one each */
      { { { "97110", 15, NULL, 0 } }, { { "97110", 15, NULL, 0 } }, { { "97110", 15, NULL, 0 } } },
      { "97110:1/15", "97110:1/15", "97110:1/15" } },
    { "cms", /* 3 minutes, 3 and 3: 9 are 1 */
      { { { "97110", 3, NULL, 0 } }, { { "97140", 3, NULL, 0 } }, { { "97110", 3, NULL, 0 } } },
      { "97110:1/3", "", "" } },
    { "cms", /* 97110 is stated in the second alone, so the order decides the tie of 5 and 5 */
      { { { "97112", 20, NULL, 0 }, { "97110", 10, NULL, 0 } }, { { "97110", 10, NULL, 2 } } },
      { "97112:2/20 97110:1/10", "", NULL } },
    { "cms", /* stated in both: 1 and 1 are 2 of 97110 */
      { { { "97112", 20, NULL, 0 }, { "97110", 10, NULL, 1 } }, { { "97110", 10, NULL, 1 } } },
      { "97112:1/20 97110:1/10", "97110:1/10", NULL } },
    { "ama", /* a rule for each code by itself adds up its minutes of the day */
      { { { "97110", 4, NULL, 0 }, { "97140", 7, NULL, 0 } }, { { "97110", 5, NULL, 0 } } },
      { "", "97110:1/5", NULL } },
    { "cms", /* variants: 97110 has 2 of 30 minutes, 22 of them and so both are the second's */
      { { { "97110", 7, NULL, 0 } }, { { "97110", 8, "59", 0 }, { "97110", 15, NULL, 0 } } },
      { "", "97110:1/8+59 97110:1/15", NULL } },
    { "cms", /* untimed codes are one a session, and pairs a session's own */
      { { { "97012", 10, NULL, 0 }, { "97129", 20, NULL, 0 } },
        { { "97012", 10, NULL, 0 }, { "97129", 7, NULL, 0 } } },
      { "97012:1/10 97129:1/20", "97012:1/10", NULL } },
};

static void minutes_of_a_day_are_pooled(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        use_payers(f,
                   arena_format(&f->arena, "[class commercial]\nsame_day = pool\nunit_rule = %s\n",
                                pools[i].rule)
                       .data);
        for (size_t j = 0; j < 3 && pools[i].lines[j] != NULL; j++) {
            fresh_session(f, CLASS_COMMERCIAL);
            add_rows(f, pools[i].rows[j]);
            (void)keep(f, (const char *[]){ "A", "B", "C" }[j]);
        }
        apply_visit(f);
        for (size_t j = 0; j < 3 && pools[i].lines[j] != NULL; j++) {
            struct cl_text lines = written(f, f->verdicts[j].claim);

            if (!text_equal(lines, text_of(pools[i].lines[j])))
                fail_msg("row %zu, session %zu: %s", i, j, lines.data);
        }
    }
}

static void a_pool_is_complete_or_held(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nsame_day = pool\nunit_rule = cms\n");
    add(f, "97110", 15);
    (void)keep(f, "A");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", MINUTES_NOT_STATED);
    (void)keep(f, "B");
    apply_visit(f);
    assert_null(f->verdicts[0].claim);
    assert_null(f->verdicts[1].claim);
    assert_int_equal(told_of(&f->visit[0], FINDING_VISIT_HELD), 1);
    assert_int_equal(told_of(&f->visit[1], FINDING_MINUTES_MISSING), 1);
    assert_int_equal(told_of(&f->visit[0], FINDING_MINUTES_MISSING), 0);
    assert_int_equal(told_of(&f->visit[1], FINDING_UNITS_ZERO), 0); /* nobody knows */
}

/* What the ledger says of the units of all codes. */
static uint32_t reasons_of(const struct ledger *ledger, enum ledger_step step)
{
    uint32_t units = 0;

    for (size_t i = 0; i < ledger->count; i++)
        units += ledger->entries[i].step == step ? ledger->entries[i].units : 0;
    return units;
}

static uint32_t units_of(const struct cl_claim *claim)
{
    uint32_t units = 0;

    for (uint32_t i = 0; claim != NULL && i < claim->line_count; i++)
        units += cl_claim_line(claim, i)->units;
    return units;
}

/* The manual's example 4, as an auditor would read it. */
static void reasons_show_the_manuals_example(void **state)
{
    static const struct {
        enum ledger_step step;
        const char *code;
        uint32_t minutes, units, remainder;
        const char *text;
    } expected[] = {
        { LEDGER_MINUTES, "97110", 18, 0, 0, "row 2 of session S1: minutes 18, as stated" },
        { LEDGER_MINUTES, "97140", 13, 0, 0, "row 3 of session S1: minutes 13, as stated" },
        { LEDGER_MINUTES, "97116", 10, 0, 0, "row 4 of session S1: minutes 10, as stated" },
        { LEDGER_MINUTES, "97035", 8, 0, 0, "row 5 of session S1: minutes 8, as stated" },
        { LEDGER_POOL, "", 49, 3, 0,
          "timed minutes: 49 (codes: 4); by the table, 38 to 52 minutes: units 3" },
        { LEDGER_BASE, "97110", 18, 1, 3,
          "minutes: 18; whole units of 15: 1; minutes that remain: 3" },
        { LEDGER_LEFT_OVER, "97110", 0, 0, 3,
          "gets no left-over unit: others have larger remainders" },
        { LEDGER_BASE, "97140", 13, 0, 13,
          "minutes: 13; whole units of 15: 0; minutes that remain: 13" },
        { LEDGER_LEFT_OVER, "97140", 0, 1, 13,
          "gets a left-over unit: its remainder of 13 is among the largest" },
        { LEDGER_BASE, "97116", 10, 0, 10,
          "minutes: 10; whole units of 15: 0; minutes that remain: 10" },
        { LEDGER_LEFT_OVER, "97116", 0, 1, 10,
          "gets a left-over unit: its remainder of 10 is among the largest" },
        { LEDGER_BASE, "97035", 8, 0, 8,
          "minutes: 8; whole units of 15: 0; minutes that remain: 8" },
        { LEDGER_LEFT_OVER, "97035", 0, 0, 8,
          "gets no left-over unit: others have larger remainders" },
        { LEDGER_UNITS, "97110", 18, 1, 0, "units: 1 (cms)" },
        { LEDGER_UNITS, "97140", 13, 1, 0, "units: 1 (cms)" },
        { LEDGER_UNITS, "97116", 10, 1, 0, "units: 1 (cms)" },
        { LEDGER_UNITS, "97035", 8, 0, 0, "units: 0 (cms)" },
    };
    struct fixture *f = *state;
    size_t at = 0;

    fresh_session(f, CLASS_TRICARE);
    add(f, "97110", 18);
    add(f, "97140", 13);
    add(f, "97116", 10);
    add(f, "97035", 8);
    assert_non_null(apply(f));
    for (size_t i = 0; i < f->ledger.count; i++) {
        const struct ledger_entry *entry = &f->ledger.entries[i];

        if (entry->step < LEDGER_MINUTES || entry->step > LEDGER_ASSISTANT)
            continue;
        assert_in_range(at, 0, COUNT_OF(expected) - 1);
        assert_int_equal(entry->step, expected[at].step);
        assert_string_equal(entry->code.data != NULL ? entry->code.data : "", expected[at].code);
        assert_int_equal(entry->minutes, expected[at].minutes);
        assert_int_equal(entry->units, expected[at].units);
        assert_int_equal(entry->remainder, expected[at].remainder);
        assert_text(entry->text, expected[at].text);
        assert_true(entry->step == LEDGER_MINUTES || entry->source.length != 0);
        at++;
    }
    assert_int_equal(at, COUNT_OF(expected));
}

static bool is_timed(struct cl_text code)
{
    return text_equal(code, TEXT("97110")) || text_equal(code, TEXT("97140")) ||
           text_equal(code, TEXT("97112"));
}

/* Under cms the timed minutes of the day have the units of the manual's table, over all lines. */
static void assert_day(const struct fixture *f)
{
    uint32_t minutes = 0;
    uint32_t units = 0;

    for (unsigned i = 0; i < 2; i++) {
        const struct cl_claim *claim = f->verdicts[i].claim;

        for (uint32_t j = 0; j < f->visit[i].service_count; j++) {
            if (is_timed(f->visit[i].services[j].code))
                minutes += (uint32_t)f->visit[i].services[j].minutes;
        }
        for (uint32_t j = 0; claim != NULL && j < claim->line_count; j++) {
            if (is_timed(cl_claim_line(claim, j)->code))
                units += cl_claim_line(claim, j)->units;
        }
    }
    assert_int_equal(units, (minutes + 7) / 15);
}

/* Random days of two sessions under each rule: the reasons and the lines have the same units,
 * and nothing counts twice; without a ledger, the lines are the same. */
static void random_days_add_up(void **state)
{
    static const char *const codes[] = { "97110", "97140", "97112", "97012", "97129", "97130" };
    static const char *const modifiers[] = { NULL, NULL, "59", "GA" };
    static const char *const rules[] = { "cms", "ama", "full15", "quarter" };
    struct fixture *f = *state;
    uint64_t seed = 7;

    for (unsigned round = 0; round < 8000; round++) {
        uint64_t before = seed;
        uint32_t billed[2] = { 0, 0 };

        if (round % 500 == 0) {
            arena_reset(&f->arena);
            use_payers(f, arena_format(&f->arena,
                                       "[class commercial]\nsame_day = %s\nunit_rule = %s\n"
                                       "assistant_modifiers = required\n",
                                       (const char *[]){ "pool", "merge" }[round / 2000 % 2],
                                       rules[round / 500 % 4])
                              .data);
        }
        for (unsigned silent = 0; silent < 2; silent++) {
            seed = before;
            f->silent = silent != 0;
            for (unsigned i = 0; i < 2; i++) {
                fresh_session(f, CLASS_COMMERCIAL);
                add(f, "97129", 15); /* the base of 97130 */
                for (uint64_t rows = 1 + random_below(&seed, 5); rows > 0; rows--) {
                    struct service *service = add(f, codes[random_below(&seed, COUNT_OF(codes))],
                                                  (int32_t)random_below(&seed, 40));
                    const char *modifier = modifiers[random_below(&seed, COUNT_OF(modifiers))];

                    if (modifier != NULL)
                        modify(service, modifier);
                    service->assistant_minutes =
                        (int32_t)random_below(&seed, (uint64_t)service->minutes + 1);
                }
                (void)keep(f, i == 0 ? "A" : "B");
            }
            apply_visit(f);
            if (round / 500 % 4 == 0)
                assert_day(f);
            for (unsigned i = 0; i < 2; i++) {
                uint32_t units = units_of(f->verdicts[i].claim);

                if (f->silent)
                    assert_int_equal(units, billed[i]);
                else if (!f->verdicts[i].merged)
                    assert_int_equal(units, reasons_of(&f->ledgers[i], LEDGER_UNITS));
                billed[i] = units;
                assert_int_equal(f->visit[i].findings.errors, 0);
            }
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(a_tie_says_what_decided),    RULES_TEST(minutes_of_a_day_are_pooled),
        RULES_TEST(a_pool_is_complete_or_held), RULES_TEST(reasons_show_the_manuals_example),
        RULES_TEST(random_days_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
