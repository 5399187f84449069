/* test_rules_profile_values.c - what the keys of a payer profile say, and the built-in profiles. */
#include "profile_fixture.h"

/* What sets a profile apart, in words. */
static void describe(const struct profile *profile, char out[256])
{
    static const char *const days[] = { "separate", "pool", "merge" };
    static const char *const levels[] = { ":info", ":warning", ":error", "" };
    const uint8_t *severities = profile->severities;

    (void)snprintf(out, 256, "%s %s%s%s%s%s%s referring%s plan%s progress%s ncci%s mue%s",
                   profile->unit_rule->name, days[profile->same_day],
                   profile->substitution_count == 1 ? " G0283" : "",
                   code_list_has(&profile->never_billed, TEXT("97010")) ? " no-97010" : "",
                   profile->discipline_modifiers ? " GP" : "",
                   profile->assistant_modifiers ? " CQ" : "", profile->kx ? " KX" : "",
                   levels[severities[FINDING_REFERRING_MISSING]],
                   levels[severities[FINDING_CERTIFICATION_OUTSIDE]],
                   levels[severities[FINDING_PROGRESS_MISSING]],
                   levels[severities[FINDING_EDIT_PAIR]], levels[severities[FINDING_EDIT_UNITS]]);
}

static void the_built_in_classes_are_those_of_the_design(void **state)
{
#define MEDICARE  "referring:warning plan:warning progress:warning ncci:error mue:error"
#define ADVANTAGE "referring:warning plan progress ncci:error mue:error"
#define MEDICAID  "referring plan progress ncci:error mue:error"
#define OTHERS    "referring plan progress ncci:warning mue:warning"
    static const struct {
        enum payer_class payer_class;
        const char *facts;
    } rows[PAYER_CLASS_COUNT] = {
        { CLASS_MEDICARE, "cms merge G0283 no-97010 GP CQ KX " MEDICARE },
        { CLASS_RAILROAD_MEDICARE, "cms merge G0283 no-97010 GP CQ KX " MEDICARE },
        { CLASS_MEDICARE_ADVANTAGE, "cms merge G0283 no-97010 GP CQ " ADVANTAGE },
        { CLASS_TRICARE, "cms merge GP CQ " OTHERS },
        { CLASS_MEDICAID, "cms merge GP " MEDICAID },
        { CLASS_VA, "cms merge GP " OTHERS },
        { CLASS_CHAMPVA, "cms merge GP " OTHERS },
        { CLASS_COMMERCIAL, "ama separate GP " OTHERS },
        { CLASS_WORKERS_COMP, "ama separate GP " OTHERS },
        { CLASS_AUTO, "ama separate GP " OTHERS },
        { CLASS_OTHER, "ama separate GP " OTHERS },
        { CLASS_SELF_PAY, "ama separate " OTHERS },
    };
    struct profiles *profiles = load_path(NULL);
    char facts[256];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct profile *profile = of_class(profiles, rows[i].payer_class);

        assert_text(profile->name, payer_class_name(rows[i].payer_class));
        assert_int_equal(profile->payer_class, rows[i].payer_class);
        assert_false(profile->of_payer);
        describe(profile, facts);
        assert_string_equal(facts, rows[i].facts);
    }
    profiles_destroy(profiles);
}

static void the_default_asks_for_little(void **state)
{
    struct profiles *profiles = load_path(NULL);
    const struct profile *profile = of_class(profiles, CLASS_COMMERCIAL);

    (void)state;
    assert_int_equal(profile->tie_break, TIE_TO_MINUTES);
    assert_false(profile->stated_units || profile->zero_unit_lines || profile->telehealth_unmarked);
    assert_int_equal(profile->short_service.length, 0);
    assert_int_equal(profile->units_per_line + profile->max_lines, 0);
    assert_int_equal(profile->max_pointers, 4);
    assert_int_equal(profile->cap_count + profile->cap_visit + profile->cap_day, 0);
    assert_int_equal(profile->add_modifier_count + profile->required_modifier_count, 0);
    assert_int_equal(profile->distinct_modifiers.count, 5);
    assert_int_equal(profile->modifier_groups, 6);
    assert_int_equal(profile->modifier_order.count, 18);
    assert_int_equal(profile->modifier_group[0], 0);
    assert_int_equal(profile->modifier_group[5], 1);
    assert_int_equal(profile->modifier_group[17], 5);
    assert_text(profile->place_of_service, "11");
    assert_int_equal(profile->telehealth_modifiers.count, 3);
    assert_int_equal(profile->telehealth_modifier.length + profile->telehealth_place.length, 0);
    assert_int_equal(profile->fees, FEES_MISSING);
    for (unsigned id = 0; id < FINDING_KINDS; id++) {
        bool asked = id != FINDING_REFERRING_MISSING && id != FINDING_AUTHORIZATION_MISSING &&
                     id != FINDING_CERTIFICATION_MISSING && id != FINDING_CERTIFICATION_OUTSIDE &&
                     id != FINDING_CERTIFICATION_TOO_LONG && id != FINDING_PROGRESS_MISSING;

        assert_int_equal(profile->severities[id],
                         asked ? finding_kind((enum finding_id)id)->severity : SEVERITY_OFF);
    }
    profiles_destroy(profiles);
}

static void every_key_reads_its_values(void **state)
{
    struct profiles *profiles = load_text("[payer P]\n"
                                          "unit_rule = QUARTER\n"
                                          "tie_break = last\n"
                                          "stated_units = allowed\n"
                                          "short_service = 52\n"
                                          "same_day = pool\n"
                                          "substitute = 97014 -> g0283, 97010 -> 97012\n"
                                          "never_billed = 97010 g0283\t97012\n"
                                          "zero_unit_lines = yes\n"
                                          "units_per_line = 99\n"
                                          "max_lines = 999\n"
                                          "max_pointers = 1\n"
                                          "caps = 97110 4, 97140 999\n"
                                          "cap_visit = 8\n"
                                          "cap_day = 12\n"
                                          "assistant_modifiers = required\n"
                                          "kx = required\n"
                                          "add_modifiers = u1 97110, U2 *\n"
                                          "required_modifiers = 59 97140\n"
                                          "distinct_modifiers = 59 xs\n"
                                          "modifier_order = 59, GP GO\n"
                                          "place_of_service = 12\n"
                                          "telehealth_modifiers = none\n"
                                          "telehealth_modifier = gt\n"
                                          "telehealth_place = 02\n"
                                          "fees = prefer\n");
    const struct profile *profile = of_payer(profiles, "P");

    (void)state;
    assert_ptr_equal(profile->unit_rule, &unit_rule_quarter);
    assert_int_equal(profile->tie_break, TIE_TO_LAST);
    assert_true(profile->stated_units && profile->zero_unit_lines && profile->kx);
    assert_true(profile->assistant_modifiers && profile->discipline_modifiers);
    assert_text(profile->short_service, "52");
    assert_int_equal(profile->same_day, SAME_DAY_POOL);
    assert_int_equal(profile->substitution_count, 2);
    assert_text(profile->substitutions[0].to, "G0283");
    assert_text(profile->substitutions[1].from, "97010");
    assert_int_equal(profile->never_billed.count, 3);
    assert_true(code_list_has(&profile->never_billed, TEXT("G0283")));
    assert_int_equal(profile->units_per_line, 99);
    assert_int_equal(profile->max_lines, 999);
    assert_int_equal(profile->max_pointers, 1);
    assert_int_equal(profile->cap_count, 2);
    assert_text(profile->caps[1].code, "97140");
    assert_int_equal(profile->caps[1].units, 999);
    assert_int_equal(profile->cap_visit, 8);
    assert_int_equal(profile->cap_day, 12);
    assert_int_equal(profile->add_modifier_count, 2);
    assert_text(profile->add_modifiers[0].modifier, "U1");
    assert_text(profile->add_modifiers[1].code, "*");
    assert_int_equal(profile->required_modifier_count, 1);
    assert_int_equal(profile->distinct_modifiers.count, 2);
    assert_true(code_list_has(&profile->distinct_modifiers, TEXT("XS")));
    assert_int_equal(profile->modifier_groups, 2);
    assert_text(profile->place_of_service, "12");
    assert_int_equal(profile->telehealth_modifiers.count, 0);
    assert_text(profile->telehealth_modifier, "GT");
    assert_false(profile->telehealth_unmarked);
    assert_text(profile->telehealth_place, "02");
    assert_int_equal(profile->fees, FEES_PREFER);
    profiles_destroy(profiles);
}

static void none_and_no_take_back_what_a_base_says(void **state)
{
    struct profiles *profiles = load_text("[payer P]\n"
                                          "extends = class medicare\n"
                                          "substitute = none\n"
                                          "never_billed = none\n"
                                          "modifier_order = none\n"
                                          "distinct_modifiers = none\n"
                                          "telehealth_modifier = none\n"
                                          "referring_provider = no\n"
                                          "ncci = info\n"
                                          "fees = no\n");
    const struct profile *profile = of_payer(profiles, "P");

    (void)state;
    assert_int_equal(profile->substitution_count + profile->never_billed.count, 0);
    assert_int_equal(profile->modifier_order.count + profile->modifier_groups, 0);
    assert_int_equal(profile->distinct_modifiers.count, 0);
    assert_true(profile->telehealth_unmarked);
    assert_int_equal(profile->severities[FINDING_REFERRING_MISSING], SEVERITY_OFF);
    assert_int_equal(profile->severities[FINDING_EDIT_PAIR], SEVERITY_INFO);
    assert_int_equal(profile->severities[FINDING_EDIT_UNITS], SEVERITY_ERROR);
    assert_int_equal(profile->fees, FEES_NO);
    /* What is of the base stays. */
    assert_int_equal(of_class(profiles, CLASS_MEDICARE)->substitution_count, 1);
    profiles_destroy(profiles);
}

static void severities_come_from_levels_then_from_severity(void **state)
{
    struct profiles *profiles = load_text("[payer P]\n"
                                          "documentation = error\n"
                                          "ncci = no\n"
                                          "mue = info\n"
                                          "plan_of_care = error\n"
                                          "authorization = warning\n"
                                          "progress_report = info\n"
                                          "severity = edit.units off, CAP.day warning, "
                                          "kx.review info\n"
                                          "[payer Q]\n"
                                          "extends = payer P\n"
                                          "severity = none\n"
                                          "[payer R]\n"
                                          "extends = payer P\n"
                                          "mue = error\n");
    const uint8_t *severities = of_payer(profiles, "P")->severities;

    (void)state;
    assert_int_equal(severities[FINDING_DOCUMENTATION_MISSING], SEVERITY_ERROR);
    assert_int_equal(severities[FINDING_DOCUMENTATION_ATTENDED], SEVERITY_ERROR);
    assert_int_equal(severities[FINDING_EDIT_PAIR], SEVERITY_OFF);
    assert_int_equal(severities[FINDING_EDIT_UNITS], SEVERITY_OFF);
    assert_int_equal(severities[FINDING_CERTIFICATION_MISSING], SEVERITY_ERROR);
    assert_int_equal(severities[FINDING_CERTIFICATION_OUTSIDE], SEVERITY_ERROR);
    assert_int_equal(severities[FINDING_CERTIFICATION_TOO_LONG], SEVERITY_ERROR);
    assert_int_equal(severities[FINDING_AUTHORIZATION_MISSING], SEVERITY_WARNING);
    assert_int_equal(severities[FINDING_PROGRESS_MISSING], SEVERITY_INFO);
    assert_int_equal(severities[FINDING_CAP_DAY], SEVERITY_WARNING);
    assert_int_equal(severities[FINDING_CAP_VISIT], SEVERITY_ERROR);
    severities = of_payer(profiles, "Q")->severities;
    assert_int_equal(severities[FINDING_EDIT_UNITS], SEVERITY_INFO);
    assert_int_equal(severities[FINDING_CAP_DAY], SEVERITY_ERROR);
    /* `severity` goes before a level, wherever it stands. */
    assert_int_equal(of_payer(profiles, "R")->severities[FINDING_EDIT_UNITS], SEVERITY_OFF);
    profiles_destroy(profiles);
}

static void no_service_is_too_short_where_minutes_are_pooled(void **state)
{
    struct profiles *profiles = load_text("[default]\n"
                                          "short_service = 52\n"
                                          "[payer P]\n"
                                          "extends = class medicare\n"
                                          "unit_rule from 2025-01-01 = ama\n");
    const struct cl_date later = { 2025, 1, 1 };

    (void)state;
    assert_text(of_class(profiles, CLASS_COMMERCIAL)->short_service, "52");
    assert_text(of_class(profiles, CLASS_MEDICARE)->short_service, "");
    assert_text(of_payer(profiles, "P")->short_service, "");
    assert_text(profiles_find(profiles, TEXT("P"), CLASS_OTHER, later)->short_service, "52");
    profiles_destroy(profiles);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_classes_are_those_of_the_design),
        cmocka_unit_test(the_default_asks_for_little),
        cmocka_unit_test(every_key_reads_its_values),
        cmocka_unit_test(none_and_no_take_back_what_a_base_says),
        cmocka_unit_test(severities_come_from_levels_then_from_severity),
        cmocka_unit_test(no_service_is_too_short_where_minutes_are_pooled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
