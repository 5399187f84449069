/* rules_fixture.h - a session built by hand, and what the rules make of it. */
#ifndef TESTS_UNIT_RULES_FIXTURE_H
#define TESTS_UNIT_RULES_FIXTURE_H

#include "unit.h"

#include "rules/rules.h"

enum { FIXTURE_SERVICES = 64 };

struct fixture {
    struct rules rules;
    struct places places;
    struct rules_run run;
    struct arena arena;
    struct session session;
    struct service services[FIXTURE_SERVICES];
    struct verdict verdict;
};

/* A commercial patient's completed physical therapy, nothing rendered yet. */
static inline void fresh_session(struct fixture *f, enum payer_class payer_class)
{
    f->session = session_empty;
    f->session.findings.arena = &f->arena;
    f->session.id = TEXT("S1");
    f->session.source_file = TEXT("in.csv");
    f->session.line = 2;
    f->session.service_date = (struct cl_date){ 2024, 7, 1 };
    f->session.payer_class = payer_class;
    f->session.discipline_stated = true;
    f->session.patient.id = TEXT("P1");
    f->session.payer.id = TEXT("PAY");
    f->session.payer.payer_class = text_of(payer_class_name(payer_class));
    f->session.diagnoses[0] = TEXT("M54.50");
    f->session.diagnoses[1] = TEXT("M25.561");
    f->session.diagnosis_count = 2;
    f->session.services = f->services;
}

/* One row of work; `minutes` may be MINUTES_NOT_STATED. The rest is for the test. */
static inline struct service *add(struct fixture *f, const char *code, int32_t minutes)
{
    struct service *service = &f->services[f->session.service_count];

    assert_true(f->session.service_count < FIXTURE_SERVICES);
    *service = service_empty;
    service->line = f->session.line + f->session.service_count;
    service->code = text_of(code);
    service->minutes = minutes;
    service->unit_charge = 4000;
    service->rendering.npi = TEXT("1234567893");
    f->session.service_count++;
    return service;
}

static inline void modify(struct service *service, const char *modifier)
{
    service->modifiers[service->modifier_count++] = text_of(modifier);
}

static inline const struct cl_claim *apply(struct fixture *f)
{
    f->verdict = rules_apply(&f->rules, &f->run, &f->session, &f->arena);
    return f->verdict.claim;
}

/* How many findings of that kind the session has. */
static inline unsigned told(const struct fixture *f, enum finding_id id)
{
    unsigned count = 0;

    for (size_t i = 0; i < f->session.findings.count; i++)
        count += f->session.findings.items[i].id == id;
    return count;
}

static inline const struct finding *finding_of(const struct fixture *f, enum finding_id id)
{
    for (size_t i = 0; i < f->session.findings.count; i++) {
        if (f->session.findings.items[i].id == id)
            return &f->session.findings.items[i];
    }
    fail_msg("%s was not told", finding_kind(id)->id);
    return NULL;
}

/* The claim's lines as "97110:2 97140:1"; empty where there is no claim. */
static inline struct cl_text lines_of(struct fixture *f)
{
    struct cl_text text = TEXT_NONE;

    for (uint32_t i = 0; f->verdict.claim != NULL && i < f->verdict.claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(f->verdict.claim, i);

        assert_int_equal(line->number, i + 1);
        text = arena_format(&f->arena, "%s%s%s:%u", text.data, i > 0 ? " " : "", line->code.data,
                            line->units);
    }
    return text;
}

/* The modifiers of a line as "59 GP". */
static inline struct cl_text modifiers_of(struct fixture *f, uint32_t index)
{
    const struct cl_line *line = cl_claim_line(f->verdict.claim, index);
    struct cl_text text = TEXT_NONE;

    for (uint32_t i = 0; i < CL_MAX_MODIFIERS && line->modifiers[i].length != 0; i++)
        text =
            arena_format(&f->arena, "%s%s%s", text.data, i > 0 ? " " : "", line->modifiers[i].data);
    return text;
}

/* The rules hold the session for that reason. */
static inline void assert_held(struct fixture *f, enum finding_id id)
{
    assert_null(apply(f));
    assert_int_equal(finding_kind(id)->severity, SEVERITY_ERROR);
    if (told(f, id) != 1)
        fail_msg("%s was told %u times", finding_kind(id)->id, told(f, id));
    assert_true(f->session.findings.errors > 0);
}

static inline int rules_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct problem problem = { 0 };

    assert_non_null(f);
    if (rules_load(&f->rules, NULL, &problem) < 0)
        fail_msg("%s", problem.text);
    places_add_file(&f->places, "in.csv", 0);
    f->run.places = &f->places;
    fresh_session(f, CLASS_COMMERCIAL);
    *state = f;
    return 0;
}

static inline int rules_teardown(void **state)
{
    struct fixture *f = *state;

    rules_run_finish(&f->run);
    rules_finish(&f->rules);
    places_finish(&f->places);
    arena_finish(&f->arena);
    free(f);
    return 0;
}

#define RULES_TEST(function) cmocka_unit_test_setup_teardown(function, rules_setup, rules_teardown)

#endif
