/* test_rules_across.c - what is seen from session to session: times, months, payers. */
#include "rules_fixture.h"

#include "rules/across.h"

struct line_up {
    struct fixture *f;
    struct across across;
    struct places places;
    enum among among; /* how the next session was judged */
    bool second;      /* it is not the first */
};

static void begin(struct line_up *up, struct fixture *f)
{
    *up = (struct line_up){ .f = f };
    up->across.places = &up->places;
    places_add_file(&up->places, "in.csv", 0);
}

static void finish(struct line_up *up)
{
    across_finish(&up->across);
    places_finish(&up->places);
    up->f->visit_count = 0;
}

struct visit_row {
    const char *patient;
    const char *npi;
    const char *code;
    const char *start, *end;
    enum discipline discipline;
    struct cl_date day;
};

/* A session of one row, noted; what it was told is in its findings. */
static struct session *note(struct line_up *up, const struct visit_row *row)
{
    struct service *service;
    struct session *session;

    fresh_session(up->f, CLASS_COMMERCIAL);
    up->f->session.patient.id = text_of(row->patient);
    up->f->session.discipline = row->discipline;
    if (row->day.year != 0)
        up->f->session.service_date = row->day;
    service = add(up->f, row->code, 15);
    service->rendering.npi = text_of(row->npi);
    if (row->start != NULL) {
        assert_true(time_parse(text_of(row->start), &service->start_time));
        assert_true(time_parse(text_of(row->end), &service->end_time));
    }
    session = keep(up->f, up->second ? "S2" : "S1");
    across_note(&up->across, &up->f->rules, session, up->among);
    up->second = true;
    return session;
}

#define A "1234567893"
#define B "1999000015"

/* Two sessions of a day, in both orders: whether the later one is told. */
static const struct {
    struct visit_row first, second;
    bool provider, discipline;
} pairs[] = {
    /* one provider, two patients */
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P2", A, "97140", "09:20", "09:40", DISCIPLINE_PT, { 0 } },
      true,
      false },
    { { "P1", A, "97110", "09:00", "10:00", DISCIPLINE_PT, { 0 } },
      { "P2", A, "97140", "09:20", "09:40", DISCIPLINE_PT, { 0 } },
      true,
      false },
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P2", A, "97140", "09:30", "10:00", DISCIPLINE_PT, { 0 } },
      false,
      false }, /* one begins as the other ends */
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P2", B, "97140", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      false,
      false }, /* two providers */
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P2", A, "97140", "09:00", "09:30", DISCIPLINE_PT, { 2024, 7, 2 } },
      false,
      false }, /* two days */
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P2", A, "97140", NULL, NULL, DISCIPLINE_PT, { 0 } },
      false,
      false }, /* no times */
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P2", A, "G0283", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      false,
      false }, /* supervised */
    { { "P1", A, "97150", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P2", A, "97150", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      false,
      false }, /* a group */
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P1", A, "97140", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      false,
      false }, /* one patient: below */
    /* one patient, two disciplines */
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P1", B, "97530", "09:29", "10:00", DISCIPLINE_OT, { 0 } },
      false,
      true },
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P1", B, "97530", "09:30", "10:00", DISCIPLINE_OT, { 0 } },
      false,
      false },
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P2", B, "97530", "09:00", "09:30", DISCIPLINE_OT, { 0 } },
      false,
      false },
    { { "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 } },
      { "P1", B, "97530", "09:00", "09:30", DISCIPLINE_OT, { 2024, 7, 2 } },
      false,
      false },
};

static void times_overlap_from_session_to_session(void **state)
{
    for (size_t i = 0; i < 2 * COUNT_OF(pairs); i++) {
        const struct visit_row *both[] = { &pairs[i / 2].first, &pairs[i / 2].second };
        struct line_up up;
        struct session *session;

        begin(&up, *state);
        session = note(&up, both[i % 2]);
        assert_int_equal(session->findings.count, 0);
        session = note(&up, both[1 - i % 2]);
        if (told_of(session, FINDING_TIME_OVERLAP_PROVIDER) != pairs[i / 2].provider ||
            told_of(session, FINDING_TIME_OVERLAP_DISCIPLINE) != pairs[i / 2].discipline)
            fail_msg("pair %zu, order %zu", i / 2, i % 2);
        assert_int_equal(session->findings.errors, 0);
        finish(&up);
    }
}

/* Two sessions of a patient in one discipline: rule_times sees those of a visit. */
static void a_patient_is_in_one_session_at_a_time(void **state)
{
    static const struct visit_row first = {
        "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 }
    };
    static const struct visit_row second = { "P1",          B,    "97140", "09:29", "10:00",
                                             DISCIPLINE_PT, { 0 } };
    static const struct {
        enum among among;
        unsigned told;
    } rows[] = { { AMONG_NONE, 1 }, { AMONG_VISIT, 0 }, { AMONG_MERGED, 0 } };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct line_up up;

        begin(&up, *state);
        up.among = rows[i].among;
        assert_int_equal(note(&up, &first)->findings.count, 0);
        assert_int_equal(told_of(note(&up, &second), FINDING_TIME_OVERLAP), rows[i].told);
        finish(&up);
    }
}

/* The row that stands there is named, the patient is not. */
static void an_overlap_names_the_other_row(void **state)
{
    static const struct visit_row first = { "PX-7",        A,    "97110", "09:00", "09:30",
                                            DISCIPLINE_PT, { 0 } };
    static const struct visit_row far = {
        "PX-8", A, "97110", "11:00", "11:30", DISCIPLINE_PT, { 0 }
    };
    static const struct visit_row late = { "PX-9",        A,    "97140", "09:15", "11:15",
                                           DISCIPLINE_PT, { 0 } };
    struct line_up up;
    struct session *session;

    begin(&up, *state);
    (void)note(&up, &first);
    assert_int_equal(note(&up, &far)->findings.count, 0);
    session = note(&up, &late);
    assert_int_equal(session->findings.count, 1);
    assert_text(MESSAGE_OF(&session->findings.items[0]),
                "97140 overlaps a row of the same provider with another patient at in.csv:2");
    assert_int_equal(session->findings.items[0].line, 202);
    assert_int_equal(session->findings.items[0].column, COL_start_time);
    finish(&up);
}

static void a_month_is_billed_once(void **state)
{
    static const struct {
        const char *patient;
        struct cl_date day;
        const char *code;
        unsigned told;
    } rows[] = {
        { "P1", { 2026, 5, 20 }, "98980", 0 }, { "P1", { 2026, 5, 31 }, "98980", 1 },
        { "P1", { 2026, 6, 1 }, "98980", 0 },  { "P2", { 2026, 5, 20 }, "98981", 0 },
        { "P1", { 2027, 5, 20 }, "98980", 0 }, { "P2", { 2026, 5, 1 }, "97110", 0 },
        { "P2", { 2026, 5, 2 }, "98980", 1 },  { "P2", { 2026, 5, 2 }, "98981", 0 }, /* merged */
    };
    struct line_up up;

    begin(&up, *state);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct visit_row row = { rows[i].patient, A,          rows[i].code, NULL, NULL,
                                       DISCIPLINE_PT,   rows[i].day };

        up.among = i == COUNT_OF(rows) - 1 ? AMONG_MERGED : AMONG_NONE;
        if (told_of(note(&up, &row), FINDING_MONTHLY_REPEATED) != rows[i].told)
            fail_msg("row %zu", i);
    }
    finish(&up);
}

/* A day with more rows than are looked at is no slower than others, and ends. */
static void a_crowded_day_ends(void **state)
{
    static const struct visit_row row = {
        "P1", A, "97110", "09:00", "09:30", DISCIPLINE_PT, { 0 }
    };
    struct line_up up;

    begin(&up, *state);
    for (unsigned i = 0; i < 5000; i++) {
        up.f->visit_count = 0;
        (void)note(&up, &row);
    }
    assert_true(up.across.span_count <= 2 * 257);
    finish(&up);
}

static struct payer_use *use(struct line_up *up, const char *payer, enum payer_class payer_class,
                             struct cl_date day, unsigned told)
{
    struct fixture *f = up->f;
    struct payer_use *found;

    fresh_session(f, payer_class);
    f->session.payer.id = text_of(payer);
    found = across_payer(&up->across, &f->session,
                         profiles_find(f->rules.profiles, f->session.payer.id, payer_class, day));
    assert_int_equal(told_of(&f->session, FINDING_PAYER_CLASS_DEFAULT), told);
    return found;
}

/* A payer that its class's profile judges is told of once. */
static void payers_stand_in_the_order_of_their_use(void **state)
{
    static const struct cl_date day = { 2026, 5, 20 };
    struct line_up up;

    begin(&up, *state);
    use(&up, "ONE", CLASS_COMMERCIAL, day, 1)->sessions++;
    use(&up, "TWO", CLASS_MEDICARE, day, 1)->sessions++;
    use(&up, "ONE", CLASS_COMMERCIAL, day, 0)->sessions++;
    use(&up, "ONE", CLASS_MEDICARE, day, 1)->sessions++;
    assert_int_equal(up.across.payer_count, 3);
    assert_text(up.across.payers[0].payer_id, "ONE");
    assert_text(up.across.payers[0].payer_class, "commercial");
    assert_int_equal(up.across.payers[0].sessions, 2);
    assert_text(up.across.payers[1].payer_id, "TWO");
    assert_text(up.across.payers[2].payer_class, "medicare");
    finish(&up);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RULES_TEST(times_overlap_from_session_to_session),
        RULES_TEST(a_patient_is_in_one_session_at_a_time),
        RULES_TEST(an_overlap_names_the_other_row),
        RULES_TEST(a_month_is_billed_once),
        RULES_TEST(a_crowded_day_ends),
        RULES_TEST(payers_stand_in_the_order_of_their_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
