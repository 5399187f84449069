/* pieces.c - see pieces.h. */
#include "pieces.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

struct piece_reader {
    struct csv_reader *csv; /* of one row after the other; NULL before the first */
};

struct piece_reader *piece_reader_create(void)
{
    return mem_alloc(sizeof(struct piece_reader));
}

void piece_reader_destroy(struct piece_reader *reader)
{
    if (reader == NULL)
        return;
    csv_destroy(reader->csv);
    mem_free(reader);
}

/* Every row ends with one LF here, whatever it ended with. */
static int cut_again(struct piece_reader *reader, const struct row *row, char delimiter,
                     struct arena *arena, struct csv_record *record, struct problem *problem)
{
    struct cl_text bytes = row->bytes;
    char *copy;

    while (bytes.length > 0 &&
           (bytes.data[bytes.length - 1] == '\n' || bytes.data[bytes.length - 1] == '\r'))
        bytes.length--;
    copy = arena_room(arena, bytes.length + 1 + CSV_PART_SLACK);
    memcpy(copy, bytes.data, bytes.length);
    memset(copy + bytes.length, '\n', 1 + CSV_PART_SLACK);
    reader->csv = csv_part(reader->csv, (struct cl_text){ copy, bytes.length + 1 }, delimiter,
                           row->line - 1, true);
    if (csv_next_ends(reader->csv, record, problem) < 0)
        return -1;
    if (record->state != CSV_FINE || record->length != bytes.length + 1)
        return problem_failed(problem, "a row that was set aside cannot be read again");
    return 0;
}

static int next_record(struct piece_reader *reader, const struct row *row, char delimiter,
                       struct arena *arena, struct csv_record *record, struct problem *problem)
{
    if (row->fields == NULL)
        return cut_again(reader, row, delimiter, arena, record, problem);
    *record = (struct csv_record){ .state = CSV_FINE,
                                   .line = row->line,
                                   .service_line = row->service_line,
                                   .fields = row->fields,
                                   .field_count = row->field_count };
    return 0;
}

int piece_beside(struct piece_reader *reader, const struct header *header, const struct row *row,
                 uint64_t *out, struct problem *problem)
{
    const struct row text = { .line = row->line, .bytes = row->held };
    struct arena arena = { 0 };
    struct csv_record record;
    int error = 0;

    if (row->fields != NULL && row->continues) {
        *out = row_digest_next(*out);
    } else if (row->fields != NULL && header->held_style == HELD_NDJSON) {
        *out = row_digest_text(row->held);
    } else if (row->fields != NULL && header->left_out_count != 0) {
        error = cut_again(reader, &text, header->delimiter, &arena, &record, problem);
        *out = error == 0 ? row_digest_left_out(header, &record) : 0;
    } else {
        *out = 0;
    }
    arena_finish(&arena);
    return error;
}

int piece_digests(struct piece_reader *reader, const struct header *header, const struct row *rows,
                  const uint64_t *beside, size_t count, struct arena *arena, struct row_digest *out,
                  struct problem *problem)
{
    struct csv_record record = { .state = CSV_FINE };

    for (size_t i = 0; i < count; i++) {
        if (next_record(reader, &rows[i], header->delimiter, arena, &record, problem) < 0)
            return -1;
        out[i] = row_digest(header, &record, beside[i]);
    }
    return 0;
}

static void begin(struct session *session, const struct session *earlier,
                  const struct piece_source *source, struct cl_text id, uint64_t line,
                  struct arena *arena)
{
    *session = earlier != NULL ? *earlier : session_empty;
    session->findings = (struct findings){ .arena = arena, .capped = true };
    session->source_file = source->source_file;
    session->columns = &source->header->columns;
    session->line = line;
    session->id = arena_text(arena, id.data, id.length);
    session->services = NULL;
    session->service_count = 0;
}

int piece_read(struct piece_reader *reader, const struct piece_source *source, struct cl_text id,
               const struct row *rows, size_t count, struct cl_date today, struct arena *arena,
               const struct session *earlier, struct first_row *first, struct session *session,
               struct problem *problem)
{
    struct row_reader row_reader = { .header = source->header,
                                     .arena = arena,
                                     .scratch = arena,
                                     .bytes_stay = true,
                                     .today = today };
    struct csv_record record = { .state = CSV_FINE };
    uint32_t capacity = 0;

    begin(session, earlier, source, id, rows[0].line, arena);
    for (size_t i = 0; i < count; i++) {
        if (next_record(reader, &rows[i], source->header->delimiter, arena, &record, problem) < 0)
            return -1;
        (void)row_take(&row_reader, session, first, &record,
                       row_repeats(source->header, first, &record), &capacity);
    }
    return 0;
}
