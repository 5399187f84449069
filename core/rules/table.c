/* table.c - see table.h. */
#include "table.h"

#include "base/csv.h"
#include "base/input.h"
#include "base/text.h"

#include <string.h>

/* Where the bytes of a table come from. */
struct table_bytes {
    struct input *input; /* or NULL, and then: */
    const struct builtin *builtin;
    size_t at;
};

static ssize_t read_bytes(void *context, char *bytes, size_t size, struct problem *problem)
{
    struct table_bytes *source = context;
    size_t count;

    if (source->input != NULL)
        return input_read(source->input, bytes, size, problem);
    count = source->builtin->length - source->at;
    count = count < size ? count : size;
    memcpy(bytes, source->builtin->bytes + source->at, count);
    source->at += count;
    return (ssize_t)count;
}

int table_mistake(const struct table_row *row, const char *column, const char *text,
                  struct problem *problem)
{
    char shown[TEXT_SHOWN];

    return problem_usage(problem, "%s:%llu: %s%s%s", text_show_string(shown, row->name),
                         (unsigned long long)row->line, column, column[0] != '\0' ? ": " : "",
                         text);
}

/* Finds the wanted columns; fields[i] is where column i stands, or SIZE_MAX. */
static int map_header(const struct table_shape *shape, const struct csv_record *record,
                      const struct table_row *row, size_t *fields, struct problem *problem)
{
    for (size_t i = 0; i < shape->column_count; i++) {
        fields[i] = SIZE_MAX;
        for (size_t field = 0; field < record->field_count; field++) {
            if (!text_equal_nocase(text_trim(record->fields[field]), text_of(shape->columns[i])))
                continue;
            if (fields[i] != SIZE_MAX)
                return table_mistake(row, shape->columns[i], "the column stands twice", problem);
            fields[i] = field;
        }
        if (fields[i] == SIZE_MAX && i < shape->required)
            return table_mistake(row, shape->columns[i], "the column is missing", problem);
    }
    return 0;
}

static int check_record(const struct csv_record *record, size_t columns,
                        const struct table_row *row, struct problem *problem)
{
    if (record->state != CSV_FINE || record->field_count > CSV_MAX_FIELDS)
        return table_mistake(row, "", "the record is not well-formed CSV", problem);
    if (columns != 0 && record->field_count != columns)
        return table_mistake(row, "", "the record has not as many fields as the header", problem);
    for (size_t i = 0; i < record->field_count; i++) {
        if (text_check(record->fields[i]) != TEXT_FINE)
            return table_mistake(row, "", "a field is not clean UTF-8 text", problem);
    }
    return 0;
}

static int read_rows(const struct table_shape *shape, struct csv_reader *csv, const char *name,
                     void *context, struct problem *problem)
{
    struct cl_text values[TABLE_MAX_COLUMNS];
    size_t fields[TABLE_MAX_COLUMNS];
    struct csv_record record;
    struct table_row row = { .name = name, .line = 1, .values = values };
    size_t columns = 0;
    int got;

    while ((got = csv_next(csv, &record, problem)) > 0) {
        row.line = record.line;
        if (check_record(&record, columns, &row, problem) < 0)
            return -1;
        if (columns == 0) {
            columns = record.field_count;
            if (map_header(shape, &record, &row, fields, problem) < 0)
                return -1;
            continue;
        }
        for (size_t i = 0; i < shape->column_count; i++)
            values[i] = fields[i] != SIZE_MAX ? text_trim(record.fields[fields[i]])
                                              : (struct cl_text){ NULL, 0 };
        if (shape->row(context, &row, problem) < 0)
            return -1;
    }
    if (got == 0 && columns == 0)
        return table_mistake(&row, "", "the table is empty; a header is expected", problem);
    return got;
}

int table_read(const struct table_shape *shape, const struct builtin *builtin, const char *path,
               void *context, struct problem *problem)
{
    struct table_bytes source = { .builtin = builtin };
    struct csv_reader *csv;
    int error;

    if (path != NULL && input_open(&source.input, path, problem) < 0) {
        problem->status = EXIT_BAD_USAGE; /* a table that cannot be read is bad configuration */
        return -1;
    }
    csv = csv_create((struct csv_source){ &source, read_bytes }, ',');
    error = read_rows(shape, csv, path != NULL ? path : builtin->name, context, problem);
    csv_destroy(csv);
    input_close(source.input);
    return error;
}
