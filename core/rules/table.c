/* table.c - see table.h. */
#include "table.h"

#include "base/csv.h"
#include "base/text.h"
#include "source/input.h"

#include <stdio.h>
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

static bool is_delimiter(char byte)
{
    return byte == ',' || byte == ';' || byte == '\t' || byte == '|';
}

/* Spreadsheets write what their country separates lists with: no name of a column
 * holds any of these, so the first in the header is it. */
static int set_delimiter(struct csv_reader *csv, struct problem *problem)
{
    enum { LOOK_AHEAD = 4096 }; /* of a header */
    const struct cl_text excel = text_of("sep=");
    struct cl_text text;

    if (csv_peek(csv, LOOK_AHEAD, &text, problem) < 0)
        return -1;
    for (size_t i = 0; i < text.length; i++) {
        if (!is_delimiter(text.data[i]))
            continue;
        csv_set_delimiter(csv, text.data[i]);
        if (i == excel.length && text_equal_nocase((struct cl_text){ text.data, i }, excel))
            csv_skip_line(csv, csv_line_length(text));
        break;
    }
    return 0;
}

/* Finds the wanted columns; fields[i] is where column i stands, or SIZE_MAX. */
static int map_header(const struct table_shape *shape, const struct csv_record *record,
                      const struct table_row *row, size_t *fields, struct problem *problem)
{
    for (size_t i = 0; i < shape->column_count; i++) {
        fields[i] = SIZE_MAX;
        for (size_t field = 0; field < record->field_count; field++) {
            if (!text_equal_name(record->fields[field], text_of(shape->columns[i])))
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

static bool is_unread(const struct table_shape *shape, struct cl_text name)
{
    const char *const *unread = shape->unread;

    while (unread != NULL && *unread != NULL && !text_equal_name(name, text_of(*unread)))
        unread++;
    return unread != NULL && *unread != NULL;
}

/* The field at `index` of the header is no column. That the required ones are all there
 * shows that it is a header: its names are no patient's. */
static int unknown_column(const struct table_shape *shape, const struct csv_record *record,
                          size_t index, const struct table_row *row, struct problem *problem)
{
    struct cl_text name = text_trim(record->fields[index]);
    char shown[TEXT_SHOWN], text[512];
    int used = snprintf(text, sizeof(text), "%s; known are ",
                        name.length != 0 ? "is no column of this table" : "the column has no name");

    for (size_t i = 0; i < shape->column_count && used < (int)sizeof(text); i++)
        used += snprintf(text + used, sizeof(text) - (size_t)used, "%s%s", i != 0 ? ", " : "",
                         shape->columns[i]);
    if (name.length != 0)
        text_show(shown, name);
    else
        (void)snprintf(shown, sizeof(shown), "field %zu", index + 1);
    return table_mistake(row, shown, text, problem);
}

static int check_columns(const struct table_shape *shape, const struct csv_record *record,
                         const struct table_row *row, const size_t *fields, struct problem *problem)
{
    for (size_t field = 0; field < record->field_count; field++) {
        size_t i = 0;

        while (i < shape->column_count && fields[i] != field)
            i++;
        if (i == shape->column_count && !is_unread(shape, record->fields[field]))
            return unknown_column(shape, record, field, row, problem);
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
                     bool of_user, void *context, struct problem *problem)
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
            if (map_header(shape, &record, &row, fields, problem) < 0 ||
                (of_user && check_columns(shape, &record, &row, fields, problem) < 0))
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

    if (path != NULL && input_open_table(&source.input, path, problem) < 0) {
        problem->status = EXIT_BAD_USAGE; /* a table that cannot be read is bad configuration */
        return -1;
    }
    csv = csv_create((struct csv_source){ &source, read_bytes }, ',');
    error = set_delimiter(csv, problem);
    if (error == 0)
        error = read_rows(shape, csv, path != NULL ? path : builtin->name, path != NULL, context,
                          problem);
    csv_destroy(csv);
    input_close(source.input);
    return error;
}
