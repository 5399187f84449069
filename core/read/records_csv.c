/* records_csv.c - records of a CSV session export under the canonical columns. */
#include "records.h"

#include "base/memory.h"

struct csv_records {
    const struct records_form *form;
    const char *path;
    struct csv_reader *csv;
    char delimiter;
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

static ssize_t read_input(void *context, char *bytes, size_t size, struct problem *problem)
{
    return input_read(context, bytes, size, problem);
}

static int open_csv(struct records **out, const struct records_request *request,
                    struct problem *problem)
{
    struct csv_records *records = mem_alloc(sizeof(*records));

    (void)problem;
    *records = (struct csv_records){ .form = &records_csv, .path = request->path };
    records->csv = csv_create((struct csv_source){ request->input, read_input }, ',');
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
    struct csv_records *csv = csv_of(records);
    int error = header_read(header, csv->csv, csv->path, findings, problem);

    csv->delimiter = header->delimiter;
    return error;
}

static void open_part(const struct records *whole, struct records **out, struct csv_source bytes)
{
    struct csv_records *part = mem_alloc(sizeof(*part));

    *part = *(const struct csv_records *)whole;
    part->csv = csv_create(bytes, part->delimiter);
    *out = (struct records *)part;
}

static int next(struct records *records, struct csv_record *record, struct problem *problem)
{
    return csv_next(csv_of(records)->csv, record, problem);
}

static int more(struct records *records, struct cl_text *out, struct problem *problem)
{
    return csv_more(csv_of(records)->csv, out, problem);
}

static struct csv_counts counts(const struct records *records)
{
    return csv_counts(((const struct csv_records *)records)->csv);
}

const struct records_form records_csv = {
    .name = "csv",
    .text = "a CSV session export; the delimiter is recognised",
    .recognises = recognises,
    .open = open_csv,
    .close = close_csv,
    .header = read_header,
    .next = next,
    .more = more,
    .part = open_part,
    .counts = counts,
    .bytes_are_csv = true,
};
