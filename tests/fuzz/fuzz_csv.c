/* fuzz_csv.c - any bytes as CSV: each belongs to one record or blank line, and the records are the
 * same however they are read. The first byte of an input chooses delimiter and chunk size. */
#include "fuzz.h"

#include "base/csv.h"

#include <string.h>

struct bytes {
    const uint8_t *at;
    size_t left;
    size_t chunk;
};

static ssize_t read_chunk(void *context, char *out, size_t size, struct problem *problem)
{
    struct bytes *bytes = context;
    size_t count = bytes->chunk < size ? bytes->chunk : size;

    (void)problem;
    count = count < bytes->left ? count : bytes->left;
    if (count != 0)
        memcpy(out, bytes->at, count);
    bytes->at += count;
    bytes->left -= count;
    return (ssize_t)count;
}

/* The record stands in the text at *at or behind blanks that no record has. */
static void find_record(const uint8_t *data, size_t size, const struct csv_record *record,
                        size_t *at)
{
    MUST(record->length > 0 && record->length <= size);
    for (; memcmp(data + *at, record->bytes, record->length) != 0; ++*at) {
        MUST(data[*at] != '\0' && strchr(" \t\r\n\x1a", data[*at]) != NULL);
        MUST(*at + record->length < size);
    }
    *at += record->length;
}

static void digest_record(uint64_t *digest, const struct csv_record *record)
{
    digest_number(digest, record->line);
    digest_number(digest, record->length);
    digest_number(digest, record->state);
    digest_number(digest, record->field_count);
    for (size_t i = 0; i < record->field_count && i < CSV_MAX_FIELDS; i++) {
        struct cl_text field = csv_field(record, i);

        digest_number(digest, field.length);
        digest_bytes(digest, field.data, field.length);
    }
}

/* Who cuts: libcsv alone, or the front before it, which hands over fields or their ends. */
enum cutter { JUDGE, FRONT, FRONT_ENDS };

static uint64_t read_records(struct csv_reader *reader, const uint8_t *data, size_t size,
                             enum cutter cutter)
{
    struct problem problem = { 0 };
    struct csv_record record;
    struct csv_counts counts;
    uint64_t digest = 0xcbf29ce484222325U;
    uint64_t in_records = 0;
    size_t at = 0;
    int got;

    if (cutter == JUDGE)
        csv_judge_only(reader);
    while ((got = cutter == FRONT_ENDS ? csv_next_ends(reader, &record, &problem)
                                       : csv_next(reader, &record, &problem)) > 0) {
        find_record(data, size, &record, &at);
        digest_record(&digest, &record);
        in_records += record.length;
    }
    MUST(got == 0 && problem.status == 0);
    counts = csv_counts(reader);
    MUST(counts.bytes == size);
    MUST(in_records + counts.blank_bytes == size);
    digest_number(&digest, counts.lines);
    digest_number(&digest, counts.blank_lines);
    csv_destroy(reader);
    return digest;
}

static uint64_t read_all(const uint8_t *data, size_t size, char delimiter, size_t chunk,
                         enum cutter cutter)
{
    struct bytes bytes = { data, size, chunk };

    return read_records(csv_create((struct csv_source){ &bytes, read_chunk }, delimiter), data,
                        size, cutter);
}

/* The text lies in memory, where its end is that of the whole. */
static uint64_t read_part(const uint8_t *data, size_t size, char delimiter)
{
    static char text[CSV_MAX_RECORD + CSV_PART_SLACK];

    memcpy(text, data, size);
    memset(text + size, '"', CSV_PART_SLACK);
    return read_records(csv_part(NULL, (struct cl_text){ text, size }, delimiter, 0, true), data,
                        size, FRONT_ENDS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = { ',', ';', '\t', '|' };
    char delimiter;
    size_t chunk;
    uint64_t judged;

    if (size == 0 || size > CSV_MAX_RECORD)
        return 0;
    delimiter = delimiters[data[0] & 3];
    chunk = 1 + (data[0] >> 2);
    judged = read_all(data + 1, size - 1, delimiter, CSV_MAX_RECORD, JUDGE);
    MUST(read_all(data + 1, size - 1, delimiter, chunk, FRONT) == judged);
    MUST(read_all(data + 1, size - 1, delimiter, CSV_MAX_RECORD, FRONT_ENDS) == judged);
    MUST(read_part(data + 1, size - 1, delimiter) == judged);
    return 0;
}
