/* test_rules_edits.c - what the rule says of pairs of codes and units of a day, with the tables of
 * July 2024. */
#include "edit_fixture.h"

#include "rules/draft.h"

/* One or two claims of a visit, built by hand, and what rule_edits says of them. */
struct visit_fixture {
    struct arena arena;
    struct rules rules;
    struct profile profile;
    struct cl_text distinct[2];
    struct session sessions[2];
    struct session *members[2];
    struct service services[8];
    const struct service *served[8];
    struct draft_line lines[2][4];
    struct cl_line out[2][4];
    struct draft drafts[2];
    struct draft *list[2];
    struct visit visit;
    struct ledger ledger;
    unsigned line_count;
};

static struct visit_fixture billing;

static void bill_anew(int date)
{
    arena_finish(&billing.arena);
    billing = (struct visit_fixture){ 0 };
    billing.rules.edits = edits;
    billing.distinct[0] = TEXT("59");
    billing.distinct[1] = TEXT("XS");
    billing.profile.distinct_modifiers = (struct code_list){ billing.distinct, 2 };
    for (unsigned i = 0; i < FINDING_KINDS; i++)
        billing.profile.severities[i] = (uint8_t)finding_kind((enum finding_id)i)->severity;
    billing.ledger.arena = &billing.arena;
    for (unsigned i = 0; i < 2; i++) {
        billing.sessions[i] = session_empty;
        billing.sessions[i].service_date = day(date);
        billing.sessions[i].findings.arena = &billing.arena;
        billing.members[i] = &billing.sessions[i];
        billing.list[i] = &billing.drafts[i];
        billing.drafts[i] = (struct draft){
            .rules = &billing.rules,
            .visit = &billing.visit,
            .session = &billing.sessions[i],
            .members = &billing.members[i],
            .member_count = 1,
            .findings = &billing.sessions[i].findings,
            .arena = &billing.arena,
            .profile = &billing.profile,
            .ledger = &billing.ledger,
            .scratch = &billing.arena,
            .lines = billing.lines[i],
            .out = billing.out[i],
        };
    }
    billing.visit = (struct visit){
        .rules = &billing.rules,
        .arena = &billing.arena,
        .scratch = &billing.arena,
        .drafts = billing.list,
        .draft_count = 1,
    };
}

/* A line of the claim 0 or 1; `modifier` may be NULL. */
static struct draft_line *bill(unsigned draft, const char *code, uint32_t count,
                               const char *modifier)
{
    struct draft *of = &billing.drafts[draft];
    struct draft_line *line = &of->lines[of->line_count];
    struct cl_line *out = &of->out[of->line_count++];
    struct service *service = &billing.services[billing.line_count];

    *service = service_empty;
    service->session = &billing.sessions[draft];
    service->line = 2 + billing.line_count;
    service->code = text_of(code);
    billing.served[billing.line_count] = service;
    *out = (struct cl_line){
        .code = text_of(code),
        .documented_code = text_of(code),
        .units = count,
    };
    *line = (struct draft_line){
        .out = out,
        .entry = codes_find(&codes, text_of(code)),
        .services = &billing.served[billing.line_count],
        .service_count = 1,
    };
    if (modifier != NULL)
        line_add_modifier(of, line, text_of(modifier));
    billing.line_count++;
    if (draft == 1)
        billing.visit.draft_count = 2;
    return line;
}

/* The finding that the rule makes, of the last claim that has one; NULL for none. */
static const struct finding *judge(void)
{
    const struct finding *found = NULL;

    rule_edits(&billing.visit);
    for (unsigned i = 0; i < 2; i++) {
        const struct findings *findings = &billing.sessions[i].findings;

        assert_true(findings->count <= 1);
        if (findings->count == 1)
            found = &findings->items[0];
    }
    return found;
}

static void assert_finding(const struct finding *finding, enum finding_id id, const char *code,
                           const char *message)
{
    assert_non_null(finding);
    assert_int_equal(finding->id, id);
    assert_text(finding->code, code);
    assert_text(MESSAGE_OF(finding), message);
}

/* Two lines on 2024-07-01, their modifiers, and whether the pair is told. */
static void pairs_are_told_unless_a_modifier_resolves_them(void **state)
{
    static const struct {
        const char *first, *first_modifier, *second, *second_modifier;
        const char *told; /* the code of column 2, or NULL */
    } rows[] = {
        { "97140", NULL, "97124", NULL, "97124" }, { "97124", NULL, "97140", NULL, "97124" },
        { "97140", "59", "97124", "59", "97124" }, { "97012", NULL, "97140", NULL, "97140" },
        { "97140", NULL, "97012", NULL, "97140" }, { "97140", "GP", "97012", "CQ", "97140" },
        { "97140", "59", "97012", NULL, NULL },    { "97140", NULL, "97012", "59", NULL },
        { "97140", "XE", "97012", NULL, NULL },    { "97140", NULL, "97012", "XP", NULL },
        { "97140", "XS", "97012", NULL, NULL },    { "97140", NULL, "97012", "XU", NULL },
        { "97530", NULL, "97116", NULL, NULL },    { "97140", NULL, "97530", NULL, NULL },
        { "97140", NULL, "97140", NULL, NULL },
    };

    (void)state;
    load_samples();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct finding *finding;

        bill_anew(20240701);
        bill(0, rows[i].first, 1, rows[i].first_modifier);
        bill(0, rows[i].second, 1, rows[i].second_modifier);
        finding = judge();
        if ((finding != NULL) != (rows[i].told != NULL))
            fail_msg("row %zu", i);
        if (finding == NULL)
            continue;
        assert_int_equal(finding->id, FINDING_EDIT_PAIR);
        assert_text(finding->code, rows[i].told);
        assert_int_equal(finding->line, strcmp(rows[i].first, rows[i].told) == 0 ? 2 : 3);
    }
}

static void the_message_says_what_would_resolve_it(void **state)
{
    (void)state;
    load_samples();
    bill_anew(20240701);
    bill(0, "97140", 1, NULL);
    bill(0, "97124", 1, NULL);
    assert_finding(judge(), FINDING_EDIT_PAIR, "97124",
                   "97124 is not paid with 97140 on one day, and no modifier changes that (NCCI "
                   "pair of 2024 Q3, indicator 0): bill 97140 alone");
    bill_anew(20240701);
    bill(0, "97012", 1, NULL);
    bill(0, "97140", 1, NULL);
    assert_finding(judge(), FINDING_EDIT_PAIR, "97140",
                   "97140 is not paid with 97012 on one day (NCCI pair of 2024 Q3, indicator 1): "
                   "bill 97012 alone, or state 59 or XS on one of them where the record shows that "
                   "they are distinct");
    bill_anew(20240701);
    billing.profile.distinct_modifiers.count = 1;
    bill(0, "97012", 1, NULL);
    bill(0, "97140", 1, NULL);
    assert_non_null(strstr(MESSAGE_OF(judge()).data, "state 59 on one"));
}

static void pairs_are_of_billed_lines_of_the_whole_visit(void **state)
{
    (void)state;
    load_samples();
    bill_anew(20240701);
    bill(0, "97140", 1, NULL);
    bill(1, "97124", 1, NULL);
    assert_finding(judge(), FINDING_EDIT_PAIR, "97124",
                   "97124 is not paid with 97140 on one day, and no modifier changes that (NCCI "
                   "pair of 2024 Q3, indicator 0): bill 97140 alone");
    assert_int_equal(billing.sessions[0].findings.count, 1); /* every claim with one of them */
    assert_int_equal(billing.sessions[1].findings.count, 1);
    bill_anew(20240701);
    bill(0, "97140", 1, NULL);
    bill(1, "97124", 1, NULL);
    billing.sessions[1].findings.errors = 1; /* held already: it bills nothing */
    assert_null(judge());
    bill_anew(20240701); /* a modifier resolves the line that states it, not another one */
    bill(0, "97012", 1, NULL);
    bill(0, "97140", 1, NULL);
    bill(1, "97140", 1, "59");
    assert_non_null(judge());
    bill_anew(20240701);
    bill(0, "97140", 1, "59");
    bill(0, "97012", 1, NULL);
    bill(1, "97140", 1, NULL);
    assert_non_null(judge());
    bill_anew(20240701);
    bill(0, "97012", 1, "59");
    bill(0, "97140", 1, "59");
    bill(1, "97140", 1, NULL);
    assert_null(judge());
    bill_anew(20240701);
    bill(0, "97140", 1, NULL);
    bill(0, "97124", 0, NULL);
    assert_null(judge());
    bill_anew(20240701);
    bill(0, "97140", 1, NULL);
    bill(0, "97124", 1, NULL)->never_billed = true;
    assert_null(judge());
    bill_anew(20240630); /* the day before the table */
    bill(0, "97140", 1, NULL);
    bill(0, "97124", 1, NULL);
    assert_null(judge());
}

static void units_of_a_day_are_summed(void **state)
{
    (void)state;
    load_samples();
    bill_anew(20240701);
    bill(0, "97110", 6, NULL);
    assert_null(judge());
    bill_anew(20240701);
    bill(0, "97110", 7, NULL);
    assert_finding(judge(), FINDING_EDIT_UNITS, "97110",
                   "97110 has 7 units on the day, above the 6 of the MUE table of 2024 Q3 "
                   "(indicator 3, a day): the payer denies all of them");
    bill_anew(20240701);
    bill(0, "97110", 4, NULL);
    bill(1, "97110", 2, "CQ");
    assert_null(judge());
    bill_anew(20240701);
    bill(0, "97110", 4, NULL);
    bill(1, "97110", 3, "CQ");
    assert_finding(judge(), FINDING_EDIT_UNITS, "97110",
                   "97110 has 7 units on the day, above the 6 of the MUE table of 2024 Q3 "
                   "(indicator 3, a day): the payer denies all of them");
    bill_anew(20240630);
    bill(0, "97110", 7, NULL);
    assert_null(judge());
}

static void units_of_a_line_are_not_summed(void **state)
{
    (void)state;
    load(false, "mue_2024q3.csv", TEXT(MUE_HEAD "97110,4,1 Line Edit,\r\n"));
    bill_anew(20240701);
    bill(0, "97110", 4, NULL);
    bill(0, "97110", 3, "CQ");
    assert_null(judge());
    bill_anew(20240701);
    bill(0, "97110", 4, NULL);
    bill(1, "97110", 5, "CQ");
    assert_finding(judge(), FINDING_EDIT_UNITS, "97110",
                   "97110 has 5 units on a line, above the 4 of the MUE table of 2024 Q3 "
                   "(indicator 1, a line)");
    assert_int_equal(billing.sessions[1].findings.count, 1);
}

static void edits_that_the_profile_leaves_out_are_not_looked_up(void **state)
{
    (void)state;
    load_samples();
    for (unsigned off = 0; off < 4; off++) {
        const struct finding *finding;

        bill_anew(20240701);
        if (off & 1)
            billing.profile.severities[FINDING_EDIT_PAIR] = SEVERITY_OFF;
        if (off & 2)
            billing.profile.severities[FINDING_EDIT_UNITS] = SEVERITY_OFF;
        bill(0, "97140", 1, NULL);
        bill(0, "97124", off == 0 ? 1 : 5, NULL); /* above its 4 */
        finding = off == 3 || off == 0 ? NULL : judge();
        if (finding != NULL)
            assert_int_equal(finding->id, off == 1 ? FINDING_EDIT_UNITS : FINDING_EDIT_PAIR);
        else
            rule_edits(&billing.visit);
        assert_int_equal(billing.sessions[0].findings.count, off == 3 ? 0 : 1);
        assert_int_equal(billing.ledger.count, off == 3 ? 0 : off == 2 ? 1 : off == 1 ? 2 : 3);
    }
    assert_int_equal(load_paths(NULL, 0, NULL, 0), 0);
    bill_anew(20240701);
    bill(0, "97140", 1, NULL);
    assert_null(judge());
    arena_finish(&billing.arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        EACH(pairs_are_told_unless_a_modifier_resolves_them),
        EACH(the_message_says_what_would_resolve_it),
        EACH(pairs_are_of_billed_lines_of_the_whole_visit),
        EACH(units_of_a_day_are_summed),
        EACH(units_of_a_line_are_not_summed),
        EACH(edits_that_the_profile_leaves_out_are_not_looked_up),
    };

    return cmocka_run_group_tests(tests, setup_all, teardown_all);
}
