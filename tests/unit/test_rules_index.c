/* test_rules_index.c - codes as numbers, modifiers as bits. */
#include "unit.h"

#include "rules/code_index.h"
#include "rules/modifiers.h"

enum { MANY = 5000 };

/* Number `n` as a code of five letters and digits. */
static const char *code_of(char code[CODE_LENGTH + 1], uint32_t n)
{
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (unsigned i = 0; i < CODE_LENGTH; i++, n /= 36)
        code[CODE_LENGTH - 1 - i] = signs[n % 36];
    code[CODE_LENGTH] = '\0';
    return code;
}

static void every_code_is_found_where_it_stands(void **state)
{
    struct code_index index = { 0 };
    char code[CODE_LENGTH + 1];

    (void)state;
    assert_int_equal(code_index_find(&index, TEXT("97110")), CODE_INDEX_NONE);
    /* Neighbours: they differ in one character, as those of a table do. */
    for (uint32_t n = 0; n < MANY; n++)
        code_index_add(&index, text_of(code_of(code, 7 * n)), n);
    for (uint32_t n = 0; n < 7 * MANY; n++) {
        uint32_t found = code_index_find(&index, text_of(code_of(code, n)));

        if (found != (n % 7 == 0 ? n / 7 : CODE_INDEX_NONE))
            fail_msg("%s: %u", code, found);
    }
    code_index_finish(&index);
}

static void what_has_not_the_length_of_a_code_is_none(void **state)
{
    struct code_index index = { 0 };

    (void)state;
    code_index_add(&index, TEXT("97110"), 1);
    assert_int_equal(code_index_find(&index, TEXT("97110")), 1);
    assert_int_equal(code_index_find(&index, TEXT("97110X")), CODE_INDEX_NONE);
    assert_int_equal(code_index_find(&index, TEXT("9711")), CODE_INDEX_NONE);
    assert_int_equal(code_index_find(&index, TEXT("")), CODE_INDEX_NONE);
    code_index_finish(&index);
}

/* Those that the rules speak of, in the order of the bits; any other pair has none. */
static void a_modifier_has_a_bit_of_its_own(void **state)
{
    static const char known[] = "GPGOGNCQCO59XEXPXSXUKXGAGYGZ";
    unsigned all = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(known) / 2; i++) {
        unsigned bit = modifier_bit((struct cl_text){ known + 2 * i, 2 });

        assert_int_equal(bit, 1U << i);
        all |= bit;
    }
    assert_int_equal(modifier_bit(TEXT("95")), 0);
    assert_int_equal(modifier_bit(TEXT("gp")), 0);
    assert_int_equal(modifier_bit(TEXT("G")), 0);
    assert_int_equal(modifier_bit(TEXT("GPX")), 0);
    assert_int_equal(modifier_bit(TEXT("")), 0);
    assert_int_equal(MODIFIERS_OF_DISCIPLINE | MODIFIERS_OF_ASSISTANT | MODIFIERS_DISTINCT |
                         MODIFIER_KX | MODIFIER_GA | MODIFIER_GY | MODIFIER_GZ,
                     all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_is_found_where_it_stands),
        cmocka_unit_test(what_has_not_the_length_of_a_code_is_none),
        cmocka_unit_test(a_modifier_has_a_bit_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
