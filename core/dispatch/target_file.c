/* target_file.c - see target_file.h. */
#include "target_file.h"

#include "base/memory.h"
#include "dispatch/told.h"

#include <claimline/write.h>

static struct cl_stream *stream_of(struct target *target, struct target_file *file)
{
    return target->split.active ? &target->buffer.stream : output_stream(file->output);
}

static struct state *frame_of(const struct target *target, const struct target_file *file)
{
    return file->state != NULL ? file->state : target->frame;
}

/* Hands over what is in the buffer of a split target, and reports a failed write. */
static int pass_on(struct target *target, struct target_file *file, struct problem *problem)
{
    if (target->split.active)
        buffer_move(&target->buffer, output_stream(file->output));
    if (target->buffer.overrun)
        return problem_failed(problem, "the plugin %s wrote outside its stream",
                              target->plugin->name);
    return output_check(file->output, problem);
}

static int write_head(struct target *target, struct target_file *file, struct problem *problem)
{
    const struct cl_encoder *encoder = target->plugin->encoder;
    struct state *state = frame_of(target, file);
    int status = CL_OK;

    state_begin_call(state);
    if (encoder->head != NULL)
        status = encoder->head(state->memory, stream_of(target, file));
    if (state_check(state, status, NULL, problem) < 0)
        return -1;
    return pass_on(target, file, problem);
}

static int open_file(struct target *target, struct target_file *file, const char *path,
                     struct problem *problem)
{
    int opened = target->split.active
                     ? output_open_many(&file->output, target->publication, path, problem)
                     : output_open(&file->output, target->publication, path, problem);

    if (opened < 0)
        return -1;
    if (target->encoding == NULL &&
        state_create(&file->state, target->plugin, target->initial, target->job, problem) < 0)
        return -1;
    return write_head(target, file, problem);
}

int target_file_create(struct target_file **out, struct target *target, const char *path,
                       struct problem *problem)
{
    struct target_file *file = mem_alloc(sizeof(*file));

    target->files =
        mem_resize_array(target->files, target->file_count + 1, sizeof(struct target_file *));
    target->files[target->file_count++] = file;
    *out = file;
    return open_file(target, file, path, problem);
}

void target_file_destroy(struct target_file *file)
{
    state_destroy(file->state);
    claim_totals_finish(&file->totals);
    mem_free(file);
}

static void touch(struct target *target, struct target_file *file)
{
    if (target->touched_last != NULL)
        target->touched_last->next_touched = file;
    else
        target->touched = file;
    target->touched_last = file;
}

void target_file_add(struct target *target, struct target_file *file, const struct cl_claim *claim,
                     struct arena *arena)
{
    struct part *part = arena_alloc(arena, sizeof(*part));

    part->claim = claim;
    if (file->last_part != NULL) {
        file->last_part->next = part;
    } else {
        file->parts = part;
        touch(target, file);
    }
    file->last_part = part;
    file->part_count++;
}

static int encode_claims(struct target *target, struct target_file *file, struct state *state,
                         struct cl_stream *out, struct problem *problem)
{
    const struct cl_encoder *encoder = target->plugin->encoder;

    for (const struct part *part = file->parts; part != NULL; part = part->next) {
        int status;

        state_begin_call(state);
        status = encoder->claim(state->memory, part->claim, out);
        if (state_check(state, status, part->claim, problem) < 0)
            return -1;
        claim_totals_add(&file->totals, part->claim);
    }
    return 0;
}

/* begin() or end(). */
static int encode_edge(int (*edge)(void *state, const struct cl_chunk *chunk,
                                   struct cl_stream *out),
                       struct state *state, const struct cl_chunk *chunk, struct cl_stream *out,
                       struct problem *problem)
{
    if (edge == NULL)
        return 0;
    state_begin_call(state);
    return state_check(state, edge(state->memory, chunk, out), NULL, problem);
}

int target_file_chunk(struct target *target, struct target_file *file, struct problem *problem)
{
    const struct cl_encoder *encoder = target->plugin->encoder;
    struct state *state = file->state != NULL ? file->state : target->encoding;
    struct cl_stream *out = stream_of(target, file);
    struct cl_chunk chunk = { sizeof(chunk), file->chunks, file->part_count };

    if (file->chunks > 0 && encoder->separator != NULL)
        cl_puts(out, encoder->separator);
    if (encode_edge(encoder->begin, state, &chunk, out, problem) < 0 ||
        encode_claims(target, file, state, out, problem) < 0 ||
        encode_edge(encoder->end, state, &chunk, out, problem) < 0)
        return -1;
    file->chunks++;
    file->parts = NULL;
    file->last_part = NULL;
    file->part_count = 0;
    return pass_on(target, file, problem);
}

static int write_tail(struct target *target, struct target_file *file, const struct cl_totals *run,
                      struct problem *problem)
{
    const struct cl_encoder *encoder = target->plugin->encoder;
    struct state *state = frame_of(target, file);
    struct arena arena = { 0 };
    struct cl_totals totals;
    int status;

    if (encoder->tail == NULL)
        return 0;
    totals = told_totals(&file->totals, file->chunks, run, &arena);
    state_begin_call(state);
    status = encoder->tail(state->memory, &totals, stream_of(target, file));
    arena_finish(&arena);
    return state_check(state, status, NULL, problem);
}

int target_file_finish(struct target *target, struct target_file *file, const struct cl_totals *run,
                       struct problem *problem)
{
    if (write_tail(target, file, run, problem) < 0 || pass_on(target, file, problem) < 0 ||
        output_finish(file->output, problem) < 0)
        return -1;
    /* Thousands of files may wait behind this one. */
    state_destroy(file->state);
    file->state = NULL;
    return 0;
}
