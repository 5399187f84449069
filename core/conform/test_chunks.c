/* test_chunks.c - chunks of a CL_PARALLEL plugin: any state, any order, any thread. */
#include "test_groups.h"

#include <pthread.h>

enum { CLAIMS = 1500, CHUNK = 50, CHUNKS = CLAIMS / CHUNK, WORKERS = 8 };

static const struct manner bare = { .no_separators = true };

static void need_parallel(struct trial *trial)
{
    if ((trial->plugin->flags & CL_PARALLEL) == 0)
        trial_skip(trial, "it does without CL_PARALLEL");
}

static void write_one(struct instance *instance, const struct claims *claims, size_t index,
                      struct sink *sink)
{
    sink_open(sink, instance->trial, 4096, true);
    (void)write_chunk(instance, &bare, claims, index * CHUNK, CHUNK, index, sink);
}

/* A chunk on a state of its own, and on one that has seen all those behind it. */
void test_chunks_alone(struct trial *trial)
{
    struct instance used;
    struct claims claims;

    need_parallel(trial);
    claims_open_mixed(&claims, trial, CLAIMS);
    instance_open(&used, trial, NULL, 0, false);
    for (size_t i = CHUNKS; i-- > 0;) {
        struct instance fresh;
        struct sink sinks[2];

        instance_open(&fresh, trial, NULL, 0, false);
        write_one(&fresh, &claims, i, &sinks[0]);
        write_one(&used, &claims, i, &sinks[1]);
        sink_same(&sinks[0], &sinks[1], "on a state that has seen other chunks");
        sink_close(&sinks[0]);
        sink_close(&sinks[1]);
        instance_close(&fresh);
    }
    instance_close(&used);
    claims_close(&claims);
}

/* All claims, two states taking turns, `step` a chunk. */
static void write_in_steps(struct trial *trial, const struct claims *claims, size_t step,
                           struct sink *sink)
{
    struct instance instances[2];

    sink_open(sink, trial, 4096, true);
    for (int i = 0; i < 2; i++)
        instance_open(&instances[i], trial, NULL, 0, false);
    for (size_t first = 0, index = 0; first < claims->count; first += step, index++) {
        size_t count = claims->count - first < step ? claims->count - first : step;

        (void)write_chunk(&instances[index % 2], &bare, claims, first, count, index, sink);
    }
    for (int i = 0; i < 2; i++)
        instance_close(&instances[i]);
}

/* begin(), end() and a separator may show where chunks lie, and the host may move that.
 * Without them nothing tells, so nothing may differ. */
void test_chunks_moved(struct trial *trial)
{
    static const size_t steps[] = { 1, 7, 31, CLAIMS };
    const struct cl_encoder *encoder = trial->plugin->encoder;
    struct claims claims;
    struct sink expected;
    struct sink got;

    need_parallel(trial);
    if (encoder->begin != NULL || encoder->end != NULL || encoder->separator != NULL)
        trial_skip(trial, "its begin(), end() or separator may show where chunks lie");
    claims_open_mixed(&claims, trial, CLAIMS);
    write_in_steps(trial, &claims, CHUNK, &expected);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        write_in_steps(trial, &claims, steps[i], &got);
        sink_same(&expected, &got, "cut into other chunks");
        sink_close(&got);
    }
    sink_close(&expected);
    claims_close(&claims);
}

/* One thread with a state of its own, and every WORKERS-th chunk. */
struct worker {
    struct instance instance;
    const struct claims *claims;
    struct sink *sinks; /* of all chunks */
    size_t first;
    pthread_t thread;
};

static void *work(void *context)
{
    struct worker *worker = context;

    for (size_t i = worker->first; i < CHUNKS; i += WORKERS)
        (void)write_chunk(&worker->instance, &bare, worker->claims, i * CHUNK, CHUNK, i,
                          &worker->sinks[i]);
    return NULL;
}

static void open_sinks(struct trial *trial, struct sink *sinks)
{
    for (int i = 0; i < CHUNKS; i++)
        sink_open(&sinks[i], trial, 512, true);
}

static void write_by_workers(struct trial *trial, const struct claims *claims, struct sink *sinks)
{
    struct worker workers[WORKERS];

    open_sinks(trial, sinks);
    for (size_t i = 0; i < WORKERS; i++) {
        workers[i].claims = claims;
        workers[i].sinks = sinks;
        workers[i].first = i;
        instance_open(&workers[i].instance, trial, NULL, 0, false);
    }
    for (size_t i = 0; i < WORKERS; i++) {
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
            trial_skip(trial, "the suite cannot start a thread");
    }
    for (size_t i = 0; i < WORKERS; i++)
        (void)pthread_join(workers[i].thread, NULL);
    for (size_t i = 0; i < WORKERS; i++)
        instance_close(&workers[i].instance);
}

void test_chunks_workers(struct trial *trial)
{
    struct instance one;
    struct claims claims;
    struct sink expected[CHUNKS];
    struct sink got[CHUNKS];

    need_parallel(trial);
    claims_open_mixed(&claims, trial, CLAIMS);
    open_sinks(trial, expected);
    instance_open(&one, trial, NULL, 0, false);
    for (size_t i = 0; i < CHUNKS; i++)
        (void)write_chunk(&one, &bare, &claims, i * CHUNK, CHUNK, i, &expected[i]);
    instance_close(&one);
    write_by_workers(trial, &claims, got);
    for (size_t i = 0; i < CHUNKS; i++) {
        sink_same(&expected[i], &got[i], "with 8 workers instead of one");
        sink_close(&expected[i]);
        sink_close(&got[i]);
    }
    claims_close(&claims);
}
