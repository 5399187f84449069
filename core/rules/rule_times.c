/* rule_times.c - time that is counted twice: one-on-one services whose times overlap,
 * and timed minutes above the total that the record states (time that overlaps is
 * billable once: Pub. 100-04 ch. 5, 20.2; total minutes: Pub. 100-02 ch. 15, 220.3 E). */
#include "rules/draft.h"

#include "base/date.h"
#include "base/text.h"

struct span {
    const struct service *service;
    unsigned start, end; /* minutes of the day */
};

static const struct code *entry_of(const struct draft *draft, const struct service *service)
{
    return codes_find(&draft->rules->codes, service->code);
}

static bool is_attended(const struct draft *draft, const struct service *service)
{
    const struct code *entry = entry_of(draft, service);

    return entry != NULL && entry->attended;
}

static bool is_timed(const struct draft *draft, const struct service *service)
{
    const struct code *entry = entry_of(draft, service);

    return entry != NULL && entry->timed;
}

/* The attended services of the draft that state their times, behind the `count` there are. */
static uint32_t add_spans(const struct draft *draft, struct span *spans, uint32_t count)
{
    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        const struct service *service = &draft->session->services[i];

        if (service->start_time.stated && service->end_time.stated && is_attended(draft, service))
            spans[count++] = (struct span){ service, time_minutes(service->start_time),
                                            time_minutes(service->end_time) };
    }
    return count;
}

/* One finding a row: with the first row before it whose time it shares. */
static void check_span(struct arena *arena, const struct span *spans, uint32_t at)
{
    const struct span *span = &spans[at];

    for (uint32_t i = 0; i < at; i++) {
        const struct span *other = &spans[i];

        if (span->start >= other->end || other->start >= span->end)
            continue;
        draft_service_finding(span->service, FINDING_TIME_OVERLAP, COL_start_time,
                              "the times of %s and of %s at %s:%llu overlap",
                              span->service->code.data, other->service->code.data,
                              shown_in(arena, other->service->session->source_file),
                              (unsigned long long)service_own_line(other->service));
        return;
    }
}

/* Against the draft's own rows, and those of the visit's drafts before it. */
static void check_overlaps(const struct draft *draft)
{
    struct draft *const *drafts = draft->visit->drafts;
    uint32_t room = draft->session->service_count, before = 0, count;
    struct span *spans;

    for (uint32_t i = 0; drafts[i] != draft; i++)
        room += drafts[i]->session->service_count;
    spans = arena_alloc_array(draft->scratch, room, sizeof(*spans));
    for (uint32_t i = 0; drafts[i] != draft; i++)
        before = add_spans(drafts[i], spans, before);
    count = add_spans(draft, spans, before);
    for (uint32_t i = before; i < count; i++)
        check_span(draft->arena, spans, i);
}

/* Of those of the draft's rows that are the session's. */
static uint64_t timed_minutes(const struct draft *draft, const struct session *session)
{
    uint64_t timed = 0;

    if (draft->member_count == 1)
        return draft->timed_minutes;
    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        const struct service *service = &draft->session->services[i];

        if (text_equal(service->session->id, session->id) && is_timed(draft, service))
            timed += service_minutes(service);
    }
    return timed;
}

/* The total is that of a session, also where several are billed together. Untimed
 * minutes are left out: supervised time may run beside timed time. */
static void check_total(const struct draft *draft, struct session *session)
{
    int32_t total = session->total_treatment_minutes;

    if (total != MINUTES_NOT_STATED && timed_minutes(draft, session) > (uint64_t)total)
        findings_note(&session->findings, FINDING_MINUTES_TOTAL, session->line,
                      COL_total_treatment_minutes, TEXT_NONE,
                      "session %s has more timed minutes than total_treatment_minutes",
                      session->id.data);
}

void rule_times(struct draft *draft)
{
    if ((draft->facts & STATES_TIMES) != 0)
        check_overlaps(draft);
    for (uint32_t i = 0; i < draft->member_count; i++) {
        if (draft_member_is_first(draft, i))
            check_total(draft, draft->members[i]);
    }
}
