/* test_rules_units.c - what holds for any minutes: properties of the unit rules, on random ones. */
#include "unit.h"

#include "rules/unit_rules.h"

enum { ROUNDS = 200000, MAX_CODES = 6 };

/* Up to 6 codes of 15 minutes, many of them with equal remainders. */
static size_t random_codes(uint64_t *seed, struct timed *codes)
{
    static const uint64_t ranges[] = { 9, 31, 68, 200, 1441 };
    size_t count = 1 + random_below(seed, MAX_CODES);
    uint64_t range = ranges[random_below(seed, COUNT_OF(ranges))];

    for (size_t i = 0; i < count; i++)
        codes[i] = (struct timed){ .minutes = (uint32_t)random_below(seed, range),
                                   .unit_minutes = 15,
                                   .units = 77 };
    return count;
}

/* `better` must not go without a unit that `worse` got: the larger remainder, then by
 * the tie-break. */
static bool goes_before(const struct timed *better, const struct timed *worse,
                        enum tie_break tie_break)
{
    uint32_t a = better->minutes % 15;
    uint32_t b = worse->minutes % 15;

    if (a != b)
        return a > b;
    if (tie_break == TIE_TO_LAST)
        return better > worse;
    return tie_break == TIE_TO_MINUTES && better->minutes != worse->minutes
               ? better->minutes > worse->minutes
               : better < worse;
}

static bool got_extra(const struct timed *code)
{
    return code->units > code->minutes / 15;
}

/* What the rule says of a code is what it did. */
static void assert_reason(const struct timed *codes, size_t count, size_t at, enum tie tie)
{
    const struct timed *code = &codes[at];
    enum left_over left_over = units_left_over(codes, count, at, tie);

    assert_true(code->pooled);
    assert_int_equal(code->base, code->minutes / 15);
    assert_int_equal(code->remainder, code->minutes % 15);
    switch (left_over) {
    case LEFT_OVER_NONE:
        assert_int_equal(code->minutes % 15, 0);
        break;
    case LEFT_OVER_REMAINDER:
    case LEFT_OVER_TIE_WON:
        assert_int_equal(code->units, code->base + 1);
        break;
    case LEFT_OVER_TOO_SMALL:
    case LEFT_OVER_TIE_LOST:
        assert_int_equal(code->units, code->base);
        break;
    }
    assert_true(tie != TIE_NONE ||
                (left_over != LEFT_OVER_TIE_WON && left_over != LEFT_OVER_TIE_LOST));
}

static void cms_keeps_its_promises(void **state)
{
    uint64_t seed = 97110;
    struct timed codes[MAX_CODES];

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t count = random_codes(&seed, codes);
        enum tie_break tie_break = (enum tie_break)random_below(&seed, 3);
        uint32_t minutes = 0;
        uint32_t units = 0;
        enum tie tie = unit_rule_cms.allot(codes, count, tie_break);

        for (size_t i = 0; i < count; i++) {
            minutes += codes[i].minutes;
            units += codes[i].units;
            assert_reason(codes, count, i, tie);
            assert_in_range(codes[i].units, codes[i].minutes / 15, codes[i].minutes / 15 + 1);
            assert_false(codes[i].minutes % 15 == 0 && got_extra(&codes[i]));
            for (size_t j = 0; j < count; j++)
                assert_false(i != j && goes_before(&codes[i], &codes[j], tie_break) &&
                             codes[i].minutes % 15 != 0 && !got_extra(&codes[i]) &&
                             got_extra(&codes[j]));
        }
        assert_int_equal(units, (minutes + 7) / 15);
    }
}

/* Whether units are an answer of the rule: no larger remainder goes without. */
static bool is_answer(const struct timed *codes, const uint32_t *units, size_t count)
{
    uint32_t minutes = 0;
    uint32_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t base = codes[i].minutes / 15;

        minutes += codes[i].minutes;
        sum += units[i];
        if (units[i] < base || units[i] > base + (codes[i].minutes % 15 != 0))
            return false;
        for (size_t j = 0; j < count; j++) {
            if (codes[i].minutes % 15 > codes[j].minutes % 15 && units[i] == base &&
                units[j] > codes[j].minutes / 15)
                return false;
        }
    }
    return sum == (minutes + 7) / 15;
}

/* Tries every choice of extra units: is there an answer with all stated units? */
static bool stated_can_be_met(const struct timed *codes, size_t count)
{
    for (unsigned choice = 0; choice < 1U << count; choice++) {
        uint32_t units[MAX_CODES];
        bool met = true;

        for (size_t i = 0; i < count; i++) {
            units[i] = codes[i].minutes / 15 + (choice >> i & 1);
            met = met && (codes[i].stated == 0 || codes[i].stated == units[i]);
        }
        if (met && is_answer(codes, units, count))
            return true;
    }
    return false;
}

/* Against all answers there are: stated units are met where one of them meets
 * them; the answer is always one of the rule's. */
static void stated_units_are_met_where_they_can_be(void **state)
{
    uint64_t seed = 97140;
    struct timed codes[MAX_CODES];
    unsigned decided = 0;

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t count = random_codes(&seed, codes);
        uint32_t units[MAX_CODES];
        enum tie tie;

        for (size_t i = 0; i < count; i++) {
            if (random_below(&seed, 2) == 0)
                codes[i].stated = codes[i].minutes / 15 + (uint32_t)random_below(&seed, 2);
        }
        tie = unit_rule_cms.allot(codes, count, (enum tie_break)random_below(&seed, 3));
        for (size_t i = 0; i < count; i++)
            units[i] = codes[i].units;
        assert_true(is_answer(codes, units, count));
        if (stated_can_be_met(codes, count)) {
            for (size_t i = 0; i < count; i++)
                assert_true(codes[i].stated == 0 || codes[i].stated == units[i]);
        } else {
            assert_int_not_equal(tie, TIE_BY_STATED);
        }
        decided += tie == TIE_BY_STATED;
    }
    assert_in_range(decided, 100, ROUNDS);
}

/* Two or three codes of 15 minutes: M(minutes), or S(minutes, stated units). */
#define M(n)                                                                                       \
    {                                                                                              \
        .minutes = n, .unit_minutes = 15                                                           \
    }
#define S(n, units_stated)                                                                         \
    {                                                                                              \
        .minutes = n, .unit_minutes = 15, .stated = units_stated                                   \
    }

static void ties_are_told(void **state)
{
    static const struct {
        struct timed codes[3];
        size_t count;
        enum tie tie;
    } rows[] = {
        { { M(20), M(20) }, 2, TIE_BY_ORDER },
        { { S(20, 1), M(20) }, 2, TIE_BY_STATED },
        { { S(20, 2), S(20, 1) }, 2, TIE_BY_STATED },
        { { S(20, 2), S(20, 2) }, 2, TIE_BY_ORDER },
        { { S(24, 1), S(23, 2) }, 2, TIE_NONE }, /* 9 before 8 */
        { { M(16), M(16) }, 2, TIE_NONE },       /* nothing is left over */
        { { M(8), M(15) }, 2, TIE_NONE },
        { { M(9), M(9), M(9) }, 3, TIE_BY_ORDER },
        { { M(12), M(12), M(12) }, 3, TIE_BY_ORDER },
        { { M(14), M(14), M(14) }, 3, TIE_NONE },
    };
    struct timed codes[3];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        memcpy(codes, rows[i].codes, sizeof(codes));
        if (unit_rule_cms.allot(codes, rows[i].count, TIE_TO_MINUTES) != rows[i].tie)
            fail_msg("row %zu", i);
    }
    assert_int_equal(unit_rule_cms.allot(codes, 0, TIE_TO_MINUTES), TIE_NONE);
}

/* The manual's example 4: 49 minutes are 3 units, and ultrasound's 8 minutes earn none. */
static void reasons_are_given(void **state)
{
    static const enum left_over expected[] = { LEFT_OVER_TOO_SMALL, LEFT_OVER_REMAINDER,
                                               LEFT_OVER_REMAINDER, LEFT_OVER_TOO_SMALL };
    struct timed codes[] = { M(18), M(13), M(10), M(8) };
    struct timed tie[] = { M(20), M(20), M(30) };

    (void)state;
    assert_int_equal(unit_rule_cms.allot(codes, 4, TIE_TO_MINUTES), TIE_NONE);
    for (size_t i = 0; i < COUNT_OF(expected); i++)
        assert_int_equal(units_left_over(codes, 4, i, TIE_NONE), expected[i]);
    assert_int_equal(unit_rule_cms.allot(tie, 3, TIE_TO_LAST), TIE_BY_ORDER);
    assert_int_equal(units_left_over(tie, 3, 0, TIE_BY_ORDER), LEFT_OVER_TIE_LOST);
    assert_int_equal(units_left_over(tie, 3, 1, TIE_BY_ORDER), LEFT_OVER_TIE_WON);
    assert_int_equal(units_left_over(tie, 3, 2, TIE_BY_ORDER), LEFT_OVER_NONE);
}

/* Codes whose unit is no quarter hour go by their midpoint, outside the pool. */
static void other_lengths_stay_outside_the_pool(void **state)
{
    struct timed codes[] = { { .minutes = 7, .unit_minutes = 15 },
                             { .minutes = 29, .unit_minutes = 30 },
                             { .minutes = 31, .unit_minutes = 60 },
                             { .minutes = 15, .unit_minutes = 30 } };

    (void)state;
    assert_int_equal(unit_rule_cms.allot(codes, COUNT_OF(codes), TIE_TO_MINUTES), TIE_NONE);
    assert_int_equal(codes[0].units, 0);
    assert_int_equal(codes[1].units, 1);
    assert_int_equal(codes[2].units, 1);
    assert_int_equal(codes[3].units, 0);
    assert_true(codes[0].pooled);
    assert_false(codes[1].pooled);
}

static uint32_t past_the_middle(uint32_t minutes, uint32_t length)
{
    return minutes / length + (2 * (minutes % length) > length);
}

static uint32_t whole(uint32_t minutes, uint32_t length)
{
    return minutes / length;
}

/* Of a quarter hour the nearest: 7 minutes over are nearer to none, 8 to one. */
static uint32_t nearest(uint32_t minutes, uint32_t length)
{
    uint32_t over = minutes % length;

    return length == 15 ? minutes / 15 + (over > 15 - over) : past_the_middle(minutes, length);
}

/* ama: a unit for each whole length, and one more past the middle of the next; full15:
 * whole lengths; quarter: the nearest quarter hour. */
static void rules_without_a_pool_look_at_each_code(void **state)
{
    static const struct {
        const struct unit_rule *rule;
        uint32_t (*expected)(uint32_t minutes, uint32_t length);
    } rows[] = { { &unit_rule_ama, past_the_middle },
                 { &unit_rule_full15, whole },
                 { &unit_rule_quarter, nearest } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_false(rows[i].rule->pools);
        for (uint32_t length = 1; length <= 120; length++) {
            for (uint32_t minutes = 0; minutes <= 1440; minutes++) {
                struct timed code = { .minutes = minutes, .unit_minutes = length };
                uint32_t expected = rows[i].expected(minutes, length);

                assert_int_equal(rows[i].rule->allot(&code, 1, TIE_TO_MINUTES), TIE_NONE);
                if (code.units != expected || rows[i].rule->alone(minutes, length) != expected)
                    fail_msg("%s: %u minutes of %u give %u units", rows[i].rule->name, minutes,
                             length, code.units);
                assert_int_equal(code.base, code.units);
                assert_int_equal(units_left_over(&code, 1, 0, TIE_NONE), LEFT_OVER_NONE);
            }
        }
    }
}

/* Shares of a code: units by the code's minutes in all, given to parts of them. */
static void shares_add_up_and_the_largest_remainders_win(void **state)
{
    uint64_t seed = 59;
    struct share shares[MAX_CODES];

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t count = 1 + random_below(&seed, MAX_CODES);
        uint32_t minutes = 0;
        uint32_t sum = 0;
        uint32_t units;

        for (size_t i = 0; i < count; i++) {
            shares[i] = (struct share){ .minutes = (uint32_t)random_below(&seed, 61), .units = 77 };
            minutes += shares[i].minutes;
        }
        /* From a pool, a code can have a unit more than by itself. */
        units = minutes / 15 + (minutes % 15 != 0 && random_below(&seed, 2) == 0);
        units_share_out(shares, count, units, 15);
        for (size_t i = 0; i < count; i++) {
            bool extra = shares[i].units > shares[i].minutes / 15;

            sum += shares[i].units;
            assert_in_range(shares[i].units, shares[i].minutes / 15, shares[i].minutes / 15 + 1);
            for (size_t j = 0; j < count; j++)
                assert_false(extra && shares[j].units == shares[j].minutes / 15 &&
                             shares[j].minutes % 15 > shares[i].minutes % 15);
        }
        assert_int_equal(sum, units);
    }
}

static void shares_of_few_units_go_to_the_longest(void **state)
{
    static const struct {
        uint32_t minutes[3];
        uint32_t units, length;
        uint32_t expected[3];
    } rows[] = {
        { { 20, 25, 25 }, 1, 15, { 0, 1, 0 } },  /* a first piece: one, to the first longest */
        { { 10, 10, 0 }, 1, 1440, { 1, 0, 0 } }, /* an untimed code */
        { { 0, 0, 0 }, 1, 1440, { 1, 0, 0 } },   /* without minutes */
        { { 8, 23, 8 }, 3, 15, { 1, 2, 0 } },    /* equal remainders: more minutes, then first */
        { { 3, 31, 4 }, 2, 15, { 0, 2, 0 } },    { { 3, 31, 4 }, 3, 15, { 0, 2, 1 } },
        { { 16, 16, 16 }, 5, 15, { 2, 2, 1 } }, /* more than remainders: first once more */
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct share shares[3];

        for (size_t j = 0; j < 3; j++)
            shares[j] = (struct share){ .minutes = rows[i].minutes[j] };
        units_share_out(shares, 3, rows[i].units, rows[i].length);
        for (size_t j = 0; j < 3; j++) {
            if (shares[j].units != rows[i].expected[j])
                fail_msg("row %zu: share %zu has %u units", i, j, shares[j].units);
        }
    }
}

static void rules_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(unit_rule_find(TEXT("cms")), &unit_rule_cms);
    assert_ptr_equal(unit_rule_find(TEXT("AMA")), &unit_rule_ama);
    assert_ptr_equal(unit_rule_find(TEXT("full15")), &unit_rule_full15);
    assert_ptr_equal(unit_rule_find(TEXT("Quarter")), &unit_rule_quarter);
    assert_null(unit_rule_find(TEXT("full30")));
    assert_null(unit_rule_find(TEXT("")));
    for (size_t i = 0; i < UNIT_RULES; i++)
        assert_true(strlen(unit_rules[i]->source) != 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(cms_keeps_its_promises),
        cmocka_unit_test(stated_units_are_met_where_they_can_be),
        cmocka_unit_test(ties_are_told),
        cmocka_unit_test(reasons_are_given),
        cmocka_unit_test(other_lengths_stay_outside_the_pool),
        cmocka_unit_test(rules_without_a_pool_look_at_each_code),
        cmocka_unit_test(shares_add_up_and_the_largest_remainders_win),
        cmocka_unit_test(shares_of_few_units_go_to_the_longest),
        cmocka_unit_test(rules_are_found_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
