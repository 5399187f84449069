/* csv_fixture.h - a text read by csv.h in chunks of any size, and written down record by record. */
#ifndef TESTS_UNIT_CSV_FIXTURE_H
#define TESTS_UNIT_CSV_FIXTURE_H

#include "unit.h"

#include "base/csv.h"

/* A text that is handed out `chunk` bytes a time, or where that is 0 in pieces of
 * random sizes up to 16. */
struct pieces {
    struct cl_text text;
    size_t chunk;
    uint64_t seed;
};

static inline ssize_t pieces_read(void *context, char *bytes, size_t size, struct problem *problem)
{
    struct pieces *pieces = context;
    size_t count = pieces->chunk != 0 ? pieces->chunk : 1 + random_below(&pieces->seed, 16);

    (void)problem;
    count = count < size ? count : size;
    count = count < pieces->text.length ? count : pieces->text.length;
    memcpy(bytes, pieces->text.data, count);
    pieces->text.data += count;
    pieces->text.length -= count;
    return (ssize_t)count;
}

/* What is written down of a text. */
struct notes {
    char text[32768];
    size_t used;
};

static inline void note(struct notes *notes, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline void note(struct notes *notes, const char *format, ...)
{
    size_t room = sizeof(notes->text) - notes->used;
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = vsnprintf(notes->text + notes->used, room, format, arguments);
    va_end(arguments);
    assert_true(count >= 0 && (size_t)count < room);
    notes->used += (size_t)count;
}

/* "[a][x<0a>y]": control characters by their number. */
static inline void note_field(struct notes *notes, struct cl_text field)
{
    note(notes, "[");
    for (size_t i = 0; i < field.length; i++) {
        unsigned char byte = (unsigned char)field.data[i];

        note(notes, byte < 0x20 ? "<%02x>" : "%c", byte);
    }
    note(notes, "]");
}

/* Whether the reader may leave these bytes out, as blank lines. */
static inline bool may_be_blank(struct cl_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(" \t\r\n\x1a", text.data[i]) == NULL || text.data[i] == '\0')
            return false;
    }
    return true;
}

/* The rest of a record that is too long; adds up its bytes. */
static inline size_t more_bytes(struct csv_reader *reader, const char *expected)
{
    struct problem problem = { 0 };
    struct cl_text more;
    size_t total = 0;

    do {
        assert_int_equal(csv_more(reader, &more, &problem), 0);
        assert_memory_equal(more.data, expected + total, more.length);
        total += more.length;
    } while (more.length != 0);
    return total;
}

/* Each record as "LINE+BYTES STATE FIELDS", then "N lines, N blank of N bytes".
 * Fails where the records' bytes and the blank lines are not the text, in order. */
static inline void note_records(struct notes *notes, struct cl_text text, char delimiter,
                                size_t chunk, uint64_t seed)
{
    static const char *const states[] = { "fine", "quote", "open", "long" };
    struct pieces pieces = { text, chunk, seed };
    struct csv_reader *reader = csv_create((struct csv_source){ &pieces, pieces_read }, delimiter);
    struct problem problem = { 0 };
    struct csv_record record;
    struct csv_counts counts;
    size_t at = 0;
    int got;

    *notes = (struct notes){ .used = 0 };
    while ((got = csv_next(reader, &record, &problem)) > 0) {
        size_t length = record.length;

        for (; at < text.length && memcmp(text.data + at, record.bytes, length) != 0; at++)
            assert_true(may_be_blank((struct cl_text){ text.data + at, 1 }));
        assert_true(at + length <= text.length);
        note(notes, "%llu+", (unsigned long long)record.line);
        if (record.state == CSV_TOO_LONG)
            length += more_bytes(reader, text.data + at + length);
        note(notes, "%zu %s ", length, states[record.state]);
        if (record.field_count > 100)
            note(notes, "%zu fields", record.field_count);
        for (size_t i = 0; i < record.field_count && record.field_count <= 100 && length < 1000;
             i++)
            note_field(notes, record.fields[i]);
        note(notes, "\n");
        at += length;
    }
    assert_int_equal(got, 0);
    assert_true(may_be_blank((struct cl_text){ text.data + at, text.length - at }));
    counts = csv_counts(reader);
    assert_int_equal(counts.bytes, text.length);
    note(notes, "%llu lines, %llu blank of %llu bytes", (unsigned long long)counts.lines,
         (unsigned long long)counts.blank_lines, (unsigned long long)counts.blank_bytes);
    csv_destroy(reader);
}

#endif
