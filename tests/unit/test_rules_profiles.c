/* test_rules_profiles.c - payer profiles: who gets which, from what day, and whence. */
#include "profile_fixture.h"

static const char *rule_on(const struct profiles *profiles, const char *payer_id, int year,
                           int month, int date)
{
    const struct cl_date on = { (int16_t)year, (uint8_t)month, (uint8_t)date };

    return profiles_find(profiles, text_of(payer_id), CLASS_OTHER, on)->unit_rule->name;
}

static void a_payer_goes_before_its_class(void **state)
{
    struct profiles *profiles = load_text("[payer 60054]\n"
                                          "extends = class medicare\n"
                                          "place_of_service = 12\n"
                                          "[payer Two Words]\n"
                                          "[payer A-55]\n"
                                          "payer_class = auto\n"
                                          "extends = class commercial\n"
                                          "[payer B]\n"
                                          "extends = payer A-55\n"
                                          "[profile loose]\n"
                                          "extends = class va\n"
                                          "[payer C]\n"
                                          "extends = profile loose\n");
    const struct profile *profile = profiles_find(profiles, TEXT("60054"), CLASS_COMMERCIAL, day);

    (void)state;
    assert_text(profile->name, "payer 60054");
    assert_true(profile->of_payer);
    assert_int_equal(profile->payer_class, CLASS_MEDICARE);
    assert_text(profile->place_of_service, "12");
    assert_ptr_equal(profile, of_payer(profiles, "60054"));
    assert_text(of_class(profiles, CLASS_MEDICARE)->place_of_service, "11");
    /* Exact bytes, or the class; without a class nothing. */
    assert_text(profiles_find(profiles, TEXT("060054"), CLASS_AUTO, day)->name, "auto");
    assert_null(profiles_find(profiles, TEXT("060054"), PAYER_CLASS_COUNT, day));
    assert_null(profiles_find(profiles, TEXT("a-55"), PAYER_CLASS_COUNT, day));
    assert_null(profiles_find(profiles, TEXT("loose"), PAYER_CLASS_COUNT, day));
    assert_null(profiles_find(profiles, TEXT_NONE, PAYER_CLASS_COUNT, day));
    /* Its class: as stated, else of what it extends, else other. */
    assert_int_equal(of_payer(profiles, "Two Words")->payer_class, CLASS_OTHER);
    assert_int_equal(of_payer(profiles, "A-55")->payer_class, CLASS_AUTO);
    assert_int_equal(of_payer(profiles, "B")->payer_class, CLASS_AUTO);
    assert_int_equal(of_payer(profiles, "C")->payer_class, CLASS_VA);
    assert_text(of_payer(profiles, "C")->name, "payer C");
    profiles_destroy(profiles);
}

/* What it states as its class is where it starts, unless it says otherwise. */
static void a_payer_starts_from_the_class_it_states(void **state)
{
    struct profiles *profiles = load_text("[payer M]\n"
                                          "payer_class = Medicare\n"
                                          "kx = no\n"
                                          "[payer N]\n"
                                          "extends = default\n"
                                          "payer_class = medicare\n"
                                          "[profile plain]\n"
                                          "payer_class = va\n"
                                          "[payer V]\n"
                                          "extends = profile plain\n"
                                          "[class va]\n"
                                          "place_of_service = 22\n");
    const struct profile *profile = of_payer(profiles, "M");

    (void)state;
    assert_string_equal(profile->unit_rule->name, "cms");
    assert_int_equal(profile->payer_class, CLASS_MEDICARE);
    assert_int_equal(profile->never_billed.count, 1);
    assert_false(profile->kx);
    assert_text(profile->origins[KEY_payer_class].section, "payer M");
    assert_text(profile->origins[KEY_extends].value, "");
    assert_string_equal(of_payer(profiles, "N")->unit_rule->name, "ama");
    assert_int_equal(of_payer(profiles, "N")->payer_class, CLASS_MEDICARE);
    assert_string_equal(of_payer(profiles, "V")->unit_rule->name, "cms");
    assert_text(of_payer(profiles, "V")->place_of_service, "22");
    assert_int_equal(of_payer(profiles, "V")->payer_class, CLASS_VA);
    profiles_destroy(profiles);
}

static void settings_change_on_their_day(void **state)
{
    struct profiles *profiles = load_text("[payer P]\n"
                                          "extends = profile base\n"
                                          "unit_rule from 2026-01-01 = ama\n"
                                          "[profile base]\n"
                                          "unit_rule from 2027-01-01 = cms\n"
                                          "unit_rule from 2025-01-01 = quarter\n"
                                          "unit_rule = full15\n"
                                          "kx from 2026-06-01 = required\n"
                                          "[payer Q]\n"
                                          "extends = profile base\n");

    (void)state;
    assert_string_equal(rule_on(profiles, "Q", 1900, 1, 1), "full15");
    assert_string_equal(rule_on(profiles, "Q", 2024, 12, 31), "full15");
    assert_string_equal(rule_on(profiles, "Q", 2025, 1, 1), "quarter");
    assert_string_equal(rule_on(profiles, "Q", 2026, 12, 31), "quarter");
    assert_string_equal(rule_on(profiles, "Q", 2027, 1, 1), "cms");
    assert_string_equal(rule_on(profiles, "Q", 2199, 12, 31), "cms");
    /* Its own setting goes before a newer one of what it extends. */
    assert_string_equal(rule_on(profiles, "P", 2024, 12, 31), "full15");
    assert_string_equal(rule_on(profiles, "P", 2025, 12, 31), "quarter");
    assert_string_equal(rule_on(profiles, "P", 2026, 1, 1), "ama");
    assert_string_equal(rule_on(profiles, "P", 2027, 1, 1), "ama");
    assert_false(
        profiles_find(profiles, TEXT("P"), CLASS_OTHER, (struct cl_date){ 2026, 5, 31 })->kx);
    assert_true(
        profiles_find(profiles, TEXT("P"), CLASS_OTHER, (struct cl_date){ 2026, 6, 1 })->kx);
    profiles_destroy(profiles);
}

static void assistants_count_from_the_day_of_the_law(void **state)
{
    static const struct {
        enum payer_class payer_class;
        struct cl_date before, from;
    } rows[] = {
        { CLASS_MEDICARE, { 2019, 12, 31 }, { 2020, 1, 1 } },
        { CLASS_MEDICARE_ADVANTAGE, { 2019, 12, 31 }, { 2020, 1, 1 } },
        { CLASS_RAILROAD_MEDICARE, { 2019, 12, 31 }, { 2020, 1, 1 } },
        { CLASS_TRICARE, { 2020, 4, 15 }, { 2020, 4, 16 } },
    };
    struct profiles *profiles = load_path(NULL);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_false(profiles_find(profiles, TEXT("X"), rows[i].payer_class, rows[i].before)
                         ->assistant_modifiers);
        assert_true(profiles_find(profiles, TEXT("X"), rows[i].payer_class, rows[i].from)
                        ->assistant_modifiers);
    }
    profiles_destroy(profiles);
}

static void a_file_lies_over_the_built_in_one_key_by_key(void **state)
{
    struct profiles *profiles = load_text("[class Medicare]\n"
                                          "assistant_modifiers = no\n"
                                          "never_billed = 97010 97012\n"
                                          "[default]\n"
                                          "place_of_service = 12\n"
                                          "[class auto]\n"
                                          "place_of_service = 49\n");
    const struct profile *profile = of_class(profiles, CLASS_MEDICARE);

    (void)state;
    /* An undated key replaces the built-in one with its dates, others stay. */
    assert_false(profile->assistant_modifiers);
    assert_int_equal(profile->never_billed.count, 2);
    assert_string_equal(profile->unit_rule->name, "cms");
    assert_int_equal(profile->substitution_count, 1);
    assert_true(of_class(profiles, CLASS_RAILROAD_MEDICARE)->assistant_modifiers);
    assert_text(profile->place_of_service, "12");
    assert_text(of_class(profiles, CLASS_OTHER)->place_of_service, "12");
    assert_text(of_class(profiles, CLASS_AUTO)->place_of_service, "49");
    profiles_destroy(profiles);
}

/* A dated key lies over the built-in one from its day on: claims of earlier days keep
 * the rule that they had. */
static void a_dated_key_leaves_earlier_days_as_they_were(void **state)
{
    struct profiles *profiles = load_text("[class medicare]\n"
                                          "unit_rule from 2026-01-01 = ama\n"
                                          "assistant_modifiers from 2019-01-01 = no\n"
                                          "[default]\n"
                                          "kx from 2026-01-01 = required\n");
    const struct cl_date last = { 2025, 12, 31 };
    const struct cl_date first = { 2026, 1, 1 };
    const struct profile *before = profiles_find(profiles, TEXT("X"), CLASS_MEDICARE, last);
    const struct profile *after = profiles_find(profiles, TEXT("X"), CLASS_MEDICARE, first);

    (void)state;
    assert_string_equal(before->unit_rule->name, "cms");
    assert_string_equal(after->unit_rule->name, "ama");
    assert_false(before->assistant_modifiers);
    assert_false(profiles_find(profiles, TEXT("X"), CLASS_VA, last)->kx);
    assert_true(profiles_find(profiles, TEXT("X"), CLASS_VA, first)->kx);
    profiles_destroy(profiles);
}

static void the_built_in_file_over_itself_changes_nothing(void **state)
{
    struct profiles *built_in = load_path(NULL);
    struct profiles *over = load_path(TEST_SOURCE_DIR "/../samples/payers.ini");

    (void)state;
    for (unsigned i = 0; i < PAYER_CLASS_COUNT; i++) {
        const struct profile *a = of_class(built_in, (enum payer_class)i);
        const struct profile *b = of_class(over, (enum payer_class)i);

        for (unsigned key = 0; key < PROFILE_KEY_COUNT; key++) {
            assert_text(b->origins[key].value, a->origins[key].value.data);
            assert_string_equal(profile_source(a, (enum profile_key)key),
                                profile_source(b, (enum profile_key)key));
        }
        assert_memory_equal(a->severities, b->severities, FINDING_KINDS);
    }
    profiles_destroy(built_in);
    profiles_destroy(over);
}

static void each_setting_tells_where_it_comes_from(void **state)
{
    struct problem problem = { 0 };
    struct temporary_input file;
    struct profiles *profiles;
    const struct profile *profile;
    const struct setting_origin *origin;

    (void)state;
    temporary_input_make(&file,
                         TEXT("[payer P]\n"
                              "extends = class medicare\n"
                              "\n"
                              "unit_rule from 2024-07-01 = AMA\n"
                              "source unit_rule = contract\n"
                              "kx = no\n"
                              "source = manual\n"
                              "[class medicare]\n"
                              "mue = warning\n"),
                         0);
    assert_int_equal(load_profiles(&profiles, file.path, &problem), 0);
    profile = of_payer(profiles, "P");
    origin = &profile->origins[KEY_unit_rule];
    assert_text(origin->value, "AMA");
    assert_int_equal(origin->from.year, 2024);
    assert_int_equal(origin->from.month, 7);
    assert_text(origin->section, "payer P");
    assert_string_equal(origin->file, file.path);
    assert_int_equal(origin->line, 4);
    assert_string_equal(profile_source(profile, KEY_unit_rule), "contract");
    assert_string_equal(profile_source(profile, KEY_kx), "manual");
    assert_text(profile->origins[KEY_extends].value, "class medicare");
    origin = &profile->origins[KEY_substitute];
    assert_text(origin->value, "97014 -> G0283");
    assert_int_equal(origin->from.year, 0);
    assert_text(origin->section, "class medicare");
    assert_string_equal(origin->file, "built-in payers.ini");
    assert_string_equal(profile_source(profile, KEY_substitute),
                        "Medicare physician fee schedule: 97014 has status I");
    /* The built-in source does not speak for what the user's file says. */
    assert_string_equal(profile_source(profile, KEY_mue), "class medicare");
    assert_text(profile->origins[KEY_payer_class].value, "medicare");
    assert_text(profile->origins[KEY_payer_class].section, "class medicare");
    assert_text(profile->origins[KEY_tie_break].section, "default");
    /* `extends` is of one section, not of those that extend it. */
    assert_text(of_class(profiles, CLASS_MEDICARE)->origins[KEY_extends].value, "");
    for (unsigned key = 0; key < PROFILE_KEY_COUNT; key++) {
        assert_non_null(profile->origins[key].file);
        assert_non_null(profile_source(profile, (enum profile_key)key));
        assert_non_null(profile_key_name((enum profile_key)key));
    }
    assert_string_equal(profile_key_name(KEY_unit_rule), "unit_rule");
    profiles_destroy(profiles);
    temporary_input_remove(&file);
}

static void files_are_written_by_people(void **state)
{
    struct profiles *profiles = load_text(
        "\xef\xbb\xbf; a mark, CRLF, comments, indentation\r\n"
        "[ payer  Z 9 ] # the payer\r\n"
        "\r\n"
        "   # indented\r\n"
        "  Unit_Rule\tFROM 2024-07-01=full15 ; behind a blank\r\n"
        "  never_billed = 97010\r\n"
        "     97012\r\n"
        "\t97014 ; these too\r\n"
        "  kx: required\r\n"
        "source = a long\r\n"
        " source\xc3\xa9\r\n"
        "# a comment may be as long as it likes: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n"
        "[payer a-payer-whose-name-is-longer-than-what-inih-keeps-of-a-section-name-55555]\n"
        "kx = required\n"
        "[payer Z 9]\n"
        "max_pointers =\n"
        " 2");
    const struct profile *profile = of_payer(profiles, "Z 9");

    (void)state;
    assert_string_equal(profile->unit_rule->name, "full15");
    assert_int_equal(profile->never_billed.count, 3);
    assert_true(profile->kx);
    assert_int_equal(profile->max_pointers, 2);
    assert_string_equal(profile_source(profile, KEY_kx), "a long source\xc3\xa9");
    assert_true(of_payer(profiles,
                         "a-payer-whose-name-is-longer-than-what-inih-keeps-of-a-section-name-"
                         "55555")
                    ->kx);
    profiles_destroy(profiles);
}

static void the_samples_are_what_they_say(void **state)
{
    struct profiles *profiles = load_path(TEST_SOURCE_DIR "/../samples/profiles/clinic.ini");
    const struct profile *profile = of_payer(profiles, "BLUEFIN");

    (void)state;
    assert_string_equal(rule_on(profiles, "BLUEFIN", 2025, 12, 31), "ama");
    assert_string_equal(rule_on(profiles, "BLUEFIN", 2026, 1, 1), "cms");
    assert_int_equal(profile->payer_class, CLASS_COMMERCIAL);
    assert_int_equal(profile->cap_count, 2);
    assert_int_equal(profile->severities[FINDING_AUTHORIZATION_MISSING], SEVERITY_ERROR);
    profile = of_payer(profiles, "IRONGATE-WC");
    assert_string_equal(profile->unit_rule->name, "full15");
    assert_int_equal(profile->payer_class, CLASS_WORKERS_COMP);
    assert_text(profile->short_service, "52");
    assert_int_equal(of_class(profiles, CLASS_MEDICARE_ADVANTAGE)->distinct_modifiers.count, 1);
    profiles_destroy(profiles);
    profiles = load_path(TEST_SOURCE_DIR "/../samples/profiles/state-programs.ini");
    assert_string_equal(rule_on(profiles, "STATE-MCD", 2012, 8, 31), "cms");
    assert_string_equal(rule_on(profiles, "STATE-MCD", 2012, 9, 1), "quarter");
    profile = of_payer(profiles, "NORTHLAND-PLAN");
    assert_int_equal(profile->payer_class, CLASS_MEDICAID);
    assert_text(profile->telehealth_place, "10");
    assert_int_equal(profile->severities[FINDING_CAP_VISIT], SEVERITY_WARNING);
    profiles_destroy(profiles);
}

static void a_pipe_is_a_file_too(void **state)
{
    struct temporary_input pipe;
    struct profiles *profiles;

    (void)state;
    temporary_input_make(&pipe, TEXT("[payer P]\nkx = required\n"), 3);
    profiles = load_path(pipe.path);
    assert_true(of_payer(profiles, "P")->kx);
    profiles_destroy(profiles);
    temporary_input_remove(&pipe);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_payer_goes_before_its_class),
        cmocka_unit_test(a_payer_starts_from_the_class_it_states),
        cmocka_unit_test(settings_change_on_their_day),
        cmocka_unit_test(assistants_count_from_the_day_of_the_law),
        cmocka_unit_test(a_file_lies_over_the_built_in_one_key_by_key),
        cmocka_unit_test(a_dated_key_leaves_earlier_days_as_they_were),
        cmocka_unit_test(the_built_in_file_over_itself_changes_nothing),
        cmocka_unit_test(each_setting_tells_where_it_comes_from),
        cmocka_unit_test(files_are_written_by_people),
        cmocka_unit_test(the_samples_are_what_they_say),
        cmocka_unit_test(a_pipe_is_a_file_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
