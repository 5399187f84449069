/* gather.c - see gather.h. */
#include "gather.h"

#include "cli/gather_state.h"

#include "base/memory.h"
#include "base/text.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <xxhash.h>

int gather_create(struct gather **out, const struct gather_request *request,
                  struct problem *problem)
{
    struct gather *gather = mem_alloc(sizeof(*gather));
    size_t inputs = request->inputs->count;

    *out = gather;
    *gather = (struct gather){ .rules = request->rules,
                               .rules_count = request->rules_count,
                               .today = request->today,
                               .duplicates = request->duplicates,
                               .input_count = inputs,
                               .pieces = SPOOL_EMPTY,
                               .copies = SPOOL_EMPTY,
                               .lock = PTHREAD_MUTEX_INITIALIZER };
    gather->reader = piece_reader_create();
    gather->how = &request->inputs->how;
    gather->pieces.folder = gather->how->temp_dir;
    gather->copies.folder = gather->how->temp_dir;
    gather->inputs = mem_alloc_array(inputs + 1, sizeof(*gather->inputs));
    gather->sources = mem_alloc_array(inputs + 1, sizeof(struct piece_source *));
    return gather_scan(gather, request, problem);
}

void gather_destroy(struct gather *gather)
{
    if (gather == NULL)
        return;
    spool_finish(&gather->pieces);
    spool_finish(&gather->copies);
    piece_reader_destroy(gather->reader);
    arena_finish(&gather->arena);
    for (size_t i = 0; i < gather->input_count; i++)
        mem_free(gather->inputs[i].marks);
    mem_free(gather->members);
    mem_free(gather->groups);
    mem_free(gather->order);
    mem_free(gather->sources);
    mem_free(gather->inputs);
    mem_free(gather);
}

void gather_begin_input(struct gather *gather, const struct gather_request *request, size_t index)
{
    struct gather_input *input = &gather->inputs[index];

    if (input->begun)
        return;
    input->begun = true;
    input->again = (struct input_again){ .number = index,
                                         .first = true,
                                         .no_hash = request->no_hashes,
                                         .copy = &gather->copies,
                                         .options = gather->how };
    input->source = NO_SOURCE;
}

int gather_open(struct gather *gather, size_t index, const char *path, struct input **out,
                struct problem *problem)
{
    return input_open_again(out, path, &gather->inputs[index].again, problem);
}

int gather_end(const struct gather *gather, size_t index, const struct input *input, uint64_t event,
               struct problem *problem)
{
    const struct gather_input *before = &gather->inputs[index];
    struct input_facts facts = input_facts(input);
    char shown[TEXT_SHOWN];

    if (facts.bytes == before->bytes && event == before->events && input_is_unchanged(input))
        return 0;
    return problem_failed(problem, "%s was changed while it was read",
                          text_show_string(shown, facts.path));
}

const struct part_mark *gather_mark(const struct gather *gather, size_t index, size_t part)
{
    const struct gather_input *input = &gather->inputs[index];

    return part < input->mark_count ? &input->marks[part] : NULL;
}

struct gather_cursor gather_cursor_at(const struct gather *gather, uint64_t event)
{
    size_t low = 0;
    size_t high = gather->member_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (gather->members[gather->order[middle]].event < event)
            low = middle + 1;
        else
            high = middle;
    }
    return (struct gather_cursor){ event, low };
}

struct member *gather_next(const struct gather *gather, struct gather_cursor *cursor)
{
    uint64_t event = cursor->event++;

    if (cursor->next == gather->member_count ||
        gather->members[gather->order[cursor->next]].event != event)
        return NULL;
    return &gather->members[gather->order[cursor->next++]];
}

bool gather_has_members(const struct gather *gather, struct gather_cursor cursor, uint64_t count)
{
    return cursor.next < gather->member_count &&
           gather->members[gather->order[cursor.next]].event - cursor.event < count;
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
    struct gather_input *input = &gather->inputs[piece->input];
    struct piece_source *source;

    if (input->source != NO_SOURCE)
        return input->source;
    source = arena_room(&gather->arena, sizeof(*source));
    source->header = keep_header(gather, piece->header);
    source->source_file = arena_text(&gather->arena, path.data, path.length);
    gather->sources[gather->source_count] = source;
    input->source = (uint32_t)gather->source_count++;
    return input->source;
}

/* A row whose bytes alone do not give its fields: the fields are set aside. */
static int set_fields_aside(struct gather *gather, const struct row *row, struct row_mark mark,
                            uint64_t *size, struct problem *problem)
{
    mark.length = row->field_count * sizeof(uint64_t);
    mark.field_count = row->field_count;
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

static int set_row_aside(struct gather *gather, const struct row *row, struct row_mark mark,
                         uint64_t *size, struct problem *problem)
{
    if (row->fields != NULL)
        return set_fields_aside(gather, row, mark, size, problem);
    mark.length = row->bytes.length;
    *size = sizeof(mark) + mark.length;
    if (spool_add(&gather->pieces, &mark, sizeof(mark), problem) < 0)
        return -1;
    return spool_add(&gather->pieces, row->bytes.data, row->bytes.length, problem);
}

static int set_aside(struct gather *gather, struct member *member, const struct gather_piece *piece,
                     struct problem *problem)
{
    struct cl_text id = piece->id;
    struct row_mark mark = { .field_count = ROW_AS_IT_STANDS };
    uint64_t bytes = 0;

    member->id_hash = XXH3_64bits(id.data, id.length);
    member->line = piece->lines + piece->line;
    member->source = find_source(gather, piece);
    member->at = gather->pieces.size;
    member->id_length = (uint32_t)id.length;
    if (spool_add(&gather->pieces, id.data, id.length, problem) < 0)
        return -1;
    for (size_t i = 0; i < piece->row_count && !member->broken; i++) {
        const struct row *row = &piece->rows[i];
        uint64_t size;

        mark.line = piece->lines + row->line;
        mark.service_line = row->service_line;
        if (piece_beside(gather->reader, piece->header, row, &mark.beside, problem) < 0 ||
            set_row_aside(gather, row, mark, &size, problem) < 0)
            return -1;
        bytes += size;
        member->row_count++;
    }
    member->row_bytes = (uint32_t)bytes;
    return 0;
}

/* Another thread may be reading pieces just now. */
int gather_set_aside(struct gather *gather, struct member *member, const struct gather_piece *piece,
                     struct problem *problem)
{
    int error;

    (void)pthread_mutex_lock(&gather->lock);
    error = set_aside(gather, member, piece, problem);
    (void)pthread_mutex_unlock(&gather->lock);
    return error;
}

int gather_keep_shown(struct gather *gather, struct member *member,
                      const struct gather_piece *piece, struct problem *problem)
{
    if (member->set_aside)
        return 0;
    member->broken = true;
    member->shown_only = true;
    return gather_set_aside(gather, member, piece, problem);
}

int gather_fates(const struct gathered *visit, const uint8_t *fates, struct problem *problem)
{
    for (size_t i = 0; i < visit->count; i++) {
        uint8_t before = 0;

        if (!atomic_compare_exchange_strong(&visit->members[i]->fate, &before, fates[i]) &&
            before != fates[i])
            return problem_failed(problem,
                                  "a session was judged otherwise when its visit was judged again");
    }
    return 0;
}
