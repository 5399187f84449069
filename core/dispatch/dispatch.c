/* dispatch.c - see dispatch.h. */
#include "dispatch.h"

#include "base/memory.h"
#include "dispatch/contain.h"
#include "dispatch/isolate.h"
#include "dispatch/sandbox.h"
#include "dispatch/target.h"
#include "dispatch/target_file.h"
#include "dispatch/target_store.h"

struct dispatch {
    struct dispatch_options options; /* the job stays where plugins keep its address */
    struct target **targets;
    size_t target_count;
    const struct cl_claim **claims; /* of the current chunk */
    size_t claim_count;
    size_t claim_capacity;
    struct arena chunk; /* what targets make for one chunk */
};

int dispatch_create(struct dispatch **out, const struct dispatch_options *options,
                    struct modules *modules, struct publication *publication,
                    struct problem *problem)
{
    struct dispatch *dispatch = mem_alloc(sizeof(*dispatch));

    dispatch->options = *options;
    dispatch->targets = mem_alloc_array(options->target_count, sizeof(struct target *));
    for (size_t i = 0; i < options->target_count; i++) {
        if (target_create(&dispatch->targets[i], &options->targets[i], &dispatch->options, modules,
                          publication, problem) < 0) {
            dispatch_destroy(dispatch);
            return -1;
        }
        dispatch->target_count++;
    }
    if (contain_all(dispatch->targets, dispatch->target_count, problem) < 0) {
        dispatch_destroy(dispatch);
        return -1;
    }
    *out = dispatch;
    return 0;
}

void dispatch_destroy(struct dispatch *dispatch)
{
    if (dispatch == NULL)
        return;
    for (size_t i = 0; i < dispatch->target_count; i++)
        target_destroy(dispatch->targets[i]);
    mem_free(dispatch->targets);
    mem_free(dispatch->claims);
    arena_finish(&dispatch->chunk);
    mem_free(dispatch);
}

/* A call for `target` failed: 0 when the others go on. */
static int contain(struct dispatch *dispatch, struct target *target, struct problem *problem)
{
    if (target_contain(target, problem) < 0)
        return -1;
    return contain_all(dispatch->targets, dispatch->target_count, problem);
}

int dispatch_check(struct dispatch *dispatch, const struct cl_claim *claim, struct refusal *refusal,
                   struct problem *problem)
{
    for (size_t i = 0; i < dispatch->target_count; i++) {
        struct target *target = dispatch->targets[i];
        int result =
            target->failed == NULL ? target_check(target, claim, &refusal->text, problem) : 0;

        if (result < 0)
            result = contain(dispatch, target, problem);
        if (result == 0)
            continue;
        refusal->plugin = target->plugin->name;
        return result;
    }
    return 0;
}

int dispatch_claim(struct dispatch *dispatch, const struct cl_claim *claim, struct problem *problem)
{
    (void)problem; /* for workers: a chunk that fails while the next one is collected */
    if (dispatch->claim_count == dispatch->claim_capacity) {
        dispatch->claim_capacity =
            dispatch->claim_capacity != 0 ? dispatch->claim_capacity * 2 : 1024;
        dispatch->claims = mem_resize_array(dispatch->claims, dispatch->claim_capacity,
                                            sizeof(const struct cl_claim *));
    }
    dispatch->claims[dispatch->claim_count++] = claim;
    return 0;
}

int dispatch_end_chunk(struct dispatch *dispatch, struct problem *problem)
{
    int result = 0;

    for (size_t i = 0; i < dispatch->target_count && result == 0; i++) {
        struct target *target = dispatch->targets[i];

        if (target->failed == NULL && target_chunk(target, dispatch->claims, dispatch->claim_count,
                                                   &dispatch->chunk, problem) < 0)
            result = contain(dispatch, target, problem);
        arena_reset(&dispatch->chunk);
    }
    dispatch->claim_count = 0;
    return result;
}

/* The encoders, or the stores. */
static int finish_kind(struct dispatch *dispatch, bool stores, const struct cl_totals *run,
                       struct problem *problem)
{
    for (size_t i = 0; i < dispatch->target_count; i++) {
        struct target *target = dispatch->targets[i];

        if (target->failed == NULL && (target->store != NULL) == stores &&
            target_finish(target, run, problem) < 0 && contain(dispatch, target, problem) < 0)
            return -1;
    }
    return 0;
}

int dispatch_finish(struct dispatch *dispatch, const struct cl_totals *run,
                    const struct claim_totals *core, struct problem *problem)
{
    /* What fails more often comes first: no store has worked for nothing. */
    if (finish_kind(dispatch, false, run, problem) < 0 ||
        finish_kind(dispatch, true, run, problem) < 0)
        return -1;
    for (size_t i = 0; i < dispatch->target_count; i++) {
        struct target *target = dispatch->targets[i];

        if (target->failed == NULL && target_verify(target, core, problem) < 0 &&
            contain(dispatch, target, problem) < 0)
            return -1;
    }
    return 0;
}

const char *dispatch_lack(const struct dispatch *dispatch)
{
    unsigned lack = 0;

    for (size_t i = 0; i < dispatch->target_count; i++) {
        if (dispatch->targets[i]->isolated != NULL)
            lack |= isolate_lack(dispatch->targets[i]->isolated);
    }
    return sandbox_lacks(lack);
}

size_t dispatch_target_count(const struct dispatch *dispatch)
{
    return dispatch->target_count;
}

struct target_report dispatch_target_report(const struct dispatch *dispatch, size_t index)
{
    static const struct claim_totals nothing;
    const struct target *target = dispatch->targets[index];

    return (struct target_report){
        .plugin = target->plugin->name,
        .path = target->path,
        .totals = target->failed != NULL  ? &nothing
                  : target->store != NULL ? &target->store->stored
                                          : &target->delivered,
        .failed = target->failed,
        .files = target->failed == NULL ? target->file_count : 0,
    };
}
