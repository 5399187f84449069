/* stream.c - the inputs of a run as a pipeline of blocks: read and judged anywhere, settled in
 * order, encoded anywhere, written in order. */
#include "block.h"

#include "cli/input_findings.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

/* Where one thread reads, a chunk ends after so many sessions, or rows or bytes of them:
 * all three depend on the input alone. */
enum { CHUNK_SESSIONS = 1024, CHUNK_ROWS = 8192, CHUNK_BYTES = 1024 * 1024 };

static void clear_chunk(struct block *block)
{
    arena_reset(&block->arena);
    run_totals_clear(&block->totals);
    if (block->chunk != NULL)
        dispatch_chunk_clear(block->chunk);
    block->first = NULL;
    block->last = NULL;
    block->payers = NULL;
    block->last_payer = NULL;
    block->has_judged = false;
    block->sessions = 0;
    block->rows = 0;
    block->bytes = 0;
}

static struct feed_item *make(void *context)
{
    struct run *run = context;
    struct block *block = mem_alloc(sizeof(*block));

    block->run = run;
    if (run->dispatch != NULL)
        block->chunk = dispatch_chunk_create(run->dispatch);
    return &block->item;
}

static void clear(void *context, struct feed_item *item)
{
    struct block *block = (struct block *)item;

    (void)context;
    clear_chunk(block);
    block->event_count = 0;
    block->is_short = false;
    block->direct = false;
}

static void destroy(void *context, struct feed_item *item)
{
    struct block *block = (struct block *)item;

    (void)context;
    arena_finish(&block->arena);
    run_totals_finish(&block->totals);
    dispatch_chunk_destroy(block->chunk);
    mem_free(block);
}

static int open_input(void *context, size_t index, const char *path, struct input **out,
                      struct problem *problem)
{
    return gather_open(((struct run *)context)->gather, index, path, out, problem);
}

static const struct part_mark *mark_of(void *context, size_t index, size_t part)
{
    return gather_mark(((struct run *)context)->gather, index, part);
}

static int on_header(void *context, struct feed_input *from, const struct header *header,
                     const struct input_facts *facts, const struct findings *findings,
                     struct problem *problem)
{
    struct input_notes *notes = mem_alloc(sizeof(*notes));

    (void)context;
    (void)problem;
    from->facts = notes;
    notes->header = (struct held_header){ .input = facts->path,
                                          .text = arena_text(&notes->arena, header->text.data,
                                                             header->text.length),
                                          .delimiter = header->delimiter,
                                          .line_end = header->line_end,
                                          .byte_order_mark = facts->byte_order_mark,
                                          .style = header->held_style,
                                          .end = TEXT_NONE };
    if (header->held_end.length != 0)
        notes->header.end =
            arena_text(&notes->arena, header->held_end.data, header->held_end.length);
    notes->findings.arena = &notes->arena;
    input_findings(facts, &notes->findings);
    findings_copy(&notes->findings, findings);
    return 0;
}

static void close_input(void *context, struct feed_input *from)
{
    struct input_notes *notes = from->facts;

    (void)context;
    if (notes == NULL)
        return;
    arena_finish(&notes->arena);
    map_finish(&notes->told);
    mem_free(notes);
}

/* Rows that are no rows of work are never passed over without a word. */
static void tell_passed(struct run *run, const struct feed_input *from)
{
    struct arena arena = { 0 };
    struct findings findings = { .arena = &arena };

    if (from->passed == 0)
        return;
    findings_add(&findings, FINDING_MAP_ROWS, from->lines, COLUMN_NONE, TEXT_NONE,
                 "rows that are no rows of work (totals, empty rows, what the map skips): %llu",
                 (unsigned long long)from->passed);
    settle_tell(run, from, &findings);
    arena_finish(&arena);
}

/* All of an input is settled: it must have been what the first reading saw. */
static int count_input(struct run *run, const struct feed_input *from, uint64_t event,
                       struct problem *problem)
{
    struct input_facts facts = input_facts(from->input);
    struct run_totals *totals = &run->totals;
    struct input_total *total;

    if ((totals->input_count & (totals->input_count - 1)) == 0)
        totals->inputs =
            mem_resize_array(totals->inputs, totals->input_count != 0 ? 2 * totals->input_count : 1,
                             sizeof(*totals->inputs));
    total = &totals->inputs[totals->input_count++];
    *total = (struct input_total){ .path = from->path, .bytes = facts.bytes, .rows = from->rows };
    tell_passed(run, from);
    input_sha256(from->input, total->sha256);
    totals->text_bytes += facts.text_bytes;
    run->last_lines = from->lines;
    return gather_end(run->gather, from->index, from->input, event, problem);
}

static void count_reading(struct run *run, struct feed_input *from,
                          const struct reading_result *result)
{
    from->rows += result->counts.rows;
    from->passed += result->counts.passed_rows;
    from->lines = result->counts.lines;
    run->totals.rows_read += result->counts.rows;
    run->totals.rows_blank += result->counts.blank_lines;
    run->totals.rows_passed += result->counts.passed_rows;
    run->totals.other_bytes += result->counts.other_bytes;
    feed_settled(from, result);
}

/* Steps of the pipeline. */

enum step { STEP_READ, STEP_SETTLE, STEP_ENCODE, STEP_WRITE };

/* What was read and judged is encoded while it is at hand, as far as that can be done here. */
static void encode_early(const struct run *run, struct block *block,
                         const struct pipeline_place *place)
{
    bool timed = run->request->timings;
    uint64_t began = timed ? pipeline_cpu_time() : 0;

    dispatch_chunk_encode_early(run->dispatch, place->worker, block->chunk);
    if (timed)
        pipeline_charge(place, STEP_ENCODE, pipeline_cpu_time() - began);
}

static int read_step(void *context, void *item, const struct pipeline_place *place,
                     struct problem *problem)
{
    struct block *block = item;

    if (block_read(block, place, problem) < 0)
        return -1;
    if (block->chunk != NULL && !block->is_short)
        encode_early(context, block, place);
    return 0;
}

static int changed(const struct feed_input *from, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    return problem_failed(problem, "%s was changed while it was read",
                          text_show_string(shown, from->path));
}

static int settle_step(void *context, void *item, const struct pipeline_place *place,
                       struct problem *problem)
{
    struct run *run = context;
    struct block *block = item;
    struct feed_input *from = block->item.from;

    (void)place;
    if (block->item.alone)
        return PIPELINE_STOP;
    if (!feed_is_proven(&block->item, &block->result, block->is_short))
        return changed(from, problem);
    if (settle_input(run, from, problem) < 0)
        return -1;
    settle_payers(block);
    for (struct event *event = block->first; event != NULL; event = event->next) {
        if (settle_event(block, event, problem) < 0)
            return -1;
    }
    count_reading(run, from, &block->result);
    run_totals_merge(&run->totals, &block->totals);
    if (block->item.part.last && count_input(run, from, block->cursor.event, problem) < 0)
        return -1;
    if (block->chunk == NULL)
        return PIPELINE_SKIP;
    if (dispatch_chunk_place(run->dispatch, block->chunk, problem) < 0)
        return -1;
    return dispatch_chunk_is_encoded(run->dispatch, block->chunk) ? PIPELINE_SKIP : 0;
}

static int encode_step(void *context, void *item, const struct pipeline_place *place,
                       struct problem *problem)
{
    const struct run *run = context;
    struct block *block = item;

    return dispatch_chunk_encode(run->dispatch, place->worker, block->chunk, problem);
}

static int write_step(void *context, void *item, const struct pipeline_place *place,
                      struct problem *problem)
{
    struct run *run = context;
    struct block *block = item;

    (void)place;
    if (settle_check(run, problem) < 0 ||
        (block->chunk != NULL && dispatch_chunk_write(run->dispatch, block->chunk, problem) < 0))
        return -1;
    report_progress(&run->report, &run->totals, block->item.bytes, run->size);
    if (block->item.part.last)
        feed_done(&run->feed, block->item.from);
    feed_leave(&run->feed, &block->item);
    return 0;
}

/* Where one thread reads. */

static int end_chunk(struct block *block, struct problem *problem)
{
    struct run *run = block->run;

    run_totals_merge(&run->totals, &block->totals);
    if (settle_check(run, problem) < 0)
        return -1;
    if (block->chunk != NULL &&
        (dispatch_chunk_place(run->dispatch, block->chunk, problem) < 0 ||
         dispatch_chunk_encode(run->dispatch, 0, block->chunk, problem) < 0 ||
         dispatch_chunk_write(run->dispatch, block->chunk, problem) < 0))
        return -1;
    clear_chunk(block);
    report_progress(&run->report, &run->totals,
                    run->feed.bytes + input_facts(block->item.from->input).bytes, run->size);
    return 0;
}

int block_boundary(struct block *block, struct problem *problem)
{
    bool full = block->sessions >= CHUNK_SESSIONS || block->rows >= CHUNK_ROWS ||
                block->bytes >= CHUNK_BYTES;

    return full ? end_chunk(block, problem) : 0;
}

static int read_alone(struct run *run, struct block *block, struct problem *problem)
{
    struct feed_input *from = block->item.from;
    const struct part_mark *mark = gather_mark(run->gather, from->index, from->given);
    const struct read_handler handler = block_handler(block);
    struct parts_end end;

    if (mark == NULL)
        return changed(from, problem);
    block->cursor = gather_cursor_at(run->gather, mark->event);
    if (settle_input(run, from, problem) < 0 ||
        parts_alone(from->parts, mark->length, from->lines, &handler, &block->arena, &end,
                    problem) < 0 ||
        end_chunk(block, problem) < 0)
        return -1;
    count_reading(run, from, &end.result);
    feed_go_on(&run->feed, from, end.last);
    if (!end.last)
        return 0;
    if (count_input(run, from, block->cursor.event, problem) < 0)
        return -1;
    feed_done(&run->feed, from);
    return 0;
}

static int run_alone(struct run *run, struct problem *problem)
{
    uint64_t began = pipeline_cpu_time();
    struct feed_input *from = feed_resume(&run->feed);
    struct block *block = (struct block *)feed_take(&run->feed, 0);
    int error;

    block->item.from = from;
    block->direct = true;
    error = read_alone(run, block, problem);
    run->alone_time += pipeline_cpu_time() - began;
    feed_leave(&run->feed, &block->item);
    return error;
}

static int next_block(void *context, unsigned worker, void **item, struct problem *problem)
{
    struct run *run = context;
    struct feed_item *next = NULL;
    int got = interrupt_check(problem) < 0 ? -1 : feed_next(&run->feed, worker, &next, problem);

    *item = next;
    return got;
}

static void give_back(void *context, void *item)
{
    feed_give_back(&((struct run *)context)->feed, item);
}

static int run_pipeline(struct run *run, struct problem *problem)
{
    static const struct pipeline_step steps[] = {
        [STEP_READ] = { false, read_step },
        [STEP_SETTLE] = { true, settle_step },
        [STEP_ENCODE] = { false, encode_step },
        [STEP_WRITE] = { true, write_step },
    };
    const struct pipeline_plan plan = { .steps = steps,
                                        .step_count = sizeof(steps) / sizeof(steps[0]),
                                        .threads = run->threads,
                                        .context = run,
                                        .times = run->request->timings ? &run->times : NULL,
                                        .next = next_block,
                                        .next_waits = run->size == 0,
                                        .give_back = give_back };
    int result;

    while ((result = pipeline_run(&plan, problem)) == PIPELINE_STOP) {
        if (run_alone(run, problem) < 0)
            return -1;
    }
    return result;
}

int run_inputs(struct run *run, struct problem *problem)
{
    const struct feed_pass pass = { .context = run,
                                    .read = &run->read,
                                    .open = open_input,
                                    .header = on_header,
                                    .close = close_input,
                                    .make = make,
                                    .clear = clear,
                                    .destroy = destroy,
                                    .mark = mark_of };
    int error;

    feed_begin(&run->feed, &pass, &run->request->inputs, run->threads);
    error = run_pipeline(run, problem);
    feed_finish(&run->feed);
    run->feed.pass = NULL;
    return error;
}
