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

/* `better` must not go without a unit that `worse` got: larger remainder, then
 * more minutes, then first in the session. */
static bool goes_before(const struct timed *better, const struct timed *worse)
{
    uint32_t a = better->minutes % 15;
    uint32_t b = worse->minutes % 15;

    return a != b                              ? a > b
           : better->minutes != worse->minutes ? better->minutes > worse->minutes
                                               : better < worse;
}

static bool got_extra(const struct timed *code)
{
    return code->units > code->minutes / 15;
}

static void cms_keeps_its_promises(void **state)
{
    uint64_t seed = 97110;
    struct timed codes[MAX_CODES];

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t count = random_codes(&seed, codes);
        uint32_t minutes = 0;
        uint32_t units = 0;

        (void)unit_rule_cms.allot(codes, count);
        for (size_t i = 0; i < count; i++) {
            minutes += codes[i].minutes;
            units += codes[i].units;
            assert_in_range(codes[i].units, codes[i].minutes / 15, codes[i].minutes / 15 + 1);
            assert_false(codes[i].minutes % 15 == 0 && got_extra(&codes[i]));
            for (size_t j = 0; j < count; j++)
                assert_false(i != j && goes_before(&codes[i], &codes[j]) &&
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
        tie = unit_rule_cms.allot(codes, count);
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

static void ties_are_told(void **state)
{
    static const struct {
        struct timed codes[3];
        size_t count;
        enum tie tie;
    } rows[] = {
        { { { 20, 15, 0, 0 }, { 20, 15, 0, 0 } }, 2, TIE_BY_ORDER },
        { { { 20, 15, 1, 0 }, { 20, 15, 0, 0 } }, 2, TIE_BY_STATED },
        { { { 20, 15, 2, 0 }, { 20, 15, 1, 0 } }, 2, TIE_BY_STATED },
        { { { 20, 15, 2, 0 }, { 20, 15, 2, 0 } }, 2, TIE_BY_ORDER },
        { { { 24, 15, 1, 0 }, { 23, 15, 2, 0 } }, 2, TIE_NONE }, /* 9 before 8 */
        { { { 16, 15, 0, 0 }, { 16, 15, 0, 0 } }, 2, TIE_NONE }, /* nothing is left over */
        { { { 8, 15, 0, 0 }, { 15, 15, 0, 0 } }, 2, TIE_NONE },
        { { { 9, 15, 0, 0 }, { 9, 15, 0, 0 }, { 9, 15, 0, 0 } }, 3, TIE_BY_ORDER },
        { { { 12, 15, 0, 0 }, { 12, 15, 0, 0 }, { 12, 15, 0, 0 } }, 3, TIE_BY_ORDER },
        { { { 14, 15, 0, 0 }, { 14, 15, 0, 0 }, { 14, 15, 0, 0 } }, 3, TIE_NONE },
    };
    struct timed codes[3];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        memcpy(codes, rows[i].codes, sizeof(codes));
        if (unit_rule_cms.allot(codes, rows[i].count) != rows[i].tie)
            fail_msg("row %zu", i);
    }
    assert_int_equal(unit_rule_cms.allot(codes, 0), TIE_NONE);
}

/* Codes whose unit is no quarter hour go by their midpoint, outside the pool. */
static void other_lengths_stay_outside_the_pool(void **state)
{
    struct timed codes[] = {
        { 7, 15, 0, 0 }, { 29, 30, 0, 0 }, { 31, 60, 0, 0 }, { 15, 30, 0, 0 }
    };

    (void)state;
    assert_int_equal(unit_rule_cms.allot(codes, COUNT_OF(codes)), TIE_NONE);
    assert_int_equal(codes[0].units, 0);
    assert_int_equal(codes[1].units, 1);
    assert_int_equal(codes[2].units, 1);
    assert_int_equal(codes[3].units, 0);
}

/* A unit for each whole length, and one more past the middle of the next. */
static void ama_goes_by_the_middle_of_each_unit(void **state)
{
    (void)state;
    for (uint32_t length = 1; length <= 120; length++) {
        for (uint32_t minutes = 0; minutes <= 1440; minutes++) {
            struct timed code = { minutes, length, 0, 0 };
            uint32_t expected = minutes / length + (2 * (minutes % length) > length);

            assert_int_equal(unit_rule_ama.allot(&code, 1), TIE_NONE);
            if (code.units != expected)
                fail_msg("%u minutes of %u give %u units", minutes, length, code.units);
        }
    }
}

static void rules_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(unit_rule_find(TEXT("cms")), &unit_rule_cms);
    assert_ptr_equal(unit_rule_find(TEXT("AMA")), &unit_rule_ama);
    assert_null(unit_rule_find(TEXT("full15")));
    assert_null(unit_rule_find(TEXT("")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(cms_keeps_its_promises),
        cmocka_unit_test(stated_units_are_met_where_they_can_be),
        cmocka_unit_test(ties_are_told),
        cmocka_unit_test(other_lengths_stay_outside_the_pool),
        cmocka_unit_test(ama_goes_by_the_middle_of_each_unit),
        cmocka_unit_test(rules_are_found_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
