/* test_rules_kx.c - KX: thresholds by year, amounts of patients, and what is attested. */
#include "rules_fixture.h"

/* CMS's amounts (KX modifier thresholds; medical review), in cents. */
static const struct {
    uint16_t year;
    int64_t kx;
} years[] = {
    { 2022, 215000 }, { 2023, 223000 }, { 2024, 233000 }, { 2025, 241000 }, { 2026, 248000 },
};

enum { REVIEW = 300000 };

static const enum discipline disciplines[] = { DISCIPLINE_PT, DISCIPLINE_OT, DISCIPLINE_SLP };

/* A code of each discipline, 40.00 a unit, one unit. */
static const char *const codes[] = { "97110", "97110", "92507" };

static void thresholds_are_those_of_the_year(void **state)
{
    struct problem problem = { 0 };
    struct thresholds *thresholds = NULL;

    (void)state;
    assert_int_equal(thresholds_load(&thresholds, NULL, &problem), 0);
    for (size_t i = 0; i < COUNT_OF(years); i++) {
        for (size_t j = 0; j < COUNT_OF(disciplines); j++) {
            const struct threshold *found =
                thresholds_find(thresholds, years[i].year, disciplines[j]);

            assert_non_null(found);
            assert_int_equal(found->kx_cents, years[i].kx);
            assert_int_equal(found->review_cents, REVIEW);
            assert_true(strlen(found->source) != 0);
        }
    }
    assert_null(thresholds_find(thresholds, 2021, DISCIPLINE_PT));
    assert_null(thresholds_find(thresholds, 2027, DISCIPLINE_OT));
    thresholds_destroy(thresholds);
    thresholds_destroy(NULL);
}

/* Year by year and group by group: what the file does not state stays. */
static void thresholds_of_ones_own_lie_over_the_built_in_ones(void **state)
{
    struct temporary_input file;
    struct problem problem = { 0 };
    struct thresholds *thresholds = NULL;
    char source[128];

    (void)state;
    temporary_input_make(&file,
                         TEXT("Year,Discipline Group,kx_amount,review_amount,confirmed,source\n"
                              "2027,pt+slp,2560,3000.50,yes,CMS letter\n"
                              "2027,OT,2570,3001,,\n"
                              "2026,OT,2481,3002,,\n"),
                         0);
    if (thresholds_load(&thresholds, file.path, &problem) < 0)
        fail_msg("%s", problem.text);
    assert_non_null(thresholds_find(thresholds, 2027, DISCIPLINE_SLP));
    assert_int_equal(thresholds_find(thresholds, 2027, DISCIPLINE_SLP)->kx_cents, 256000);
    assert_int_equal(thresholds_find(thresholds, 2027, DISCIPLINE_SLP)->review_cents, 300050);
    assert_int_equal(thresholds_find(thresholds, 2027, DISCIPLINE_OT)->kx_cents, 257000);
    assert_int_equal(thresholds_find(thresholds, 2026, DISCIPLINE_OT)->kx_cents, 248100);
    assert_int_equal(thresholds_find(thresholds, 2026, DISCIPLINE_PT)->kx_cents, 248000);
    assert_int_equal(thresholds_find(thresholds, 2025, DISCIPLINE_OT)->kx_cents, 241000);
    (void)snprintf(source, sizeof(source), "%s:2; CMS letter", file.path);
    assert_string_equal(thresholds_find(thresholds, 2027, DISCIPLINE_PT)->source, source);
    (void)snprintf(source, sizeof(source), "%s:3", file.path);
    assert_string_equal(thresholds_find(thresholds, 2027, DISCIPLINE_OT)->source, source);
    assert_null(strstr(thresholds_find(thresholds, 2026, DISCIPLINE_PT)->source, file.path));
    thresholds_destroy(thresholds);
    temporary_input_remove(&file);
}

static void mistakes_in_thresholds_name_the_line(void **state)
{
    static const struct {
        const char *text;
        const char *told;
    } rows[] = {
        { "year,discipline_group,kx_amount\n", ":1: review_amount: the column is missing" },
        { "year,discipline_group,kx_amount,review_amount,sources\n",
          ":1: sources: is no column of this table; known are year, discipline_group, kx_amount, "
          "review_amount, source" },
        { "year,discipline_group,kx_amount,review_amount\n27,OT,1,2\n", ":2: year: " },
        { "year,discipline_group,kx_amount,review_amount\n2027,PT,1,2\n",
          ":2: discipline_group: is neither PT+SLP nor OT" },
        { "year,discipline_group,kx_amount,review_amount\n2027,OT,,2\n", ":2: kx_amount: " },
        { "year,discipline_group,kx_amount,review_amount\n2027,OT,1,$2\n", ":2: review_amount: " },
        { "year,discipline_group,kx_amount,review_amount\n2026,OT,1,2\n2026,OT,1,2\n",
          ":3: year: stands twice for the group" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct temporary_input file;
        struct problem problem = { 0 };
        struct thresholds *thresholds = NULL;

        temporary_input_make(&file, text_of(rows[i].text), 0);
        if (thresholds_load(&thresholds, file.path, &problem) == 0)
            fail_msg("row %zu is accepted", i);
        assert_null(thresholds);
        assert_int_equal(problem.status, EXIT_BAD_USAGE);
        if (strncmp(problem.text + strlen(file.path), rows[i].told, strlen(rows[i].told)) != 0)
            fail_msg("row %zu: %s", i, problem.text);
        temporary_input_remove(&file);
    }
}

static struct year_to_date *load(const char *text)
{
    struct temporary_input file;
    struct problem problem = { 0 };
    struct year_to_date *table = NULL;

    temporary_input_make(&file, text_of(text), 0);
    if (year_to_date_load(&table, file.path, &problem) < 0)
        fail_msg("%s", problem.text);
    temporary_input_remove(&file);
    return table;
}

static void speech_counts_with_physical_therapy_and_occupational_alone(void **state)
{
    struct year_to_date *table = load("patient_id,year,discipline,amount,attested\n"
                                      "P2,2026,OT,7.01,\n"
                                      "P1,2026,SLP,480.50,no\n"
                                      "P1,2025,PT,1.00,\n"
                                      "P1,2026,pt,2000.00,YES\n"
                                      "P1,2026,OT,5,no\n"
                                      "P3,2026,SLP,1,yes\n"
                                      "P3,2026,PT,1,no\n");
    const struct patient_year *found;

    (void)state;
    found = year_to_date_find(table, TEXT("P1"), 2026, DISCIPLINE_PT);
    assert_ptr_equal(found, year_to_date_find(table, TEXT("P1"), 2026, DISCIPLINE_SLP));
    assert_int_equal(found->amount_cents, 248050);
    assert_true(found->attested[DISCIPLINE_PT]);
    assert_false(found->attested[DISCIPLINE_SLP]); /* what one therapist attests is not another's */
    found = year_to_date_find(table, TEXT("P1"), 2026, DISCIPLINE_OT);
    assert_int_equal(found->amount_cents, 500);
    assert_false(found->attested[DISCIPLINE_OT]);
    assert_int_equal(year_to_date_find(table, TEXT("P1"), 2025, DISCIPLINE_SLP)->amount_cents, 100);
    assert_null(year_to_date_find(table, TEXT("P1"), 2025, DISCIPLINE_OT));
    assert_null(year_to_date_find(table, TEXT("P1"), 2024, DISCIPLINE_PT));
    assert_null(year_to_date_find(table, TEXT("p1"), 2026, DISCIPLINE_PT));
    assert_int_equal(year_to_date_find(table, TEXT("P2"), 2026, DISCIPLINE_OT)->amount_cents, 701);
    assert_null(year_to_date_find(table, TEXT("P2"), 2026, DISCIPLINE_PT));
    found = year_to_date_find(table, TEXT("P3"), 2026, DISCIPLINE_SLP);
    assert_false(found->attested[DISCIPLINE_PT]);
    assert_true(found->attested[DISCIPLINE_SLP]);
    year_to_date_destroy(table);
}

static void without_a_file_nothing_is_known(void **state)
{
    struct problem problem = { 0 };
    struct year_to_date *table = NULL;

    (void)state;
    assert_int_equal(year_to_date_load(&table, NULL, &problem), 0);
    assert_null(year_to_date_find(table, TEXT("P1"), 2026, DISCIPLINE_PT));
    year_to_date_destroy(table);
    year_to_date_destroy(NULL);
}

/* SECRET is the patient. */
static const struct {
    const char *text;
    const char *told;
} mistakes[] = {
    { "patient_id,year,discipline,amount\n,2026,PT,1\n", ":2: patient_id: is empty" },
    { "patient_id,year,discipline,amount\nSECRET,26,PT,1\n", ":2: year: " },
    { "patient_id,year,discipline,amount\nSECRET,2200,PT,1\n", ":2: year: " },
    { "patient_id,year,discipline,amount\nSECRET,2026,PT+SLP,1\n", ":2: discipline: " },
    { "patient_id,year,discipline,amount\nSECRET,2026,,1\n", ":2: discipline: " },
    { "patient_id,year,discipline,amount\nSECRET,2026,PT,1.001\n", ":2: amount: " },
    { "patient_id,year,discipline,amount\nSECRET,2026,PT,\n", ":2: amount: " },
    { "patient_id,year,discipline,amount\nSECRET,2026,PT,10000000\n", ":2: amount: " },
    { "patient_id,year,discipline,amount,attested\nSECRET,2026,PT,1,y\n", ":2: attested: " },
    { "patient_id,year,discipline\nSECRET,2026,PT\n", ":1: amount: the column is missing" },
    { "SECRET,2026,PT,1\nSECRET,2025,PT,1\n", ":1: patient_id: the column is missing" },
    { "patient_id,year,discipline,amount,attest\nSECRET,2026,PT,1,yes\n",
      ":1: attest: is no column of this table; known are patient_id, year, discipline, amount, "
      "attested" },
    { "patient_id,year,discipline,amount\nSECRET,2026,PT,1\nSECRET,2026,OT,1\nSECRET,2026,PT,1\n",
      ":4: patient_id: line 2 is of the same patient, year and discipline" },
    { "patient_id,year,discipline,amount\nSECRET,2026,SLP,1\nSECRET,2026,PT,1\nSECRET,2026,SLP,2\n",
      ":4: patient_id: line 2 is" },
    { "patient_id,year,discipline,amount\nSECRET,2026,PT,\"1\n", ":2: the record is not" },
};

static void mistakes_name_the_line_and_no_patient(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        struct temporary_input file;
        struct problem problem = { 0 };
        struct year_to_date *table = NULL;

        temporary_input_make(&file, text_of(mistakes[i].text), 0);
        if (year_to_date_load(&table, file.path, &problem) == 0)
            fail_msg("row %zu is accepted", i);
        assert_null(table);
        assert_int_equal(problem.status, EXIT_BAD_USAGE);
        if (strncmp(problem.text, file.path, strlen(file.path)) != 0 ||
            strncmp(problem.text + strlen(file.path), mistakes[i].told, strlen(mistakes[i].told)) !=
                0)
            fail_msg("row %zu: %s", i, problem.text);
        assert_null(strstr(problem.text, "SECRET"));
        temporary_input_remove(&file);
    }
}

/* A Medicare session of that year, and what the patient's year has come to before. */
static void medicare(struct fixture *f, uint16_t year, enum discipline discipline)
{
    fresh_session(f, CLASS_MEDICARE);
    f->session.service_date.year = (int16_t)year;
    f->session.discipline = discipline;
}

static void know(struct fixture *f, int64_t cents, const char *attested)
{
    char text[160];

    (void)snprintf(text, sizeof(text),
                   "patient_id,year,discipline,amount,attested\nP1,%d,%s,%lld.%02lld,%s\n",
                   f->session.service_date.year, discipline_name(f->session.discipline),
                   (long long)(cents / 100), (long long)(cents % 100), attested);
    year_to_date_destroy(f->rules.year_to_date);
    f->rules.year_to_date = load(text);
    f->rules.moot = 0; /* there is a table now */
}

static bool line_has(struct fixture *f, uint32_t index, const char *modifier)
{
    return strstr(modifiers_of(f, index).data, modifier) != NULL;
}

static void kx_starts_at_the_very_cent(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(years); i++) {
        for (size_t j = 0; j < COUNT_OF(disciplines); j++) {
            for (int64_t past = -1; past <= 1; past++) {
                medicare(f, years[i].year, disciplines[j]);
                add(f, codes[j], 15);
                know(f, years[i].kx + past, "yes");
                assert_non_null(apply(f));
                assert_int_equal(line_has(f, 0, "KX"), past >= 0);
                assert_int_equal(told(f, FINDING_KX_NEAR), past < 0);
                assert_int_equal(told(f, FINDING_KX_ATTESTATION), 0);

                medicare(f, years[i].year, disciplines[j]);
                add(f, codes[j], 15);
                know(f, years[i].kx + past, "no");
                if (past >= 0)
                    assert_held(f, FINDING_KX_ATTESTATION);
                else
                    assert_non_null(apply(f));
            }
        }
    }
}

static void kx_on_one_row_attests_for_the_therapy_of_the_session(void **state)
{
    struct fixture *f = *state;

    medicare(f, 2024, DISCIPLINE_PT);
    add(f, "97110", 15);
    modify(add(f, "97140", 15), "KX");
    add(f, "97012", 15);
    add(f, "98940", 15); /* chiropractic, no therapy */
    know(f, 233000, "");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 3), "");
    for (uint32_t i = 0; i < 3; i++)
        assert_text(modifiers_of(f, i), "GP KX");
    assert_int_equal(told(f, FINDING_KX_UNNEEDED), 0);
}

static void a_line_whose_denial_is_expected_takes_no_kx(void **state)
{
    struct fixture *f = *state;

    medicare(f, 2024, DISCIPLINE_PT);
    modify(add(f, "97110", 15), "GA");
    know(f, 233000, "no");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP GA");

    medicare(f, 2024, DISCIPLINE_PT);
    modify(add(f, "97110", 15), "GA");
    add(f, "97140", 15);
    know(f, 233000, "yes");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP GA");
    assert_text(modifiers_of(f, 1), "GP KX");
}

static void what_has_no_units_needs_no_attestation(void **state)
{
    struct fixture *f = *state;

    medicare(f, 2024, DISCIPLINE_PT);
    add(f, "97110", 7);
    know(f, 233000, "no");
    assert_null(apply(f));
    assert_int_equal(told(f, FINDING_LINES_NONE), 1);
    assert_int_equal(f->session.findings.errors, 0);
}

static void another_patient_year_or_group_is_not_asked(void **state)
{
    struct fixture *f = *state;

    medicare(f, 2024, DISCIPLINE_PT);
    add(f, "97110", 15);
    year_to_date_destroy(f->rules.year_to_date);
    f->rules.year_to_date = load("patient_id,year,discipline,amount\n"
                                 "P2,2024,PT,9000\nP1,2023,PT,9000\nP1,2024,OT,9000\n");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP");
}

static void where_the_amount_is_not_known_kx_stays_where_it_is_stated(void **state)
{
    struct fixture *f = *state;

    medicare(f, 2024, DISCIPLINE_PT);
    modify(add(f, "97110", 15), "KX");
    add(f, "97140", 15);
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP KX");
    assert_text(modifiers_of(f, 1), "GP");
    assert_int_equal(told(f, FINDING_KX_UNNEEDED), 0);
    assert_int_equal(told(f, FINDING_KX_ATTESTATION), 0);
}

static void below_the_threshold_a_stated_kx_is_told(void **state)
{
    struct fixture *f = *state;

    medicare(f, 2024, DISCIPLINE_PT);
    modify(add(f, "97110", 15), "KX");
    add(f, "97140", 15);
    know(f, 100000, "yes");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP KX");
    assert_text(modifiers_of(f, 1), "GP");
    assert_int_equal(told(f, FINDING_KX_UNNEEDED), 1);
    assert_text(finding_of(f, FINDING_KX_UNNEEDED)->code, "97110");
    assert_int_equal(told(f, FINDING_KX_NEAR), 0);
}

/* 97110, 30 minutes: two units of 40.00. */
static void a_claim_that_may_pass_the_threshold_is_told(void **state)
{
    struct fixture *f = *state;

    for (int64_t more = 0; more <= 1; more++) {
        medicare(f, 2024, DISCIPLINE_PT);
        add(f, "97110", 30);
        know(f, 233000 - 8000 + more, "");
        assert_non_null(apply(f));
        assert_int_equal(told(f, FINDING_KX_NEAR), more);
    }
}

static void medical_review_starts_at_its_amount(void **state)
{
    struct fixture *f = *state;

    for (int64_t more = -1; more <= 1; more++) {
        medicare(f, 2026, DISCIPLINE_OT);
        add(f, "97110", 15);
        know(f, REVIEW + more, "yes");
        assert_non_null(apply(f));
        assert_int_equal(told(f, FINDING_KX_REVIEW), more >= 0);
    }
}

static void a_year_without_a_threshold_is_told(void **state)
{
    struct fixture *f = *state;

    medicare(f, 2021, DISCIPLINE_PT);
    add(f, "97110", 15);
    know(f, 900000, "no");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP");
    assert_int_equal(told(f, FINDING_KX_REVIEW), 0);
    assert_int_equal(told(f, FINDING_KX_THRESHOLD), 1);
    assert_non_null(strstr(MESSAGE_OF(finding_of(f, FINDING_KX_THRESHOLD)).data, "2021"));

    medicare(f, 2021, DISCIPLINE_PT); /* nothing to hold against a threshold */
    add(f, "97110", 15);
    year_to_date_destroy(f->rules.year_to_date);
    f->rules.year_to_date = load("patient_id,year,discipline,amount\n");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_KX_THRESHOLD), 0);
}

static void a_profile_may_weigh_the_year_without_a_threshold(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class medicare]\nseverity = kx.threshold error\n");
    medicare(f, 2021, DISCIPLINE_PT);
    add(f, "97110", 15);
    know(f, 900000, "no");
    assert_null(apply(f));
    assert_int_equal(told(f, FINDING_KX_THRESHOLD), 1);
}

static void thresholds_of_ones_own_rule(void **state)
{
    struct fixture *f = *state;
    struct temporary_input file;

    temporary_input_make(&file,
                         TEXT("year,discipline_group,kx_amount,review_amount\n"
                              "2021,PT+SLP,2110,3000\n"),
                         0);
    use_files(f, &(struct rule_files){
                     .thresholds = arena_text(&f->arena, file.path, strlen(file.path)).data });
    medicare(f, 2021, DISCIPLINE_PT);
    add(f, "97110", 15);
    know(f, 211000, "yes");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP KX");
    assert_int_equal(told(f, FINDING_KX_THRESHOLD), 0);
    temporary_input_remove(&file);
}

static void a_payer_without_thresholds_is_not_asked(void **state)
{
    struct fixture *f = *state;

    medicare(f, 2024, DISCIPLINE_PT);
    f->session.payer_class = CLASS_COMMERCIAL;
    f->session.payer.payer_class = TEXT("commercial");
    modify(add(f, "97110", 15), "KX");
    add(f, "97140", 15);
    know(f, 900000, "no");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP KX");
    assert_text(modifiers_of(f, 1), "GP");
    assert_int_equal(told(f, FINDING_KX_REVIEW), 0);
    f->session.service_date.year = 2021;
    know(f, 900000, "no");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_KX_THRESHOLD), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(thresholds_are_those_of_the_year),
        cmocka_unit_test(thresholds_of_ones_own_lie_over_the_built_in_ones),
        cmocka_unit_test(mistakes_in_thresholds_name_the_line),
        cmocka_unit_test(speech_counts_with_physical_therapy_and_occupational_alone),
        cmocka_unit_test(without_a_file_nothing_is_known),
        cmocka_unit_test(mistakes_name_the_line_and_no_patient),
        RULES_TEST(kx_starts_at_the_very_cent),
        RULES_TEST(kx_on_one_row_attests_for_the_therapy_of_the_session),
        RULES_TEST(a_line_whose_denial_is_expected_takes_no_kx),
        RULES_TEST(what_has_no_units_needs_no_attestation),
        RULES_TEST(another_patient_year_or_group_is_not_asked),
        RULES_TEST(where_the_amount_is_not_known_kx_stays_where_it_is_stated),
        RULES_TEST(below_the_threshold_a_stated_kx_is_told),
        RULES_TEST(a_claim_that_may_pass_the_threshold_is_told),
        RULES_TEST(medical_review_starts_at_its_amount),
        RULES_TEST(a_year_without_a_threshold_is_told),
        RULES_TEST(a_profile_may_weigh_the_year_without_a_threshold),
        RULES_TEST(thresholds_of_ones_own_rule),
        RULES_TEST(a_payer_without_thresholds_is_not_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
