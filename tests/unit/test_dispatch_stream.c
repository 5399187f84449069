/* test_dispatch_stream.c - plugins that misuse what they are handed: the stream, the host. */
#include "target_fixture.h"

/* Moves `next` where the claim's id says. */
static int bend_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    cl_puts(out, "a line\n");
    if (text_equal(claim->claim_id, text_of("PAST")))
        out->next = out->limit + 1;
    else if (text_equal(claim->claim_id, text_of("FAR")))
        out->next = out->limit + 1000000;
    else if (text_equal(claim->claim_id, text_of("BEFORE")))
        out->next -= strlen("a line\n") + 1;
    return CL_OK;
}

static int bend_frame(void *state, struct cl_stream *out)
{
    (void)state;
    out->next = out->limit + 1;
    return CL_OK;
}

static int bend_tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    (void)totals;
    return bend_frame(state, out);
}

static int silent_check(const void *state, const struct cl_claim *claim)
{
    const struct trace *trace = state;

    (void)claim;
    return (trace->host->fail)(trace->host, CL_REJECT, NULL);
}

static int silent_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    const struct trace *trace = state;

    (void)claim;
    (void)out;
    return (trace->host->fail)(trace->host, CL_FATAL, NULL);
}

static int silent_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)state;
    (void)job;
    return host->bad_setting(host, NULL, NULL);
}

#define ENCODER(...)                                                                               \
    {                                                                                              \
        .size = sizeof(struct cl_encoder), __VA_ARGS__                                             \
    }
#define PLUGIN(plugin_name, ...)                                                                   \
    {                                                                                              \
        .size = sizeof(struct cl_plugin), .name = plugin_name, .summary = "a bad one",             \
        .state_size = sizeof(struct trace), __VA_ARGS__                                            \
    }

static const struct cl_encoder bends = ENCODER(.claim = bend_claim, .separator = ",\n");
static const struct cl_encoder bends_head = ENCODER(.head = bend_frame, .claim = ids_claim);
static const struct cl_encoder bends_tail = ENCODER(.claim = ids_claim, .tail = bend_tail);
static const struct cl_encoder silent = ENCODER(.claim = silent_claim);

static const struct cl_plugin bends_plugin = PLUGIN("bends", .encoder = &bends);
static const struct cl_plugin head_plugin = PLUGIN("bends-head", .encoder = &bends_head);
static const struct cl_plugin tail_plugin = PLUGIN("bends-tail", .encoder = &bends_tail);
static const struct cl_plugin silent_plugin = PLUGIN(
    "silent", .open = trace_open, .close = trace_close, .check = silent_check, .encoder = &silent);
static const struct cl_plugin refusing_plugin =
    PLUGIN("refusing", .open = silent_open, .encoder = &ids_encoder);

static struct plugin_entry bad_entries[] = {
    { &bends_plugin, NULL, false },    { &head_plugin, NULL, false },
    { &tail_plugin, NULL, false },     { &silent_plugin, NULL, false },
    { &refusing_plugin, NULL, false },
};

static const char *const paths[] = { "x.txt", "{code}.txt" };

/* The run fails, at the latest when it is finished, and leaves no file. */
static void assert_outside(const char *plugin, const char *path, const char *id, bool first)
{
    struct target_request request = { .plugin = plugin, .path = path };
    struct run run = run_of(false);

    if (create(&run, &request, 1) == 0) {
        if (first)
            give(&run, "GOOD", "P", "97110");
        if (id != NULL)
            give(&run, id, "P", "97110");
        if (chunk_ends(&run) == 0)
            assert_int_equal(finish(&run), -1);
    }
    assert_problem(&run.problem, EXIT_FAILED, "wrote outside its stream");
    clean(&run);
    assert_int_equal(entries_in("."), 0);
}

static void a_claim_that_leaves_its_stream(void **state)
{
    static const char *const ids[] = { "PAST", "FAR" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < 2; k++) {
            assert_outside("bends", paths[i], ids[k], false);
            assert_outside("bends", paths[i], ids[k], true);
        }
        assert_outside("bends", paths[i], "BEFORE", false);
    }
}

static void a_head_or_tail_that_leaves_its_stream(void **state)
{
    (void)state;
    assert_outside("bends-head", paths[0], NULL, false);
    assert_outside("bends-tail", paths[0], NULL, false);
    assert_outside("bends-tail", paths[0], "GOOD", false);
    assert_outside("bends-tail", paths[1], "GOOD", false);
}

/* The host writes the separator itself: not behind a pointer that was bent. */
static void a_bent_chunk_is_seen_before_the_next(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct target_request request = { .plugin = "bends", .path = paths[i] };
        struct run run = run_of(false);

        start(&run, &request, 1);
        give(&run, "PAST", "P", "97110");
        assert_int_equal(chunk_ends(&run), -1);
        assert_problem(&run.problem, EXIT_FAILED, "wrote outside its stream");
        clean(&run);
        assert_int_equal(entries_in("."), 0);
    }
}

/* A sound one is left alone: the plugins above differ from it by their bend only. */
static void a_claim_that_stays_in_its_stream(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct target_request request = { .plugin = "bends", .path = paths[i] };
        struct run run = run_of(false);

        start(&run, &request, 1);
        give(&run, "A", "P", "97110");
        end_chunk(&run);
        publish(&run);
        clean(&run);
        assert_file(i == 0 ? "x.txt" : "97110.txt", "a line\n");
    }
}

static void a_failure_without_a_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct target_request request = { .plugin = "silent", .path = paths[i] };
        struct run run = run_of(false);
        struct refusal refusal;

        start(&run, &request, 1);
        assert_int_equal(dispatch_check(run.dispatch, 0, claim_of(&run, "A", "P", "97110"),
                                        &refusal, &run.problem),
                         1);
        assert_string_equal(refusal.plugin, "silent");
        assert_string_equal(refusal.text, "no reason given");
        give(&run, "A", "P", "97110");
        assert_int_equal(chunk_ends(&run), -1);
        assert_problem(&run.problem, EXIT_FAILED, "silent: no reason given (at in.csv:41)");
        clean(&run);
    }
}

static void a_bad_setting_without_name_and_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++)
        assert_no_target((struct target_request){ .plugin = "refusing", .path = paths[i] },
                         EXIT_BAD_USAGE, "refusing: a setting: cannot be used");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DISPATCH_TEST(a_claim_that_leaves_its_stream),
        DISPATCH_TEST(a_head_or_tail_that_leaves_its_stream),
        DISPATCH_TEST(a_bent_chunk_is_seen_before_the_next),
        DISPATCH_TEST(a_claim_that_stays_in_its_stream),
        DISPATCH_TEST(a_failure_without_a_text),
        DISPATCH_TEST(a_bad_setting_without_name_and_text),
    };

    modules = (struct modules){ .plugins = bad_entries,
                                .plugin_count = sizeof(bad_entries) / sizeof(bad_entries[0]) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
