/* test_rules_fees.c - the fee table: which row counts, on which days, its mistakes; and
 * the charge of a line: stated, or of the table. */
#include "rules_fixture.h"

#include "rules/fees.h"

static const struct cl_date day = { 2026, 3, 2 };

/* Loads a table with that text; the fees are the caller's. */
static struct fees *load(const char *text)
{
    struct temporary_input file;
    struct problem problem = { 0 };
    struct fees *fees = NULL;

    temporary_input_make(&file, text_of(text), 0);
    if (fees_load(&fees, file.path, &problem) < 0)
        fail_msg("%s", problem.text);
    temporary_input_remove(&file);
    return fees;
}

static int64_t fee_on(const struct fees *fees, const char *code, struct cl_date on)
{
    return fees_find(fees, text_of(code), TEXT("60054"), CLASS_COMMERCIAL, on);
}

static void the_payer_goes_before_its_class_and_that_before_all(void **state)
{
    struct fees *fees = load("code,payer_id,payer_class,amount\n"
                             "97110,,,40\n"
                             "97110,,Medicare,31.5\n"
                             "97110,60054,,45.50\n"
                             "97140,,medicare,30\n"
                             "g0283,,,0.00\n");

    (void)state;
    assert_int_equal(fees_find(fees, TEXT("97110"), TEXT("60054"), CLASS_MEDICARE, day), 4550);
    assert_int_equal(fees_find(fees, TEXT("97110"), TEXT("1"), CLASS_MEDICARE, day), 3150);
    assert_int_equal(fees_find(fees, TEXT("97110"), TEXT("1"), CLASS_AUTO, day), 4000);
    assert_int_equal(fees_find(fees, TEXT("97110"), TEXT("60054 "), CLASS_AUTO, day), 4000);
    assert_int_equal(fees_find(fees, TEXT("97140"), TEXT("60054"), CLASS_AUTO, day), CL_NO_AMOUNT);
    /* Nothing is a price; and a code of letters stands in capitals. */
    assert_int_equal(fees_find(fees, TEXT("G0283"), TEXT("1"), CLASS_AUTO, day), 0);
    assert_int_equal(fees_find(fees, TEXT("97112"), TEXT("1"), CLASS_AUTO, day), CL_NO_AMOUNT);
    fees_destroy(fees);
}

static void first_and_last_day_belong_to_the_dates(void **state)
{
    struct fees *fees = load("code,from,to,amount\n"
                             "97110,2026-01-01,2026-06-30,45.01\n"
                             "97110,2026-07-02,,47\n"
                             "97110,,2025-12-31,44\n");

    (void)state;
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 1999, 1, 1 }), 4400);
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2025, 12, 31 }), 4400);
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2026, 1, 1 }), 4501);
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2026, 6, 30 }), 4501);
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2026, 7, 1 }), CL_NO_AMOUNT);
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2026, 7, 2 }), 4700);
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2199, 12, 31 }), 4700);
    fees_destroy(fees);
}

/* Where the payer's own row is not in force, its class has a say again. */
static void a_row_that_is_not_in_force_hides_nothing(void **state)
{
    struct fees *fees = load("code,payer_id,payer_class,from,to,amount\n"
                             "97110,60054,,2026-01-01,2026-01-31,50\n"
                             "97110,,commercial,2026-02-01,2026-02-28,45\n"
                             "97110,,,,,40\n");

    (void)state;
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2026, 1, 31 }), 5000);
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2026, 2, 1 }), 4500);
    assert_int_equal(fee_on(fees, "97110", (struct cl_date){ 2026, 3, 1 }), 4000);
    fees_destroy(fees);
}

/* What spreadsheets of other countries save. */
static void the_delimiter_is_recognised(void **state)
{
    static const char *const texts[] = {
        "code,amount\n97110,45.50\n",
        "\357\273\277code;amount\r\n97110;45.50\r\n",
        "code\tamount\n97110\t45.50\n",
        "\"code\"|\"amount\"\n97110|45.50\n",
        "sep=;\r\ncode;amount\r\n97110;45.50\r\n",
        "SEP=,\namount,note,code\n45.50,\"a; b; c; d\",97110\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct fees *fees = load(texts[i]);

        if (fee_on(fees, "97110", day) != 4550)
            fail_msg("text %zu is read wrong", i);
        fees_destroy(fees);
    }
}

static void without_a_file_there_are_no_fees(void **state)
{
    struct problem problem = { 0 };
    struct fees *fees = NULL;

    (void)state;
    assert_int_equal(fees_load(&fees, NULL, &problem), 0);
    assert_int_equal(fee_on(fees, "97110", day), CL_NO_AMOUNT);
    fees_destroy(fees);
    fees_destroy(NULL);
}

/* A header alone, and columns that the table has for people. */
static void a_table_may_be_empty_and_have_words(void **state)
{
    struct fees *fees = load("code,amount\n");

    (void)state;
    assert_int_equal(fee_on(fees, "97110", day), CL_NO_AMOUNT);
    fees_destroy(fees);
    fees = load("Code,Description,Amount,Note\n97110,exercise,45.00,of 2024\n");
    assert_int_equal(fee_on(fees, "97110", day), 4500);
    fees_destroy(fees);
}

/* Each mistake, and where the message says it is. */
static const struct {
    const char *text;
    const char *told;
} mistakes[] = {
    { "code,amount\n97110,45.505\n", ":2: amount: " },
    { "code,amount\n97110,$45\n", ":2: amount: " },
    { "code,amount\n97110,\n", ":2: amount: " },
    { "code,amount\n97110,-1\n", ":2: amount: " },
    { "code,amount\n97110,\"1,000\"\n", ":2: amount: " },
    { "code,amount\n97110,100000.00\n", ":2: amount: " },
    { "code;amount\n97110;45,50\n", ":2: amount: " },
    { "sep=;\ncode;amount\n97110;x\n", ":3: amount: " },
    { "code,amount\n9711,1\n", ":2: code: " },
    { "code,amount\n97110 GP,1\n", ":2: code: " },
    { "code,amount,payer_class\n97110,1,medicair\n", ":2: payer_class: " },
    { "code,amount,payer_class,payer_id\n97110,1,medicare,60054\n", ":2: payer_class: " },
    { "code,amount,from\n97110,1,2026-02-30\n", ":2: from: " },
    { "code,amount,to\n97110,1,12/31/2026\n", ":2: to: " },
    { "code,amount,from,to\n97110,1,2026-02-02,2026-02-01\n", ":2: to: is before from" },
    { "code\n97110\n", ":1: amount: the column is missing" },
    { "code,amount,payer\n97110,45,60054\n",
      ":1: payer: is no column of this table; known are code, amount, payer_id, payer_class, "
      "from, to" },
    { "code,amount,\x1b[1m\n97110,45,60054\n", ":1: a field is not clean" },
    { "code,amount,payer\xe2\x80\xaeid\n", ":1: payer\\u202eid: is no column of this table" },
    { "code,amount,\n97110,45,60054\n", ":1: field 3: the column has no name; known are " },
    { "code,amount\n97110,1\n97140,1\n97110,1\n",
      ":4: code: 97110 has a fee for the same payer and "
      "some of these days in line 2" },
    { "code,amount,from,to\n97110,1,2026-07-01,\n97110,1,,2026-07-01\n", ":3: code: 97110 has " },
    { "code,amount,from,to\n97110,1,2026-01-01,\n97110,2,2026-07-01,2026-07-31\n",
      ":3: code: 97110 has " },
    { "code,amount,payer_class\n97110,1,medicare\n97110,2,Medicare\n", ":3: code: 97110 has " },
    { "code,amount,payer_id\n97110,1,7\n97110,2,7\n", ":3: code: 97110 has " },
};

static void mistakes_name_file_line_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        struct temporary_input file;
        struct problem problem = { 0 };
        struct fees *fees = NULL;

        temporary_input_make(&file, text_of(mistakes[i].text), 0);
        if (fees_load(&fees, file.path, &problem) == 0)
            fail_msg("row %zu is accepted", i);
        assert_null(fees);
        assert_int_equal(problem.status, EXIT_BAD_USAGE);
        if (strncmp(problem.text, file.path, strlen(file.path)) != 0 ||
            strncmp(problem.text + strlen(file.path), mistakes[i].told, strlen(mistakes[i].told)) !=
                0)
            fail_msg("row %zu: %s", i, problem.text);
        temporary_input_remove(&file);
    }
}

/* Thousands of rows, against a search through all of them. */
static void it_finds_what_a_search_through_all_rows_finds(void **state)
{
    enum { PAYERS = 7, CODES = 5, ROWS = 400 };
    static char text[ROWS * 64];
    struct {
        unsigned code, payer, month;
    } rows[ROWS];
    uint64_t seed = 3;
    size_t count = 0;
    int used = sprintf(text, "code,payer_id,from,to,amount\n");
    struct fees *fees;

    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        unsigned code = (unsigned)random_below(&seed, CODES);
        unsigned payer = (unsigned)random_below(&seed, PAYERS);
        unsigned month = 1 + (unsigned)random_below(&seed, 12);
        bool taken = false;

        for (size_t j = 0; j < count; j++)
            taken =
                taken || (rows[j].code == code && rows[j].payer == payer && rows[j].month == month);
        if (taken)
            continue;
        rows[count].code = code;
        rows[count].payer = payer;
        rows[count].month = month;
        count++;
        used += sprintf(text + used, "9711%u,%.*s,2026-%02u-01,2026-%02u-28,%zu\n", code,
                        payer != 0, &"0123456"[payer], month, month, count);
    }
    fees = load(text);
    for (unsigned at = 0; at < CODES * PAYERS * 12; at++) {
        const unsigned code = at % CODES, payer = at / CODES % PAYERS,
                       month = at / CODES / PAYERS + 1;
        const struct cl_date on = { 2026, (uint8_t)month, 28 };
        const char name[] = { '9', '7', '1', '1', (char)('0' + code), '\0' };
        const char payer_id[] = { (char)('0' + payer), '\0' };
        int64_t own = CL_NO_AMOUNT, general = CL_NO_AMOUNT;

        for (size_t i = 0; i < count; i++) {
            if (rows[i].code != code || rows[i].month != month)
                continue;
            if (rows[i].payer == payer && payer != 0)
                own = (int64_t)(i + 1) * 100;
            if (rows[i].payer == 0)
                general = (int64_t)(i + 1) * 100;
        }
        assert_int_equal(fees_find(fees, text_of(name), text_of(payer_id), CLASS_VA, on),
                         own != CL_NO_AMOUNT ? own : general);
    }
    fees_destroy(fees);
}

static void use_fees(struct fixture *f, const char *text)
{
    fees_destroy(f->rules.fees);
    f->rules.fees = load(text);
}

/* The unit charge of a line, in cents. */
static int64_t charge_of(const struct fixture *f, uint32_t index)
{
    assert_non_null(f->verdict.claim);
    return cl_claim_line(f->verdict.claim, index)->unit_charge_cents;
}

static void the_charge_is_stated_or_of_the_table_as_the_profile_has_it(void **state)
{
    static const struct {
        const char *fees; /* of the profile */
        int64_t stated, table;
        int64_t billed;
        unsigned differs, missing;
    } rows[] = {
        { "missing", 4000, 4550, 4000, 1, 0 },
        { "missing", 4550, 4550, 4550, 0, 0 },
        { "missing", CL_NO_AMOUNT, 4550, 4550, 0, 0 },
        { "missing", 4000, CL_NO_AMOUNT, 4000, 0, 0 },
        { "missing", CL_NO_AMOUNT, CL_NO_AMOUNT, CL_NO_AMOUNT, 0, 1 },
        { "missing", 0, 4550, 0, 1, 0 },
        { "missing", CL_NO_AMOUNT, 0, 0, 0, 0 },
        { "prefer", 4000, 4550, 4550, 1, 0 },
        { "prefer", 4550, 4550, 4550, 0, 0 },
        { "prefer", CL_NO_AMOUNT, 4550, 4550, 0, 0 },
        { "prefer", 4000, CL_NO_AMOUNT, 4000, 0, 0 },
        { "prefer", 4000, 0, 0, 1, 0 },
        { "prefer", CL_NO_AMOUNT, CL_NO_AMOUNT, CL_NO_AMOUNT, 0, 1 },
        { "no", 4000, 4550, 4000, 0, 0 },
        { "no", CL_NO_AMOUNT, 4550, CL_NO_AMOUNT, 0, 1 },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[96];

        (void)snprintf(text, sizeof(text), "[class commercial]\nfees = %s\n", rows[i].fees);
        use_payers(f, text);
        (void)snprintf(text, sizeof(text), "code,amount\n97110,%lld.%02lld\n",
                       (long long)(rows[i].table / 100), (long long)(rows[i].table % 100));
        use_fees(f, rows[i].table != CL_NO_AMOUNT ? text : "code,amount\n97112,1\n");
        fresh_session(f, CLASS_COMMERCIAL);
        add(f, "97110", 30)->unit_charge = rows[i].stated;
        assert_non_null(apply(f));
        if (charge_of(f, 0) != rows[i].billed ||
            told(f, FINDING_CHARGE_FEE_DIFFERS) != rows[i].differs ||
            told(f, FINDING_CHARGE_MISSING) != rows[i].missing)
            fail_msg("row %zu", i);
        if (rows[i].billed != CL_NO_AMOUNT)
            assert_int_equal(f->verdict.claim->charge_cents, 2 * rows[i].billed);
    }
}

static void the_finding_names_the_charge_that_is_billed(void **state)
{
    struct fixture *f = *state;

    use_fees(f, "code,amount\n97110,45.50\n");
    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_text(finding_of(f, FINDING_CHARGE_FEE_DIFFERS)->code, "97110");
    assert_non_null(strstr(MESSAGE_OF(finding_of(f, FINDING_CHARGE_FEE_DIFFERS)).data,
                           "the export's is billed"));

    use_payers(f, "[class commercial]\nfees = prefer\n");
    use_fees(f, "code,amount\n97110,45.50\n");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_non_null(strstr(MESSAGE_OF(finding_of(f, FINDING_CHARGE_FEE_DIFFERS)).data,
                           "the table's is billed"));
}

static void after_a_substitution_the_fee_is_that_of_the_code_billed(void **state)
{
    struct fixture *f = *state;

    use_fees(f, "code,amount\n97014,20\nG0283,14.5\n");
    fresh_session(f, CLASS_MEDICARE);
    add(f, "97014", 15)->unit_charge = CL_NO_AMOUNT;
    assert_non_null(apply(f));
    assert_text(lines_of(f), "G0283:1");
    assert_int_equal(charge_of(f, 0), 1450);
}

static void the_class_is_that_of_the_payers_profile(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[payer PAY]\nextends = class medicare\n");
    use_fees(f, "code,amount,payer_class\n97110,31,medicare\n97110,45,commercial\n");
    add(f, "97110", 15)->unit_charge = CL_NO_AMOUNT;
    assert_non_null(apply(f));
    assert_int_equal(charge_of(f, 0), 3100);
}

/* A row without a charge has that of its code. */
static void a_variant_takes_the_charge_of_its_own_rows_first(void **state)
{
    struct fixture *f = *state;

    add(f, "97140", 15)->unit_charge = CL_NO_AMOUNT;
    modify(add(f, "97140", 15), "59");
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97140:1 97140:1");
    assert_int_equal(charge_of(f, 0), 4000);
    assert_int_equal(charge_of(f, 1), 4000);

    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97140", 15);
    modify(add(f, "97140", 15), "59");
    f->services[1].unit_charge = 4200;
    assert_non_null(apply(f));
    assert_int_equal(charge_of(f, 0), 4000);
    assert_int_equal(charge_of(f, 1), 4200);
    assert_int_equal(told(f, FINDING_CHARGE_DIFFERS), 0);
}

/* Lines with CQ and without are made of the same rows. */
static void rows_are_spoken_of_once(void **state)
{
    struct fixture *f = *state;

    use_fees(f, "code,amount\n97110,45.50\n");
    fresh_session(f, CLASS_MEDICARE);
    add(f, "97110", 30)->assistant_minutes = 15;
    add(f, "97110", 15)->unit_charge = 4100;
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:2 97110:1");
    assert_int_equal(told(f, FINDING_CHARGE_DIFFERS), 1);
    assert_int_equal(told(f, FINDING_CHARGE_FEE_DIFFERS), 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_payer_goes_before_its_class_and_that_before_all),
        cmocka_unit_test(first_and_last_day_belong_to_the_dates),
        cmocka_unit_test(a_row_that_is_not_in_force_hides_nothing),
        cmocka_unit_test(the_delimiter_is_recognised),
        cmocka_unit_test(without_a_file_there_are_no_fees),
        cmocka_unit_test(a_table_may_be_empty_and_have_words),
        cmocka_unit_test(mistakes_name_file_line_and_column),
        cmocka_unit_test(it_finds_what_a_search_through_all_rows_finds),
        RULES_TEST(the_charge_is_stated_or_of_the_table_as_the_profile_has_it),
        RULES_TEST(the_finding_names_the_charge_that_is_billed),
        RULES_TEST(after_a_substitution_the_fee_is_that_of_the_code_billed),
        RULES_TEST(the_class_is_that_of_the_payers_profile),
        RULES_TEST(a_variant_takes_the_charge_of_its_own_rows_first),
        RULES_TEST(rows_are_spoken_of_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
