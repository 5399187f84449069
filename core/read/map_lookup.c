/* map_lookup.c - see map_lookup.h. */
#include "map_lookup.h"

#include "read/map_values.h"

#include "base/csv.h"
#include "base/text.h"
#include "source/input.h"

#include <string.h>

enum { MAX_ROWS = 1000000, MAX_COLUMNS = 64 };

struct reading {
    struct map_lookup *lookup;
    struct csv_reader *csv;
    size_t key; /* where the column of keys stands */
    struct problem *problem;
};

static int mistake(const struct reading *reading, uint64_t line, struct cl_text subject,
                   const char *what)
{
    return map_mistake(reading->lookup->path, (int)line, subject, what, reading->problem);
}

static int check_record(const struct reading *reading, const struct csv_record *record)
{
    const struct map_lookup *lookup = reading->lookup;

    if (record->state != CSV_FINE || record->field_count > MAX_COLUMNS)
        return mistake(reading, record->line, text_of("row"),
                       "is not well-formed CSV of up to 64 columns");
    if (lookup->columns != NULL && record->field_count != lookup->column_count)
        return mistake(reading, record->line, text_of("row"),
                       "has not as many fields as the header");
    for (size_t i = 0; i < record->field_count; i++) {
        if (text_check(record->fields[i]) != TEXT_FINE)
            return mistake(reading, record->line, text_of("row"), "is not clean UTF-8 text");
    }
    return 0;
}

static int take_header(struct reading *reading, const struct csv_record *record, struct cl_text key)
{
    struct map_lookup *lookup = reading->lookup;
    int at;

    lookup->column_count = record->field_count;
    lookup->columns =
        arena_alloc_array(&lookup->arena, record->field_count, sizeof(*lookup->columns));
    for (size_t i = 0; i < record->field_count; i++) {
        struct cl_text name = text_trim(record->fields[i]);

        if (name.length == 0)
            return mistake(reading, record->line, text_of("header"), "has a column without a name");
        for (size_t j = 0; j < i; j++) {
            if (text_equal_name(lookup->columns[j], name))
                return mistake(reading, record->line, name, "the column stands twice");
        }
        lookup->columns[i] = arena_text(&lookup->arena, name.data, name.length);
    }
    at = map_lookup_column(lookup, key);
    if (at == LOOKUP_NO_COLUMN)
        return mistake(reading, record->line, key, "the column of keys is missing");
    reading->key = (size_t)at;
    return 0;
}

static void add_room(struct map_lookup *lookup)
{
    size_t capacity = lookup->row_capacity != 0 ? lookup->row_capacity * 2 : 32;
    struct cl_text *cells =
        arena_alloc_array(&lookup->arena, capacity * lookup->column_count, sizeof(*cells));
    uint64_t *lines = arena_alloc_array(&lookup->arena, capacity, sizeof(*lines));

    if (lookup->row_count != 0) {
        memcpy(cells, lookup->cells, lookup->row_count * lookup->column_count * sizeof(*cells));
        memcpy(lines, lookup->lines, lookup->row_count * sizeof(*lines));
    }
    lookup->cells = cells;
    lookup->lines = lines;
    lookup->row_capacity = capacity;
}

static bool same_cells(const struct map_lookup *lookup, uint32_t row,
                       const struct csv_record *record, size_t key)
{
    for (size_t i = 0; i < lookup->column_count; i++) {
        if (i != key && !text_equal(map_lookup_cell(lookup, row, i), text_trim(record->fields[i])))
            return false;
    }
    return true;
}

static int take_row(struct reading *reading, const struct csv_record *record)
{
    struct map_lookup *lookup = reading->lookup;
    struct cl_text written = text_trim(record->fields[reading->key]);
    struct cl_text key = map_fold(arena_room(&lookup->arena, written.length + 1), written);
    uint32_t before = map_find(&lookup->rows, key);

    if (key.length == 0)
        return mistake(reading, record->line, lookup->columns[reading->key], "is empty");
    if (before != MAP_NONE)
        return same_cells(lookup, before, record, reading->key)
                   ? 0
                   : mistake(reading, record->line, written,
                             "stands twice, with other cells beside it");
    if (lookup->row_count == MAX_ROWS)
        return mistake(reading, record->line, text_of("row"), "there are too many");
    if (lookup->row_count == lookup->row_capacity)
        add_room(lookup);
    for (size_t i = 0; i < lookup->column_count; i++) {
        struct cl_text cell = text_trim(record->fields[i]);

        lookup->cells[lookup->row_count * lookup->column_count + i] =
            arena_text(&lookup->arena, cell.data, cell.length);
    }
    lookup->lines[lookup->row_count] = record->line;
    map_add(&lookup->rows, key, (uint32_t)lookup->row_count++);
    return 0;
}

/* Spreadsheets write what their country separates lists with. */
static int set_delimiter(struct reading *reading)
{
    struct cl_text text;

    if (csv_peek(reading->csv, 4096, &text, reading->problem) < 0)
        return -1;
    for (size_t i = 0; i < text.length && text.data[i] != '\n'; i++) {
        if (strchr(",;\t|", text.data[i]) != NULL && text.data[i] != '\0') {
            csv_set_delimiter(reading->csv, text.data[i]);
            break;
        }
    }
    return 0;
}

static int read_records(struct reading *reading, struct cl_text key)
{
    struct csv_record record;
    int got;

    if (set_delimiter(reading) < 0)
        return -1;
    while ((got = csv_next(reading->csv, &record, reading->problem)) > 0) {
        if (check_record(reading, &record) < 0 ||
            (reading->lookup->columns == NULL ? take_header(reading, &record, key)
                                              : take_row(reading, &record)) < 0)
            return -1;
    }
    if (got == 0 && reading->lookup->columns == NULL)
        return mistake(reading, 1, text_of("file"), "is empty; a header is expected");
    return got;
}

static ssize_t read_input(void *context, char *bytes, size_t size, struct problem *problem)
{
    return input_read(context, bytes, size, problem);
}

int map_lookup_read(struct map_lookup *lookup, struct cl_text key, struct problem *problem)
{
    struct reading reading = { .lookup = lookup, .problem = problem };
    struct input *input;
    int error;

    if (input_open(&input, lookup->path, problem) < 0) {
        problem->status = EXIT_BAD_USAGE; /* a table that cannot be read is bad configuration */
        return -1;
    }
    reading.csv = csv_create((struct csv_source){ input, read_input }, ',');
    error = read_records(&reading, key);
    if (error < 0)
        problem->status = EXIT_BAD_USAGE;
    csv_destroy(reading.csv);
    input_close(input);
    return error;
}

void map_lookup_finish(struct map_lookup *lookup)
{
    map_finish(&lookup->rows);
    arena_finish(&lookup->arena);
}

int map_lookup_column(const struct map_lookup *lookup, struct cl_text name)
{
    for (size_t i = 0; i < lookup->column_count; i++) {
        if (text_equal_name(lookup->columns[i], name))
            return (int)i;
    }
    return LOOKUP_NO_COLUMN;
}

uint32_t map_lookup_find(const struct map_lookup *lookup, struct cl_text text, char *room)
{
    return map_find(&lookup->rows, map_fold(room, text));
}
