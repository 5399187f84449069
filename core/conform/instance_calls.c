/* instance_calls.c - see instance.h: the calls for claims and files. */
#include "instance.h"

#include "dispatch/module_check.h"

struct chunk {
    struct cl_chunk chunk;
    char later[GROWN_BYTES];
};

static void enter(struct instance *instance, const char *call)
{
    instance->said[0] = '\0';
    __atomic_store_n(&instance->trial->outcome->call, call, __ATOMIC_RELAXED);
}

/* Back from a call that must have gone well. */
static void leave(struct instance *instance, const char *call, int status)
{
    __atomic_store_n(&instance->trial->outcome->call, NULL, __ATOMIC_RELAXED);
    if (status != CL_OK)
        trial_break(instance->trial, ARTICLE_STATUSES, "%s() returned %d%s%s", call, status,
                    instance->said[0] != '\0' ? ": " : "", instance->said);
}

static void hand_stream(struct instance *instance, struct sink *sink)
{
    if (instance->strict)
        region_allow(&sink->handle, REGION_WRITE, NULL, ARTICLE_POINTERS);
}

static void take_stream(struct instance *instance, struct sink *sink)
{
    sink_drain(sink);
    if (instance->strict)
        region_allow(&sink->handle, REGION_NONE,
                     "it used a stream after the call that handed it over", ARTICLE_POINTERS);
}

static void hand_claim(struct instance *instance, const struct sample *sample)
{
    struct region *region = (struct region *)(uintptr_t)&sample->region;

    if (instance->strict)
        region_allow(region, REGION_READ, "it wrote into a claim", ARTICLE_BOUNDS);
}

static void take_claim(struct instance *instance, const struct sample *sample)
{
    struct region *region = (struct region *)(uintptr_t)&sample->region;

    if (instance->strict)
        region_allow(region, REGION_NONE, "it used a claim after the call that handed it over",
                     ARTICLE_POINTERS);
}

int instance_check(struct instance *instance, const struct sample *sample)
{
    int status = CL_OK;

    if (instance->plugin->check == NULL)
        return CL_OK;
    hand_claim(instance, sample);
    if (instance->strict)
        region_allow(&instance->state, REGION_READ, "check() wrote into its state",
                     ARTICLE_CHECK_CONST);
    enter(instance, "check");
    status = instance->plugin->check(instance->state.data, sample->claim);
    leave(instance, "check", CL_OK);
    if (instance->strict)
        region_allow(&instance->state, REGION_WRITE, NULL, ARTICLE_CHECK_CONST);
    take_claim(instance, sample);
    if (status != CL_OK && status != CL_REJECT)
        trial_break(instance->trial, ARTICLE_CHECK, "check() returned %d", status);
    if (status == CL_REJECT && instance->said[0] == '\0')
        trial_break(instance->trial, ARTICLE_CHECK, "check() refused a claim and did not say why");
    return status;
}

void instance_head(struct instance *instance, struct sink *sink)
{
    const struct cl_encoder *encoder = instance->plugin->encoder;

    if (encoder->head == NULL)
        return;
    hand_stream(instance, sink);
    enter(instance, "head");
    leave(instance, "head", encoder->head(instance->state.data, sink->stream));
    take_stream(instance, sink);
}

/* begin() and end() are alike; the chunk lies in memory of its own where it is taken away. */
static void chunk_call(struct instance *instance, const char *call,
                       int (*function)(void *, const struct cl_chunk *, struct cl_stream *),
                       const struct cl_chunk *known, struct sink *sink)
{
    struct region region = { 0 };
    struct chunk own;
    struct chunk *chunk = &own;

    if (function == NULL)
        return;
    if (instance->strict) {
        region_open(&region, instance->trial, sizeof(*chunk), false,
                    "it read or wrote past the end of a chunk's record");
        chunk = (struct chunk *)(void *)region.data;
    }
    memset(chunk->later, GROWN_FILL, sizeof(chunk->later));
    chunk->chunk = *known;
    chunk->chunk.size += instance->grown ? sizeof(chunk->later) : 0;
    hand_stream(instance, sink);
    enter(instance, call);
    leave(instance, call, function(instance->state.data, &chunk->chunk, sink->stream));
    take_stream(instance, sink);
    if (instance->strict) /* stays forbidden for good */
        region_allow(&region, REGION_NONE, "it used a chunk after the call that handed it over",
                     ARTICLE_POINTERS);
}

void instance_begin(struct instance *instance, uint64_t index, uint64_t claims, struct sink *sink)
{
    const struct cl_chunk chunk = { sizeof(chunk), index, claims };

    chunk_call(instance, "begin", instance->plugin->encoder->begin, &chunk, sink);
}

void instance_end(struct instance *instance, uint64_t index, uint64_t claims, struct sink *sink)
{
    const struct cl_chunk chunk = { sizeof(chunk), index, claims };

    chunk_call(instance, "end", instance->plugin->encoder->end, &chunk, sink);
}

void instance_claim(struct instance *instance, const struct sample *sample, struct sink *sink)
{
    hand_claim(instance, sample);
    hand_stream(instance, sink);
    enter(instance, "claim");
    leave(instance, "claim",
          instance->plugin->encoder->claim(instance->state.data, sample->claim, sink->stream));
    take_stream(instance, sink);
    take_claim(instance, sample);
}

void instance_tail(struct instance *instance, uint64_t claims, uint64_t chunks, struct sink *sink)
{
    const struct cl_encoder *encoder = instance->plugin->encoder;
    struct sample_totals totals;

    if (encoder->tail == NULL)
        return;
    sample_totals_open(&totals, instance->trial, claims, chunks, instance->grown);
    hand_stream(instance, sink);
    enter(instance, "tail");
    leave(instance, "tail", encoder->tail(instance->state.data, totals.totals, sink->stream));
    take_stream(instance, sink);
    sample_totals_close(&totals);
}

static void add_claim(struct cl_stored *sums, const struct cl_claim *claim)
{
    sums->claims++;
    sums->lines += claim->line_count;
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        sums->units += line->units;
        sums->minutes += line->minutes;
        if (line->charge_cents == CL_NO_AMOUNT)
            sums->lines_without_charge++;
        else
            sums->charge_cents += line->charge_cents;
    }
}

void instance_put(struct instance *instance, const struct sample *sample)
{
    hand_claim(instance, sample);
    add_claim(&instance->put, sample->claim);
    enter(instance, "put");
    leave(instance, "put",
          plugin_store(instance->plugin)->put(instance->state.data, sample->claim));
    take_claim(instance, sample);
}

static void compare_stored(struct instance *instance, const struct cl_stored *stored)
{
    const struct cl_stored *put = &instance->put;
    const struct {
        const char *what;
        int64_t has;
        int64_t expected;
    } sums[] = {
        { "claims", (int64_t)stored->claims, (int64_t)put->claims },
        { "lines", (int64_t)stored->lines, (int64_t)put->lines },
        { "units", (int64_t)stored->units, (int64_t)put->units },
        { "minutes", (int64_t)stored->minutes, (int64_t)put->minutes },
        { "lines without charge", (int64_t)stored->lines_without_charge,
          (int64_t)put->lines_without_charge },
        { "cents", stored->charge_cents, put->charge_cents },
    };

    for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
        if (sums[i].has != sums[i].expected)
            trial_break(instance->trial, ARTICLE_STORED,
                        "prepare() has %lld %s of %lld that were put", (long long)sums[i].has,
                        sums[i].what, (long long)sums[i].expected);
    }
}

struct stored {
    struct cl_stored stored;
    char later[GROWN_BYTES];
};

static int prepare(struct instance *instance, struct stored *record)
{
    struct sample_totals totals;
    int status;

    *record = (struct stored){ .stored = { .size = sizeof(record->stored) } };

    memset(record->later, GROWN_FILL, sizeof(record->later));
    if (instance->grown)
        record->stored.size += sizeof(record->later);
    sample_totals_open_stored(&totals, instance->trial, &instance->put, instance->grown);
    enter(instance, "prepare");
    status = plugin_store(instance->plugin)
                 ->prepare(instance->state.data, totals.totals, &record->stored);
    sample_totals_close(&totals);
    return status;
}

void instance_prepare(struct instance *instance)
{
    struct stored record;

    leave(instance, "prepare", prepare(instance, &record));
    compare_stored(instance, &record.stored);
}

int instance_try_put(struct instance *instance, const struct sample *sample)
{
    struct stored record;
    int status;

    add_claim(&instance->put, sample->claim);
    enter(instance, "put");
    status = plugin_store(instance->plugin)->put(instance->state.data, sample->claim);
    leave(instance, "put", CL_OK);
    if (status == CL_OK) {
        status = prepare(instance, &record);
        leave(instance, "prepare", CL_OK);
    }
    return status;
}

void instance_commit(struct instance *instance)
{
    enter(instance, "commit");
    leave(instance, "commit", plugin_store(instance->plugin)->commit(instance->state.data));
}
