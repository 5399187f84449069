/* records_mapped.c - records that a column map makes of an export in CSV. */
#include "records.h"

#include "read/map_row.h"

#include "base/memory.h"
#include "base/text.h"

/* What the header gave; readings of parts of the text share it, and only borrow it. */
struct mapped_records {
    const struct records_form *form;
    const char *path;
    const struct column_map *map;
    struct csv_reader *csv;
    char delimiter;
    struct map_header own; /* of the reading that has the header */
    struct csv_record raw;
    struct map_row row;
    uint64_t passed_rows, passed_bytes;
};

static struct mapped_records *mapped_of(struct records *records)
{
    return (struct mapped_records *)records;
}

/* A map is what asks for this form: see records_open(). */
static bool recognises(struct cl_text first)
{
    (void)first;
    return false;
}

static int open_mapped(struct records **out, const struct records_request *request,
                       struct problem *problem)
{
    struct mapped_records *records = mem_alloc(sizeof(*records));

    (void)problem;
    records->form = &records_mapped;
    records->path = request->path;
    records->map = request->options->map;
    records->row.header = &records->own;
    records->csv = csv_create(request->source, ',');
    *out = (struct records *)records;
    return 0;
}

static void close_mapped(struct records *records)
{
    struct mapped_records *mapped = mapped_of(records);

    csv_destroy(mapped->csv);
    map_row_finish(&mapped->row);
    map_header_finish(&mapped->own);
    mem_free(mapped);
}

static int read_header(struct records *records, struct header *header, struct findings *findings,
                       struct problem *problem)
{
    struct mapped_records *mapped = mapped_of(records);

    int error = map_header_read(&mapped->own, header, mapped->map, mapped->csv, mapped->path,
                                findings, problem);

    mapped->delimiter = header->delimiter;
    return error;
}

static int next(struct records *records, struct csv_record *record, struct problem *problem)
{
    struct mapped_records *mapped = mapped_of(records);
    int got;

    while (mapped->row.raw == NULL || !map_row_next(&mapped->row, record)) {
        mapped->row.raw = NULL;
        got = csv_next(mapped->csv, &mapped->raw, problem);
        if (got <= 0)
            return got;
        if (!map_row_begin(&mapped->row, &mapped->raw)) {
            mapped->passed_rows++;
            mapped->passed_bytes += mapped->raw.length;
        }
    }
    return 1;
}

static int more(struct records *records, struct cl_text *out, struct problem *problem)
{
    return csv_more(mapped_of(records)->csv, out, problem);
}

static struct csv_counts counts(const struct records *records)
{
    const struct mapped_records *mapped = (const struct mapped_records *)records;
    struct csv_counts counts = csv_counts(mapped->csv);

    counts.blank_bytes += mapped->passed_bytes;
    counts.passed_rows = mapped->passed_rows;
    return counts;
}

/* A reading that only borrows what the header gave. */
static struct mapped_records *borrow(const struct mapped_records *whole,
                                     struct mapped_records *part)
{
    if (part == NULL)
        part = mem_alloc(sizeof(*part));
    part->form = whole->form;
    part->path = whole->path;
    part->map = whole->map;
    part->delimiter = whole->delimiter;
    part->row.header = whole->row.header;
    part->row.raw = NULL;
    map_row_forget(&part->row);
    part->passed_rows = 0;
    part->passed_bytes = 0;
    return part;
}

static int open_part(const struct records *whole, struct records **part, struct cl_text text,
                     uint64_t lines, bool last, struct problem *problem)
{
    const struct mapped_records *mapped = (const struct mapped_records *)whole;
    struct mapped_records *records = borrow(mapped, (struct mapped_records *)*part);

    (void)problem;
    records->csv = csv_part(records->csv, text, mapped->delimiter, lines, last);
    *part = (struct records *)records;
    return 0;
}

static int resume(const struct records *whole, struct records **out, struct csv_source source,
                  uint64_t lines, bool known, struct problem *problem)
{
    struct mapped_records *records = borrow((const struct mapped_records *)whole, NULL);

    (void)known;
    (void)problem;
    records->csv = csv_create(source, records->delimiter);
    csv_start_at_line(records->csv, lines);
    *out = (struct records *)records;
    return 0;
}

static bool part_is_short(const struct records *part)
{
    return csv_part_is_short(((const struct mapped_records *)part)->csv);
}

static struct cl_text rest(const struct records *records)
{
    return csv_rest(((const struct mapped_records *)records)->csv);
}

/* A record that begins a session is the first of its row. */
static void put_back(struct records *records, const struct csv_record *record)
{
    struct mapped_records *mapped = mapped_of(records);

    (void)record;
    csv_put_back(mapped->csv, &mapped->raw);
    mapped->row.raw = NULL;
    map_row_forget(&mapped->row);
}

const struct records_form records_mapped = {
    .name = "mapped",
    .text = "a CSV export of any columns, by a column map (--map)",
    .recognises = recognises,
    .open = open_mapped,
    .close = close_mapped,
    .header = read_header,
    .next = next,
    .more = more,
    .part = open_part,
    .resume = resume,
    .part_is_short = part_is_short,
    .rest = rest,
    .put_back = put_back,
    .counts = counts,
};
