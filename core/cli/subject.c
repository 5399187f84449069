/* subject.c - see subject.h. */
#include "subject.h"

#include "base/text.h"

static void make_room(const struct judging *judging, struct subject *subject)
{
    size_t count = subject->visit.count;

    if (count == 1) {
        subject->verdict = (struct verdict){ 0 };
        subject->fate = 0;
        subject->verdicts = &subject->verdict;
        subject->fates = &subject->fate;
        return;
    }
    subject->verdicts = arena_alloc_array(judging->arena, count, sizeof(*subject->verdicts));
    subject->fates = arena_alloc_array(judging->arena, count, 1);
}

int subject_make(const struct judging *judging, struct subject *subject, struct problem *problem)
{
    const struct run *run = judging->run;
    struct gathered *visit = &subject->visit;

    if (subject->member == NULL) {
        visit->sessions = &subject->session;
        visit->count = 1;
        visit->first_piece = true;
        if (run->request->duplicates == DUPLICATES_ALL &&
            subject_look_for_repeats(judging, subject, problem) < 0)
            return -1;
    } else {
        if (gather_visit(run->gather, subject->member, subject->session,
                         &run->benches[judging->worker].pieces, judging->arena, visit, problem) < 0)
            return -1;
        subject->session = visit->sessions[visit->own];
    }
    make_room(judging, subject);
    if (judging->run->request->explain)
        subject->ledgers = arena_alloc_array(judging->arena, visit->count, sizeof(struct ledger));
    return 0;
}

struct subject *subject_other(const struct judging *judging, const struct subject *subject)
{
    struct subject *other;
    struct session **sessions;

    if (judging->run->request->other_files == NULL)
        return NULL;
    other = arena_alloc(judging->arena, sizeof(*other));
    sessions = arena_alloc_array(judging->arena, subject->visit.count, sizeof(struct session *));
    for (size_t i = 0; i < subject->visit.count; i++)
        sessions[i] = session_copy(judging->arena, subject->visit.sessions[i]);
    *other = *subject;
    other->visit.sessions = sessions;
    other->session = sessions[subject->visit.own];
    other->ledgers = NULL;
    make_room(judging, other);
    return other;
}

/* Its status says so, and no piece of it holds an error: that holds them all. */
static bool is_skipped(const struct gathered *visit, const struct session *session)
{
    if (session->status == STATUS_COMPLETED)
        return false;
    for (size_t i = 0; i < visit->count; i++) {
        if (visit->sessions[i]->findings.errors != 0 &&
            text_equal(visit->sessions[i]->id, session->id))
            return false;
    }
    return true;
}

/* Whether every target can write the claim; a refusal is a finding like others. */
static int ask_targets(const struct judging *judging, struct session *session,
                       const struct cl_claim *claim, struct problem *problem)
{
    struct refusal refusal;
    int answer;

    if (judging->run->dispatch == NULL || claim == NULL)
        return 0;
    answer = dispatch_check(judging->run->dispatch, judging->worker, claim, &refusal, problem);
    if (answer > 0)
        findings_add(&session->findings, FINDING_PLUGIN_REFUSED, session->line, COLUMN_NONE,
                     TEXT_NONE, "the plugin %s refuses session %s: %s", refusal.plugin,
                     session->id.data, refusal.text);
    return answer;
}

/* A refused claim holds all sessions that it bills, or was counted together with. */
static void hold_refused(const struct subject *subject, size_t refused)
{
    const struct session *other = subject->visit.sessions[refused];

    for (size_t i = 0; i < subject->visit.count; i++) {
        struct session *session = subject->visit.sessions[i];
        const struct verdict *verdict = &subject->verdicts[i];

        if (verdict->profile != NULL && session->findings.errors == 0 &&
            (verdict->pooled || verdict->billed_on == refused))
            findings_add(&session->findings, FINDING_VISIT_HELD, session->line, COLUMN_NONE,
                         TEXT_NONE, "session %s is held together with session %s", session->id.data,
                         other->id.data);
    }
}

static int ask_about_all(const struct judging *judging, const struct subject *subject,
                         struct problem *problem)
{
    for (size_t i = 0; i < subject->visit.count; i++) {
        int answer =
            ask_targets(judging, subject->visit.sessions[i], subject->verdicts[i].claim, problem);

        if (answer < 0)
            return -1;
        if (answer > 0)
            hold_refused(subject, i);
    }
    return 0;
}

static struct ledger *make_ledgers(const struct judging *judging, size_t count)
{
    struct ledger *ledgers = arena_alloc_array(judging->arena, count, sizeof(*ledgers));

    for (size_t i = 0; i < count; i++)
        ledgers[i].arena = judging->arena;
    return ledgers;
}

static void apply_to_one(const struct judging *judging, const struct rules *rules,
                         const struct subject *subject)
{
    if (is_skipped(&subject->visit, subject->session))
        return;
    if (subject->ledgers != NULL)
        subject->ledgers[0].arena = judging->arena;
    rules_apply(rules, subject->visit.sessions, 1, judging->arena, subject->verdicts,
                subject->ledgers);
}

/* To those of the visit that are not skipped; what is said of them goes to their places. */
static void apply_to_visit(const struct judging *judging, const struct rules *rules,
                           const struct subject *subject)
{
    const struct gathered *visit = &subject->visit;
    struct session **sessions =
        arena_alloc_array(judging->arena, visit->count, sizeof(struct session *));
    struct verdict *verdicts = arena_alloc_array(judging->arena, visit->count, sizeof(*verdicts));
    size_t *index = arena_alloc_array(judging->arena, visit->count, sizeof(*index));
    struct ledger *ledgers = NULL;
    size_t count = 0;

    for (size_t i = 0; i < visit->count; i++) {
        if (is_skipped(visit, visit->sessions[i]))
            continue;
        index[count] = i;
        sessions[count++] = visit->sessions[i];
    }
    if (count == 0)
        return;
    if (subject->ledgers != NULL)
        ledgers = make_ledgers(judging, count);
    rules_apply(rules, sessions, count, judging->arena, verdicts, ledgers);
    for (size_t i = 0; i < count; i++) {
        subject->verdicts[index[i]] = verdicts[i];
        subject->verdicts[index[i]].billed_on = index[verdicts[i].billed_on];
        if (ledgers != NULL)
            subject->ledgers[index[i]] = ledgers[i];
    }
}

static void find_fates(const struct subject *subject)
{
    for (size_t i = 0; i < subject->visit.count; i++) {
        const struct session *session = subject->visit.sessions[i];

        subject->fates[i] = FATE_ACCEPTED;
        if (session->findings.errors != 0)
            subject->fates[i] = FATE_HELD;
        else if (session->status != STATUS_COMPLETED)
            subject->fates[i] = FATE_SKIPPED;
    }
}

int subject_apply(const struct judging *judging, const struct rules *rules, struct subject *subject,
                  struct problem *problem)
{
    if (subject->visit.passed_over) {
        subject->fates[subject->visit.own] = FATE_PASSED_OVER;
        return 0;
    }
    /* Alone, a session with an error is held, whatever the rules say; in a visit it holds others.
     */
    if (subject->session->findings.errors == 0 || subject->visit.count > 1) {
        if (subject->visit.count == 1)
            apply_to_one(judging, rules, subject);
        else
            apply_to_visit(judging, rules, subject);
        if (ask_about_all(judging, subject, problem) < 0)
            return -1;
    }
    find_fates(subject);
    return 0;
}
