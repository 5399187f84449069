/* pieces.c - see pieces.h. */
#include "pieces.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

struct piece_reader {
    struct csv_reader *csv; /* of one row after the other: its text never ends */
    struct cl_text row;     /* what is left of the one being read */
    bool row_end;           /* a line end is still to come */
};

/* Every row ends with one LF here, so that no row needs to see what follows it. */
static ssize_t next_bytes(void *context, char *bytes, size_t size, struct problem *problem)
{
    struct piece_reader *reader = context;
    size_t count = reader->row.length < size ? reader->row.length : size;

    (void)problem;
    if (count == 0 && reader->row_end) {
        reader->row_end = false;
        bytes[0] = '\n';
        return 1;
    }
    memcpy(bytes, reader->row.data, count);
    reader->row.data += count;
    reader->row.length -= count;
    return (ssize_t)count;
}

struct piece_reader *piece_reader_create(void)
{
    struct piece_reader *reader = mem_alloc(sizeof(*reader));

    reader->csv = csv_create((struct csv_source){ reader, next_bytes }, ',');
    return reader;
}

void piece_reader_destroy(struct piece_reader *reader)
{
    if (reader == NULL)
        return;
    csv_destroy(reader->csv);
    mem_free(reader);
}

static int cut_again(struct piece_reader *reader, const struct row *row, struct csv_record *record,
                     struct problem *problem)
{
    struct cl_text bytes = row->bytes;
    int got;

    while (bytes.length > 0 &&
           (bytes.data[bytes.length - 1] == '\n' || bytes.data[bytes.length - 1] == '\r'))
        bytes.length--;
    reader->row = bytes;
    reader->row_end = true;
    got = csv_next(reader->csv, record, problem);
    if (got < 0)
        return -1;
    if (got == 0 || record->state != CSV_FINE)
        return problem_failed(problem, "a row that was set aside cannot be read again");
    record->line = row->line;
    return 0;
}

static int next_record(struct piece_reader *reader, const struct row *row,
                       struct csv_record *record, struct problem *problem)
{
    if (row->fields == NULL)
        return cut_again(reader, row, record, problem);
    *record = (struct csv_record){ .state = CSV_FINE,
                                   .line = row->line,
                                   .service_line = row->service_line,
                                   .fields = row->fields,
                                   .field_count = row->field_count };
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
    struct row_reader row_reader = {
        .header = source->header, .arena = arena, .scratch = arena, .today = today
    };
    struct csv_record record;
    uint32_t capacity = 0;

    csv_set_delimiter(reader->csv, source->header->delimiter);
    begin(session, earlier, source, id, rows[0].line, arena);
    for (size_t i = 0; i < count; i++) {
        if (next_record(reader, &rows[i], &record, problem) < 0)
            return -1;
        row_take(&row_reader, session, first, &record, false, &capacity);
    }
    return 0;
}
