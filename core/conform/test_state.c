/* test_state.c - what is kept between calls lies in the state, and nowhere else. */
#include "test_groups.h"

#include "base/memory.h"
#include "conform/elsewhere.h"
#include "conform/memory_use.h"
#include "conform/segments.h"
#include "conform/texts.h"
#include "conform/variant.h"

static const struct manner in_chunks = { .chunk = 20 };

void test_state_zeroed(struct trial *trial)
{
    struct region state;

    if (trial->plugin->close == NULL)
        trial_skip(trial, "it has no close()");
    region_open(&state, trial, trial->plugin->state_size, false,
                "it read or wrote past the end of its state");
    trial->outcome->call = "close";
    trial->plugin->close(state.data);
    trial->outcome->call = NULL;
    region_close(&state);
}

/* Whether open() refuses the setting; what it took must be gone then. */
static bool fails_to_open(struct trial *trial, const struct setting *setting)
{
    struct instance instance;
    int status;

    if (!instance_make(&instance, trial, setting, 1, false))
        return false;
    status = instance_try(&instance);
    instance_close(&instance);
    return status != CL_OK;
}

static void fail_often(struct trial *trial, const struct setting *setting)
{
    enum { WARM = 10, ROUNDS = 100, LEAST = 8 };
    size_t before;
    size_t after;

    for (int i = 0; i < WARM; i++)
        (void)fails_to_open(trial, setting);
    before = memory_in_use();
    for (int i = 0; i < ROUNDS; i++)
        (void)fails_to_open(trial, setting);
    after = memory_in_use();
    if (after >= before + (size_t)ROUNDS * LEAST)
        trial_fail(trial, "%d open()s that failed left %zu bytes behind, with close() after each",
                   ROUNDS, after - before);
}

void test_state_failed_open(struct trial *trial)
{
    const struct cl_options *options = &trial->plugin->options;
    unsigned found = 0;

    for (uint32_t i = 0; i < options->count; i++) {
        const struct cl_option *option = settings_option(options, i);

        for (size_t k = 0; option->type == CL_TEXT && k < HOSTILE_COUNT; k++) {
            const struct setting setting = { option->name, hostile_texts[k].bytes };

            if (fails_to_open(trial, &setting)) {
                fail_often(trial, &setting);
                found++;
            }
        }
    }
    if (found == 0)
        trial_skip(trial, "no setting was found that open() refuses");
}

void test_state_check(struct trial *trial)
{
    const struct manner strict = { .chunk = 20, .strict = true };
    const struct manner twice = { .chunk = 20, .checks_twice = true };
    struct claims claims;
    struct sink sinks[2];

    if (trial->plugin->check == NULL)
        trial_skip(trial, "it has no check()");
    claims_open_mixed(&claims, trial, 0);
    write_file(trial, &strict, &claims, &sinks[0]);
    sink_close(&sinks[0]);
    write_file(trial, &in_chunks, &claims, &sinks[0]);
    write_file(trial, &twice, &claims, &sinks[1]);
    sink_same(&sinks[0], &sinks[1], "with more calls of check()");
    sink_close(&sinks[0]);
    sink_close(&sinks[1]);
    claims_close(&claims);
}

enum { INSTANCES = 8, CLAIMS = 40 };

static void take_turns(struct trial *trial, const struct variant *variants,
                       const struct claims *claims, struct sink *sinks)
{
    const struct manner manner = { .chunk = 1 };
    struct instance instances[INSTANCES];
    uint64_t chunks[INSTANCES] = { 0 };

    for (int i = 0; i < INSTANCES; i++) {
        sink_open(&sinks[i], trial, 64, true);
        instance_open(&instances[i], trial, &variants[i].setting, variants[i].count, false);
    }
    for (int i = INSTANCES; i-- > 0;)
        instance_head(&instances[i], &sinks[i]);
    for (size_t k = 0; k < claims->count; k++) {
        for (int i = 0; i < INSTANCES; i++)
            chunks[i] += write_chunk(&instances[i], &manner, claims, k, 1, chunks[i], &sinks[i]);
    }
    for (int i = 0; i < INSTANCES; i++) {
        instance_tail(&instances[i], chunks[i], chunks[i], &sinks[i]);
        instance_close(&instances[i]);
    }
}

/* Instances with different settings take turns, claim by claim. */
void test_state_several(struct trial *trial)
{
    struct variant variants[INSTANCES];
    struct sink expected[INSTANCES];
    struct sink got[INSTANCES];
    struct claims claims;

    claims_open_mixed(&claims, trial, CLAIMS);
    for (unsigned i = 0; i < INSTANCES; i++) {
        struct manner manner = { .chunk = 1 };

        variant_choose(&variants[i], trial, i);
        manner.settings = &variants[i].setting;
        manner.setting_count = variants[i].count;
        write_file(trial, &manner, &claims, &expected[i]);
    }
    take_turns(trial, variants, &claims, got);
    for (int i = 0; i < INSTANCES; i++) {
        sink_same(&expected[i], &got[i], "with other instances at work");
        sink_close(&expected[i]);
        sink_close(&got[i]);
    }
    claims_close(&claims);
}

/* The same file, alone in a process and behind one with other claims and settings. */
void test_state_after_another(struct trial *trial)
{
    struct manner other = { .chunk = 7 };
    struct variant variant;
    struct claims claims[2];
    struct sink alone;
    struct sink behind;
    struct sink unused;

    claims_open_mixed(&claims[0], trial, 0);
    claims_open(&claims[1], trial, &recipe_full, 1, 30);
    write_elsewhere(trial, &in_chunks, &claims[0], NULL, &alone);
    variant_choose(&variant, trial, 1);
    other.settings = &variant.setting;
    other.setting_count = variant.count;
    write_file(trial, &other, &claims[1], &unused);
    write_file(trial, &in_chunks, &claims[0], &behind);
    sink_same(&alone, &behind, "behind another file");
    sink_close(&alone);
    sink_close(&behind);
    sink_close(&unused);
    claims_close(&claims[0]);
    claims_close(&claims[1]);
}

void test_state_statics(struct trial *trial)
{
    struct segments segments;
    struct claims claims;
    struct sink sink;

    segments_keep(&segments, trial);
    claims_open_mixed(&claims, trial, 0);
    write_file(trial, &in_chunks, &claims, &sink);
    segments_compare(&segments, trial);
    sink_close(&sink);
    claims_close(&claims);
}
