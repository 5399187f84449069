/* test_base_money.c - dollars as whole cents. */
#include "unit.h"

#include "base/money.h"

static const struct {
    const char *text;
    int64_t maximum;
    int64_t cents; /* -1: no amount */
} rows[] = {
    { "45", 9999999, 4500 },
    { "45.5", 9999999, 4550 },
    { "45.50", 9999999, 4550 },
    { "45.05", 9999999, 4505 },
    { "0.00", 9999999, 0 },
    { "0", 9999999, 0 },
    { "0.01", 9999999, 1 },
    { "0.10", 9999999, 10 },
    { "0007", 9999999, 700 },
    { "99999.99", 9999999, 9999999 },
    { "100000.00", 9999999, -1 },
    { "100000", 9999999, -1 },
    { "0.51", 50, -1 },
    { "0.50", 50, 50 },
    { "1", 50, -1 },
    { "", 9999999, -1 },
    { ".50", 9999999, -1 },
    { "45.", 9999999, -1 },
    { "45.505", 9999999, -1 },
    { "45.5.0", 9999999, -1 },
    { "-45.50", 9999999, -1 },
    { "+45.50", 9999999, -1 },
    { "$45.50", 9999999, -1 },
    { "45,50", 9999999, -1 },
    { "1,000.00", 9999999, -1 },
    { "45.-5", 9999999, -1 },
    { "45.5 ", 9999999, -1 },
    { "1e3", 9999999, -1 },
    { "18446744073709551616", 9999999, -1 },
    { "92233720368547758.07", INT64_MAX, INT64_MAX },
    { "92233720368547758.08", INT64_MAX, -1 },
};

static void amounts_are_exact(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t cents = -1;

        if (!money_parse(text_of(rows[i].text), rows[i].maximum, &cents))
            cents = -1;
        if (cents != rows[i].cents)
            fail_msg("\"%s\" gives %lld", rows[i].text, (long long)cents);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(amounts_are_exact) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
