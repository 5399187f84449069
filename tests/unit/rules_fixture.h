/* rules_fixture.h - a session built by hand, or several of a day, and what the rules make of them.
 */
#ifndef TESTS_UNIT_RULES_FIXTURE_H
#define TESTS_UNIT_RULES_FIXTURE_H

#include "temporary_input.h"
#include "unit.h"

#include "base/date.h"
#include "rules/ledger.h"
#include "rules/rules.h"

enum { FIXTURE_SERVICES = 64, FIXTURE_VISIT = 8 };

struct fixture {
    struct rules rules;
    struct arena arena;
    struct session session;
    struct service services[FIXTURE_SERVICES];
    struct verdict verdict;
    struct ledger ledger;
    bool silent; /* nobody asks why: the rules get no ledger */
    /* What keep() put aside for apply_visit(); verdicts and ledgers in the same order. */
    struct session visit[FIXTURE_VISIT];
    struct verdict verdicts[FIXTURE_VISIT];
    struct ledger ledgers[FIXTURE_VISIT];
    size_t visit_count;
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
    f->verdict = (struct verdict){ 0 };
    f->ledger = (struct ledger){ .arena = &f->arena };
}

/* One row of work; `minutes` may be MINUTES_NOT_STATED. The rest is for the test. */
static inline struct service *add(struct fixture *f, const char *code, int32_t minutes)
{
    struct service *service = &f->services[f->session.service_count];

    assert_true(f->session.service_count < FIXTURE_SERVICES);
    *service = service_empty;
    service->session = &f->session;
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
    struct session *session = &f->session;

    rules_apply(&f->rules, &session, 1, &f->arena, &f->verdict, f->silent ? NULL : &f->ledger);
    return f->verdict.claim;
}

/* The reasons that the rules wrote down for a claim. */
static inline struct ledger explain(struct fixture *f)
{
    assert_non_null(apply(f));
    return f->ledger;
}

/* Puts the session aside as the next of a visit; fresh_session() begins another. */
static inline struct session *keep(struct fixture *f, const char *id)
{
    struct session *session = &f->visit[f->visit_count];
    size_t bytes = f->session.service_count * sizeof(struct service);

    assert_true(f->visit_count < FIXTURE_VISIT);
    *session = f->session;
    session->id = text_of(id);
    session->line = f->session.line + 100 * f->visit_count;
    session->services = arena_alloc(&f->arena, bytes);
    memcpy(session->services, f->services, bytes);
    for (uint32_t i = 0; i < session->service_count; i++) {
        session->services[i].session = session;
        session->services[i].line += 100 * f->visit_count;
    }
    f->visit_count++;
    return session;
}

/* Judges together what was kept, which the next keep() begins anew. */
static inline void apply_visit(struct fixture *f)
{
    struct session *sessions[FIXTURE_VISIT];

    for (size_t i = 0; i < f->visit_count; i++) {
        sessions[i] = &f->visit[i];
        f->ledgers[i] = (struct ledger){ .arena = &f->arena };
    }
    rules_apply(&f->rules, sessions, f->visit_count, &f->arena, f->verdicts,
                f->silent ? NULL : f->ledgers);
    f->visit_count = 0;
}

/* How many findings of that kind a session has. */
static inline unsigned told_of(const struct session *session, enum finding_id id)
{
    unsigned count = 0;

    for (size_t i = 0; i < session->findings.count; i++)
        count += session->findings.items[i].id == id;
    return count;
}

static inline unsigned told(const struct fixture *f, enum finding_id id)
{
    return told_of(&f->session, id);
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

/* A claim's lines as "97110:2 97140:1"; empty where there is no claim. */
static inline struct cl_text lines_of_claim(struct fixture *f, const struct cl_claim *claim)
{
    struct cl_text text = TEXT_NONE;

    for (uint32_t i = 0; claim != NULL && i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        assert_int_equal(line->number, i + 1);
        text = arena_format(&f->arena, "%s%s%s:%u", text.data, i > 0 ? " " : "", line->code.data,
                            line->units);
    }
    return text;
}

static inline struct cl_text lines_of(struct fixture *f)
{
    return lines_of_claim(f, f->verdict.claim);
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

/* The tables anew, with files over them; nothing is kept of the files. */
static inline void use_files(struct fixture *f, const struct rule_files *files)
{
    struct problem problem = { 0 };

    rules_finish(&f->rules);
    if (rules_load(&f->rules, files, &problem) < 0)
        fail_msg("%s", problem.text);
}

/* Payer profiles over the built-in ones: "[class commercial]\nunit_rule = cms\n". */
static inline void use_payers(struct fixture *f, const char *text)
{
    struct temporary_input file;

    temporary_input_make(&file, text_of(text), 0);
    use_files(f, &(struct rule_files){
                     .payers = arena_text(&f->arena, file.path, strlen(file.path)).data });
    temporary_input_remove(&file);
}

/* A code table over the built-in one. */
static inline void use_codes(struct fixture *f, const char *text)
{
    struct temporary_input file;

    temporary_input_make(&file, text_of(text), 0);
    use_files(f, &(struct rule_files){
                     .codes = arena_text(&f->arena, file.path, strlen(file.path)).data });
    temporary_input_remove(&file);
}

static inline int rules_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct problem problem = { 0 };

    assert_non_null(f);
    if (rules_load(&f->rules, &(struct rule_files){ 0 }, &problem) < 0)
        fail_msg("%s", problem.text);
    fresh_session(f, CLASS_COMMERCIAL);
    *state = f;
    return 0;
}

static inline int rules_teardown(void **state)
{
    struct fixture *f = *state;

    rules_finish(&f->rules);
    arena_finish(&f->arena);
    free(f);
    return 0;
}

#define RULES_TEST(function) cmocka_unit_test_setup_teardown(function, rules_setup, rules_teardown)

#endif
