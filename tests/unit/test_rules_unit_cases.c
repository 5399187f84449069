/* test_rules_unit_cases.c - every case of data/unit_cases.csv: through all rules, and by its unit
 * rule alone. Services are CODE:MINUTES or CODE:MINUTES/STATED; answers are separated by |. A rule
 * is one of the unit rules, or cms with the tie-break first or last. */
#include "rules_fixture.h"

#include "rules/table.h"

enum { CASE_COUNT = 148, MAX_CODES = 16 };

enum { ID, RULE, SERVICES, EXPECTED };

static const char *const columns[] = { "id", "rule", "services", "expected" };

struct cases {
    struct fixture *fixture;
    void (*check)(struct fixture *f, const struct cl_text *values);
    unsigned count;
};

static uint64_t number(struct cl_text text)
{
    uint64_t value;

    assert_true(text_to_unsigned(text, 10000, &value));
    return value;
}

/* Adds the services of a case to the session. */
static void add_services(struct fixture *f, struct cl_text services)
{
    while (services.data != NULL) {
        struct cl_text rest = text_split(&services, ' ');
        struct cl_text code = text_split(&rest, ':');
        struct cl_text minutes = text_split(&rest, '/');
        struct service *service = add(f, "", (int32_t)number(minutes));

        service->code = arena_text(&f->arena, code.data, code.length);
        if (rest.data != NULL)
            service->units = (uint32_t)number(rest);
    }
}

/* The lines of an answer that have units: "97110:2 97140:0" -> "97110:2". */
static struct cl_text with_units(struct fixture *f, struct cl_text answer)
{
    struct cl_text kept = TEXT_NONE;

    while (answer.data != NULL) {
        struct cl_text piece = text_split(&answer, ' ');

        if (piece.data[piece.length - 1] != '0' || piece.data[piece.length - 2] != ':')
            kept = arena_format(&f->arena, "%s%s%.*s", kept.data, kept.length != 0 ? " " : "",
                                (int)piece.length, piece.data);
    }
    return kept;
}

static bool one_of(struct fixture *f, struct cl_text lines, struct cl_text answers)
{
    while (answers.data != NULL) {
        if (text_equal(lines, with_units(f, text_split(&answers, '|'))))
            return true;
    }
    return false;
}

static void assert_case(struct fixture *f, const struct cl_text *values, struct cl_text lines)
{
    if (!one_of(f, lines, values[EXPECTED]))
        fail_msg("%s: %s gives \"%s\", not %s", values[ID].data, values[SERVICES].data, lines.data,
                 values[EXPECTED].data);
}

/* A payer for each rule, called like it. */
static const char payers[] = "[payer cms]\nunit_rule = cms\n"
                             "[payer cms-first]\nextends = payer cms\ntie_break = first\n"
                             "[payer cms-last]\nextends = payer cms\ntie_break = last\n"
                             "[payer ama]\nunit_rule = ama\n"
                             "[payer full15]\nunit_rule = full15\n"
                             "[payer quarter]\nunit_rule = quarter\n";

static void check_through_rules(struct fixture *f, const struct cl_text *values)
{
    fresh_session(f, CLASS_OTHER);
    f->session.payer.id = values[RULE];
    add_services(f, values[SERVICES]);
    (void)apply(f);
    if (f->session.findings.errors != 0)
        fail_msg("%s is held", values[ID].data);
    assert_case(f, values, lines_of(f));
}

/* The codes of the session in order, with their minutes and stated units added up. */
static size_t merge(const struct fixture *f, struct cl_text *codes, struct timed *timed)
{
    size_t count = 0;

    for (uint32_t i = 0; i < f->session.service_count; i++) {
        const struct service *service = &f->services[i];
        size_t at = 0;

        while (at < count && !text_equal(codes[at], service->code))
            at++;
        if (at == count) {
            assert_true(count < MAX_CODES);
            timed[count] = (struct timed){ .unit_minutes = 15 };
            codes[count++] = service->code;
        }
        timed[at].minutes += (uint32_t)service->minutes;
        timed[at].stated += service->units;
    }
    return count;
}

/* Cases of timed codes alone, each standing once: nothing but the rule is in play. */
static void check_allot(struct fixture *f, const struct cl_text *values)
{
    struct cl_text tie_break = values[RULE];
    struct cl_text name = text_split(&tie_break, '-');
    const struct unit_rule *rule = unit_rule_find(name);
    struct timed timed[MAX_CODES];
    struct cl_text codes[MAX_CODES];
    struct cl_text lines = TEXT_NONE;
    size_t count;

    fresh_session(f, CLASS_COMMERCIAL);
    add_services(f, values[SERVICES]);
    count = merge(f, codes, timed);
    if (count != f->session.service_count)
        return;
    for (size_t i = 0; i < count; i++) {
        if (codes_find(&f->rules.codes, codes[i])->billing != BILLING_TIMED)
            return;
    }
    (void)rule->allot(timed, count,
                      tie_break.data == NULL                 ? TIE_TO_MINUTES
                      : text_equal(tie_break, TEXT("first")) ? TIE_TO_FIRST
                                                             : TIE_TO_LAST);
    for (size_t i = 0; i < count; i++) {
        if (timed[i].units != 0)
            lines = arena_format(&f->arena, "%s%s%s:%u", lines.data, lines.length != 0 ? " " : "",
                                 codes[i].data, timed[i].units);
    }
    assert_case(f, values, lines);
}

/* The texts of a table's row do not end with a NUL: copy them. */
static int take_case(void *context, const struct table_row *row, struct problem *problem)
{
    struct cases *cases = context;
    struct cl_text values[COUNT_OF(columns)];

    (void)problem;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        values[i] = arena_text(&cases->fixture->arena, row->values[i].data, row->values[i].length);
    cases->check(cases->fixture, values);
    cases->count++;
    return 0;
}

static void check_all(struct cases *cases)
{
    static const char *const unread[] = { "source", NULL };
    static const struct table_shape shape = { columns, COUNT_OF(columns), COUNT_OF(columns),
                                              take_case, unread };
    struct problem problem = { 0 };

    if (table_read(&shape, NULL, TEST_SOURCE_DIR "/unit/data/unit_cases.csv", cases, &problem) < 0)
        fail_msg("%s", problem.text);
    assert_int_equal(cases->count, CASE_COUNT);
}

static void all_cases_through_all_rules(void **state)
{
    struct cases cases = { *state, check_through_rules, 0 };

    use_payers(*state, payers);
    check_all(&cases);
}

static void all_cases_by_the_unit_rule_alone(void **state)
{
    struct cases cases = { *state, check_allot, 0 };

    check_all(&cases);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(all_cases_through_all_rules),
        RULES_TEST(all_cases_by_the_unit_rule_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
