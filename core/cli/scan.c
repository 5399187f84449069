/* scan.c - the first reading of the inputs: which sessions are not alone. */
#include "gather_state.h"

#include "cli/groups.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/pipeline.h"
#include "base/text.h"

#include <string.h>
#include <xxhash.h>

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
    struct records **records; /* of each thread */
    unsigned threads;
    struct feed feed;
    struct gather *gather;
    struct groups groups;
    uint64_t bytes; /* of the parts so far */
};

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
    return scanned->direct ? groups_note(&scanned->scan->groups, note, problem) : 0;
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

static void begin(struct scanned *scanned)
{
    scanned->first = NULL;
    scanned->last = NULL;
    arena_reset(&scanned->arena);
    arena_reset(&scanned->scratch);
}

static struct feed_item *make(void *context)
{
    struct scanned *scanned = mem_alloc(sizeof(*scanned));

    scanned->scan = context;
    return &scanned->item;
}

static void clear(void *context, struct feed_item *item)
{
    (void)context;
    ((struct scanned *)item)->direct = false;
}

static void destroy(void *context, struct feed_item *item)
{
    struct scanned *scanned = (struct scanned *)item;

    (void)context;
    arena_finish(&scanned->arena);
    arena_finish(&scanned->scratch);
    mem_free(scanned);
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
                                       .bytes_stay = true };

    scanned->item.worker = place->worker;
    if (scanned->item.alone)
        return 0;
    /* One that came back, since another input had to be read alone, was noted already. */
    begin(scanned);
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
        .length = length, .lines = from->lines, .event = scan->groups.event, .alone = alone
    };
}

static void end_input(struct scan *scan, struct feed_input *from)
{
    struct gather_input *input = &scan->gather->inputs[from->index];

    input->again.first = false;
    input->again.no_hash = scan->request->no_hashes;
    input->bytes = input_facts(from->input).bytes;
    input->events = scan->groups.event;
    feed_done(&scan->feed, from);
}

/* If the rest of the inputs is like what was read; of no use where that is not a part of their
 * bytes. */
static void expect_more(struct scan *scan)
{
    if (!scan->gather->collected && scan->request->size > scan->bytes)
        groups_expect(&scan->groups, (double)scan->request->size / (double)scan->bytes);
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
    groups_fetch(&scan->groups, scanned->first);
    for (struct note *note = scanned->first; note != NULL; note = note->next) {
        note->piece.lines = from->lines;
        if (groups_note(&scan->groups, note, problem) < 0)
            return -1;
    }
    scan->bytes += scanned->item.part.length;
    expect_more(scan);
    from->lines += scanned->result.counts.lines;
    feed_settled(from, &scanned->result);
    if (scanned->item.part.last)
        end_input(scan, from);
    feed_leave(&scan->feed, &scanned->item);
    return 0;
}

/* One thread reads where a part would not be right. */
static int scan_alone(struct scan *scan, struct problem *problem)
{
    struct feed_input *from = feed_resume(&scan->feed);
    struct scanned *scanned = (struct scanned *)feed_take(&scan->feed, 0);
    const struct read_handler handler = handler_of(scanned);
    uint64_t event = scan->groups.event;
    struct parts_end end;
    int error;

    scanned->item.from = from;
    scanned->direct = true;
    begin(scanned);
    error = parts_alone(from->parts, 0, from->lines, &handler, &scanned->scratch, &end, problem);
    feed_leave(&scan->feed, &scanned->item);
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

static int next_item(void *context, unsigned worker, void **item, struct problem *problem)
{
    struct feed_item *next = NULL;
    int got = feed_next(&((struct scan *)context)->feed, worker, &next, problem);

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
                                        .next_waits = scan->request->size == 0,
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
    for (unsigned i = 0; i < scan->threads; i++)
        records_close(scan->records[i]);
    mem_free(scan->records);
    groups_finish(&scan->groups);
}

int gather_scan(struct gather *gather, const struct gather_request *request,
                struct problem *problem)
{
    struct scan scan = {
        .request = request,
        .read = { .narrow = true, .today = request->today, .options = request->options },
        .threads = request->threads,
        .gather = gather,
        .groups = { .gather = gather }
    };
    const struct feed_pass pass = { .context = &scan,
                                    .read = &scan.read,
                                    .open = open_input,
                                    .header = on_header,
                                    .close = close_input,
                                    .make = make,
                                    .clear = clear,
                                    .destroy = destroy,
                                    .mark = no_mark };
    int error;

    feed_begin(&scan.feed, &pass, request->inputs, scan.threads);
    scan.records = mem_alloc_array(scan.threads, sizeof(struct records *));
    error = scan_all(&scan, problem);
    if (error == 0)
        groups_sort(&scan.groups);
    finish(&scan);
    return error;
}
