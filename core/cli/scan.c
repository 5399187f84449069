/* scan.c - the first reading of the inputs: which sessions are not alone. */
#include "gather_state.h"

#include "read/fields.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/pipeline.h"
#include "base/seen.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* What stands at an event, as a thread read it. */
struct note {
    struct note *next;
    struct gather_piece piece;
    uint64_t id_hash;
    uint64_t visit;   /* the key of its visit */
    bool in_visit;    /* there is one */
    bool shown_only;  /* no session, but a broken row that shows its id */
    bool broken_only; /* broken rows alone show it */
    bool is_broken;   /* its rows cannot be read again */
};

/* A part of an input that is scanned. */
struct scanned {
    struct feed_item item; /* first: what the feed hands on */
    struct scan *scan;
    struct arena arena;   /* of the notes */
    struct arena scratch; /* of sessions, up to the next boundary */
    struct note *first, *last;
    struct reading_result result;
    bool is_short;
    bool direct; /* one thread reads: a note is settled at once */
};

/* The first reading. What is behind `threads` belongs to the main thread. */
struct scan {
    const struct gather_request *request;
    struct read_run read;
    struct records **records;   /* of each thread */
    struct known_values *known; /* of each thread */
    unsigned threads;
    struct feed feed;
    struct feed_item *free;
    struct gather *gather;
    uint64_t event;
    uint64_t bytes;          /* of the parts so far */
    struct seen ids, visits; /* from a session's id and its visit to event + 1 */
    struct seen group_of;    /* from the event of a member to group + 1 */
    struct seen broken_ids;  /* that broken rows alone had shown */
    struct seen mended_ids;  /* of those, which whole rows showed later */
    uint32_t *united;        /* where the members of a group went */
    uint32_t group_capacity; /* of `united` */
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

/* Whether these are the first whole rows of a session that broken rows showed before. */
static bool is_mended(struct scan *scan, const struct note *note)
{
    return !note->broken_only && seen_find(&scan->broken_ids, note->id_hash) != SEEN_NEW &&
           seen_add(&scan->mended_ids, note->id_hash, 1) == SEEN_NEW;
}

/* What an event belongs to: the earlier events of the same session and of the same
 * visit, each SEEN_NEW or event + 1. The visit is that of the session's first whole
 * rows. */
struct earlier {
    uint64_t session, visit;
    bool lacks_rows;
};

static struct earlier find_earlier(struct scan *scan, const struct note *note, uint64_t event)
{
    struct earlier earlier = { .session = seen_add(&scan->ids, note->id_hash, event + 1) };

    if (earlier.session == SEEN_NEW && note->broken_only)
        (void)seen_add(&scan->broken_ids, note->id_hash, 1);
    else if (earlier.session != SEEN_NEW)
        earlier.lacks_rows = is_mended(scan, note);
    if (note->in_visit && (earlier.session == SEEN_NEW || earlier.lacks_rows))
        earlier.visit = seen_add(&scan->visits, note->visit, event + 1);
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

/* In the order of the input. */
static int settle(struct scan *scan, const struct note *note, struct problem *problem)
{
    uint64_t event = scan->event++;
    struct earlier earlier = find_earlier(scan, note, event);
    struct member *member;

    if (earlier.session == SEEN_NEW && earlier.visit == SEEN_NEW)
        return 0;
    member = add_member(scan, event, group_of_earlier(scan, &earlier));
    member->broken = note->is_broken;
    member->shown_only = note->shown_only;
    member->lacks_rows = earlier.lacks_rows;
    member->set_aside = true;
    return gather_set_aside(scan->gather, member, &note->piece, problem);
}

static struct note *add_note(struct scanned *scanned, struct cl_text id, uint64_t line)
{
    const struct export *export = parts_export(scanned->item.from->parts);
    struct note *note = arena_alloc(&scanned->arena, sizeof(*note));

    note->id_hash = XXH3_64bits(id.data, id.length);
    note->piece = (struct gather_piece){ .input = scanned->item.from->index,
                                         .id = arena_text(&scanned->arena, id.data, id.length),
                                         .source_file = export->source_file,
                                         .line = line,
                                         .header = &export->header };
    if (scanned->last != NULL)
        scanned->last->next = note;
    else
        scanned->first = note;
    scanned->last = note;
    return note;
}

static int note_made(struct scanned *scanned, const struct note *note, struct problem *problem)
{
    return scanned->direct ? settle(scanned->scan, note, problem) : 0;
}

static int on_session(void *context, struct session *session, const struct row *rows, size_t count,
                      struct problem *problem)
{
    struct scanned *scanned = context;
    const struct gather *gather = scanned->scan->gather;
    struct note *note = add_note(scanned, session->id, session->line);

    note->piece.rows = rows;
    note->piece.row_count = count;
    note->broken_only = session->broken_only;
    note->is_broken = count == 0 || gather_is_broken(session);
    for (size_t i = 0; i < gather->rules_count && !note->in_visit && visit_is_known(session); i++)
        note->in_visit = rules_visit_key(gather->rules[i], session, &note->visit);
    return note_made(scanned, note, problem);
}

static int on_shown_id(void *context, struct cl_text id, struct cl_text source_file, uint64_t line,
                       struct problem *problem)
{
    struct scanned *scanned = context;
    struct note *note = add_note(scanned, id, line);

    (void)source_file;
    note->shown_only = true;
    note->broken_only = true;
    note->is_broken = true;
    return note_made(scanned, note, problem);
}

static int on_boundary(void *context, struct problem *problem)
{
    struct scanned *scanned = context;

    arena_reset(&scanned->scratch);
    if (!scanned->direct)
        return 0;
    arena_reset(&scanned->arena);
    scanned->first = NULL;
    scanned->last = NULL;
    return interrupt_check(problem);
}

static int on_held_row(void *context, const struct row *row, const struct findings *findings,
                       bool stray, struct problem *problem)
{
    const struct scanned *scanned = context;

    (void)row;
    (void)findings;
    (void)stray;
    return scanned->direct ? interrupt_check(problem) : 0;
}

static int on_held_more(void *context, struct cl_text bytes, struct problem *problem)
{
    const struct scanned *scanned = context;

    (void)bytes;
    return scanned->direct ? interrupt_check(problem) : 0;
}

static struct read_handler handler_of(struct scanned *scanned)
{
    return (struct read_handler){ .context = scanned,
                                  .keep_rows = true,
                                  .session = on_session,
                                  .shown_id = on_shown_id,
                                  .boundary = on_boundary,
                                  .held_row = on_held_row,
                                  .held_more = on_held_more };
}

/* Nothing is told of inputs: the run does that. */
static int on_header(void *context, struct feed_input *from, const struct header *header,
                     const struct input_facts *facts, const struct findings *findings,
                     struct problem *problem)
{
    (void)context;
    (void)from;
    (void)header;
    (void)facts;
    (void)findings;
    (void)problem;
    return 0;
}

static void close_input(void *context, struct feed_input *from)
{
    (void)context;
    (void)from;
}

static const struct part_mark *no_mark(void *context, size_t index, size_t part)
{
    (void)context;
    (void)index;
    (void)part;
    return NULL;
}

static struct feed_item *scan_take(void *context)
{
    struct scan *scan = context;
    struct scanned *scanned = (struct scanned *)scan->free;

    if (scanned == NULL)
        scanned = mem_alloc(sizeof(*scanned));
    else
        scan->free = scanned->item.next;
    scanned->scan = scan;
    scanned->item.next = NULL;
    scanned->first = NULL;
    scanned->last = NULL;
    scanned->direct = false;
    arena_reset(&scanned->arena);
    arena_reset(&scanned->scratch);
    return &scanned->item;
}

static void scan_leave(void *context, struct feed_item *item)
{
    struct scan *scan = context;

    item->next = scan->free;
    scan->free = item;
}

/* The first step, anywhere: what tells visits is read. */
static int read_part(void *context, void *item, const struct pipeline_place *place,
                     struct problem *problem)
{
    struct scan *scan = context;
    struct scanned *scanned = item;
    const struct parts *parts = scanned->item.from->parts;
    struct records **records = &scan->records[place->worker];
    const struct read_handler handler = handler_of(scanned);
    struct reading_request request = { .run = &scan->read,
                                       .export = parts_export(parts),
                                       .handler = &handler,
                                       .arena = &scanned->scratch,
                                       .rows = &scanned->arena,
                                       .known = &scan->known[place->worker],
                                       .bytes_stay = true };

    if (scanned->item.alone)
        return 0;
    if (parts_read(parts, &scanned->item.part, records, 0, problem) < 0)
        return -1;
    request.records = *records;
    if (records_read(&request, &scanned->result, problem) < 0)
        return -1;
    scanned->is_short = request.export->form->part_is_short(*records);
    return 0;
}

static void add_mark(struct scan *scan, const struct feed_input *from, uint64_t length, bool alone)
{
    struct gather_input *input = &scan->gather->inputs[from->index];

    if ((input->mark_count & (input->mark_count - 1)) == 0)
        input->marks =
            mem_resize_array(input->marks, input->mark_count != 0 ? 2 * input->mark_count : 1,
                             sizeof(*input->marks));
    input->marks[input->mark_count++] = (struct part_mark){
        .length = length, .lines = from->lines, .event = scan->event, .alone = alone
    };
}

static void end_input(struct scan *scan, struct feed_input *from)
{
    struct gather_input *input = &scan->gather->inputs[from->index];

    input->again.first = false;
    input->again.no_hash = scan->request->no_hashes;
    input->bytes = input_facts(from->input).bytes;
    input->events = scan->event;
    feed_done(&scan->feed, from);
}

/* How many entries there will be, if the rest of the inputs is like what was read; of no use
 * where that is not a part of their bytes. */
static void expect(const struct scan *scan, struct seen *seen)
{
    if (!scan->gather->collected && scan->request->size > scan->bytes)
        seen->expected =
            (size_t)((double)seen->count * ((double)scan->request->size / (double)scan->bytes));
}

/* The second step, in order: who belongs together. */
static int settle_part(void *context, void *item, const struct pipeline_place *place,
                       struct problem *problem)
{
    struct scan *scan = context;
    struct scanned *scanned = item;
    struct feed_input *from = scanned->item.from;

    (void)place;
    if (interrupt_check(problem) < 0)
        return -1;
    if (!feed_is_proven(&scanned->item, &scanned->result, scanned->is_short))
        return PIPELINE_STOP;
    add_mark(scan, from, scanned->item.part.length, false);
    for (struct note *note = scanned->first; note != NULL; note = note->next) {
        seen_expect(&scan->ids, note->id_hash);
        seen_expect(&scan->visits, note->visit);
    }
    for (struct note *note = scanned->first; note != NULL; note = note->next) {
        note->piece.lines = from->lines;
        if (settle(scan, note, problem) < 0)
            return -1;
    }
    scan->bytes += scanned->item.part.length;
    expect(scan, &scan->ids);
    expect(scan, &scan->visits);
    from->lines += scanned->result.counts.lines;
    feed_settled(from, &scanned->result);
    if (scanned->item.part.last)
        end_input(scan, from);
    scan_leave(scan, &scanned->item);
    return 0;
}

/* One thread reads where a part would not be right. */
static int scan_alone(struct scan *scan, struct problem *problem)
{
    struct feed_input *from = feed_resume(&scan->feed);
    struct scanned *scanned = (struct scanned *)scan_take(scan);
    const struct read_handler handler = handler_of(scanned);
    uint64_t event = scan->event;
    struct parts_end end;
    int error;

    scanned->item.from = from;
    scanned->direct = true;
    error = parts_alone(from->parts, 0, from->lines, &handler, &scanned->scratch, &end, problem);
    scan_leave(scan, &scanned->item);
    if (error < 0)
        return -1;
    add_mark(scan, from, end.bytes, true);
    scan->gather->inputs[from->index]
        .marks[scan->gather->inputs[from->index].mark_count - 1]
        .event = event;
    from->lines = end.result.counts.lines;
    feed_settled(from, &end.result);
    feed_go_on(&scan->feed, from, end.last);
    if (end.last)
        end_input(scan, from);
    return 0;
}

static int open_input(void *context, size_t index, const char *path, struct input **out,
                      struct problem *problem)
{
    const struct scan *scan = context;
    struct gather_input *input = &scan->gather->inputs[index];
    bool collected = input->collected;

    gather_begin_input(scan->gather, scan->request, index);
    input->again.no_hash = true; /* the run takes it */
    if (input_open_again(out, path, &input->again, problem) < 0 ||
        gather_collect(scan->gather, scan->request, index, *out, problem) < 0)
        return -1;
    if (collected == input->collected)
        return 0;
    input_close(*out); /* it was read to its end just now */
    *out = NULL;
    return input_open_again(out, path, &input->again, problem);
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

static int next_item(void *context, void **item, struct problem *problem)
{
    struct feed_item *next;
    int got = feed_next(&((struct scan *)context)->feed, &next, problem);

    *item = next;
    return got;
}

static void give_back(void *context, void *item)
{
    feed_give_back(&((struct scan *)context)->feed, item);
}

static int scan_all(struct scan *scan, struct problem *problem)
{
    static const struct pipeline_step steps[] = { { false, read_part }, { true, settle_part } };
    const struct pipeline_plan plan = { .steps = steps,
                                        .step_count = 2,
                                        .threads = scan->threads,
                                        .context = scan,
                                        .times = scan->request->times,
                                        .next = next_item,
                                        .give_back = give_back };
    int result;

    while ((result = pipeline_run(&plan, problem)) == PIPELINE_STOP) {
        if (scan_alone(scan, problem) < 0)
            return -1;
    }
    return result;
}

static void finish(struct scan *scan)
{
    feed_finish(&scan->feed);
    while (scan->free != NULL) {
        struct scanned *scanned = (struct scanned *)scan->free;

        scan->free = scanned->item.next;
        part_finish(&scanned->item.part);
        arena_finish(&scanned->arena);
        arena_finish(&scanned->scratch);
        mem_free(scanned);
    }
    for (unsigned i = 0; i < scan->threads; i++)
        records_close(scan->records[i]);
    mem_free(scan->records);
    mem_free(scan->known);
    seen_finish(&scan->ids);
    seen_finish(&scan->visits);
    seen_finish(&scan->group_of);
    seen_finish(&scan->broken_ids);
    seen_finish(&scan->mended_ids);
    mem_free(scan->united);
}

int gather_scan(struct gather *gather, const struct gather_request *request,
                struct problem *problem)
{
    struct scan scan = {
        .request = request,
        .read = { .narrow = true, .today = request->today, .options = request->options },
        .threads = request->threads,
        .gather = gather
    };
    const struct feed_pass pass = { .context = &scan,
                                    .read = &scan.read,
                                    .open = open_input,
                                    .header = on_header,
                                    .close = close_input,
                                    .take = scan_take,
                                    .leave = scan_leave,
                                    .mark = no_mark };
    int error;

    scan.feed = (struct feed){ .pass = &pass, .inputs = request->inputs };
    scan.records = mem_alloc_array(scan.threads, sizeof(struct records *));
    scan.known = mem_alloc_array(scan.threads, sizeof(*scan.known));
    error = scan_all(&scan, problem);
    if (error == 0)
        sort_members(&scan);
    finish(&scan);
    return error;
}
