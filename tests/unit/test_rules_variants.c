/* test_rules_variants.c - units that go to services of one code with different modifiers, units
 * as the export states them, and services too short for a unit. */
#include "rules_rows.h"

/* Commercial: ama. Units of the code first, then whole units of a variant's own minutes, then
 * the largest remainders; equal: more minutes, then the first. */
static const struct {
    struct row rows[MOST_ROWS];
    const char *lines;
    unsigned told;
} variants[] = {
    { { { "97140", 15, "59", 0 }, { "97140", 15, NULL, 0 } }, "97140:1/15+59 97140:1/15", 1 },
    { { { "97140", 8, "59", 0 }, { "97140", 7, NULL, 0 } }, "97140:1/8+59", 1 },
    { { { "97140", 7, "59", 0 }, { "97140", 8, NULL, 0 } }, "97140:1/8", 1 },
    { { { "97140", 8, "59", 0 }, { "97140", 8, NULL, 0 } }, "97140:1/8+59", 1 },
    { { { "97140", 8, "59", 0 }, { "97140", 23, NULL, 0 } }, "97140:2/23", 1 }, /* 31: 2; 8 and 8 */
    { { { "97140", 4, "59", 0 }, { "97140", 4, "GA", 0 } }, "97140:1/4+59", 1 },
    { { { "97140", 15, NULL, 0 }, { "97140", 8, "59", 0 }, { "97140", 15, NULL, 0 } },
      "97140:2/30 97140:1/8+59",
      1 },
    { { { "97140", 10, "GP", 0 }, { "97140", 10, NULL, 0 } }, "97140:1/20", 0 },
    { { { "97140", 10, "CQ", 0 }, { "97140", 10, "GP", 0 } }, "97140:1/20+CQ", 0 },
    { { { "97012", 10, "59", 0 }, { "97012", 15, NULL, 0 } },
      "97012:1/15",
      1 }, /* once a session */
    { { { "97012", 10, "59", 0 }, { "97012", 10, NULL, 0 } }, "97012:1/10+59", 1 },
    { { { "95851", 10, "59", 2 }, { "95851", 5, NULL, 0 } }, "95851:2/10+59 95851:1/5", 0 },
    { { { "97799", 10, "59", 2 }, { "97799", 5, NULL, 3 } }, "97799:2/10+59 97799:3/5", 0 },
    { { { "97597", 10, NULL, 0 }, { "97598", 5, "59", 1 }, { "97598", 5, "GA", 3 } },
      "97597:1/10 97598:1/5+59 97598:3/5+GA",
      0 },
    { { { "99999", 10, "59", 2 }, { "99999", 5, NULL, 3 } }, "99999:2/10+59 99999:3/5", 0 },
    { { { "97129", 8, "59", 0 }, { "97129", 7, NULL, 0 } }, "97129:1/8+59", 1 },
    { { { "97129", 15, NULL, 0 }, { "97130", 15, "59", 0 }, { "97130", 8, NULL, 0 } },
      "97129:1/15 97130:1/15+59 97130:1/8",
      1 },
};

static void units_go_to_variants_by_their_minutes(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(variants); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        add_rows(f, variants[i].rows);
        (void)apply(f);
        if (!text_equal(written(f, f->verdict.claim), text_of(variants[i].lines)) ||
            told(f, FINDING_UNITS_VARIANTS) != variants[i].told)
            fail_msg("row %zu: %s, told %u", i, written(f, f->verdict.claim).data,
                     told(f, FINDING_UNITS_VARIANTS));
    }
}

/* The order in which a row states its modifiers makes no variant. */
static void modifiers_are_a_set(void **state)
{
    struct fixture *f = *state;

    modify(add(f, "97140", 10), "59");
    modify(&f->services[0], "GA");
    modify(add(f, "97140", 10), "GA");
    modify(&f->services[1], "GP");
    modify(&f->services[1], "59");
    modify(add(f, "97140", 10), "59");
    assert_non_null(apply(f));
    assert_text(written(f, f->verdict.claim), "97140:1/20+59+GA 97140:1/10+59");
}

/* Two lines with the same modifiers would be one code on two lines. */
static void what_goes_on_all_lines_makes_no_variant(void **state)
{
    static const struct {
        const char *profile, *modifier, *lines;
    } rows[] = {
        { "", "U1", "97140:1/10+U1 97140:0/10" },
        { "add_modifiers = U1 97140", "U1", "97140:1/20+U1" },
        { "add_modifiers = U1 *", "U1", "97140:1/20+U1" },
        { "telehealth_modifier = 95", "GT", "97140:1/20+95" },
        { "distinct_modifiers = 59", "XS", "97140:1/10+59" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cl_text lines;

        use_payers(f, arena_format(&f->arena,
                                   "[class commercial]\ndiscipline_modifiers = no\n"
                                   "unit_rule = full15\nzero_unit_lines = yes\n%s\n",
                                   rows[i].profile)
                          .data);
        fresh_session(f, CLASS_COMMERCIAL);
        modify(add(f, "97140", 10), rows[i].modifier);
        add(f, "97140", 10);
        assert_non_null(apply(f));
        lines = written(f, f->verdict.claim);
        if (strncmp(lines.data, rows[i].lines, strlen(rows[i].lines)) != 0)
            fail_msg("row %zu: %s", i, lines.data);
    }
}

static void never_billed_codes_have_no_variants(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_MEDICARE);
    modify(add(f, "97010", 10), "59");
    add(f, "97010", 10);
    add(f, "97110", 15);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:1");
    assert_int_equal(told(f, FINDING_UNITS_VARIANTS), 0);
}

/* The pool gives 97110 a unit more than its own minutes; the variant with 10 gets it. */
static void variants_share_what_the_pool_gave(void **state)
{
    struct fixture *f = *state;

    fresh_session(f, CLASS_TRICARE);
    modify(add(f, "97110", 16), "59");
    add(f, "97110", 6);  /* 22 in all: 1 and 7 over */
    add(f, "97140", 16); /* 38: 3 units, 7 goes before 1 */
    assert_non_null(apply(f));
    assert_text(written(f, f->verdict.claim), "97110:1/16+59 97110:1/6 97140:1/16");
}

static void stated_units_are_billed_where_the_payer_takes_them(void **state)
{
    static const struct {
        struct row rows[MOST_ROWS];
        const char *lines;
        const char *unit_rule;
        unsigned told;
    } cases[] = {
        { { { "97110", -1, NULL, 2 } }, "97110:2/0", "stated", 1 },
        { { { "97110", -1, NULL, 2 }, { "97110", -1, NULL, 1 } }, "97110:3/0", "stated", 1 },
        { { { "97110", 15, NULL, 0 }, { "97110", -1, NULL, 2 } }, "97110:3/15", "ama", 1 },
        { { { "97110", 7, NULL, 1 }, { "97110", -1, NULL, 2 } }, "97110:2/7", "ama", 1 },
        { { { "97110", -1, "59", 2 }, { "97110", -1, NULL, 1 } },
          "97110:2/0+59 97110:1/0",
          "stated",
          1 },
        { { { "97110", 15, "59", 0 }, { "97110", -1, NULL, 1 } },
          "97110:1/15+59 97110:1/0",
          "ama",
          1 },
        { { { "97110", 15, NULL, 4 } }, "97110:1/15", "ama", 0 }, /* minutes rule where they are */
    };
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nstated_units = allowed\n");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        add_rows(f, cases[i].rows);
        assert_non_null(apply(f));
        if (!text_equal(written(f, f->verdict.claim), text_of(cases[i].lines)) ||
            told(f, FINDING_UNITS_STATED) != cases[i].told)
            fail_msg("row %zu: %s", i, written(f, f->verdict.claim).data);
        assert_text(cl_claim_line(f->verdict.claim, 0)->unit_rule, cases[i].unit_rule);
    }
    fresh_session(f, CLASS_COMMERCIAL);
    add(f, "97110", MINUTES_NOT_STATED)->units = 1;
    add(f, "97110", MINUTES_NOT_STATED);
    assert_held(f, FINDING_MINUTES_MISSING); /* once: at the row that states neither */
    assert_int_equal(finding_of(f, FINDING_MINUTES_MISSING)->line, 3);
    fresh_session(f, CLASS_AUTO);
    add(f, "97110", MINUTES_NOT_STATED)->units = 1;
    assert_held(f, FINDING_MINUTES_MISSING);
}

/* Units stated without minutes are no part of a pool. */
static void stated_units_stay_out_of_the_pool(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nstated_units = allowed\nunit_rule = cms\n");
    add(f, "97110", MINUTES_NOT_STATED)->units = 2;
    add(f, "97140", 10);
    add(f, "97112", 10);
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97110:2 97140:1");
    fresh_session(f, CLASS_COMMERCIAL); /* a tie of 5 and 5: stated 2 for the row with minutes */
    add(f, "97112", 20);
    add(f, "97110", 20)->units = 2;
    add(f, "97110", MINUTES_NOT_STATED)->units = 1;
    assert_non_null(apply(f));
    assert_text(lines_of(f), "97112:1 97110:3");
}

/* The line of a variant names the code that its own first row documents. */
static void a_variant_has_its_own_rows(void **state)
{
    struct fixture *f = *state;
    const struct cl_line *line;

    fresh_session(f, CLASS_MEDICARE);
    modify(add(f, "97014", 10), "59");
    add(f, "G0283", 20);
    assert_non_null(apply(f));
    assert_text(written(f, f->verdict.claim), "G0283:1/20");
    line = cl_claim_line(f->verdict.claim, 0);
    assert_text(line->documented_code, "G0283");
    assert_int_equal(line->source_line, 3);
}

static void short_services_are_billed_reduced(void **state)
{
    static const struct {
        const char *rule;
        struct row rows[MOST_ROWS];
        const char *lines;
    } cases[] = {
        { "ama", { { "97110", 1, NULL, 0 } }, "97110:1/1+52" },
        { "ama", { { "97110", 7, NULL, 0 } }, "97110:1/7+52" },
        { "ama", { { "97110", 8, NULL, 0 } }, "97110:1/8" },
        { "ama", { { "97110", 0, NULL, 0 }, { "97140", 8, NULL, 0 } }, "97140:1/8" },
        { "quarter", { { "97110", 7, NULL, 0 } }, "97110:1/7+52" },
        { "full15", { { "97110", 14, NULL, 0 } }, "97110:1/14+52" },
        { "full15", { { "97110", 29, NULL, 0 } }, "97110:1/29" },
        { "ama", { { "97110", 3, NULL, 0 }, { "97110", 4, "59", 0 } }, "97110:1/4+59+52" },
        { "cms", { { "97110", 7, NULL, 0 }, { "97140", 8, NULL, 0 } }, "97140:1/8" },
        { "ama", { { "97129", 7, NULL, 0 }, { "97110", 8, NULL, 0 } }, "97110:1/8" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        use_payers(f, arena_format(&f->arena,
                                   "[class commercial]\nshort_service = 52\nunit_rule = %s\n",
                                   cases[i].rule)
                          .data);
        fresh_session(f, CLASS_COMMERCIAL);
        add_rows(f, cases[i].rows);
        assert_non_null(apply(f));
        if (!text_equal(written(f, f->verdict.claim), text_of(cases[i].lines)))
            fail_msg("row %zu: %s", i, written(f, f->verdict.claim).data);
    }
}

/* Of the sessions or variants that share a reduced service, one has it. */
static void one_short_service_is_reduced(void **state)
{
    struct fixture *f = *state;

    use_payers(f, "[class commercial]\nshort_service = 52\nzero_unit_lines = yes\n"
                  "same_day = pool\n");
    add(f, "97110", 3);
    modify(add(f, "97110", 4), "59");
    assert_non_null(apply(f));
    assert_text(written(f, f->verdict.claim), "97110:0/3 97110:1/4+59+52");
    for (int32_t i = 0; i < 2; i++) {
        fresh_session(f, CLASS_COMMERCIAL);
        add(f, "97110", 3 + i);
        add(f, "97140", 15);
        (void)keep(f, i == 0 ? "A" : "B");
    }
    apply_visit(f);
    assert_text(written(f, f->verdicts[0].claim), "97110:0/3 97140:1/15");
    assert_text(written(f, f->verdicts[1].claim), "97110:1/4+52 97140:1/15");
}

/* The rules that give what the export states are named. */
static void differing_units_name_the_rule(void **state)
{
    static const struct {
        enum payer_class payer_class;
        struct row rows[MOST_ROWS];
        const char *message;
    } cases[] = {
        { CLASS_COMMERCIAL,
          { { "97110", 22, NULL, 2 }, { "97112", 22, NULL, 1 }, { "97140", 22, NULL, 1 } },
          "97110 gets 1 units (ama), not those stated; the stated units are those of cms" },
        { CLASS_COMMERCIAL,
          { { "97110", 23, NULL, 1 } },
          "97110 gets 2 units (ama), not those stated; the stated units are those of full15" },
        { CLASS_COMMERCIAL,
          { { "97110", 23, NULL, 5 } },
          "97110 gets 2 units (ama), not those stated" },
        { CLASS_TRICARE,
          { { "97110", 10, NULL, 1 }, { "97140", 10, NULL, 1 } },
          "97140 gets 0 units (cms), not those stated; the stated units are those of ama, "
          "quarter" },
        { CLASS_TRICARE,
          { { "97012", 30, NULL, 2 } },
          "97012 gets 1 units (untimed), not those stated" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fresh_session(f, cases[i].payer_class);
        add_rows(f, cases[i].rows);
        assert_non_null(apply(f));
        assert_int_equal(told(f, FINDING_UNITS_DIFFER), 1);
        assert_text(MESSAGE_OF(finding_of(f, FINDING_UNITS_DIFFER)), cases[i].message);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(units_go_to_variants_by_their_minutes),
        RULES_TEST(modifiers_are_a_set),
        RULES_TEST(what_goes_on_all_lines_makes_no_variant),
        RULES_TEST(a_variant_has_its_own_rows),
        RULES_TEST(never_billed_codes_have_no_variants),
        RULES_TEST(variants_share_what_the_pool_gave),
        RULES_TEST(stated_units_are_billed_where_the_payer_takes_them),
        RULES_TEST(stated_units_stay_out_of_the_pool),
        RULES_TEST(short_services_are_billed_reduced),
        RULES_TEST(one_short_service_is_reduced),
        RULES_TEST(differing_units_name_the_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
