/* test_rules_modifiers.c - which modifiers stand on a line, in which order, and which never do. */
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
    { CLASS_COMMERCIAL, { "95", "GA", "59", NULL }, "59 GP GA 95" },
    { CLASS_COMMERCIAL, { "ZZ", "GT", "XS", NULL }, "XS GP GT ZZ" },
    { CLASS_COMMERCIAL, { "22", "ZZ", "11", NULL }, "GP 22 ZZ 11" }, /* unknown: as they came */
    { CLASS_COMMERCIAL, { "GY", "GX", NULL }, "GP GY GX" },
    { CLASS_COMMERCIAL, { "CQ", "59", NULL }, "59 GP CQ" },
    { CLASS_MEDICARE, { "CQ", NULL }, "GP CQ" },
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

static void an_order_is_the_profiles(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nmodifier_order = KX, GP GO GN\n");
    modify(add(f, "97110", 15), "59");
    modify(&f->services[0], "KX");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "KX GP 59");
}

static void a_fifth_modifier_is_no_silent_drop(void **state)
{
    static const char *const four[] = { "59", "22", "GA", "95" };
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
    assert_text(modifiers_of(f, 0), "59 GA 95 22");
}

/* A code without units makes no line, so nobody reads its modifiers. */
static void codes_without_a_line_are_not_checked(void **state)
{
    static const char *const four[] = { "59", "XS", "GA", "GZ" };
    struct fixture *f = *state;

    add(f, "97140", 15);
    add(f, "97110", 7);
    for (size_t i = 0; i < COUNT_OF(four); i++)
        modify(&f->services[1], four[i]);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97140:1");
    assert_int_equal(told(f, FINDING_MODIFIER_COUNT), 0);
    assert_int_equal(told(f, FINDING_MODIFIER_DISTINCT), 0);
    use_payers(f, "[class commercial]\nzero_unit_lines = yes\n");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97140", 15);
    add(f, "97110", 7);
    for (size_t i = 0; i < COUNT_OF(four); i++)
        modify(&f->services[1], four[i]);
    assert_held(f, FINDING_MODIFIER_COUNT);
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

static void distinct_is_said_once(void **state)
{
    struct fixture *f = *state;

    modify(add(f, "97140", 15), "59");
    modify(&f->services[0], "XS");
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_MODIFIER_DISTINCT), 1);
}

/* 97140 with these, for a payer that takes those. */
static const struct {
    const char *payers;
    const char *stated[3];
    const char *billed;
    unsigned replaced;
} distincts[] = {
    { "distinct_modifiers = 59", { "XS", NULL }, "59 GP", 1 },
    { "distinct_modifiers = 59", { "59", "XS", NULL }, "59 GP", 1 },
    { "distinct_modifiers = 59", { "59", NULL }, "59 GP", 0 },
    { "distinct_modifiers = 59", { NULL }, "GP", 0 }, /* never added */
    { "distinct_modifiers = 59 XS", { "XS", NULL }, "XS GP", 0 },
    { "distinct_modifiers = 59 XS", { "XE", NULL }, "59 GP", 1 },
    { "distinct_modifiers = XS", { "XE", NULL }, "XE GP", 0 }, /* 59 says less, and is not taken */
    { "distinct_modifiers = XE XS", { "59", NULL }, "59 GP", 0 }, /* which of them, nobody knows */
};

static void an_x_modifier_becomes_59_where_only_that_is_taken(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(distincts); i++) {
        use_payers(f,
                   arena_format(&f->arena, "[class commercial]\n%s\n", distincts[i].payers).data);
        fresh_session(f, CLASS_COMMERCIAL);
        add(f, "97140", 15);
        for (size_t j = 0; distincts[i].stated[j] != NULL; j++)
            modify(&f->services[0], distincts[i].stated[j]);
        assert_non_null(apply(f));
        if (!text_equal(modifiers_of(f, 0), text_of(distincts[i].billed)) ||
            told(f, FINDING_MODIFIER_REPLACED) != distincts[i].replaced)
            fail_msg("row %zu: %s", i, modifiers_of(f, 0).data);
        assert_int_equal(told(f, FINDING_MODIFIER_DISTINCT), 0);
    }
}

/* 97110 with a modifier and 97140 without, at a place: what the payer gets. */
static const struct {
    const char *payers;
    const char *stated;
    const char *place;
    const char *first, *second;
    const char *billed_place;
    unsigned replaced;
} telehealth[] = {
    { "", "95", "10", "GP 95", "GP", "10", 0 },
    { "", "95", "", "GP 95", "GP", "11", 0 },
    { "telehealth_modifier = 95", "", "11", "GP", "GP", "11", 0 },
    { "telehealth_modifier = 95", "", "02", "GP 95", "GP 95", "02", 0 },
    { "telehealth_modifier = 95", "", "10", "GP 95", "GP 95", "10", 0 },
    { "telehealth_modifier = 95", "95", "11", "GP 95", "GP 95", "11", 0 },
    { "telehealth_modifier = 95", "GT", "10", "GP 95", "GP 95", "10", 1 },
    { "telehealth_modifier = none", "95", "10", "GP", "GP", "10", 1 },
    { "telehealth_modifier = none", "", "02", "GP", "GP", "02", 0 },
    { "telehealth_place = 02", "95", "", "GP 95", "GP", "02", 0 },
    { "telehealth_place = 02", "", "10", "GP", "GP", "02", 0 },
    { "telehealth_place = 10", "95", "11", "GP 95", "GP", "10", 0 },
    { "telehealth_place = 02", "", "11", "GP", "GP", "11", 0 },
    { "telehealth_place = 02", "", "", "GP", "GP", "11", 0 },
    { "telehealth_modifiers = 93 95\ntelehealth_modifier = 95", "GT", "11", "GP GT", "GP", "11",
      0 },
};

static void telehealth_is_told_as_the_payer_wants(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(telehealth); i++) {
        use_payers(f,
                   arena_format(&f->arena, "[class commercial]\n%s\n", telehealth[i].payers).data);
        fresh_session(f, CLASS_COMMERCIAL);
        add(f, "97110", 15);
        if (telehealth[i].stated[0] != '\0')
            modify(&f->services[0], telehealth[i].stated);
        add(f, "97140", 15);
        f->session.place_of_service = text_of(telehealth[i].place);
        assert_non_null(apply(f));
        if (!text_equal(modifiers_of(f, 0), text_of(telehealth[i].first)) ||
            !text_equal(modifiers_of(f, 1), text_of(telehealth[i].second)))
            fail_msg("row %zu: %s, %s", i, modifiers_of(f, 0).data, modifiers_of(f, 1).data);
        assert_text(f->verdict.claim->place_of_service, telehealth[i].billed_place);
        assert_int_equal(told(f, FINDING_MODIFIER_REPLACED), telehealth[i].replaced);
        assert_int_equal(told(f, FINDING_PLACE_DEFAULT), i == 1); /* 11 is a guess there */
    }
}

/* Where the payer wants CQ, the units say whether it stands there, not the row. */
static void a_stated_cq_is_not_copied_where_units_decide(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_MEDICARE);
    add(f, "97110", 30);
    modify(add(f, "97110", 2), "CQ"); /* 32 minutes: both units are the therapist's whole ones */
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:2");
    assert_text(modifiers_of(f, 0), "GP");
}

static void a_profile_adds_modifiers(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nadd_modifiers = U1 97110, U2 *, U1 97140\n");
    add(f, "97110", 15);
    add(f, "97112", 15);
    modify(add(f, "97140", 15), "U1");
    assert_non_null(apply(f));
    assert_text(modifiers_of(f, 0), "GP U1 U2");
    assert_text(modifiers_of(f, 1), "GP U2");
    assert_text(modifiers_of(f, 2), "GP U1 U2");
}

static void a_modifier_that_the_payer_requires_stands_there(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nrequired_modifiers = U5 97110\n");
    add(f, "97110", 15);
    assert_held(f, FINDING_MODIFIER_REQUIRED);
    assert_text(finding_of(f, FINDING_MODIFIER_REQUIRED)->code, "97110");
    fresh_session(f, CLASS_COMMERCIAL);
    modify(add(f, "97110", 15), "U5");
    add(f, "97140", 15);
    assert_non_null(apply(f));
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 7); /* makes no line */
    add(f, "97140", 15);
    assert_non_null(apply(f));
    use_payers(f, "[class commercial]\nrequired_modifiers = GP *\n");
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", 15); /* the discipline's is added */
    assert_non_null(apply(f));
}

static void contradictions_hold(void **state)
{
    static const struct {
        const char *stated[2];
        bool held;
    } rows[] = {
        { { "GA", "GY" }, true },  { { "GA", "GZ" }, true },  { { "GY", "GZ" }, true },
        { { "GX", "GY" }, false }, { { "KX", "GA" }, true },  { { "GZ", "KX" }, true },
        { { "KX", "GY" }, false }, { { "KX", "GX" }, false },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        modify(add(f, "97110", 15), rows[i].stated[0]);
        modify(&f->services[0], rows[i].stated[1]);
        if ((apply(f) == NULL) != rows[i].held ||
            told(f, FINDING_MODIFIER_CONTRADICTION) != rows[i].held)
            fail_msg("row %zu", i);
    }
}

static void a_short_service_is_marked(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nshort_service = 52\n");
    add(f, "97110", 5);
    add(f, "97140", 15);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:1 97140:1");
    assert_text(modifiers_of(f, 0), "GP 52");
    assert_text(modifiers_of(f, 1), "GP");
}

/* Whether the reasons say where the modifier on the code comes from. */
static bool reason_is(const struct ledger *ledger, const char *modifier, const char *source)
{
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];

        if (entry->step == LEDGER_MODIFIER && text_equal(entry->modifier, text_of(modifier)))
            return strstr(entry->source.data, source) != NULL;
    }
    return false;
}

static void every_modifier_has_its_reason(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nadd_modifiers = U2 *\ndistinct_modifiers = 59\n"
                  "discipline_modifiers = no\n"
                  "telehealth_modifier = 95\nsource = the manual of that payer\n"
                  "source telehealth_modifier = a letter\n");
    modify(add(f, "97110", 15), "XS");
    modify(&f->services[0], "22");
    f->session.place_of_service = TEXT("10");
    assert_non_null(apply(f));
    assert_true(reason_is(&f->ledger, "22", "stated in the export"));
    assert_true(reason_is(&f->ledger, "59", "the manual of that payer"));
    assert_true(reason_is(&f->ledger, "U2", "the manual of that payer"));
    assert_true(reason_is(&f->ledger, "95", "a letter"));
    assert_false(reason_is(&f->ledger, "XS", ""));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(modifiers_stand_in_the_payers_order),
        RULES_TEST(an_order_is_the_profiles),
        RULES_TEST(a_fifth_modifier_is_no_silent_drop),
        RULES_TEST(codes_without_a_line_are_not_checked),
        RULES_TEST(disciplines_are_not_contradicted),
        RULES_TEST(distinct_is_said_once),
        RULES_TEST(an_x_modifier_becomes_59_where_only_that_is_taken),
        RULES_TEST(telehealth_is_told_as_the_payer_wants),
        RULES_TEST(a_stated_cq_is_not_copied_where_units_decide),
        RULES_TEST(a_profile_adds_modifiers),
        RULES_TEST(a_modifier_that_the_payer_requires_stands_there),
        RULES_TEST(contradictions_hold),
        RULES_TEST(a_short_service_is_marked),
        RULES_TEST(every_modifier_has_its_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
