/* gather.c - see gather.h. */
#include "gather.h"

#include "cli/gather_state.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>
#include <xxhash.h>

int gather_create(struct gather **out, const struct rules *const *rules, size_t rules_count,
                  const struct inputs *inputs, const struct read_options *options,
                  struct cl_date today, struct problem *problem)
{
    struct gather *gather = mem_alloc(sizeof(*gather));

    *out = gather;
    *gather = (struct gather){ .rules = rules,
                               .rules_count = rules_count,
                               .today = today,
                               .options = options,
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

/* A row whose bytes alone do not give its fields: the fields are set aside. */
static int set_fields_aside(struct gather *gather, const struct row *row, uint64_t *size,
                            struct problem *problem)
{
    struct row_mark mark = { row->line, row->field_count * sizeof(uint64_t), row->field_count };

    for (size_t i = 0; i < row->field_count; i++)
        mark.length += row->fields[i].length;
    if (spool_add(&gather->pieces, &mark, sizeof(mark), problem) < 0)
        return -1;
    for (size_t i = 0; i < row->field_count; i++) {
        uint64_t length = row->fields[i].length;

        if (spool_add(&gather->pieces, &length, sizeof(length), problem) < 0)
            return -1;
    }
    for (size_t i = 0; i < row->field_count; i++) {
        if (spool_add(&gather->pieces, row->fields[i].data, row->fields[i].length, problem) < 0)
            return -1;
    }
    *size = sizeof(mark) + mark.length;
    return 0;
}

static int set_row_aside(struct gather *gather, const struct row *row, uint64_t *size,
                         struct problem *problem)
{
    struct row_mark mark = { row->line, row->bytes.length, ROW_AS_IT_STANDS };

    if (row->fields != NULL)
        return set_fields_aside(gather, row, size, problem);
    *size = sizeof(mark) + mark.length;
    if (spool_add(&gather->pieces, &mark, sizeof(mark), problem) < 0)
        return -1;
    return spool_add(&gather->pieces, row->bytes.data, row->bytes.length, problem);
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
        uint64_t size;

        if (set_row_aside(gather, &piece->rows[i], &size, problem) < 0)
            return -1;
        bytes += size;
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
