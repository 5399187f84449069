/* test_rules_classes.c - units of first pieces of time and their add-ons, of area and of
 * months, at each boundary of their lengths. */
#include "rules_fixture.h"

/* Adds "97129:15 97130:8=1": code, minutes (- not stated), and stated units. */
static void add_services(struct fixture *f, const char *text)
{
    struct cl_text services = text_of(text);

    while (services.data != NULL) {
        struct cl_text rest = text_split(&services, ' ');
        struct cl_text code = text_split(&rest, ':');
        struct cl_text minutes = text_split(&rest, '=');
        uint64_t value = 0;
        bool stated = text_to_unsigned(minutes, 1440, &value);
        struct service *service = add(f, "", stated ? (int32_t)value : (int32_t)MINUTES_NOT_STATED);

        service->code = arena_text(&f->arena, code.data, code.length);
        if (rest.data != NULL)
            assert_true(text_to_unsigned(rest, 999, &value));
        service->units = rest.data != NULL ? (uint32_t)value : 0;
    }
}

struct row {
    const char *services;
    const char *lines; /* "" where nothing is billed */
    bool missing;      /* addon.missing is told */
};

/* A session of 2026-02-02 of that payer. */
static void check(struct fixture *f, const char *payer, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fresh_session(f, CLASS_OTHER);
        f->session.service_date = (struct cl_date){ 2026, 2, 2 };
        f->session.payer.id = text_of(payer);
        add_services(f, rows[i].services);
        (void)apply(f);
        if (f->session.findings.errors != 0)
            fail_msg("%s is held", rows[i].services);
        if (!text_equal(lines_of(f), text_of(rows[i].lines)))
            fail_msg("%s gives %s", rows[i].services, lines_of(f).data);
        if (told(f, FINDING_ADDON_MISSING) != rows[i].missing)
            fail_msg("%s: addon.missing is told %u times", rows[i].services,
                     told(f, FINDING_ADDON_MISSING));
    }
}

static const char payers[] = "[payer cms]\nunit_rule = cms\n"
                             "[payer ama]\nunit_rule = ama\n"
                             "[payer quarter]\nunit_rule = quarter\n"
                             "[payer full15]\nunit_rule = full15\n";

/* A piece is attained when its middle is passed: 8 of 15, 16 of 30, 31 of 60, 61 of 120. What is
 * beyond the length of the first piece is the add-on's. */
static const struct row by_midpoint[] = {
    { "97129:7", "", false },
    { "97129:8", "97129:1", false },
    { "97129:22", "97129:1", false },
    { "97129:23", "97129:1", true }, /* 8 minutes beyond the first 15, and no 97130 */
    { "97129:60", "97129:1", true },
    { "97129:15 97130:7", "97129:1", false },
    { "97129:15 97130:8", "97129:1 97130:1", false },
    { "97129:15 97130:22", "97129:1 97130:1", false },
    { "97129:15 97130:23", "97129:1 97130:2", false },
    { "97130:23 97129:15", "97130:2 97129:1", false }, /* in the order of the session */
    { "97129:20 97130:2", "97129:1", false },          /* 22 in all */
    { "97129:20 97130:3", "97129:1 97130:1", false },  /* 23 in all: 8 beyond the first 15 */
    { "97129:7 97130:7", "97129:1", false },           /* 14 in all are the first piece's */
    { "97129:8 97130:15", "97129:1 97130:1", false },
    { "97129:10 97129:5 97130:4 97130:4", "97129:1 97130:1", false },
    { "97129:23 97130:0", "97129:1 97130:1", false },
    { "90912:15 90913:7", "90912:1", false },
    { "90912:15 90913:8", "90912:1 90913:1", false },
    { "97550:15", "", false },
    { "97550:16", "97550:1", false },
    { "97550:37", "97550:1", false },
    { "97550:38", "97550:1", true },
    { "97550:30 97551:7", "97550:1", false },
    { "97550:30 97551:8", "97550:1 97551:1", false },
    { "97545:60", "", false },
    { "97545:61", "97545:1", false },
    { "97545:150", "97545:1", false },
    { "97545:151", "97545:1", true },
    { "97545:120 97546:30", "97545:1", false },
    { "97545:120 97546:31", "97545:1 97546:1", false },
    { "97545:120 97546:90", "97545:1 97546:1", false },
    { "97545:120 97546:91", "97545:1 97546:2", false },
    { "96112:60 96113:15", "96112:1", false },
    { "96112:60 96113:16", "96112:1 96113:1", false },
    { "96105:30", "", false }, /* an hour without an add-on: as many as there are */
    { "96105:31", "96105:1", false },
    { "96105:90", "96105:1", false },
    { "96105:91", "96105:2", false },
};

static void pieces_go_by_their_midpoint(void **state)
{
    static const char *const rules[] = { "ama", "cms", "quarter" };
    struct fixture *f = *state;

    use_payers(f, payers);
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        check(f, rules[i], by_midpoint, COUNT_OF(by_midpoint));
        assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, rules[i]);
    }
}

static void speech_devices_go_by_the_hour(void **state)
{
    static const struct row rows[] = {
        { "92607:30", "", false },
        { "92607:31", "92607:1", false },
        { "92607:60 92608:15", "92607:1", false },
        { "92607:60 92608:16", "92607:1 92608:1", false },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        f->session.discipline = DISCIPLINE_SLP;
        add_services(f, rows[i].services);
        (void)apply(f);
        assert_text(lines_of(f), rows[i].lines);
    }
}

static void full_pieces_are_whole(void **state)
{
    static const struct row rows[] = {
        { "97129:14", "", false },
        { "97129:15", "97129:1", false },
        { "97129:29", "97129:1", false },
        { "97129:30", "97129:1", true },
        { "97129:15 97130:14", "97129:1", false },
        { "97129:15 97130:15", "97129:1 97130:1", false },
        { "97550:29", "", false },
        { "97550:30", "97550:1", false },
        { "97545:119", "", false },
        { "97545:120", "97545:1", false },
        { "97545:120 97546:59", "97545:1", false },
        { "97545:120 97546:60", "97545:1 97546:1", false },
        { "96105:119", "96105:1", false },
        { "96105:120", "96105:2", false },
    };

    use_payers(*state, payers);
    check(*state, "full15", rows, COUNT_OF(rows));
}

/* 97110 with 7 minutes is no unit, and no minute of a pair helps it over 8. */
static void pairs_are_in_no_pool(void **state)
{
    static const struct row rows[] = {
        { "97110:7 97129:22", "97129:1", false },
        { "97110:7 97129:15 97130:7", "97129:1", false },
        { "97110:8 97129:7", "97110:1", false },
        { "97110:7 98980:20", "98980:1", false },
    };

    use_payers(*state, payers);
    check(*state, "cms", rows, COUNT_OF(rows));
}

/* Full minutes of a calendar month, and no midpoint, whatever the payer's rule is. */
static void months_have_whole_units(void **state)
{
    static const struct row rows[] = {
        { "98979:9", "", false },
        { "98979:10", "98979:1", false },
        { "98979:19", "98979:1", false },
        { "98980:19", "", false },
        { "98980:20", "98980:1", false },
        { "98980:39", "98980:1", false },
        { "98980:40", "98980:1", true }, /* 20 more, and no 98981 */
        { "98980:20 98981:19", "98980:1", false },
        { "98980:20 98981:20", "98980:1 98981:1", false },
        { "98980:20 98981:39", "98980:1 98981:1", false },
        { "98980:20 98981:40", "98980:1 98981:2", false },
        { "98980:25 98981:15", "98980:1 98981:1", false }, /* 40 in all */
        { "98980:10 98980:10", "98980:1", false },
    };
    static const char *const rules[] = { "ama", "cms", "full15" };
    struct fixture *f = *state;

    use_payers(f, payers);
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        check(f, rules[i], rows, COUNT_OF(rows));
        assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, "monthly");
    }
}

static void mistakes_hold(void **state)
{
    static const struct {
        const char *services;
        enum finding_id id;
    } rows[] = {
        { "97130:15", FINDING_ADDON_ALONE },
        { "97130:15 97110:15", FINDING_ADDON_ALONE },
        { "97551:15 97129:15", FINDING_ADDON_ALONE }, /* another code's add-on */
        { "97598:-=2", FINDING_ADDON_ALONE },
        { "98981:20", FINDING_ADDON_ALONE },
        { "97129:-=1", FINDING_MINUTES_MISSING },
        { "97129:15 97130:-=1", FINDING_MINUTES_MISSING },
        { "98980:-=1", FINDING_MINUTES_MISSING },
        { "97597:- 97598:-", FINDING_UNITS_MISSING },
        { "98979:20", FINDING_MONTHLY_RANGE },
        { "98979:12 98979:8", FINDING_MONTHLY_RANGE },
        { "98979:10 98980:20", FINDING_MONTHLY_EXCLUDED },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        f->session.service_date = (struct cl_date){ 2026, 2, 2 };
        add_services(f, rows[i].services);
        assert_held(f, rows[i].id);
    }
}

/* What is never billed gives its minutes to nobody, and no add-on stands on it. */
static void codes_never_billed_are_no_base(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nnever_billed = 97129\n[class auto]\nnever_billed = 97130\n");
    add_services(f, "97129:15 97130:15");
    assert_held(f, FINDING_ADDON_ALONE);
    fresh_session(f, CLASS_AUTO);
    add_services(f, "97129:15 97130:15");
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97129:1");
    assert_int_equal(told(f, FINDING_ADDON_MISSING), 0); /* it was documented */
    fresh_session(f, CLASS_AUTO);
    add_services(f, "97129:7 97130:7");
    assert_null(apply(f)); /* 7 minutes, not 14 */
    fresh_session(f, CLASS_AUTO);
    add_services(f, "97129:30 97130:15");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_ADDON_MISSING), 0);
}

/* Nobody can document an add-on that there is not yet. */
static void an_addon_out_of_force_is_not_missed(void **state)
{
    struct fixture *f = *state;

    use_codes(f, "code,billing,from\n97130,addon,2024-07-02\n");
    add_services(f, "97129:30");
    assert_non_null(apply(f)); /* on 2024-07-01 */
    assert_int_equal(told(f, FINDING_ADDON_MISSING), 0);
    fresh_session(f, CLASS_COMMERCIAL);
    f->session.service_date.day = 2;
    add_services(f, "97129:30");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_ADDON_MISSING), 1);
}

static void area_is_as_stated(void **state)
{
    struct fixture *f = *state;

    add_services(f, "97597:20=1 97598:-=2 97598:-=1");
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97597:1 97598:3");
    assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, "untimed");
    assert_text(cl_claim_line(f->verdict.claim, 1)->unit_rule, "stated");
    assert_int_equal(told(f, FINDING_ADDON_MISSING), 0);
}

/* Stated units of a piece, and which rule gives them. */
static void stated_units_are_compared(void **state)
{
    static const struct {
        const char *services;
        const char *message; /* NULL: nothing differs */
    } rows[] = {
        { "97129:15=1 97130:8=1", NULL },
        { "97129:15=1 97130:15=2", "97130 gets 1 units (ama), not those stated" },
        { "97129:20=1 97130:24=1",
          "97130 gets 2 units (ama), not those stated; the stated units are those of full15" },
        { "98980:20=2", "98980 gets 1 units (monthly), not those stated" },
        { "98980:20=1", NULL },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        add_services(f, rows[i].services);
        assert_non_null(apply(f));
        if (rows[i].message != NULL)
            assert_text(MESSAGE_OF(finding_of(f, FINDING_UNITS_DIFFER)), rows[i].message);
        else
            assert_int_equal(told(f, FINDING_UNITS_DIFFER), 0);
    }
}

/* Codes of one's own: another add-on to a code, and an add-on to a code without time. */
static void no_minute_counts_twice(void **state)
{
    static const struct row rows[] = {
        { "97129:15 97130:15 X1111:15", "97129:1 97130:1 X1111:1", false },
        { "97129:15 97130:7 X1111:8", "97129:1 X1111:1", false },
        { "97129:15 97130:30 X1111:0", "97129:1 97130:2", false },
        { "97129:45 97130:0 X1111:0", "97129:1 X1111:2", false },
        { "97150:30 X2222:22", "97150:1 X2222:1", false },
        { "97150:30 X2222:23", "97150:1 X2222:2", false },
    };
    struct fixture *f = *state;

    use_codes(f, "code,billing,minutes_per_unit,base_code\nX1111,addon,15,97129\n"
                 "X2222,addon,15,97150\n");
    check(f, "any", rows, COUNT_OF(rows));
}

static void the_table_knows_pairs_and_months(void **state)
{
    struct fixture *f = *state;
    const struct codes *codes = &f->rules.codes;
    const struct code *month = codes_find(codes, TEXT("98979"));

    assert_int_equal(month->unit_minutes, 10);
    assert_int_equal(month->max_minutes, 19);
    assert_text(month->excludes, "98980");
    assert_ptr_equal(codes_find(codes, TEXT("97129"))->addon, codes_find(codes, TEXT("97130")));
    assert_ptr_equal(codes_find(codes, TEXT("97597"))->addon, codes_find(codes, TEXT("97598")));
    assert_null(codes_find(codes, TEXT("97130"))->addon);
    assert_null(codes_find(codes, TEXT("96105"))->addon);
    use_codes(f, "code,billing,max_minutes,excludes\n98979,monthly,25,\n98980,monthly,,98979\n");
    month = codes_find(codes, TEXT("98979"));
    assert_int_equal(month->unit_minutes, 10); /* no column for it: as it was */
    assert_int_equal(month->max_minutes, 25);
    assert_text(month->excludes, "");
    assert_text(codes_find(codes, TEXT("98980"))->excludes, "98979");
    assert_ptr_equal(codes_find(codes, TEXT("98980"))->addon, codes_find(codes, TEXT("98981")));
}

/* Each is refused at line 2, at this column. */
static void mistakes_of_a_table_are_named(void **state)
{
    static const struct {
        const char *text;
        const char *told;
    } rows[] = {
        { "code,billing\nX1111,first\n", ":2: minutes_per_unit: " },
        { "code,billing,base_code\nX1111,addon,97129\n", ":2: minutes_per_unit: " },
        { "code,billing\nX1111,monthly\n", ":2: minutes_per_unit: " },
        { "code,billing,minutes_per_unit\nX1111,addon,15\n", ":2: base_code: " },
        { "code,billing\nX1111,area\n", ":2: base_code: " },
        { "code,billing,base_code\nX1111,area,9712\n", ":2: base_code: " },
        { "code,billing,base_code\nX1111,area,x1111\n", ":2: base_code: " },
        { "code,billing,excludes\nX1111,untimed,98-79\n", ":2: excludes: " },
        { "code,billing,excludes\nX1111,untimed,X1111\n", ":2: excludes: " },
        { "code,billing,max_minutes\n98979,monthly,0\n", ":2: max_minutes: " },
        { "code,billing,max_minutes\n98979,monthly,9\n", ":2: max_minutes: " },
        { "code,billing,max_minutes\n98979,monthly,1441\n", ":2: max_minutes: " },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct temporary_input file;
        struct problem problem = { 0 };
        struct codes codes;

        temporary_input_make(&file, text_of(rows[i].text), 0);
        if (codes_load(&codes, file.path, &problem) == 0)
            fail_msg("row %zu is accepted", i);
        if (strncmp(problem.text + strlen(file.path), rows[i].told, strlen(rows[i].told)) != 0)
            fail_msg("row %zu: %s", i, problem.text);
        temporary_input_remove(&file);
        codes_finish(&codes);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(pieces_go_by_their_midpoint),
        RULES_TEST(speech_devices_go_by_the_hour),
        RULES_TEST(full_pieces_are_whole),
        RULES_TEST(pairs_are_in_no_pool),
        RULES_TEST(months_have_whole_units),
        RULES_TEST(mistakes_hold),
        RULES_TEST(codes_never_billed_are_no_base),
        RULES_TEST(an_addon_out_of_force_is_not_missed),
        RULES_TEST(area_is_as_stated),
        RULES_TEST(stated_units_are_compared),
        RULES_TEST(no_minute_counts_twice),
        RULES_TEST(the_table_knows_pairs_and_months),
        cmocka_unit_test(mistakes_of_a_table_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
