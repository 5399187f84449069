/* test_rules_assistant.c - units of an assistant, on lines with CQ or CO: every case of
 * data/cq_cases.csv, what is told of assistants, and sums of random sessions.
 *
 * Services are CODE:MINUTES/ASSISTANT_MINUTES=UNITS+MODIFIER, minutes - not stated, all but the
 * code optional; lines are CODE:UNITS/MINUTES+MODIFIER. */
#include "rules_fixture.h"

#include "rules/table.h"

enum { CASE_COUNT = 72 };

enum { ID, PAYER, DISCIPLINE, SERVICES, EXPECTED };

static const char *const columns[] = { "id", "payer", "discipline", "services", "expected" };

/* The payers of the cases. */
static const char payers[] = "[payer medicare]\nextends = class medicare\n"
                             "[payer ama]\nassistant_modifiers = required\nunit_rule = ama\n"
                             "[payer full15]\nextends = payer ama\nunit_rule = full15\n"
                             "[payer short]\nextends = payer ama\nshort_service = 52\n"
                             "[payer stated]\nextends = payer ama\nstated_units = allowed\n"
                             "[payer other]\n";

static uint64_t number(struct cl_text text)
{
    uint64_t value;

    assert_true(text_to_unsigned(text, 10000, &value));
    return value;
}

static void add_service(struct fixture *f, struct cl_text text)
{
    struct cl_text plus = text;
    struct cl_text equals = text_split(&plus, '+');
    struct cl_text slash = text_split(&equals, '=');
    struct cl_text colon = text_split(&slash, '/');
    struct cl_text code = text_split(&colon, ':');
    bool stated = !text_equal(colon, TEXT("-"));
    struct service *service =
        add(f, "", stated ? (int32_t)number(colon) : (int32_t)MINUTES_NOT_STATED);

    service->code = arena_text(&f->arena, code.data, code.length);
    if (slash.data != NULL)
        service->assistant_minutes = (int32_t)number(slash);
    if (equals.data != NULL)
        service->units = (uint32_t)number(equals);
    while (plus.data != NULL) {
        struct cl_text modifier = text_split(&plus, '+');

        modify(service, arena_text(&f->arena, modifier.data, modifier.length).data);
    }
}

static void add_services(struct fixture *f, struct cl_text services)
{
    while (services.data != NULL)
        add_service(f, text_split(&services, ' '));
}

/* The claim's lines as the cases write them. */
static struct cl_text written(struct fixture *f)
{
    const struct cl_claim *claim = f->verdict.claim;
    struct cl_text text = TEXT_NONE;

    for (uint32_t i = 0; claim != NULL && i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        text = arena_format(&f->arena, "%s%s%s:%u/%u", text.data, i > 0 ? " " : "", line->code.data,
                            line->units, line->minutes);
        for (uint32_t j = 0; j < CL_MAX_MODIFIERS && line->modifiers[j].length != 0; j++)
            text = arena_format(&f->arena, "%s+%s", text.data, line->modifiers[j].data);
    }
    return text;
}

struct cases {
    struct fixture *fixture;
    unsigned count;
};

static void check_case(struct fixture *f, const struct cl_text *values)
{
    struct cl_text lines;

    fresh_session(f, CLASS_OTHER);
    f->session.payer.id = values[PAYER];
    f->session.discipline =
        text_equal(values[DISCIPLINE], TEXT("OT")) ? DISCIPLINE_OT : DISCIPLINE_PT;
    add_services(f, values[SERVICES]);
    (void)apply(f);
    if (f->session.findings.errors != 0)
        fail_msg("%s is held", values[ID].data);
    lines = written(f);
    if (!text_equal(lines, values[EXPECTED]))
        fail_msg("%s: %s gives \"%s\", not \"%s\"", values[ID].data, values[SERVICES].data,
                 lines.data, values[EXPECTED].data);
}

/* The texts of a table's row do not end with a NUL: copy them. */
static int take_case(void *context, const struct table_row *row, struct problem *problem)
{
    struct cases *cases = context;
    struct cl_text values[COUNT_OF(columns)];

    (void)problem;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        values[i] = arena_text(&cases->fixture->arena, row->values[i].data, row->values[i].length);
    check_case(cases->fixture, values);
    cases->count++;
    return 0;
}

static void check_all(struct cases *cases)
{
    static const char *const unread[] = { "why", NULL };
    static const struct table_shape shape = { columns, COUNT_OF(columns), COUNT_OF(columns),
                                              take_case, unread };
    struct problem problem = { 0 };

    if (table_read(&shape, NULL, TEST_SOURCE_DIR "/unit/data/cq_cases.csv", cases, &problem) < 0)
        fail_msg("%s", problem.text);
    assert_int_equal(cases->count, CASE_COUNT);
}

static void all_cases(void **state)
{
    struct cases cases = { *state, 0 };

    use_payers(*state, payers);
    check_all(&cases);
    cases.count = 0;
    cases.fixture->silent = true; /* the same where nobody asks why */
    check_all(&cases);
}

/* A unit that is no quarter hour goes by the whole service: by 10 % of half an hour. */
static void another_length_goes_by_the_whole_service(void **state)
{
    static const struct {
        const char *service, *lines;
    } rows[] = { { "97110:30/3", "97110:1/30+GP" },
                 { "97110:30/4", "97110:1/30+GP+CQ" },
                 { "97110:60/30", "97110:2/60+GP+CQ" } };
    struct fixture *f = *state;

    use_codes(f, "code,billing,minutes_per_unit\n97110,timed,30\n");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_MEDICARE);
        add_service(f, text_of(rows[i].service));
        assert_non_null(apply(f));
        assert_text(written(f), rows[i].lines);
    }
}

/* A line names the code and the row that its own first service documents. */
static void lines_have_their_own_rows(void **state)
{
    struct fixture *f = *state;
    const struct cl_line *line;

    use_payers(f, "[class commercial]\nassistant_modifiers = required\n"
                  "substitute = 97112 -> 97110\n");
    add_service(f, TEXT("97112:15+CQ"));
    add_service(f, TEXT("97110:15"));
    assert_non_null(apply(f));
    assert_text(written(f), "97110:1/15+GP+CQ 97110:1/15+GP");
    line = cl_claim_line(f->verdict.claim, 0);
    assert_text(line->documented_code, "97112");
    assert_int_equal(line->source_line, 2);
    line = cl_claim_line(f->verdict.claim, 1);
    assert_text(line->documented_code, "97110");
    assert_int_equal(line->source_line, 3);
}

static void evaluations_are_the_therapists(void **state)
{
    static const char *const services[] = { "97161:30/5", "97161:30+CQ", "97161:-+CQ" };
    static const enum payer_class classes[] = { CLASS_MEDICARE, CLASS_COMMERCIAL };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(services) * COUNT_OF(classes); i++) {
        fresh_session(f, classes[i % 2]);
        add_service(f, text_of(services[i / 2]));
        assert_held(f, FINDING_ASSISTANT_EVALUATION);
    }
    fresh_session(f, CLASS_MEDICARE);
    add_service(f, TEXT("97161:30/0"));
    assert_non_null(apply(f));
    assert_int_equal(told(f, FINDING_ASSISTANT_EVALUATION), 0);
}

static void assistants_have_the_modifier_of_their_discipline(void **state)
{
    static const struct {
        enum discipline discipline;
        const char *service;
        bool held;
    } rows[] = {
        { DISCIPLINE_PT, "97530:15+CQ", false }, { DISCIPLINE_PT, "97530:15+CO", true },
        { DISCIPLINE_OT, "97530:15+CO", false }, { DISCIPLINE_OT, "97530:15+CQ", true },
        { DISCIPLINE_SLP, "92507:15+CQ", true }, { DISCIPLINE_SLP, "92507:15+CO", true },
        { DISCIPLINE_SLP, "92507:15/5", true },  { DISCIPLINE_SLP, "92507:15/0", false },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_MEDICARE);
        f->session.discipline = rows[i].discipline;
        add_service(f, text_of(rows[i].service));
        (void)apply(f);
        if (told(f, FINDING_ASSISTANT_DISCIPLINE) != rows[i].held)
            fail_msg("row %zu", i);
        fresh_session(f, CLASS_COMMERCIAL);
        f->session.discipline = rows[i].discipline;
        add_service(f, text_of(rows[i].service));
        (void)apply(f);
        assert_int_equal(told(f, FINDING_ASSISTANT_DISCIPLINE), 0);
    }
}

static void cq_and_other_minutes_contradict(void **state)
{
    static const struct {
        const char *service;
        unsigned told;
    } rows[] = { { "97110:15/5+CQ", 1 },
                 { "97110:15/15+CQ", 0 },
                 { "97110:15/0+CQ", 0 },
                 { "97110:15+CQ", 0 },
                 { "97110:14/7", 0 } };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fresh_session(f, CLASS_MEDICARE);
        add_service(f, text_of(rows[i].service));
        assert_non_null(apply(f));
        assert_int_equal(told(f, FINDING_ASSISTANT_DIFFERS), rows[i].told);
        assert_text(modifiers_of(f, 0), "GP CQ"); /* by CQ all minutes, or more than 10 % */
    }
}

/* The ledger says what stands on the lines. */
static void assert_reasons(const struct fixture *f, uint32_t with, uint32_t without)
{
    uint32_t units[2] = { 0, 0 };

    for (size_t i = 0; i < f->ledger.count; i++) {
        const struct ledger_entry *entry = &f->ledger.entries[i];

        if (entry->step == LEDGER_ASSISTANT)
            units[entry->modifier.length != 0] += entry->units;
    }
    assert_int_equal(units[1], with);
    assert_int_equal(units[0], without);
}

/* The units with CQ of one code by the steps of the rule, minute by minute: whole blocks
 * are taken off while they last, then what is left is looked at. */
static uint32_t units_with(uint32_t therapist, uint32_t assistant, uint32_t units)
{
    uint32_t with = 0;

    for (; assistant >= 15; assistant -= 15, units--)
        with++;
    for (; therapist >= 15; therapist -= 15)
        units--;
    if (units == 2)
        return with + 1;
    if (units == 1 && therapist < 8 && 10 * assistant > therapist + assistant)
        return with + 1;
    return with;
}

static void random_sessions_add_up(void **state)
{
    struct fixture *f = *state;
    uint64_t seed = 42;

    use_payers(f, payers);
    for (unsigned round = 0; round < 20000; round++) {
        uint32_t minutes[2] = { (uint32_t)random_below(&seed, 60),
                                (uint32_t)random_below(&seed, 60) };
        uint32_t units = (minutes[0] + minutes[1] + 7) / 15;
        uint32_t with = 0;
        uint32_t of_with = 0;
        uint32_t all = 0;
        uint32_t all_minutes = 0;

        fresh_session(f, CLASS_OTHER);
        f->session.payer.id = TEXT("ama");
        add(f, "97110", (int32_t)(minutes[0] + minutes[1]))->assistant_minutes =
            (int32_t)minutes[1];
        (void)apply(f);
        for (uint32_t i = 0; f->verdict.claim != NULL && i < f->verdict.claim->line_count; i++) {
            const struct cl_line *line = cl_claim_line(f->verdict.claim, i);
            bool is_with = text_equal(line->modifiers[1], TEXT("CQ"));

            with += is_with ? line->units : 0;
            of_with += is_with ? line->minutes : 0;
            all += line->units;
            all_minutes += line->minutes;
        }
        assert_int_equal(all, units);
        assert_int_equal(with, units_with(minutes[0], minutes[1], units));
        if (units != 0)
            assert_int_equal(all_minutes, minutes[0] + minutes[1]);
        if (with != 0 && with != units)
            assert_int_equal(of_with, minutes[1]);
        if (units != 0 && minutes[1] != 0)
            assert_reasons(f, with, units - with);
        if (round % 500 == 0)
            arena_reset(&f->arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(all_cases),
        RULES_TEST(another_length_goes_by_the_whole_service),
        RULES_TEST(lines_have_their_own_rows),
        RULES_TEST(evaluations_are_the_therapists),
        RULES_TEST(assistants_have_the_modifier_of_their_discipline),
        RULES_TEST(cq_and_other_minutes_contradict),
        RULES_TEST(random_sessions_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
