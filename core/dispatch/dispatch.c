/* dispatch.c - see dispatch.h. */
#include "dispatch.h"

#include "base/memory.h"
#include "dispatch/contain.h"
#include "dispatch/isolate.h"
#include "dispatch/sandbox.h"
#include "dispatch/target.h"
#include "dispatch/target_chunk.h"
#include "dispatch/target_file.h"
#include "dispatch/target_store.h"

struct dispatch {
    struct dispatch_options options; /* the job stays where plugins keep its address */
    struct target **targets;
    size_t target_count;
    bool asks; /* some plugin may refuse claims */
};

struct dispatch_chunk {
    struct target_chunk *targets; /* one a target */
    size_t target_count;
    struct arena arena; /* of what targets make of claims */
};

int dispatch_create(struct dispatch **out, const struct dispatch_options *options,
                    struct modules *modules, struct publication *publication,
                    struct problem *problem)
{
    struct dispatch *dispatch = mem_alloc(sizeof(*dispatch));

    dispatch->options = *options;
    dispatch->options.job.destination = TEXT_NONE; /* a store has its own job */
    if (dispatch->options.workers == 0)
        dispatch->options.workers = 1;
    dispatch->targets = mem_alloc_array(options->target_count, sizeof(struct target *));
    for (size_t i = 0; i < options->target_count; i++) {
        if (target_create(&dispatch->targets[i], &options->targets[i], &dispatch->options, modules,
                          publication, problem) < 0) {
            dispatch_destroy(dispatch);
            return -1;
        }
        dispatch->target_count++;
        dispatch->asks |= dispatch->targets[i]->plugin->check != NULL;
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
    mem_free(dispatch);
}

/* A call for `target` failed: 0 when the others go on. [main] */
static int contain(struct dispatch *dispatch, struct target *target, struct problem *problem)
{
    if (target_contain(target, problem) < 0)
        return -1;
    return contain_all(dispatch->targets, dispatch->target_count, problem);
}

bool dispatch_checks_in_order(const struct dispatch *dispatch)
{
    for (size_t i = 0; i < dispatch->target_count; i++) {
        if (dispatch->targets[i]->isolate && dispatch->targets[i]->plugin->check != NULL)
            return true;
    }
    return false;
}

int dispatch_check(struct dispatch *dispatch, unsigned worker, const struct cl_claim *claim,
                   struct refusal *refusal, struct problem *problem)
{
    for (size_t i = 0; dispatch->asks && i < dispatch->target_count; i++) {
        struct target *target = dispatch->targets[i];
        int result = 0;

        if (target->plugin->check != NULL && target->failed == NULL)
            result = target_check(target, worker, claim, &refusal->text, problem);
        if (result < 0)
            result = contain(dispatch, target, problem);
        if (result == 0)
            continue;
        refusal->plugin = target->plugin->name;
        return result;
    }
    return 0;
}

struct dispatch_chunk *dispatch_chunk_create(const struct dispatch *dispatch)
{
    struct dispatch_chunk *chunk = mem_alloc(sizeof(*chunk));

    chunk->target_count = dispatch->target_count;
    chunk->targets = mem_alloc_array(chunk->target_count, sizeof(*chunk->targets));
    for (size_t i = 0; i < chunk->target_count; i++) {
        chunk->targets[i].target = dispatch->targets[i];
        chunk->targets[i].arena = &chunk->arena;
    }
    return chunk;
}

void dispatch_chunk_destroy(struct dispatch_chunk *chunk)
{
    if (chunk == NULL)
        return;
    for (size_t i = 0; i < chunk->target_count; i++)
        target_chunk_finish(&chunk->targets[i]);
    mem_free(chunk->targets);
    arena_finish(&chunk->arena);
    mem_free(chunk);
}

void dispatch_chunk_add(struct dispatch_chunk *chunk, const struct cl_claim *claim)
{
    const struct claim_sums sums = claim_sums_of(claim);

    for (size_t i = 0; i < chunk->target_count; i++)
        target_chunk_add(&chunk->targets[i], claim, sums);
}

int dispatch_chunk_place(struct dispatch *dispatch, struct dispatch_chunk *chunk,
                         struct problem *problem)
{
    for (size_t i = 0; i < chunk->target_count; i++) {
        struct target *target = dispatch->targets[i];

        if (target->failed == NULL && target_chunk_place(target, &chunk->targets[i], problem) < 0 &&
            contain(dispatch, target, problem) < 0)
            return -1;
    }
    return 0;
}

void dispatch_chunk_encode_early(const struct dispatch *dispatch, unsigned worker,
                                 struct dispatch_chunk *chunk)
{
    for (size_t i = 0; i < chunk->target_count; i++) {
        if (target_encodes_anywhere(dispatch->targets[i]))
            target_chunk_encode(dispatch->targets[i], worker, &chunk->targets[i]);
    }
}

bool dispatch_chunk_is_encoded(const struct dispatch *dispatch, const struct dispatch_chunk *chunk)
{
    for (size_t i = 0; i < chunk->target_count; i++) {
        if (dispatch->targets[i]->states != NULL &&
            (!chunk->targets[i].encoded || chunk->targets[i].failed))
            return false;
    }
    return true;
}

int dispatch_chunk_encode(const struct dispatch *dispatch, unsigned worker,
                          struct dispatch_chunk *chunk, struct problem *problem)
{
    for (size_t i = 0; i < chunk->target_count; i++) {
        const struct target *target = dispatch->targets[i];
        struct target_chunk *part = &chunk->targets[i];

        if (target->states != NULL && !part->encoded)
            target_chunk_encode(target, worker, part);
        /* What fails alone fails in its turn: when the chunk is written. */
        if (part->failed && !target->isolate) {
            *problem = part->problem;
            return -1;
        }
    }
    return 0;
}

static int write_target(struct target *target, struct target_chunk *chunk, struct problem *problem)
{
    if (!chunk->failed)
        return target_chunk_write(target, chunk, problem);
    *problem = chunk->problem;
    return -1;
}

int dispatch_chunk_write(struct dispatch *dispatch, struct dispatch_chunk *chunk,
                         struct problem *problem)
{
    int result = 0;

    for (size_t i = 0; i < chunk->target_count && result == 0; i++) {
        struct target *target = dispatch->targets[i];

        if (target->failed == NULL && write_target(target, &chunk->targets[i], problem) < 0)
            result = contain(dispatch, target, problem);
    }
    dispatch_chunk_clear(chunk);
    return result;
}

void dispatch_chunk_clear(struct dispatch_chunk *chunk)
{
    for (size_t i = 0; i < chunk->target_count; i++)
        target_chunk_clear(&chunk->targets[i]);
    arena_reset(&chunk->arena);
}

/* The encoders, or the stores. */
static int finish_kind(struct dispatch *dispatch, bool stores, const struct cl_totals *run,
                       const struct claim_totals *core, struct problem *problem)
{
    for (size_t i = 0; i < dispatch->target_count; i++) {
        struct target *target = dispatch->targets[i];

        if (target->failed == NULL && (target->store != NULL) == stores &&
            target_finish(target, run, core, problem) < 0 && contain(dispatch, target, problem) < 0)
            return -1;
    }
    return 0;
}

int dispatch_finish(struct dispatch *dispatch, const struct cl_totals *run,
                    const struct claim_totals *core, struct problem *problem)
{
    /* What fails more often comes first: no store has worked for nothing. */
    if (finish_kind(dispatch, false, run, core, problem) < 0 ||
        finish_kind(dispatch, true, run, core, problem) < 0)
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
