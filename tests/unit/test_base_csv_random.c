/* test_base_csv_random.c - random small texts: the reader against a plain state machine of its own.
 *
 * The model follows RFC 4180 with outer blanks trimmed, as libcsv's strict mode
 * does, and csv.h's rule that a broken record is its first physical line. */
#include "csv_fixture.h"

enum { TEXTS = 20000, LONGEST = 24, MAX_FIELDS = LONGEST + 2 };

/* A record as the model finds it, from `text` on. */
struct model_record {
    size_t length;
    const char *state;
    char fields[MAX_FIELDS][LONGEST + 1];
    size_t field_lengths[MAX_FIELDS];
    size_t field_count;
};

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* One past the line end at `at`, or the end of the text. */
static size_t past_line(struct cl_text text, size_t at)
{
    while (at < text.length && !is_line_end(text.data[at]))
        at++;
    if (at + 1 < text.length && text.data[at] == '\r' && text.data[at + 1] == '\n')
        return at + 2;
    return at < text.length ? at + 1 : at;
}

static bool blank_at(struct cl_text text, size_t at, char delimiter)
{
    return at < text.length && (text.data[at] == ' ' || text.data[at] == '\t') &&
           text.data[at] != delimiter;
}

static void add_byte(struct model_record *record, char byte)
{
    record->fields[record->field_count][record->field_lengths[record->field_count]++] = byte;
}

/* A quoted field, `at` behind its first quote: one past its last one; 0 where it
 * has none. */
static size_t quoted_field(struct cl_text text, size_t at, struct model_record *record)
{
    for (; at < text.length; at++) {
        if (text.data[at] == '"' && (at + 1 == text.length || text.data[at + 1] != '"'))
            return at + 1;
        at += text.data[at] == '"';
        add_byte(record, text.data[at]);
    }
    return 0;
}

static size_t plain_field(struct cl_text text, size_t at, char delimiter,
                          struct model_record *record)
{
    size_t *length = &record->field_lengths[record->field_count];

    for (; at < text.length && !is_line_end(text.data[at]) && text.data[at] != delimiter &&
           text.data[at] != '"';
         at++)
        add_byte(record, text.data[at]);
    while (blank_at((struct cl_text){ record->fields[record->field_count], *length }, *length - 1,
                    delimiter))
        --*length;
    return at;
}

/* The record breaks: it is its first line, with the fields that ended there. */
static void broken(struct model_record *record, struct cl_text text, const size_t *ends,
                   const char *state)
{
    size_t whole = 0;

    record->state = state;
    record->length = past_line(text, 0);
    while (whole < record->field_count && ends[whole] < record->length)
        whole++;
    record->field_count = whole;
}

/* `text` starts with a record, not a blank line. */
static void model_next(struct cl_text text, char delimiter, struct model_record *record)
{
    size_t ends[MAX_FIELDS]; /* where the delimiter behind each field stands */
    size_t at = 0;

    *record = (struct model_record){ .state = "fine" };
    for (;; record->field_count++, at++) {
        while (blank_at(text, at, delimiter))
            at++;
        if (at < text.length && text.data[at] == '"') {
            at = quoted_field(text, at + 1, record);
            if (at == 0) {
                broken(record, text, ends, "open");
                return;
            }
            while (blank_at(text, at, delimiter))
                at++;
        } else {
            at = plain_field(text, at, delimiter, record);
        }
        if (at < text.length && !is_line_end(text.data[at]) && text.data[at] != delimiter) {
            broken(record, text, ends, "quote");
            return;
        }
        ends[record->field_count] = at;
        if (at == text.length || is_line_end(text.data[at]))
            break;
    }
    record->field_count++;
    record->length = past_line(text, at);
}

static size_t lines_in(struct cl_text text)
{
    size_t lines = 0;

    for (size_t at = 0; at < text.length; at = past_line(text, at))
        lines++;
    return lines;
}

static bool starts_blank(struct cl_text text, char delimiter)
{
    size_t at = 0;

    while (blank_at(text, at, delimiter))
        at++;
    return at == text.length || is_line_end(text.data[at]);
}

/* What note_records() should write. */
static void model_records(struct notes *notes, struct cl_text text, char delimiter)
{
    struct model_record record;
    size_t lines = lines_in(text);
    size_t line = 1;
    size_t blank = 0;
    size_t blank_bytes = 0;

    *notes = (struct notes){ .used = 0 };
    while (text.length > 0) {
        if (starts_blank(text, delimiter)) {
            record.length = past_line(text, 0);
            blank++;
            blank_bytes += record.length;
        } else {
            model_next(text, delimiter, &record);
            note(notes, "%zu+%zu %s ", line, record.length, record.state);
            for (size_t i = 0; i < record.field_count; i++)
                note_field(notes, (struct cl_text){ record.fields[i], record.field_lengths[i] });
            note(notes, "\n");
        }
        line += lines_in((struct cl_text){ text.data, record.length });
        text.data += record.length;
        text.length -= record.length;
    }
    note(notes, "%zu lines, %zu blank of %zu bytes", lines, blank, blank_bytes);
}

static void the_reader_agrees_with_the_model(void **state)
{
    static const char alphabet[] = { 'a', ',', '"', '\n', '\r', ' ', ';', '\t' };
    static const char delimiters[] = { ',', ',', ';', '\t' };
    uint64_t seed = 20240229;
    struct notes expected;
    struct notes notes;

    (void)state;
    for (unsigned i = 0; i < TEXTS; i++) {
        char bytes[LONGEST];
        struct cl_text text = { bytes, random_below(&seed, LONGEST + 1) };
        char delimiter = delimiters[random_below(&seed, COUNT_OF(delimiters))];

        for (size_t at = 0; at < text.length; at++)
            bytes[at] = alphabet[random_below(&seed, COUNT_OF(alphabet))];
        model_records(&expected, text, delimiter);
        note_records(&notes, text, delimiter, 0, seed);
        if (strcmp(notes.text, expected.text) == 0)
            continue;
        *expected.text = '\0', expected.used = 0;
        note_field(&expected, text);
        print_error("text %u: %s delimiter 0x%02x\n", i, expected.text, (unsigned)delimiter);
        model_records(&expected, text, delimiter);
        fail_msg("read as\n%s\nnot\n%s", notes.text, expected.text);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reader_agrees_with_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
