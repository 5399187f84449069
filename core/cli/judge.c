/* judge.c - what becomes of each session and row: accepted, held or skipped. */
#include "run_state.h"

#include "dispatch/findings_file.h"

#include "base/interrupt.h"
#include "base/text.h"

#include <string.h>

/* A chunk ends after so many sessions, or rows or bytes of them: all three depend on
 * the input alone. */
enum { CHUNK_SESSIONS = 1024, CHUNK_ROWS = 8192, CHUNK_BYTES = 1024 * 1024 };

static void tell(struct run *run, const struct findings *findings, struct cl_text session_id)
{
    struct finding_source source = { run->path, session_id, run->field_of };

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];

        run->totals.findings[finding->id]++;
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
                                .byte_order_mark = facts->byte_order_mark };

    memcpy(run->field_of, header->field_of, sizeof(run->field_of));
    tell(run, findings, TEXT_NONE);
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

    run->totals.rows.held++;
    run->totals.bytes.held += row->size;
    run->chunk_bytes += row->size;
    if (stray)
        tell(run, findings, TEXT_NONE);
    if (run->held != NULL)
        held_file_row(run->held, row->line, findings, row->bytes);
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

/* Whether every target can write the claim; a refusal is a finding like others. */
static int ask_targets(struct run *run, struct session *session, const struct cl_claim *claim,
                       struct problem *problem)
{
    struct refusal refusal;
    int answer;

    if (run->dispatch == NULL || claim == NULL)
        return 0;
    answer = dispatch_check(run->dispatch, claim, &refusal, problem);
    if (answer > 0)
        findings_add(&session->findings, FINDING_PLUGIN_REFUSED, session->line, COLUMN_NONE,
                     TEXT_NONE, "the plugin %s refuses session %s: %s", refusal.plugin,
                     session->id.data, refusal.text);
    return answer < 0 ? -1 : 0;
}

static int accept(struct run *run, const struct session *session, const struct verdict *verdict,
                  struct problem *problem)
{
    run->totals.services += session->service_count;
    verdict->payer->sessions++;
    if (verdict->claim == NULL) {
        run->totals.sessions_without_lines++;
        return 0;
    }
    claim_totals_add(&run->totals.claims, verdict->claim);
    return run->dispatch != NULL ? dispatch_claim(run->dispatch, verdict->claim, problem) : 0;
}

static void hold(struct run *run, const struct session *session, const struct row *rows,
                 size_t count)
{
    for (size_t i = 0; run->held != NULL && i < count; i++)
        held_file_row(run->held, rows[i].line, &session->findings, rows[i].bytes);
}

static void count_fate(uint64_t *sessions, uint64_t *rows, uint64_t *bytes, size_t count,
                       uint64_t size)
{
    ++*sessions;
    *rows += count;
    *bytes += size;
}

/* `size`: the bytes that the rows took. */
static int judge(struct run *run, struct session *session, const struct row *rows, size_t count,
                 uint64_t size, struct problem *problem)
{
    struct run_totals *totals = &run->totals;
    struct verdict verdict = { NULL, NULL };

    if (session->findings.errors == 0 && session->status != STATUS_COMPLETED) {
        count_fate(&totals->sessions.skipped, &totals->rows.skipped, &totals->bytes.skipped, count,
                   size);
        return 0;
    }
    if (session->findings.errors == 0) {
        verdict = rules_apply(&run->rules, &run->rules_run, session, &run->arena);
        if (ask_targets(run, session, verdict.claim, problem) < 0)
            return -1;
    }
    findings_sort(&session->findings);
    if (session->findings.errors == 0) {
        count_fate(&totals->sessions.accepted, &totals->rows.accepted, &totals->bytes.accepted,
                   count, size);
        return accept(run, session, &verdict, problem);
    }
    count_fate(&totals->sessions.held, &totals->rows.held, &totals->bytes.held, count, size);
    hold(run, session, rows, count);
    return 0;
}

static int on_session(void *context, struct session *session, const struct row *rows, size_t count,
                      struct problem *problem)
{
    struct run *run = context;
    uint64_t size = size_of(rows, count);

    run->totals.sessions_read++;
    if (judge(run, session, rows, count, size, problem) < 0)
        return -1;
    tell(run, &session->findings, session->claimed ? TEXT_NONE : session->id);
    run->chunk_sessions++;
    run->chunk_rows += count;
    run->chunk_bytes += size;
    return 0;
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
                                  .keep_rows = run->held != NULL,
                                  .header = on_header,
                                  .session = on_session,
                                  .boundary = on_boundary,
                                  .held_row = on_held_row,
                                  .held_more = on_held_more };
}
