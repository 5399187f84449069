/* target_file.c - see target_file.h. */
#include "target_file.h"

#include "base/memory.h"

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

static struct cl_code_total *code_totals(const struct claim_totals *totals, struct arena *arena)
{
    const struct code_total *sorted = claim_totals_sorted(totals, arena);
    struct cl_code_total *codes = arena_alloc_array(arena, totals->code_count, sizeof(*codes));

    for (size_t i = 0; i < totals->code_count; i++) {
        codes[i] = (struct cl_code_total){
            .size = sizeof(*codes),
            .code = sorted[i].code,
            .description = sorted[i].description,
            .claims = sorted[i].claims,
            .lines = sorted[i].lines,
            .units = sorted[i].units,
            .minutes = sorted[i].minutes,
            .lines_without_charge = sorted[i].lines_without_charge,
            .charge_cents = sorted[i].charge_cents,
        };
    }
    return codes;
}

/* `run` with the sums of this file in place of its own. */
static struct cl_totals totals_of(const struct target_file *file, const struct cl_totals *run,
                                  struct arena *arena)
{
    struct cl_totals totals = *run;

    totals.size = sizeof(totals);
    totals.chunks = file->chunks;
    totals.claims = file->totals.claims;
    totals.lines = file->totals.lines;
    totals.units = file->totals.units;
    totals.minutes = file->totals.minutes;
    totals.lines_without_charge = file->totals.lines_without_charge;
    totals.charge_cents = file->totals.charge_cents;
    totals.codes = code_totals(&file->totals, arena);
    totals.code_count = (uint32_t)file->totals.code_count;
    totals.code_stride = sizeof(struct cl_code_total);
    return totals;
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
    totals = totals_of(file, run, &arena);
    state_begin_call(state);
    status = encoder->tail(state->memory, &totals, target_file_stream(target, file));
    arena_finish(&arena);
    return state_check(state, status, NULL, problem);
}

int target_file_finish(struct target *target, struct target_file *file, const struct cl_totals *run,
                       struct problem *problem)
{
    if (write_tail(target, file, run, problem) < 0 ||
        target_file_pass_on(target, file, problem) < 0 || output_finish(file->output, problem) < 0)
        return -1;
    /* Thousands of files may wait behind this one. */
    state_destroy(file->state);
    file->state = NULL;
    return 0;
}
