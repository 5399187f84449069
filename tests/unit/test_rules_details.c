/* test_rules_details.c - modifiers, pointers, charges, providers, place, and what a payer wants. */
#include "rules_fixture.h"

/* One service of 97110 with these modifiers: what stands on the line. */
static const struct {
    enum payer_class payer_class;
    const char *stated[5];
    const char *billed;
} orders[] = {
    { CLASS_COMMERCIAL, { NULL }, "GP" },
    { CLASS_SELF_PAY, { NULL }, "" },
    { CLASS_SELF_PAY, { "GP", NULL }, "GP" },
    { CLASS_COMMERCIAL, { "GP", NULL }, "GP" },
    { CLASS_COMMERCIAL, { "KX", "59", NULL }, "59 GP KX" },
    { CLASS_COMMERCIAL, { "95", "GA", "KX", NULL }, "GP KX GA 95" },
    { CLASS_COMMERCIAL, { "ZZ", "GT", "XS", NULL }, "XS GP GT ZZ" },
    { CLASS_COMMERCIAL, { "22", "ZZ", "11", NULL }, "GP 22 ZZ 11" }, /* unknown: as they came */
    { CLASS_COMMERCIAL, { "GY", "GX", NULL }, "GP GY GX" },
    { CLASS_COMMERCIAL, { "CQ", "59", NULL }, "59 GP CQ" },
};

static void modifiers_stand_in_the_payers_order(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        struct service *service;

        fresh_session(f, orders[i].payer_class);
        service = add(f, "97110", 15);
        for (size_t j = 0; orders[i].stated[j] != NULL; j++)
            modify(service, orders[i].stated[j]);
        assert_non_null(apply(f));
        if (!text_equal(modifiers_of(f, 0), text_of(orders[i].billed)))
            fail_msg("row %zu: %s", i, modifiers_of(f, 0).data);
    }
}

static void a_fifth_modifier_is_no_silent_drop(void **state)
{
    static const char *const four[] = { "59", "KX", "GA", "95" };
    struct fixture *f = *state;

    add(f, "97110", 15);
    for (size_t i = 0; i < COUNT_OF(four); i++)
        modify(&f->services[0], four[i]);
    assert_held(f, FINDING_MODIFIER_COUNT); /* with GP there are five */
    fresh_session(f, CLASS_SELF_PAY);
    add(f, "97110", 15);
    for (size_t i = 0; i < COUNT_OF(four); i++)
        modify(&f->services[0], four[i]);
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "59 KX GA 95");
}

static void disciplines_are_not_contradicted(void **state)
{
    struct fixture *f = *state;

    modify(add(f, "97110", 15), "GO");
    assert_held(f, FINDING_MODIFIER_DISCIPLINE);
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "98940", MINUTES_NOT_STATED); /* therapy_class none */
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "");
}

static void variants_of_a_code_hold(void **state)
{
    struct fixture *f = *state;

    modify(add(f, "97140", 15), "59");
    add(f, "97140", 15);
    assert_held(f, FINDING_MODIFIER_VARIANTS);
    fresh_session(f, CLASS_COMMERCIAL);
    modify(add(f, "97140", 15), "GP"); /* the discipline's make no variant */
    add(f, "97140", 15);
    assert_non_null(apply(f));
    fresh_session(f, CLASS_COMMERCIAL);
    modify(add(f, "97140", 15), "59");
    modify(&f->services[0], "KX");
    modify(add(f, "97140", 15), "KX");
    modify(&f->services[1], "59");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "59 GP KX");
}

static void distinct_is_said_once(void **state)
{
    struct fixture *f = *state;

    modify(add(f, "97140", 15), "59");
    modify(&f->services[0], "XS");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_MODIFIER_DISTINCT), 1);
}

static void pointers_are_stated_or_the_first_four(void **state)
{
    struct fixture *f = *state;
    const struct cl_line *line;

    add(f, "97110", 15);
    f->session.diagnosis_count = 5;
    for (uint32_t i = 0; i < 5; i++)
        f->session.diagnoses[i] = TEXT("M54.50");
    add(f, "97140", 15)->pointers[0] = 5;
    f->services[1].pointer_count = 1;
    assert_non_null(apply(f));
    line = cl_claim_line(f->verdict.claim, 0);
    assert_int_equal(line->pointer_count, 4);
    assert_memory_equal(line->pointers, "\1\2\3\4", 4);
    line = cl_claim_line(f->verdict.claim, 1);
    assert_int_equal(line->pointer_count, 1);
    assert_memory_equal(line->pointers, "\5\0\0\0", 4);
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 15)->pointers[0] = 3; /* of two diagnoses */
    f->services[0].pointer_count = 1;
    assert_held(f, FINDING_POINTER_BEYOND);
}

static void the_first_pointers_of_a_code_stand(void **state)
{
    struct fixture *f = *state;

    add(f, "97110", 15);
    add(f, "97110", 15)->pointers[0] = 2;
    f->services[1].pointer_count = 1;
    add(f, "97110", 15)->pointers[0] = 1;
    f->services[2].pointer_count = 1;
    assert_non_null(apply(f));
    assert_memory_equal(cl_claim_line(f->verdict.claim, 0)->pointers, "\2\0\0\0", 4);
    assert_int_equal(finding_of(f, FINDING_SERVICE_DIFFERS)->column, COL_diagnosis_pointers);
}

static void charges_are_units_times_the_first(void **state)
{
    struct fixture *f = *state;

    add(f, "97110", 10)->unit_charge = CL_NO_AMOUNT;
    add(f, "97110", 20)->unit_charge = 4550;
    add(f, "97110", 30)->unit_charge = 5000;
    add(f, "97140", 8)->unit_charge = 0;
    add(f, "97112", 8)->unit_charge = CL_NO_AMOUNT;
    assert_non_null(apply(f));
    assert_int_equal(cl_claim_line(f->verdict.claim, 0)->charge_cents, 4 * 4550);
    assert_int_equal(cl_claim_line(f->verdict.claim, 1)->charge_cents, 0);
    assert_int_equal(cl_claim_line(f->verdict.claim, 2)->charge_cents, CL_NO_AMOUNT);
    assert_int_equal(f->verdict.claim->charge_cents, 4 * 4550);
    assert_int_equal(told(f, FINDING_CHARGE_DIFFERS), 1);
    assert_text(finding_of(f, FINDING_CHARGE_MISSING)->code, "97112");
    assert_int_equal(told(f, FINDING_CHARGE_MISSING), 1);
}

static void the_provider_with_the_most_minutes_is_named(void **state)
{
    struct fixture *f = *state;

    add(f, "97110", 15);
    add(f, "97110", 10)->rendering.npi = TEXT("1245319599");
    add(f, "97110", 10)->rendering.npi = TEXT("1245319599");
    add(f, "97140", 15);
    add(f, "97140", 15)->rendering.npi = TEXT("1245319599");
    assert_non_null(apply(f));
    assert_text(cl_claim_line(f->verdict.claim, 0)->rendering->npi, "1245319599");
    assert_text(cl_claim_line(f->verdict.claim, 1)->rendering->npi, "1234567893"); /* a tie */
    assert_int_equal(told(f, FINDING_PROVIDER_SEVERAL), 2);
}

static void places_are_on_the_list(void **state)
{
    struct fixture *f = *state;

    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_text(f->verdict.claim->place_of_service, "11");
    assert_int_equal(told(f, FINDING_PLACE_DEFAULT), 0);
    fresh_session(f, CLASS_COMMERCIAL);
    modify(add(f, "97110", 15), "95");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_PLACE_DEFAULT), 1);
    fresh_session(f, CLASS_COMMERCIAL);
    modify(add(f, "97110", 15), "95");
    f->session.place_of_service = TEXT("10");
    assert_non_null(apply(f));
    assert_text(f->verdict.claim->place_of_service, "10");
    assert_int_equal(told(f, FINDING_PLACE_DEFAULT), 0);
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 15);
    f->session.place_of_service = TEXT("00");
    assert_held(f, FINDING_PLACE_FORM);
    fresh_session(f, CLASS_COMMERCIAL);
    f->session.service_date = (struct cl_date){ 2016, 12, 31 };
    add(f, "97110", 15);
    f->session.place_of_service = TEXT("02"); /* since 2017 */
    assert_held(f, FINDING_PLACE_FORM);
}

static void an_assistants_work_holds_where_cq_is_required(void **state)
{
    static const enum payer_class classes[] = { CLASS_MEDICARE, CLASS_TRICARE };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        fresh_session(f, classes[i]);
        add(f, "97110", 15)->assistant_minutes = 1;
        assert_held(f, FINDING_ASSISTANT_SPLIT);
        fresh_session(f, classes[i]);
        modify(add(f, "97110", 15), "CQ");
        assert_held(f, FINDING_ASSISTANT_SPLIT);
    }
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 15)->assistant_minutes = 15;
    assert_non_null(apply(f));
}

static void medicare_wants_a_referring_provider(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_RAILROAD_MEDICARE);
    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_REFERRING_MISSING), 1);
    fresh_session(f, CLASS_MEDICARE);
    f->session.referring.npi = TEXT("1245319599");
    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_REFERRING_MISSING), 0);
    fresh_session(f, CLASS_TRICARE);
    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_REFERRING_MISSING), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(modifiers_stand_in_the_payers_order),
        RULES_TEST(a_fifth_modifier_is_no_silent_drop),
        RULES_TEST(disciplines_are_not_contradicted),
        RULES_TEST(variants_of_a_code_hold),
        RULES_TEST(distinct_is_said_once),
        RULES_TEST(pointers_are_stated_or_the_first_four),
        RULES_TEST(the_first_pointers_of_a_code_stand),
        RULES_TEST(charges_are_units_times_the_first),
        RULES_TEST(the_provider_with_the_most_minutes_is_named),
        RULES_TEST(places_are_on_the_list),
        RULES_TEST(an_assistants_work_holds_where_cq_is_required),
        RULES_TEST(medicare_wants_a_referring_provider),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
