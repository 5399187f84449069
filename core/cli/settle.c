/* settle.c - what becomes of sessions and rows is told and held, in the order of the input, on
 * the main thread; of sessions of which nothing is to be said only the sums of their part. */
#include "block.h"

#include "dispatch/findings_file.h"

#include "base/interrupt.h"
#include "base/text.h"

#include <string.h>

/* One finding, at the input where it stands. */
static void tell_one(struct run *run, const struct finding_source *source,
                     const struct finding *finding, bool told)
{
    struct finding_source elsewhere = *source;
    struct finding found = *finding;

    if (line_is_of_other(found.line)) {
        elsewhere.path = run->request->inputs.paths[line_input(found.line)];
        found.line = line_number(found.line);
    }
    if (told)
        report_finding(&run->report, elsewhere.path, &found);
    if (run->findings != NULL)
        finding_write(output_stream(run->findings), &found, &elsewhere);
}

/* A session's findings, or those of a file and of rows that are of no session. */
static void tell(struct run *run, const struct feed_input *from, const struct findings *findings,
                 struct cl_text session_id, bool of_session)
{
    const struct header *header = &parts_export(from->parts)->header;
    struct finding_source source = { from->path, session_id,
                                     header->export_fields != NULL ? header->export_fields
                                                                   : header->field_of };
    enum run_tells tells = run->request->tells;
    bool told = tells == TELLS_ALL || (tells == TELLS_OF_FILES && !of_session);

    for (size_t i = 0; i < findings->count; i++) {
        run->totals.findings[findings->items[i].id]++;
        tell_one(run, &source, &findings->items[i], told);
    }
}

void settle_tell(struct run *run, const struct feed_input *from, const struct findings *findings)
{
    tell(run, from, findings, TEXT_NONE, false);
}

int settle_check(const struct run *run, struct problem *problem)
{
    if (interrupt_check(problem) < 0 ||
        (run->findings != NULL && output_check(run->findings, problem) < 0))
        return -1;
    return run->held != NULL ? held_file_check(run->held, problem) : 0;
}

int settle_input(struct run *run, struct feed_input *from, struct problem *problem)
{
    struct input_notes *notes = from->facts;
    struct csv_counts counts = parts_header_counts(from->parts);

    if (notes->begun)
        return 0;
    notes->begun = true;
    places_add_file(&run->places, from->path, run->last_lines);
    run->totals.other_bytes += parts_export(from->parts)->header.bytes + counts.blank_bytes;
    run->totals.rows_blank += counts.blank_lines;
    run->totals.lines_above += parts_export(from->parts)->header.lines_above;
    settle_tell(run, from, &notes->findings);
    return run->held != NULL ? held_file_input(run->held, &notes->header, problem) : 0;
}

void settle_payers(const struct block *block)
{
    struct run *run = block->run;

    for (struct payer_seen *payer = block->payers; payer != NULL; payer = payer->next)
        across_payer(&run->across, payer->session, payer->profile)->sessions += payer->sessions;
}

/* A row is counted in the input of its session, but belongs to the one where its work stands. */
static void count_place(struct run *run, const struct feed_input *from, const struct row *row)
{
    uint64_t line = row_work_line(row);

    if (row->continues || !line_is_of_other(line))
        return;
    run->rows_elsewhere[line_input(line)]++;
    run->rows_elsewhere[from->index]--;
}

void settle_places(struct run *run)
{
    for (size_t i = 0; i < run->totals.input_count; i++)
        run->totals.inputs[i].rows += (uint64_t)run->rows_elsewhere[i];
}

static int write_held(struct block *block, const struct row *row, const struct findings *findings,
                      struct problem *problem)
{
    struct arena arena = { 0 };
    struct cl_text text;
    int error = parts_held_text(block->item.from->parts, row->held, &arena, &text, problem);

    if (error == 0)
        held_file_row(block->run->held, row->line, findings, text);
    arena_finish(&arena);
    return error;
}

static int held_row(struct block *block, const struct event *event, struct problem *problem)
{
    struct run *run = block->run;
    const struct row *row = &event->row;

    run->totals.rows.held += !row->continues;
    run->totals.bytes.held += row->size;
    count_place(run, block->item.from, row);
    if (event->stray)
        settle_tell(run, block->item.from, event->findings);
    if (run->held != NULL && !row->continues &&
        write_held(block, row, event->findings, problem) < 0)
        return -1;
    return settle_check(run, problem);
}

static int held_more(struct block *block, const struct event *event, struct problem *problem)
{
    struct run *run = block->run;

    run->totals.bytes.held += event->more.length;
    if (run->held != NULL)
        held_file_more(run->held, event->more);
    return settle_check(run, problem);
}

static int hold(struct block *block, const struct subject *subject, struct problem *problem)
{
    for (size_t i = 0; block->run->held != NULL && i < subject->row_count; i++) {
        const struct row *row = &subject->rows[i];

        if (!row->continues && !subject_passes_over(subject, i) &&
            write_held(block, row, &subject->session->findings, problem) < 0)
            return -1;
    }
    return 0;
}

static struct judged judged_of(const struct run *run, const struct subject *subject)
{
    size_t own = subject->visit.own;

    return (struct judged){ .inputs = &run->request->inputs,
                            .session = subject->visit.sessions[own],
                            .verdict = &subject->verdicts[own],
                            .ledger = subject->ledgers != NULL ? &subject->ledgers[own] : NULL,
                            .visit = subject->visit.sessions,
                            .verdicts = subject->verdicts,
                            .visit_count = subject->visit.count,
                            .own = own,
                            .first_piece = subject->visit.first_piece,
                            .held = subject->fates[own] == FATE_HELD,
                            .skipped = subject->fates[own] == FATE_SKIPPED,
                            .passed_over = subject->visit.passed_over };
}

static int tell_judged(struct run *run, const struct subject *subject, struct problem *problem)
{
    struct judged judged, under_other;

    if (run->request->judged == NULL)
        return 0;
    judged = judged_of(run, subject);
    if (subject->other != NULL) {
        under_other = judged_of(run, subject->other);
        judged.other = &under_other;
    }
    return run->request->judged(run->request->judged_context, &judged, problem);
}

/* Columns that the rules want and the file has not: told when it first matters. */
static void tell_documentation(struct block *block)
{
    struct run *run = block->run;
    const struct header *header = &parts_export(block->item.from->parts)->header;
    struct input_notes *notes = block->item.from->facts;
    struct findings findings = { .arena = &block->arena };

    if (notes->judged)
        return;
    notes->judged = true;
    documentation_check_columns(run->rules.documentation, &header->columns, header->line,
                                &findings);
    settle_tell(run, block->item.from, &findings);
}

/* Whether a part tells what an earlier one has told. */
static bool is_told(struct input_notes *notes, const struct finding *finding)
{
    bool told = finding->id == FINDING_DISCIPLINE_DEFAULT && notes->discipline_told;
    char room[FINDING_MESSAGE];
    struct cl_text message;

    notes->discipline_told |= finding->id == FINDING_DISCIPLINE_DEFAULT;
    if (finding->id != FINDING_COLUMN_UNKNOWN)
        return told;
    message = finding_message(finding, room);
    if (map_find(&notes->told, message) != MAP_NONE)
        return true;
    map_add(&notes->told, arena_text(&notes->arena, message.data, message.length), 0);
    return false;
}

/* Each part tells of its first session without a discipline, and of its first attribute of a
 * name that is not known; both are told once a file. */
static void tell_once(struct input_notes *notes, struct findings *findings)
{
    size_t kept = 0;

    for (size_t i = 0; i < findings->count; i++) {
        if (!is_told(notes, &findings->items[i]))
            findings->items[kept++] = findings->items[i];
    }
    findings->count = kept;
}

static enum among among(const struct subject *subject)
{
    if (subject->verdicts[subject->visit.own].merged)
        return AMONG_MERGED;
    return subject->visit.count > 1 ? AMONG_VISIT : AMONG_NONE;
}

static int settle_session(struct block *block, struct subject *subject, struct problem *problem)
{
    struct run *run = block->run;
    struct session *session = subject->session;
    enum fate fate = subject->fates[subject->visit.own];

    if (fate != FATE_SKIPPED && fate != FATE_PASSED_OVER)
        tell_documentation(block);
    if (subject->noted)
        across_note(&run->across, &run->rules, session, among(subject));
    if (session->findings.count != 0) {
        tell_once(block->item.from->facts, &session->findings);
        findings_sort(&session->findings);
    }
    for (size_t i = 0; i < subject->row_count && subject->elsewhere; i++)
        count_place(run, block->item.from, &subject->rows[i]);
    if (fate == FATE_HELD && hold(block, subject, problem) < 0)
        return -1;
    if (tell_judged(run, subject, problem) < 0)
        return -1;
    tell(run, block->item.from, &session->findings, session->broken_only ? TEXT_NONE : session->id,
         true);
    return 0;
}

int settle_event(struct block *block, struct event *event, struct problem *problem)
{
    switch (event->kind) {
    case EVENT_SESSION:
        return settle_session(block, &event->subject, problem);
    case EVENT_HELD_ROW:
        return held_row(block, event, problem);
    case EVENT_HELD_MORE:
        return held_more(block, event, problem);
    case EVENT_SHOWN_ID:
        break;
    }
    return 0;
}
