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

/* The attended services of the draft that state their times, behind the `count` there are. */
static uint32_t add_spans(const struct draft *draft, struct span *spans, uint32_t count)
{
    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        const struct service *service = &draft->session->services[i];

        if (service->start_time.stated && service->end_time.stated &&
            code_is_attended(entry_of(draft, service)))
            spans[count++] = (struct span){ service, time_minutes(service->start_time),
                                            time_minutes(service->end_time) };
    }
    return count;
}

/* One finding a row: with the first row before it whose time it shares. */
static void check_span(const struct span *spans, uint32_t at)
{
    const struct span *span = &spans[at];
    char shown[TEXT_SHOWN];

    for (uint32_t i = 0; i < at; i++) {
        const struct span *other = &spans[i];

        if (span->start >= other->end || other->start >= span->end)
            continue;
        draft_service_finding(span->service, FINDING_TIME_OVERLAP, COL_start_time,
                              "the times of %s and of %s at %s:%llu overlap",
                              span->service->code.data, other->service->code.data,
                              text_show(shown, other->service->session->source_file),
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
    spans = arena_alloc_array(draft->arena, room, sizeof(*spans));
    for (uint32_t i = 0; drafts[i] != draft; i++)
        before = add_spans(drafts[i], spans, before);
    count = add_spans(draft, spans, before);
    for (uint32_t i = before; i < count; i++)
        check_span(spans, i);
}

static bool has_timed_minutes(const struct code *entry)
{
    return entry != NULL && (entry->billing == BILLING_TIMED || entry->billing == BILLING_FIRST ||
                             entry->billing == BILLING_ADDON);
}

/* The total is that of a session, also where several are billed together. Untimed
 * minutes are left out: supervised time may run beside timed time. */
static void check_total(const struct draft *draft, struct session *session)
{
    uint64_t timed = 0;

    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        const struct service *service = &draft->session->services[i];

        if (text_equal(service->session->id, session->id) &&
            has_timed_minutes(entry_of(draft, service)))
            timed += service_minutes(service);
    }
    if (session->total_treatment_minutes != MINUTES_NOT_STATED &&
        timed > (uint64_t)session->total_treatment_minutes)
        findings_add(&session->findings, FINDING_MINUTES_TOTAL, session->line,
                     COL_total_treatment_minutes, TEXT_NONE,
                     "session %s has more timed minutes than total_treatment_minutes",
                     session->id.data);
}

void rule_times(struct draft *draft)
{
    check_overlaps(draft);
    for (uint32_t i = 0; i < draft->member_count; i++) {
        if (draft_member_is_first(draft, i))
            check_total(draft, draft->members[i]);
    }
}
