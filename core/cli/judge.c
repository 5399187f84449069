/* judge.c - what becomes of each session and row: accepted, held or skipped. */
#include "run_state.h"

#include "cli/subject.h"
#include "dispatch/findings_file.h"

#include "base/interrupt.h"
#include "base/text.h"

#include <string.h>

/* A chunk ends after so many sessions, or rows or bytes of them: all three depend on
 * the input alone. */
enum { CHUNK_SESSIONS = 1024, CHUNK_ROWS = 8192, CHUNK_BYTES = 1024 * 1024 };

/* A session's findings, or those of a file and of rows that are of no session. */
static void tell(struct run *run, const struct findings *findings, struct cl_text session_id,
                 bool of_session)
{
    struct finding_source source = { run->path, session_id, run->header->field_of };
    enum run_tells tells = run->request->tells;
    bool told = tells == TELLS_ALL || (tells == TELLS_OF_FILES && !of_session);

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];

        run->totals.findings[finding->id]++;
        if (told)
            report_finding(&run->report, run->path, finding);
        if (run->findings != NULL)
            finding_write(output_stream(run->findings), finding, &source);
    }
}

/* Whether nothing speaks against reading on: no signal, and held rows arrive. */
static int go_on(const struct run *run, struct problem *problem)
{
    if (interrupt_check(problem) < 0)
        return -1;
    return run->held != NULL ? held_file_check(run->held, problem) : 0;
}

/* Everything that is written so far is on its way, or the run ends here. */
int run_end_chunk(struct run *run, struct problem *problem)
{
    run->chunk_sessions = 0;
    run->chunk_rows = 0;
    run->chunk_bytes = 0;
    if (go_on(run, problem) < 0 ||
        (run->dispatch != NULL && dispatch_end_chunk(run->dispatch, problem) < 0) ||
        (run->findings != NULL && output_check(run->findings, problem) < 0))
        return -1;
    arena_reset(&run->arena);
    report_progress(&run->report, &run->totals, run->bytes_before + input_facts(run->input).bytes,
                    run->size);
    return 0;
}

static int on_header(void *context, const struct header *header, const struct input_facts *facts,
                     const struct findings *findings, struct problem *problem)
{
    struct run *run = context;
    struct held_header held = { .input = facts->path,
                                .text = header->text,
                                .delimiter = header->delimiter,
                                .line_end = header->line_end,
                                .byte_order_mark = facts->byte_order_mark,
                                .style = header->held_style,
                                .end = header->held_end };

    run->header = header;
    run->judged_in_file = false;
    tell(run, findings, TEXT_NONE, false);
    return run->held != NULL ? held_file_input(run->held, &held, problem) : 0;
}

static uint64_t size_of(const struct row *rows, size_t count)
{
    uint64_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += rows[i].size;
    return size;
}

static int on_held_row(void *context, const struct row *row, const struct findings *findings,
                       bool stray, struct problem *problem)
{
    struct run *run = context;

    run->totals.rows.held += !row->continues;
    run->totals.bytes.held += row->size;
    run->chunk_bytes += row->size;
    if (stray)
        tell(run, findings, TEXT_NONE, false);
    if (run->held != NULL && !row->continues)
        held_file_row(run->held, row->line, findings, row->held);
    return go_on(run, problem);
}

static int on_held_more(void *context, struct cl_text bytes, struct problem *problem)
{
    struct run *run = context;

    run->totals.bytes.held += bytes.length;
    if (run->held != NULL)
        held_file_more(run->held, bytes);
    return go_on(run, problem);
}

static int accept(struct run *run, const struct subject *subject, struct payer_use *payer,
                  struct problem *problem)
{
    const struct verdict *verdict = &subject->verdicts[subject->visit.own];
    bool on_claim = verdict_claim(subject->verdicts, subject->visit.own) != NULL;
    struct run_totals *totals = &run->totals;

    totals->services += subject->session->service_count;
    if (subject->visit.first_piece) {
        payer->sessions++;
        totals->sessions_merged += verdict->merged && on_claim;
        totals->sessions_without_lines += !on_claim;
    }
    if (verdict->claim == NULL)
        return 0;
    claim_totals_add(&totals->claims, verdict->claim);
    return run->dispatch != NULL ? dispatch_claim(run->dispatch, verdict->claim, problem) : 0;
}

static void hold(struct run *run, const struct subject *subject)
{
    for (size_t i = 0; run->held != NULL && i < subject->row_count; i++) {
        if (!subject->rows[i].continues)
            held_file_row(run->held, subject->rows[i].line, &subject->session->findings,
                          subject->rows[i].held);
    }
}

/* Rows of the input: one may have become several records. */
static uint64_t rows_of(const struct subject *subject)
{
    uint64_t count = 0;

    for (size_t i = 0; i < subject->row_count; i++)
        count += !subject->rows[i].continues;
    return count;
}

/* Counts the own rows, and the session where its first rows stand. */
static void count_fate(struct run *run, const struct subject *subject, enum fate fate)
{
    struct run_totals *totals = &run->totals;
    uint64_t sessions = subject->visit.first_piece;
    uint64_t rows = rows_of(subject);

    switch (fate) {
    case FATE_ACCEPTED:
        totals->sessions.accepted += sessions;
        totals->rows.accepted += rows;
        totals->bytes.accepted += subject->size;
        break;
    case FATE_HELD:
        totals->sessions.held += sessions;
        totals->rows.held += rows;
        totals->bytes.held += subject->size;
        break;
    case FATE_SKIPPED:
        totals->sessions.skipped += sessions;
        totals->rows.skipped += rows;
        totals->bytes.skipped += subject->size;
        break;
    }
    totals->sessions_read += sessions;
}

static struct judged judged_of(const struct subject *subject)
{
    size_t own = subject->visit.own;

    return (struct judged){ .session = subject->visit.sessions[own],
                            .verdict = &subject->verdicts[own],
                            .ledger = subject->ledgers != NULL ? &subject->ledgers[own] : NULL,
                            .visit = subject->visit.sessions,
                            .verdicts = subject->verdicts,
                            .visit_count = subject->visit.count,
                            .own = own,
                            .first_piece = subject->visit.first_piece,
                            .held = subject->fates[own] == FATE_HELD,
                            .skipped = subject->fates[own] == FATE_SKIPPED };
}

static int tell_judged(struct run *run, const struct subject *subject, const struct subject *other,
                       struct problem *problem)
{
    struct judged judged, under_other;

    if (run->request->judged == NULL)
        return 0;
    judged = judged_of(subject);
    if (other != NULL) {
        under_other = judged_of(other);
        judged.other = &under_other;
    }
    return run->request->judged(run->request->judged_context, &judged, problem);
}

/* Columns that the rules want and the file has not: told when it first matters. */
static void tell_documentation(struct run *run)
{
    struct findings findings = { .arena = &run->arena };

    if (run->judged_in_file)
        return;
    run->judged_in_file = true;
    documentation_check_columns(run->rules.documentation, &run->header->columns, run->header->line,
                                &findings);
    tell(run, &findings, TEXT_NONE, false);
}

static enum among among(const struct subject *subject)
{
    if (subject->verdicts[subject->visit.own].merged)
        return AMONG_MERGED;
    return subject->visit.count > 1 ? AMONG_VISIT : AMONG_NONE;
}

static int judge(struct run *run, struct subject *subject, struct problem *problem)
{
    struct session *session = subject->session;
    const struct profile *profile;
    struct payer_use *payer = NULL;
    struct subject *other;
    enum fate fate;

    if (subject->visit.too_large)
        findings_add(&session->findings, FINDING_VISIT_TOO_LARGE, session->line, COLUMN_NONE,
                     TEXT_NONE, "session %s is of a visit with too many sessions or rows",
                     session->id.data);
    other = subject_other(run, subject);
    if (subject_apply(run, &run->rules, subject, problem) < 0 ||
        (other != NULL && subject_apply(run, &run->other_rules, other, problem) < 0))
        return -1;
    if (subject->visit.members != NULL &&
        gather_fates(&subject->visit, subject->fates, problem) < 0)
        return -1;
    fate = subject->fates[subject->visit.own];
    profile = subject->verdicts[subject->visit.own].profile;
    if (profile != NULL)
        payer = across_payer(&run->across, session, profile);
    if (fate != FATE_SKIPPED)
        tell_documentation(run);
    if (fate == FATE_ACCEPTED)
        across_note(&run->across, &run->rules, session, among(subject));
    findings_sort(&session->findings);
    count_fate(run, subject, fate);
    if (fate == FATE_HELD)
        hold(run, subject);
    if (fate == FATE_ACCEPTED && accept(run, subject, payer, problem) < 0)
        return -1;
    return tell_judged(run, subject, other, problem);
}

/* What a visit takes of the chunk's memory, each time that one of its sessions is judged. */
static uint64_t services_of(const struct gathered *visit)
{
    uint64_t services = 0;

    for (size_t i = 0; i < visit->count && visit->count > 1; i++)
        services += visit->sessions[i]->service_count;
    return services;
}

static int on_session(void *context, struct session *session, const struct row *rows, size_t count,
                      struct problem *problem)
{
    struct run *run = context;
    struct subject subject = {
        .session = session, .rows = rows, .row_count = count, .size = size_of(rows, count)
    };

    if (subject_make(run, &subject, problem) < 0 || judge(run, &subject, problem) < 0)
        return -1;
    tell(run, &subject.session->findings, session->broken_only ? TEXT_NONE : session->id, true);
    run->chunk_sessions++;
    run->chunk_rows += count + services_of(&subject.visit);
    run->chunk_bytes += subject.size;
    return 0;
}

static int on_shown_id(void *context, struct cl_text id, struct cl_text source_file, uint64_t line,
                       struct problem *problem)
{
    struct run *run = context;

    return gather_shown_id(run->gather, id, source_file, line, run->header, problem);
}

static int on_boundary(void *context, struct problem *problem)
{
    struct run *run = context;
    bool full = run->chunk_sessions >= CHUNK_SESSIONS || run->chunk_rows >= CHUNK_ROWS ||
                run->chunk_bytes >= CHUNK_BYTES;

    return full ? run_end_chunk(run, problem) : 0;
}

struct read_handler run_handler(struct run *run)
{
    return (struct read_handler){ .context = run,
                                  .keep_rows = run->held != NULL || gather_needs_rows(run->gather),
                                  .header = on_header,
                                  .session = on_session,
                                  .shown_id = on_shown_id,
                                  .boundary = on_boundary,
                                  .held_row = on_held_row,
                                  .held_more = on_held_more };
}
