/* target_file.c - see target_file.h. */
#include "target_file.h"

#include "base/memory.h"
#include "dispatch/told.h"

#include <claimline/write.h>

struct cl_stream *target_file_stream(struct target *target, struct target_file *file)
{
    return target->split.active ? &target->buffer.stream : output_stream(file->output);
}

static struct state *frame_of(const struct target *target, const struct target_file *file)
{
    return file->state != NULL ? file->state : target->frame;
}

int target_file_pass_on(struct target *target, struct target_file *file, struct problem *problem)
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
        status = encoder->head(state->memory, target_file_stream(target, file));
    if (state_check(state, status, NULL, problem) < 0)
        return -1;
    return target_file_pass_on(target, file, problem);
}

static int open_file(struct target *target, struct target_file *file, const char *path,
                     struct problem *problem)
{
    int opened = target->split.active
                     ? output_open_many(&file->output, target->publication, path, problem)
                     : output_open(&file->output, target->publication, path, problem);

    if (opened < 0)
        return -1;
    if (target->states == NULL &&
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

static int write_tail(struct target *target, struct target_file *file, const struct cl_totals *run,
                      const struct claim_totals *core, struct problem *problem)
{
    const struct cl_encoder *encoder = target->plugin->encoder;
    struct state *state = frame_of(target, file);
    struct arena arena = { 0 };
    struct cl_totals totals;
    int status;

    if (encoder->tail == NULL)
        return 0;
    totals = told_totals(&file->totals, target_codes(target, &file->totals, core), file->chunks,
                         run, &arena);
    state_begin_call(state);
    status = encoder->tail(state->memory, &totals, target_file_stream(target, file));
    arena_finish(&arena);
    return state_check(state, status, NULL, problem);
}

int target_file_finish(struct target *target, struct target_file *file, const struct cl_totals *run,
                       const struct claim_totals *core, struct problem *problem)
{
    if (write_tail(target, file, run, core, problem) < 0 ||
        target_file_pass_on(target, file, problem) < 0 || output_finish(file->output, problem) < 0)
        return -1;
    /* Thousands of files may wait behind this one. */
    state_destroy(file->state);
    file->state = NULL;
    return 0;
}
