/* scan.c - the first reading of the inputs: which sessions are not alone. */
#include "gather_state.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/seen.h"
#include "base/text.h"

#include <stdlib.h>
#include <xxhash.h>

/* What the reader's handler knows while it scans. */
struct scan {
    struct gather *gather;
    struct seen ids, visits; /* from a session's id and its visit to event + 1 */
    struct seen group_of;    /* from the event of a member to group + 1 */
    struct seen broken_ids;  /* that broken rows alone had shown */
    struct seen mended_ids;  /* of those, which whole rows showed later */
    uint32_t *united;        /* where the members of a group went */
    uint32_t group_capacity; /* of `united` */
    struct arena arena;      /* sessions, up to the next boundary */
    const struct header *header;
};

static uint64_t hash_event(uint64_t event)
{
    return XXH3_64bits(&event, sizeof(event));
}

static struct member *add_member(struct scan *scan, uint64_t event, uint32_t group)
{
    struct gather *gather = scan->gather;
    struct member *member;

    if (gather->member_count == gather->member_capacity) {
        gather->member_capacity = gather->member_capacity != 0 ? gather->member_capacity * 2 : 64;
        gather->members =
            mem_resize_array(gather->members, gather->member_capacity, sizeof(*gather->members));
    }
    member = &gather->members[gather->member_count++];
    *member = (struct member){ .event = event, .group = group, .source = NO_SOURCE };
    (void)seen_add(&scan->group_of, hash_event(event), (uint64_t)group + 1);
    return member;
}

static uint32_t add_group(struct scan *scan)
{
    uint32_t group = scan->gather->group_count++;

    if (group == scan->group_capacity) {
        scan->group_capacity = scan->group_capacity != 0 ? scan->group_capacity * 2 : 64;
        scan->united = mem_resize_array(scan->united, scan->group_capacity, sizeof(*scan->united));
    }
    scan->united[group] = group;
    return group;
}

/* The group that has the members of `group` now. */
static uint32_t group_now(const struct scan *scan, uint32_t group)
{
    while (scan->united[group] != group)
        group = scan->united[group];
    return group;
}

/* The group of an earlier event, which becomes its first member if it was alone. */
static uint32_t group_with(struct scan *scan, uint64_t event)
{
    uint64_t group = seen_find(&scan->group_of, hash_event(event));

    if (group != SEEN_NEW)
        return group_now(scan, (uint32_t)(group - 1));
    return add_member(scan, event, add_group(scan))->group;
}

/* Whether the fields that tell the visit could be read. */
static bool visit_is_known(const struct session *session)
{
    const struct findings *findings = &session->findings;

    if (session->broken_only || session->status != STATUS_COMPLETED ||
        session->patient.id.length == 0)
        return false;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];

        if (finding->severity == SEVERITY_ERROR && finding->column != COLUMN_NONE &&
            finding->column != COL_session_id && finding->column != COL_claim_frequency &&
            finding->id != FINDING_SESSION_DIFFERS)
            return false;
    }
    return true;
}

/* The earlier event of the same visit: SEEN_NEW or event + 1. */
static uint64_t earlier_of_visit(struct scan *scan, const struct session *session, uint64_t event)
{
    uint64_t key;

    if (session == NULL || !visit_is_known(session))
        return SEEN_NEW;
    for (size_t i = 0; i < scan->gather->rules_count; i++) {
        if (rules_visit_key(scan->gather->rules[i], session, &key))
            return seen_add(&scan->visits, key, event + 1);
    }
    return SEEN_NEW;
}

/* Whether these are the first whole rows of a session that broken rows showed before. */
static bool is_mended(struct scan *scan, const struct session *session, uint64_t id_hash)
{
    return session != NULL && !session->broken_only &&
           seen_find(&scan->broken_ids, id_hash) != SEEN_NEW &&
           seen_add(&scan->mended_ids, id_hash, 1) == SEEN_NEW;
}

/* What an event belongs to: the earlier events of the same session and of the same
 * visit, each SEEN_NEW or event + 1. The visit is that of the session's first whole
 * rows. */
struct earlier {
    uint64_t session, visit;
    bool lacks_rows;
};

static struct earlier find_earlier(struct scan *scan, const struct session *session,
                                   uint64_t id_hash, uint64_t event)
{
    struct earlier earlier = { .session = seen_add(&scan->ids, id_hash, event + 1) };

    if (earlier.session == SEEN_NEW && (session == NULL || session->broken_only))
        (void)seen_add(&scan->broken_ids, id_hash, 1);
    else if (earlier.session != SEEN_NEW)
        earlier.lacks_rows = is_mended(scan, session, id_hash);
    if (earlier.session == SEEN_NEW || earlier.lacks_rows)
        earlier.visit = earlier_of_visit(scan, session, event);
    return earlier;
}

/* The group of the events that are there, one at least. */
static uint32_t group_of_earlier(struct scan *scan, const struct earlier *earlier)
{
    uint32_t group =
        group_with(scan, (earlier->session != SEEN_NEW ? earlier->session : earlier->visit) - 1);

    if (earlier->session != SEEN_NEW && earlier->visit != SEEN_NEW)
        scan->united[group_with(scan, earlier->visit - 1)] = group;
    return group;
}

static int on_header(void *context, const struct header *header, const struct input_facts *facts,
                     const struct findings *findings, struct problem *problem)
{
    struct scan *scan = context;

    (void)facts;
    (void)findings;
    (void)problem;
    scan->header = header;
    return 0;
}

/* `session`: NULL for a broken row that shows an id. */
static int note(struct scan *scan, const struct session *session, const struct gather_piece *piece,
                struct problem *problem)
{
    struct gather *gather = scan->gather;
    uint64_t event = gather->event++;
    uint64_t id_hash = XXH3_64bits(piece->id.data, piece->id.length);
    struct earlier earlier = find_earlier(scan, session, id_hash, event);
    struct member *member;

    if (earlier.session == SEEN_NEW && earlier.visit == SEEN_NEW)
        return 0;
    member = add_member(scan, event, group_of_earlier(scan, &earlier));
    member->broken = session == NULL || session->findings.errors != 0;
    member->shown_only = session == NULL;
    member->lacks_rows = earlier.lacks_rows;
    return gather_set_aside(gather, member, piece, problem);
}

static int on_session(void *context, struct session *session, const struct row *rows, size_t count,
                      struct problem *problem)
{
    struct scan *scan = context;
    const struct gather_piece piece = { .id = session->id,
                                        .source_file = session->source_file,
                                        .line = session->line,
                                        .rows = rows,
                                        .row_count = count,
                                        .header = scan->header };

    return note(scan, session, &piece, problem);
}

static int on_shown_id(void *context, struct cl_text id, struct cl_text source_file, uint64_t line,
                       struct problem *problem)
{
    struct scan *scan = context;
    const struct gather_piece piece = {
        .id = id, .source_file = source_file, .line = line, .header = scan->header
    };

    return note(scan, NULL, &piece, problem);
}

static int on_boundary(void *context, struct problem *problem)
{
    struct scan *scan = context;

    arena_reset(&scan->arena);
    return interrupt_check(problem);
}

static int on_held_row(void *context, const struct row *row, const struct findings *findings,
                       bool stray, struct problem *problem)
{
    (void)context;
    (void)row;
    (void)findings;
    (void)stray;
    return interrupt_check(problem);
}

static int on_held_more(void *context, struct cl_text bytes, struct problem *problem)
{
    (void)context;
    (void)bytes;
    return interrupt_check(problem);
}

static int scan_input(struct scan *scan, struct read_run *run, const char *path,
                      struct problem *problem)
{
    struct gather *gather = scan->gather;
    struct gather_input *input = &gather->inputs[gather->input];
    struct read_handler handler = { .context = scan,
                                    .keep_rows = true,
                                    .header = on_header,
                                    .session = on_session,
                                    .shown_id = on_shown_id,
                                    .boundary = on_boundary,
                                    .held_row = on_held_row,
                                    .held_more = on_held_more };
    struct read_counts counts;
    struct input *opened;
    int error;

    input->again = (struct input_again){ .first = true, .copy = &gather->copies };
    input->source = NO_SOURCE;
    if (input_open_again(&opened, path, &input->again, problem) < 0)
        return -1;
    error = reader_run(run, opened, &handler, &counts, problem);
    input->again.first = false;
    input->bytes = input_facts(opened).bytes;
    input->events = gather->event;
    input_close(opened);
    return error;
}

static int by_group(const void *a, const void *b)
{
    const struct member *first = a;
    const struct member *second = b;

    if (first->group != second->group)
        return first->group < second->group ? -1 : 1;
    return first->event < second->event ? -1 : first->event > second->event;
}

/* Two numbers: the event, and the member's index. */
static int by_event(const void *a, const void *b)
{
    const uint64_t *first = a;
    const uint64_t *second = b;

    return *first < *second ? -1 : *first > *second;
}

/* Members by group and, beside that, in the order of the input. */
static void sort_members(const struct scan *scan)
{
    struct gather *gather = scan->gather;
    uint64_t(*pairs)[2] = mem_alloc_array(gather->member_count + 1, sizeof(*pairs));

    for (size_t i = 0; i < gather->member_count; i++)
        gather->members[i].group = group_now(scan, gather->members[i].group);
    if (gather->member_count != 0)
        qsort(gather->members, gather->member_count, sizeof(*gather->members), by_group);
    gather->groups = mem_alloc_array((size_t)gather->group_count + 1, sizeof(*gather->groups));
    gather->order = mem_alloc_array(gather->member_count + 1, sizeof(*gather->order));
    for (size_t i = 0, group = 0; group <= gather->group_count; group++) {
        while (i < gather->member_count && gather->members[i].group < group)
            i++;
        gather->groups[group] = i;
    }
    for (size_t i = 0; i < gather->member_count; i++) {
        pairs[i][0] = gather->members[i].event;
        pairs[i][1] = i;
    }
    qsort(pairs, gather->member_count, sizeof(*pairs), by_event);
    for (size_t i = 0; i < gather->member_count; i++)
        gather->order[i] = (size_t)pairs[i][1];
    mem_free(pairs);
}

int gather_scan(struct gather *gather, const struct inputs *inputs, struct problem *problem)
{
    struct scan scan = { .gather = gather };
    struct read_run run = {
        .narrow = true, .arena = &scan.arena, .today = gather->today, .options = gather->options
    };
    int error = 0;

    for (gather->input = 0; gather->input < inputs->count && error == 0; gather->input++)
        error = scan_input(&scan, &run, inputs->paths[gather->input], problem);
    places_finish(&run.places);
    arena_finish(&run.names);
    arena_finish(&scan.arena);
    seen_finish(&scan.ids);
    seen_finish(&scan.visits);
    seen_finish(&scan.group_of);
    seen_finish(&scan.broken_ids);
    seen_finish(&scan.mended_ids);
    if (error == 0)
        sort_members(&scan);
    mem_free(scan.united);
    gather->event = 0;
    gather->input = 0;
    return error;
}
