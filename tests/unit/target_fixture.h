/* target_fixture.h - plugins that write down what they are asked, and runs over them. */
#ifndef TESTS_UNIT_TARGET_FIXTURE_H
#define TESTS_UNIT_TARGET_FIXTURE_H

#include "dispatch_fixture.h"

#include "base/arena.h"
#include "base/text.h"
#include "dispatch/dispatch.h"

#include <claimline/write.h>

/* A plugin that writes down what it is asked. */
struct trace {
    const struct cl_host *host;
    struct cl_text mark; /* the setting */
    uint64_t claims;     /* seen by this state */
};

static struct {
    int opened;
    int closed;
} states;

/* (host->fail) in brackets: cmocka has a macro of that name. */
static inline int trace_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct trace *trace = state;

    assert_int_equal(job->control_number, 77);
    states.opened++;
    trace->host = host;
    if (text_equal(trace->mark, text_of("bad")))
        return host->bad_setting(host, "mark", "it is bad");
    if (text_equal(trace->mark, text_of("broken")))
        return (host->fail)(host, CL_FATAL, "it is broken");
    return CL_OK;
}

static inline void trace_close(void *state)
{
    (void)state;
    states.closed++;
}

static inline int trace_head(void *state, struct cl_stream *out)
{
    (void)state;
    cl_puts(out, "head\n");
    return CL_OK;
}

static inline int trace_begin(void *state, const struct cl_chunk *chunk, struct cl_stream *out)
{
    (void)state;
    cl_puts(out, "begin ");
    cl_put_unsigned(out, chunk->index);
    cl_putc(out, ' ');
    cl_put_unsigned(out, chunk->claim_count);
    cl_putc(out, '\n');
    return CL_OK;
}

static inline int trace_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct trace *trace = state;

    trace->claims++;
    cl_put_text(out, trace->mark);
    cl_put_text(out, claim->claim_id);
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        cl_putc(out, ' ');
        cl_put_unsigned(out, line->number);
        cl_putc(out, ':');
        cl_put_text(out, line->code);
    }
    cl_puts(out, " = ");
    cl_put_cents(out, claim->charge_cents);
    cl_putc(out, '\n');
    if (text_equal(claim->claim_id, text_of("FAIL")))
        return (trace->host->fail)(trace->host, CL_FATAL, "it cannot be");
    return CL_OK;
}

static inline int trace_end(void *state, const struct cl_chunk *chunk, struct cl_stream *out)
{
    (void)state;
    (void)chunk;
    cl_puts(out, "end\n");
    return CL_OK;
}

static inline int trace_tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    const struct trace *trace = state;

    cl_puts(out, "tail ");
    cl_put_unsigned(out, totals->chunks);
    cl_putc(out, ' ');
    cl_put_unsigned(out, totals->claims);
    cl_putc(out, ' ');
    cl_put_unsigned(out, totals->lines);
    cl_puts(out, " state saw ");
    cl_put_unsigned(out, trace->claims);
    for (uint32_t i = 0; i < totals->code_count; i++) {
        cl_putc(out, ' ');
        cl_put_text(out, cl_code_total_at(totals, i)->code);
    }
    cl_puts(out, " of ");
    cl_put_unsigned(out, totals->sessions_read);
    cl_putc(out, '\n');
    return CL_OK;
}

static inline int trace_check(const void *state, const struct cl_claim *claim)
{
    const struct trace *trace = state;

    if (text_equal(claim->claim_id, text_of("REFUSE")))
        return (trace->host->fail)(trace->host, CL_REJECT, "not this one");
    if (text_equal(claim->claim_id, text_of("SILENT")))
        return CL_REJECT;
    if (text_equal(claim->claim_id, text_of("FATAL")))
        return (trace->host->fail)(trace->host, CL_FATAL, "the end");
    return CL_OK;
}

static const struct cl_encoder trace_encoder = {
    .size = sizeof(trace_encoder),
    .head = trace_head,
    .begin = trace_begin,
    .claim = trace_claim,
    .end = trace_end,
    .tail = trace_tail,
    .separator = ",\n",
};

static const struct cl_option trace_options[] = {
    CL_OPTION_TEXT(struct trace, mark, "", 0, 0, "before each claim"),
};

#define TRACE_PLUGIN(plugin_name, plugin_flags)                                                    \
    {                                                                                              \
        .size = sizeof(struct cl_plugin), .name = plugin_name, .summary = "what it is asked",      \
        .state_size = sizeof(struct trace), .options = CL_OPTIONS(trace_options),                  \
        .flags = plugin_flags, .open = trace_open, .close = trace_close, .check = trace_check,     \
        .encoder = &trace_encoder                                                                  \
    }

static const struct cl_plugin trace_plugin = TRACE_PLUGIN("trace", 0);
static const struct cl_plugin parallel_plugin = TRACE_PLUGIN("parallel", CL_PARALLEL);
static const struct cl_plugin whole_plugin = TRACE_PLUGIN("whole", CL_WHOLE_CLAIMS);

static inline int ids_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    cl_put_text(out, claim->claim_id);
    cl_putc(out, '\n');
    return CL_OK;
}

static const struct cl_encoder ids_encoder = { .size = sizeof(ids_encoder), .claim = ids_claim };

/* Nothing but what must be there. */
static const struct cl_plugin ids_plugin = {
    .size = sizeof(struct cl_plugin),
    .name = "ids",
    .summary = "claim ids",
    .encoder = &ids_encoder,
};

static struct plugin_entry entries[] = {
    { &trace_plugin, NULL, false },
    { &parallel_plugin, NULL, false },
    { &whole_plugin, NULL, false },
    { &ids_plugin, NULL, false },
};

static struct modules modules = { .plugins = entries, .plugin_count = 4 };

struct run {
    struct publication *publication;
    struct dispatch *dispatch;
    struct dispatch_chunk *chunk;
    struct claim_totals core;
    struct arena arena;
    struct problem problem;
    bool replace;
};

static inline struct run run_of(bool replace)
{
    states.opened = 0;
    states.closed = 0;
    return (struct run){ .publication = publication_create(), .replace = replace };
}

static inline int create(struct run *run, const struct target_request *targets, size_t count)
{
    struct dispatch_options options = {
        .targets = targets,
        .target_count = count,
        .job = { .size = sizeof(struct cl_job), .control_number = 77 },
        .replace = run->replace,
    };

    if (dispatch_create(&run->dispatch, &options, &modules, run->publication, &run->problem) < 0)
        return -1;
    run->chunk = dispatch_chunk_create(run->dispatch);
    return 0;
}

static inline void start(struct run *run, const struct target_request *targets, size_t count)
{
    if (create(run, targets, count) != 0)
        fail_msg("%s", run->problem.text);
}

/* A claim with the lines of `codes` ("97110 97140"), each 10 dollars, 2 units and
 * 23 minutes; a code with '-' behind it has no charge. */
static inline struct cl_claim *claim_of(struct run *run, const char *id, const char *payer,
                                        const char *codes)
{
    struct cl_claim *claim = arena_alloc(&run->arena, sizeof(*claim));
    struct cl_payer *party = arena_alloc(&run->arena, sizeof(*party));
    struct cl_line *lines = arena_alloc_array(&run->arena, 8, sizeof(*lines));
    struct cl_text rest = arena_text(&run->arena, codes, strlen(codes));

    party->id = arena_text(&run->arena, payer, strlen(payer));
    *claim = (struct cl_claim){
        .size = sizeof(*claim),
        .lines = lines,
        .line_stride = sizeof(*lines),
        .service_date = { 2026, 3, 9 },
        .claim_id = arena_text(&run->arena, id, strlen(id)),
        .charge_cents = CL_NO_AMOUNT,
        .payer = party,
        .source_file = text_of("in.csv"),
        .source_line = 41,
    };
    while (rest.data != NULL) {
        struct cl_text code = text_split(&rest, ' ');
        bool charged = code.data[code.length - 1] != '-';
        struct cl_line *line = &lines[claim->line_count++];

        *line = (struct cl_line){
            .size = sizeof(*line),
            .number = claim->line_count,
            .units = 2,
            .minutes = 23,
            .code = arena_text(&run->arena, code.data, code.length - !charged),
            .description = TEXT_NONE,
            .charge_cents = charged ? 1000 : CL_NO_AMOUNT,
        };
        if (charged)
            claim->charge_cents =
                claim->charge_cents == CL_NO_AMOUNT ? 1000 : claim->charge_cents + 1000;
    }
    return claim;
}

static inline void give(struct run *run, const char *id, const char *payer, const char *codes)
{
    const struct cl_claim *claim = claim_of(run, id, payer, codes);

    claim_totals_add(&run->core, claim);
    dispatch_chunk_add(run->chunk, claim);
}

/* 0, or -1 with a problem. */
static inline int chunk_ends(struct run *run)
{
    if (dispatch_chunk_place(run->dispatch, run->chunk, &run->problem) < 0 ||
        dispatch_chunk_encode(run->dispatch, 0, run->chunk, &run->problem) < 0)
        return -1;
    return dispatch_chunk_write(run->dispatch, run->chunk, &run->problem);
}

static inline void end_chunk(struct run *run)
{
    if (chunk_ends(run) != 0)
        fail_msg("%s", run->problem.text);
}

static inline int finish(struct run *run)
{
    struct cl_totals totals = { .size = sizeof(totals), .sessions_read = 9 };

    return dispatch_finish(run->dispatch, &totals, &run->core, &run->problem);
}

static inline void clean(struct run *run)
{
    dispatch_chunk_destroy(run->chunk);
    dispatch_destroy(run->dispatch);
    publication_destroy(run->publication);
    claim_totals_finish(&run->core);
    arena_finish(&run->arena);
    assert_int_equal(states.opened, states.closed);
}

static inline void publish(struct run *run)
{
    if (finish(run) != 0 || publication_publish(run->publication, NULL, &run->problem) != 0)
        fail_msg("%s", run->problem.text);
}

static inline void assert_no_target(struct target_request request, int status, const char *says)
{
    struct run run = run_of(false);

    assert_int_equal(create(&run, &request, 1), -1);
    assert_problem(&run.problem, status, says);
    clean(&run);
}

#endif
