/* target_chunk.c - see target_chunk.h. */
#include "target_chunk.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "dispatch/target_file.h"
#include "dispatch/target_store.h"

#include <claimline/write.h>

static struct chunk_file *new_file(struct target_chunk *chunk, struct cl_text key,
                                   struct cl_text code)
{
    struct chunk_file *file = arena_alloc(chunk->arena, sizeof(*file));

    file->key = key;
    file->code = code;
    if (chunk->last_file != NULL)
        chunk->last_file->next = file;
    else
        chunk->files = file;
    chunk->last_file = file;
    return file;
}

/* The file that lines of `code` of this claim go to. */
static struct chunk_file *file_for(struct target_chunk *chunk, const struct cl_claim *claim,
                                   struct cl_text code)
{
    struct cl_text key;
    uint32_t index;

    if (!chunk->target->split.active)
        return chunk->files != NULL ? chunk->files : new_file(chunk, TEXT_NONE, TEXT_NONE);
    key = split_key(&chunk->target->split, claim, code, chunk->arena);
    index = map_find(&chunk->file_index, key);
    if (index != MAP_NONE)
        return chunk->list[index];
    index = (uint32_t)chunk->file_index.count;
    if (index == chunk->list_room) {
        chunk->list_room = chunk->list_room != 0 ? chunk->list_room * 2 : 64;
        chunk->list = mem_resize_array(chunk->list, chunk->list_room, sizeof(struct chunk_file *));
    }
    map_add(&chunk->file_index, key, index);
    chunk->list[index] = new_file(chunk, key, code);
    return chunk->list[index];
}

static inline void add_part(struct target_chunk *chunk, struct chunk_file *file,
                            const struct cl_claim *claim)
{
    struct part_of_claim *part = arena_room(chunk->arena, sizeof(*part));

    *part = (struct part_of_claim){ .claim = claim };
    if (file->last_part != NULL)
        file->last_part->next = part;
    else
        file->parts = part;
    file->last_part = part;
    file->part_count++;
}

/* Each line goes to the file of its code; the lines of one code stay together. */
static void add_by_code(struct target_chunk *chunk, const struct cl_claim *claim)
{
    bool *done = arena_alloc_array(chunk->arena, claim->line_count, sizeof(*done));
    bool *marks = arena_alloc_array(chunk->arena, claim->line_count, sizeof(*marks));

    for (uint32_t i = 0; i < claim->line_count; i++) {
        struct cl_text code = cl_claim_line(claim, i)->code;

        if (done[i])
            continue;
        for (uint32_t k = 0; k < claim->line_count; k++) {
            marks[k] = text_equal(cl_claim_line(claim, k)->code, code);
            done[k] |= marks[k];
        }
        add_part(chunk, file_for(chunk, claim, code), claim_part(claim, marks, true, chunk->arena));
    }
}

static void add_filtered(struct target_chunk *chunk, const struct cl_claim *whole)
{
    const struct target *target = chunk->target;
    const struct cl_claim *claim =
        filter_claim(&target->filter, whole, chunk->arena, &chunk->left_out);

    if (claim == NULL)
        return;
    if (target->store != NULL)
        claim_totals_add(&chunk->delivered, claim);
    else
        claim_totals_add_sums(&chunk->delivered, claim_sums_of(claim)); /* codes: its files' */
    if (target->split.by_code)
        add_by_code(chunk, claim);
    else
        add_part(chunk, file_for(chunk, claim, TEXT_NONE), claim);
}

void target_chunk_add(struct target_chunk *chunk, const struct cl_claim *claim,
                      struct claim_sums sums)
{
    if (!target_takes_all(chunk->target)) {
        add_filtered(chunk, claim);
        return;
    }
    claim_totals_add_sums(&chunk->delivered, sums);
    add_part(chunk, chunk->files != NULL ? chunk->files : new_file(chunk, TEXT_NONE, TEXT_NONE),
             claim);
}

int target_chunk_place(struct target *target, struct target_chunk *chunk, struct problem *problem)
{
    if (target->store != NULL)
        return 0;
    for (struct chunk_file *file = chunk->files; file != NULL; file = file->next) {
        if (target_find_file(target, file, chunk->arena, problem) < 0)
            return -1;
        file->index = file->file->chunks++;
    }
    return 0;
}

static struct buffer *take_buffer(struct target_chunk *chunk)
{
    struct buffer *buffer;

    if (chunk->buffers_used < chunk->buffer_count)
        return chunk->buffers[chunk->buffers_used++];
    buffer = mem_alloc(sizeof(*buffer));
    buffer_init(buffer);
    chunk->buffers =
        mem_resize_array(chunk->buffers, chunk->buffer_count + 1, sizeof(struct buffer *));
    chunk->buffers[chunk->buffer_count++] = buffer;
    chunk->buffers_used++;
    return buffer;
}

static int encode_claims(const struct target *target, const struct chunk_file *file,
                         struct state *state, struct claim_totals *totals, struct cl_stream *out,
                         struct problem *problem)
{
    const struct cl_encoder *encoder = target->plugin->encoder;

    for (const struct part_of_claim *part = file->parts; part != NULL; part = part->next) {
        int status;

        state_begin_call(state);
        status = encoder->claim(state->memory, part->claim, out);
        if (state_check(state, status, part->claim, problem) < 0)
            return -1;
        target_count(target, totals, part->claim);
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

static int encode(const struct target *target, const struct chunk_file *file, struct state *state,
                  struct claim_totals *totals, struct cl_stream *out, struct problem *problem)
{
    const struct cl_encoder *encoder = target->plugin->encoder;
    const struct cl_chunk chunk = { sizeof(chunk), file->index, file->part_count };

    if (encode_edge(encoder->begin, state, &chunk, out, problem) < 0 ||
        encode_claims(target, file, state, totals, out, problem) < 0)
        return -1;
    return encode_edge(encoder->end, state, &chunk, out, problem);
}

bool target_encodes_anywhere(const struct target *target)
{
    const struct cl_encoder *encoder = target->plugin->encoder;

    return target->states != NULL && encoder->begin == NULL && encoder->end == NULL;
}

void target_chunk_encode(const struct target *target, unsigned worker, struct target_chunk *chunk)
{
    for (struct chunk_file *file = chunk->files; file != NULL && !chunk->failed;
         file = file->next) {
        file->bytes = take_buffer(chunk);
        chunk->failed = encode(target, file, target->states[worker], &chunk->encoded_totals,
                               &file->bytes->stream, &chunk->problem) < 0;
    }
    chunk->encoded = true;
}

/* What was encoded already. */
static int write_bytes(const struct target *target, const struct chunk_file *file,
                       struct problem *problem)
{
    struct cl_stream *out = output_stream(file->file->output);
    const struct cl_encoder *encoder = target->plugin->encoder;

    if (file->index > 0 && encoder->separator != NULL)
        cl_puts(out, encoder->separator);
    buffer_move(file->bytes, out);
    if (file->bytes->overrun)
        return problem_failed(problem, "the plugin %s wrote outside its stream",
                              target->plugin->name);
    for (const struct part_of_claim *part = file->parts; target->split.active && part != NULL;
         part = part->next)
        claim_totals_add(&file->file->totals, part->claim);
    return output_check(file->file->output, problem);
}

/* A file with a state of its own, which sees all chunks in order. */
static int write_claims(struct target *target, struct chunk_file *file, struct problem *problem)
{
    const struct cl_encoder *encoder = target->plugin->encoder;
    struct cl_stream *out = target_file_stream(target, file->file);

    if (file->index > 0 && encoder->separator != NULL)
        cl_puts(out, encoder->separator);
    if (encode(target, file, file->file->state, &file->file->totals, out, problem) < 0)
        return -1;
    return target_file_pass_on(target, file->file, problem);
}

int target_chunk_write(struct target *target, struct target_chunk *chunk, struct problem *problem)
{
    for (struct chunk_file *file = chunk->files; file != NULL; file = file->next) {
        if (interrupt_check(problem) < 0)
            return -1;
        if (target->store != NULL ? target_store_put(target, file->parts, problem) < 0
            : file->bytes != NULL ? write_bytes(target, file, problem) < 0
                                  : write_claims(target, file, problem) < 0)
            return -1;
    }
    claim_totals_merge(&target->delivered, &chunk->delivered);
    claim_totals_merge(&target->left_out, &chunk->left_out);
    if (target->states != NULL && !target->split.active)
        claim_totals_merge(&target->files[0]->totals, &chunk->encoded_totals);
    return 0;
}

void target_chunk_clear(struct target_chunk *chunk)
{
    for (size_t i = 0; i < chunk->buffers_used; i++)
        buffer_clear(chunk->buffers[i]);
    chunk->files = NULL;
    chunk->last_file = NULL;
    chunk->encoded = false;
    chunk->failed = false;
    chunk->buffers_used = 0;
    map_clear(&chunk->file_index);
    claim_totals_clear(&chunk->delivered);
    claim_totals_clear(&chunk->left_out);
    claim_totals_clear(&chunk->encoded_totals);
}

void target_chunk_finish(struct target_chunk *chunk)
{
    for (size_t i = 0; i < chunk->buffer_count; i++) {
        buffer_finish(chunk->buffers[i]);
        mem_free(chunk->buffers[i]);
    }
    mem_free(chunk->buffers);
    mem_free(chunk->list);
    map_finish(&chunk->file_index);
    claim_totals_finish(&chunk->delivered);
    claim_totals_finish(&chunk->left_out);
    claim_totals_finish(&chunk->encoded_totals);
}
