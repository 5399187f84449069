/* records_csv.c - records of a CSV session export under the canonical columns. */
#include "records.h"

#include "base/memory.h"

struct csv_records {
    const struct records_form *form;
    const char *path;
    struct csv_reader *csv;
    char delimiter; /* once the header was read */
    size_t wanted;  /* fields */
};

static struct csv_records *csv_of(struct records *records)
{
    return (struct csv_records *)records;
}

static bool recognises(struct cl_text first)
{
    (void)first;
    return true;
}

static int open_csv(struct records **out, const struct records_request *request,
                    struct problem *problem)
{
    struct csv_records *records = mem_alloc(sizeof(*records));

    (void)problem;
    *records = (struct csv_records){ .form = &records_csv,
                                     .path = request->path,
                                     .wanted = CSV_MAX_FIELDS };
    records->csv = csv_create(request->source, ',');
    *out = (struct records *)records;
    return 0;
}

static void close_csv(struct records *records)
{
    csv_destroy(csv_of(records)->csv);
    mem_free(records);
}

static int read_header(struct records *records, struct header *header, struct findings *findings,
                       struct problem *problem)
{
    if (header_read(header, csv_of(records)->csv, csv_of(records)->path, findings, problem) < 0)
        return -1;
    csv_of(records)->delimiter = header->delimiter;
    return 0;
}

static void want(struct records *records, size_t fields)
{
    csv_of(records)->wanted = fields;
    csv_want_fields(csv_of(records)->csv, fields);
}

static int next(struct records *records, struct csv_record *record, struct problem *problem)
{
    return csv_next_ends(csv_of(records)->csv, record, problem);
}

static int more(struct records *records, struct cl_text *out, struct problem *problem)
{
    return csv_more(csv_of(records)->csv, out, problem);
}

static struct csv_counts counts(const struct records *records)
{
    return csv_counts(((const struct csv_records *)records)->csv);
}

static int open_part(const struct records *whole, struct records **part, struct cl_text text,
                     uint64_t lines, bool last, struct problem *problem)
{
    const struct csv_records *header = (const struct csv_records *)whole;
    struct csv_records *records = (struct csv_records *)*part;

    (void)problem;
    if (records == NULL) {
        records = mem_alloc(sizeof(*records));
        records->form = &records_csv;
        *part = (struct records *)records;
    }
    records->csv = csv_part(records->csv, text, header->delimiter, lines, last);
    csv_want_fields(records->csv, header->wanted);
    return 0;
}

static int resume(const struct records *whole, struct records **out, struct csv_source source,
                  uint64_t lines, bool known, struct problem *problem)
{
    const struct csv_records *header = (const struct csv_records *)whole;
    struct csv_records *records = mem_alloc(sizeof(*records));

    (void)known;
    (void)problem;
    *records = *header;
    records->csv = csv_create(source, header->delimiter);
    csv_start_at_line(records->csv, lines);
    csv_want_fields(records->csv, header->wanted);
    *out = (struct records *)records;
    return 0;
}

static bool part_is_short(const struct records *part)
{
    return csv_part_is_short(((const struct csv_records *)part)->csv);
}

static struct cl_text rest(const struct records *records)
{
    return csv_rest(((const struct csv_records *)records)->csv);
}

static void put_back(struct records *records, const struct csv_record *record)
{
    csv_put_back(csv_of(records)->csv, record);
}

const struct records_form records_csv = {
    .name = "csv",
    .text = "a CSV session export; the delimiter is recognised",
    .recognises = recognises,
    .open = open_csv,
    .close = close_csv,
    .header = read_header,
    .want = want,
    .next = next,
    .more = more,
    .counts = counts,
    .part = open_part,
    .resume = resume,
    .part_is_short = part_is_short,
    .rest = rest,
    .put_back = put_back,
    .bytes_are_csv = true,
};
