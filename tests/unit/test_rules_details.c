/* test_rules_details.c - pointers, charges, providers and place of a claim. */
#include "rules_fixture.h"

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

/* A variant without pointers takes those of the code's other rows. */
static void variants_of_a_code_share_pointers(void **state)
{
    struct fixture *f = *state;

    modify(add(f, "97140", 15), "59");
    add(f, "97140", 15)->pointers[0] = 2;
    f->services[1].pointer_count = 1;
    modify(add(f, "97140", 15), "22");
    f->services[2].pointers[0] = 1;
    f->services[2].pointer_count = 1;
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97140:1 97140:1 97140:1");
    assert_memory_equal(cl_claim_line(f->verdict.claim, 0)->pointers, "\2\0\0\0", 4);
    assert_memory_equal(cl_claim_line(f->verdict.claim, 1)->pointers, "\2\0\0\0", 4);
    assert_memory_equal(cl_claim_line(f->verdict.claim, 2)->pointers, "\1\0\0\0", 4);
    assert_int_equal(told(f, FINDING_SERVICE_DIFFERS), 0);
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

/* What the profile says is held against the list too. */
static void places_of_a_profile_are_on_the_list(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nplace_of_service = 12\ntelehealth_place = 10\n");
    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_text(f->verdict.claim->place_of_service, "12");
    fresh_session(f, CLASS_COMMERCIAL);
    f->session.service_date = (struct cl_date){ 2021, 12, 31 };
    f->session.place_of_service = TEXT("02");
    add(f, "97110", 15);
    assert_held(f, FINDING_PLACE_FORM); /* 10 is of 2022 */
    fresh_session(f, CLASS_COMMERCIAL);
    f->session.service_date = (struct cl_date){ 2022, 1, 1 };
    f->session.place_of_service = TEXT("02");
    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_text(f->verdict.claim->place_of_service, "10");
}

/* Of reasons, that for the place; how it came about. */
static void a_place_has_its_reason(void **state)
{
    static const struct {
        const char *stated;
        const char *modifier;
        const char *source;
    } rows[] = {
        { "12", "", "stated in the export" },
        { "", "", "the contract" },
        { "02", "", "their letter" },
        { "", "95", "their letter" },
    };
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nplace_of_service = 22\ntelehealth_place = 10\n"
                  "source = the contract\nsource telehealth_place = their letter\n");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        unsigned found = 0;

        fresh_session(f, CLASS_COMMERCIAL);
        f->session.place_of_service = text_of(rows[i].stated);
        add(f, "97110", 15);
        if (rows[i].modifier[0] != '\0')
            modify(&f->services[0], rows[i].modifier);
        assert_non_null(apply(f));
        for (size_t j = 0; j < f->ledger.count; j++) {
            if (f->ledger.entries[j].step != LEDGER_PLACE)
                continue;
            assert_text(f->ledger.entries[j].source, rows[i].source);
            found++;
        }
        assert_int_equal(found, 1);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(pointers_are_stated_or_the_first_four),
        RULES_TEST(the_first_pointers_of_a_code_stand),
        RULES_TEST(variants_of_a_code_share_pointers),
        RULES_TEST(charges_are_units_times_the_first),
        RULES_TEST(the_provider_with_the_most_minutes_is_named),
        RULES_TEST(places_are_on_the_list),
        RULES_TEST(places_of_a_profile_are_on_the_list),
        RULES_TEST(a_place_has_its_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
