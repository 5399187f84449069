/* gather.c - see gather.h. */
#include "gather.h"

#include "cli/gather_state.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>
#include <xxhash.h>

int gather_create(struct gather **out, const struct rules *const *rules, size_t rules_count,
                  const struct inputs *inputs, struct cl_date today, struct problem *problem)
{
    struct gather *gather = mem_alloc(sizeof(*gather));

    *out = gather;
    *gather = (struct gather){ .rules = rules,
                               .rules_count = rules_count,
                               .today = today,
                               .input_count = inputs->count,
                               .pieces = SPOOL_EMPTY,
                               .copies = SPOOL_EMPTY };
    gather->inputs = mem_alloc_array(inputs->count + 1, sizeof(*gather->inputs));
    return gather_scan(gather, inputs, problem);
}

void gather_destroy(struct gather *gather)
{
    if (gather == NULL)
        return;
    piece_reader_destroy(gather->reader);
    spool_finish(&gather->pieces);
    spool_finish(&gather->copies);
    arena_finish(&gather->arena);
    mem_free(gather->members);
    mem_free(gather->groups);
    mem_free(gather->order);
    mem_free(gather->sources);
    mem_free(gather->inputs);
    mem_free(gather);
}

int gather_open(struct gather *gather, const char *path, struct input **out,
                struct problem *problem)
{
    return input_open_again(out, path, &gather->inputs[gather->input].again, problem);
}

int gather_end(struct gather *gather, const struct input *input, struct problem *problem)
{
    const struct gather_input *before = &gather->inputs[gather->input++];
    struct input_facts facts = input_facts(input);
    char shown[TEXT_SHOWN];

    if (facts.bytes == before->bytes && gather->event == before->events &&
        input_is_unchanged(input))
        return 0;
    return problem_failed(problem, "%s was changed while it was read",
                          text_show_string(shown, facts.path));
}

struct member *gather_next(struct gather *gather)
{
    uint64_t event = gather->event++;

    if (gather->next == gather->member_count ||
        gather->members[gather->order[gather->next]].event != event)
        return NULL;
    return &gather->members[gather->order[gather->next++]];
}

bool gather_needs_rows(const struct gather *gather)
{
    return gather->member_count != 0;
}

/* The header as far as rows are read with it. Exports of one clinic have one header:
 * it is kept once. */
static const struct header *keep_header(struct gather *gather, const struct header *header)
{
    const struct header *last =
        gather->source_count != 0 ? gather->sources[gather->source_count - 1]->header : NULL;
    struct header *kept;

    if (last != NULL && last->delimiter == header->delimiter &&
        last->field_count == header->field_count &&
        memcmp(last->column_of, header->column_of, sizeof(header->column_of)) == 0)
        return last;
    kept = arena_room(&gather->arena, sizeof(*kept));
    *kept = *header;
    kept->text = TEXT_NONE; /* it is gone when the header was read */
    return kept;
}

/* The index of what rows of the input being read are read with, added when it is new. */
static uint32_t find_source(struct gather *gather, const struct gather_piece *piece)
{
    struct cl_text path = piece->source_file;
    struct gather_input *input = &gather->inputs[gather->input];
    struct piece_source *source;

    if (input->source != NO_SOURCE)
        return input->source;
    source = arena_room(&gather->arena, sizeof(*source));
    source->header = keep_header(gather, piece->header);
    source->source_file = arena_text(&gather->arena, path.data, path.length);
    gather->sources =
        mem_resize_array(gather->sources, gather->source_count + 1, sizeof(struct piece_source *));
    gather->sources[gather->source_count] = source;
    input->source = (uint32_t)gather->source_count++;
    return input->source;
}

int gather_set_aside(struct gather *gather, struct member *member, const struct gather_piece *piece,
                     struct problem *problem)
{
    struct cl_text id = piece->id;
    uint64_t bytes = 0;

    member->id_hash = XXH3_64bits(id.data, id.length);
    member->line = piece->line;
    member->source = find_source(gather, piece);
    member->at = gather->pieces.size;
    member->id_length = (uint32_t)id.length;
    member->set_aside = true;
    if (spool_add(&gather->pieces, id.data, id.length, problem) < 0)
        return -1;
    for (size_t i = 0; i < piece->row_count && !member->broken; i++) {
        struct cl_text row = piece->rows[i].bytes;
        struct row_mark mark = { piece->rows[i].line, row.length };

        if (spool_add(&gather->pieces, &mark, sizeof(mark), problem) < 0 ||
            spool_add(&gather->pieces, row.data, row.length, problem) < 0)
            return -1;
        bytes += sizeof(mark) + row.length;
        member->row_count++;
    }
    member->row_bytes = (uint32_t)bytes;
    return 0;
}

int gather_shown_id(struct gather *gather, struct cl_text id, struct cl_text source_file,
                    uint64_t line, const struct header *header, struct problem *problem)
{
    const struct gather_piece piece = {
        .id = id, .source_file = source_file, .line = line, .header = header
    };
    struct member *member = gather_next(gather);

    if (member == NULL || member->set_aside)
        return 0;
    member->broken = true;
    member->shown_only = true;
    return gather_set_aside(gather, member, &piece, problem);
}

int gather_fates(const struct gathered *visit, const uint8_t *fates, struct problem *problem)
{
    for (size_t i = 0; i < visit->count; i++) {
        if (visit->members[i]->fate == 0)
            visit->members[i]->fate = fates[i];
        else if (visit->members[i]->fate != fates[i])
            return problem_failed(problem,
                                  "a session was judged otherwise when its visit was judged again");
    }
    return 0;
}
