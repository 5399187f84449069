/* judge.c - reads a part of an input and judges its sessions, on any thread.
 *
 * Nothing here depends on what other parts hold, but for the rows of sessions that are
 * judged together: those of earlier parts were kept when their turn was. */
#include "block.h"

#include "base/text.h"

#include <string.h>

static struct event *add_event(struct block *block, enum event_kind kind)
{
    struct event *event;

    /* A session may have any number of held rows, and its arena stays until it ends. */
    if (block->direct && kind != EVENT_SESSION) {
        block->passing = (struct event){ .kind = kind };
        return &block->passing;
    }
    event = arena_alloc(&block->arena, sizeof(*event));
    event->kind = kind;
    if (block->last != NULL)
        block->last->next = event;
    else
        block->first = event;
    block->last = event;
    block->event_count += kind == EVENT_SESSION || kind == EVENT_SHOWN_ID;
    return event;
}

/* One thread reads: what an event is about is gone when the handler returns. */
static int event_made(struct block *block, struct event *event, struct problem *problem)
{
    if (!block->direct)
        return 0;
    if (block_keep(block, event, problem) < 0 || block_judge(block, event, problem) < 0)
        return -1;
    settle_payers(block);
    block->payers = NULL;
    block->last_payer = NULL;
    return event->is_settled ? 0 : settle_event(block, event, problem);
}

static void count_rows(struct subject *subject, const struct row *rows, size_t count)
{
    subject->rows = rows;
    subject->row_count = count;
    for (size_t i = 0; i < count; i++) {
        subject->input_rows += !rows[i].continues;
        subject->size += rows[i].size;
        subject->elsewhere |= line_is_of_other(row_work_line(&rows[i]));
    }
}

static int on_session(void *context, struct session *session, const struct row *rows, size_t count,
                      struct problem *problem)
{
    struct block *block = context;
    struct event *event = add_event(block, EVENT_SESSION);

    event->subject.session = session;
    count_rows(&event->subject, rows, count);
    block->sessions++;
    block->rows += count;
    block->bytes += event->subject.size;
    return event_made(block, event, problem);
}

static int on_shown_id(void *context, struct cl_text id, struct cl_text source_file, uint64_t line,
                       struct problem *problem)
{
    struct block *block = context;
    struct event *event = add_event(block, EVENT_SHOWN_ID);

    (void)source_file;
    event->id = arena_text(&block->arena, id.data, id.length);
    event->line = line;
    return event_made(block, event, problem);
}

static int on_held_row(void *context, const struct row *row, const struct findings *findings,
                       bool stray, struct problem *problem)
{
    struct block *block = context;
    struct event *event = add_event(block, EVENT_HELD_ROW);

    event->row = *row;
    event->findings = findings;
    event->stray = stray;
    block->bytes += row->size;
    return event_made(block, event, problem);
}

static int on_held_more(void *context, struct cl_text bytes, struct problem *problem)
{
    struct block *block = context;
    struct event *event = add_event(block, EVENT_HELD_MORE);

    event->more = bytes;
    return event_made(block, event, problem);
}

static int on_boundary(void *context, struct problem *problem)
{
    struct block *block = context;

    return block->direct ? block_boundary(block, problem) : 0;
}

struct read_handler block_handler(struct block *block)
{
    const struct run *run = block->run;

    return (struct read_handler){ .context = block,
                                  .keep_rows = run->held != NULL ||
                                               gather_needs_rows(run->gather) ||
                                               run->request->duplicates == DUPLICATES_ALL,
                                  .session = on_session,
                                  .shown_id = on_shown_id,
                                  .boundary = on_boundary,
                                  .held_row = on_held_row,
                                  .held_more = on_held_more };
}

int block_keep(struct block *block, struct event *event, struct problem *problem)
{
    const struct export *export = parts_export(block->item.from->parts);
    struct gather *gather = block->run->gather;
    struct subject *subject = &event->subject;
    struct gather_piece piece = { .input = block->item.from->index,
                                  .source_file = export->source_file,
                                  .header = &export->header };

    if (event->kind == EVENT_SHOWN_ID) {
        struct member *member = gather_next(gather, &block->cursor);

        piece.id = event->id;
        piece.line = event->line;
        return member != NULL ? gather_keep_shown(gather, member, &piece, problem) : 0;
    }
    if (event->kind != EVENT_SESSION)
        return 0;
    subject->member = gather_next(gather, &block->cursor);
    if (subject->member == NULL)
        return 0;
    piece.id = subject->session->id;
    piece.line = subject->session->line;
    piece.rows = subject->rows;
    piece.row_count = subject->row_count;
    return gather_keep(gather, subject->member, subject->session, &piece, problem);
}

/* Blocks where somebody is not alone wait for those before them. */
static int keep_all(struct block *block, const struct pipeline_place *place,
                    struct problem *problem)
{
    if (!gather_has_members(block->run->gather, block->cursor, block->event_count)) {
        block->cursor.event += block->event_count;
        return 0;
    }
    if (pipeline_wait_turn(place) < 0)
        return -1;
    for (struct event *event = block->first; event != NULL; event = event->next) {
        if (block_keep(block, event, problem) < 0)
            return -1;
    }
    pipeline_pass(place);
    return 0;
}

/* Tells most payers apart: the class, and the last bytes of the id. */
static uint64_t payer_key(const struct session *session)
{
    struct cl_text id = session->payer.id;
    uint32_t bytes = 0;

    if (id.length >= sizeof(bytes))
        memcpy(&bytes, id.data + id.length - sizeof(bytes), sizeof(bytes));
    return (uint64_t)session->payer_class << 32 | bytes;
}

static bool is_use_of(const struct payer_seen *payer, uint64_t key, const struct session *session,
                      const struct profile *profile)
{
    return payer->key == key && payer->profile->unit_rule == profile->unit_rule &&
           text_equal(payer->session->payer.id, session->payer.id);
}

static void note_payer(struct block *block, struct subject *subject, const struct profile *profile,
                       bool counts)
{
    struct session *session = subject->session;
    struct payer_seen *payer = block->payers;
    uint64_t key = payer_key(session);

    while (payer != NULL && !is_use_of(payer, key, session, profile))
        payer = payer->next;
    if (payer == NULL) {
        payer = arena_alloc(&block->arena, sizeof(*payer));
        payer->key = key;
        payer->session = session;
        payer->profile = profile;
        subject->first_of_payer = true;
        if (block->last_payer != NULL)
            block->last_payer->next = payer;
        else
            block->payers = payer;
        block->last_payer = payer;
    }
    payer->sessions += counts;
}

int block_judge(struct block *block, struct event *event, struct problem *problem)
{
    struct run *run = block->run;
    const struct judging judging = { run, parts_export(block->item.from->parts), block->item.worker,
                                     &block->arena };
    struct subject *subject = &event->subject;
    const struct verdict *verdict;
    bool accepted;

    if (event->kind != EVENT_SESSION)
        return 0;
    if (subject_make(&judging, subject, problem) < 0)
        return -1;
    if (subject->visit.too_large)
        findings_add(&subject->session->findings, FINDING_VISIT_TOO_LARGE, subject->session->line,
                     COLUMN_NONE, TEXT_NONE,
                     "session %s is of a visit with too many sessions or rows",
                     subject->session->id.data);
    subject->other = subject_other(&judging, subject);
    if (subject_apply(&judging, &run->rules, subject, problem) < 0 ||
        (subject->other != NULL &&
         subject_apply(&judging, &run->other_rules, subject->other, problem) < 0))
        return -1;
    if (subject->visit.members != NULL &&
        gather_fates(&subject->visit, subject->fates, problem) < 0)
        return -1;
    verdict = &subject->verdicts[subject->visit.own];
    accepted = subject->fates[subject->visit.own] == FATE_ACCEPTED;
    subject->noted = accepted && verdict->noted;
    if (verdict->profile != NULL)
        note_payer(block, subject, verdict->profile, accepted && subject->visit.first_piece);
    if (accepted && verdict->claim != NULL) {
        claim_totals_add(&block->totals.claims, verdict->claim);
        if (block->chunk != NULL)
            dispatch_chunk_add(block->chunk, verdict->claim);
    }
    event->is_settled = !block_count(block, subject);
    return 0;
}

static int read_events(struct block *block, const struct pipeline_place *place,
                       struct problem *problem)
{
    struct run *run = block->run;
    const struct parts *parts = block->item.from->parts;
    const struct part_mark *mark =
        gather_mark(run->gather, block->item.from->index, block->item.mark);
    struct records **records = &run->benches[place->worker].records;
    const struct read_handler handler = block_handler(block);
    struct reading_request request = { .run = &run->read,
                                       .export = parts_export(parts),
                                       .handler = &handler,
                                       .arena = &block->arena,
                                       .rows = &block->arena,
                                       .bytes_stay = true,
                                       .keeps_all = true };

    if (mark == NULL || mark->length != block->item.part.length) {
        block->is_short = true; /* the input is not what it was */
        return 0;
    }
    block->cursor = gather_cursor_at(run->gather, mark->event);
    if (parts_read(parts, &block->item.part, records, mark->lines, problem) < 0)
        return -1;
    request.records = *records;
    if (records_read(&request, &block->result, problem) < 0)
        return -1;
    block->is_short = request.export->form->part_is_short(*records);
    return 0;
}

/* What needs nothing more leaves the list: another thread will go through it. */
static int judge_all(struct block *block, struct problem *problem)
{
    struct event **kept = &block->first;

    for (struct event *event = block->first; event != NULL; event = event->next) {
        if (block_judge(block, event, problem) < 0)
            return -1;
        if (event->is_settled)
            continue;
        *kept = event;
        kept = &event->next;
    }
    *kept = NULL;
    return 0;
}

int block_read(struct block *block, const struct pipeline_place *place, struct problem *problem)
{
    block->item.worker = place->worker;
    if (block->item.alone)
        return 0;
    if (read_events(block, place, problem) < 0)
        return -1;
    if (block->is_short)
        return 0;
    if (keep_all(block, place, problem) < 0)
        return -1;
    return judge_all(block, problem);
}
