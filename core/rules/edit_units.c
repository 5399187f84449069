/* edit_units.c - the MUE file of CMS: CSV, Latin-1, under a quoted notice of several lines
 * and a header whose first cell is wrapped ("HCPCS/\nCPT Code"). */
#include "edit_tables.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/text.h"
#include "source/input.h"

#include <stdio.h>
#include <string.h>

enum { MOST_UNITS = 99999 };

enum cell { CODE, VALUE, INDICATOR, COLUMNS };

static const char *const names[COLUMNS] = {
    [CODE] = "the code",
    [VALUE] = "the MUE value",
    [INDICATOR] = "the adjudication indicator",
};

struct unit_reader {
    struct edits *edits;
    struct edit_file *file;
    uint32_t at;             /* of the file */
    size_t columns[COLUMNS]; /* where each stands */
    size_t field_count;      /* of the header; 0: it was not found yet */
    size_t head_records;
    uint64_t line; /* of the record */
    struct map seen;
};

static int mistake(const struct unit_reader *reader, const char *text, struct problem *problem)
{
    return edit_mistake(reader->file, reader->line, text, problem);
}

/* Whether the field has the word, whatever its case and what stands around it. */
static bool has_word(struct cl_text field, const char *word)
{
    struct cl_text part = { field.data, strlen(word) };

    for (; field.length >= part.length; field.length--, part.data++) {
        if (text_equal_nocase(part, text_of(word)))
            return true;
    }
    return false;
}

/* The column that a cell of the header names; COLUMNS for none. */
static enum cell cell_of(struct cl_text text)
{
    if (has_word(text, "cpt") && has_word(text, "code"))
        return CODE;
    if (has_word(text, "adjudication"))
        return INDICATOR;
    if (has_word(text, "mue") && has_word(text, "value"))
        return VALUE;
    return COLUMNS;
}

/* Whether the record is the header: each column stands in it, once. */
static bool map_header(struct unit_reader *reader, const struct csv_record *record)
{
    unsigned found = 0;

    for (size_t i = 0; i < record->field_count && i < CSV_MAX_FIELDS; i++) {
        enum cell cell = cell_of(record->fields[i]);

        if (cell == COLUMNS)
            continue;
        if (found & 1u << cell)
            return false;
        found |= 1u << cell;
        reader->columns[cell] = i;
    }
    return found == (1u << COLUMNS) - 1;
}

static int take_head(struct unit_reader *reader, const struct csv_record *record,
                     struct problem *problem)
{
    if (map_header(reader, record)) {
        struct cl_text value = record->fields[reader->columns[VALUE]];

        if (has_word(value, "hospital") || has_word(value, "supplier"))
            return mistake(reader, "this is not the table of the practitioner services", problem);
        reader->field_count = record->field_count;
        edit_file_name(reader->edits, reader->file);
        return 0;
    }
    /* Fields, not bytes: a quarter must not be read across two cells. */
    for (size_t i = 0; i < record->field_count && i < CSV_MAX_FIELDS; i++) {
        if (reader->file->quarter.year == 0)
            (void)edit_quarter_find(record->fields[i], &reader->file->quarter);
    }
    if (++reader->head_records < EDIT_HEAD_LINES)
        return 0;
    return mistake(reader,
                   "no header stands in the first 40 records; the practitioner MUE table of CMS "
                   "(CSV) is expected",
                   problem);
}

static int field_mistake(const struct unit_reader *reader, enum cell cell, const char *text,
                         struct problem *problem)
{
    char whole[128];

    (void)snprintf(whole, sizeof(whole), "%s %s", names[cell], text);
    return mistake(reader, whole, problem);
}

static int take_facts(const struct unit_reader *reader, const struct csv_record *record,
                      struct unit_edit *edit, struct problem *problem)
{
    struct cl_text value = text_trim(record->fields[reader->columns[VALUE]]);
    struct cl_text indicator = text_trim(record->fields[reader->columns[INDICATOR]]);
    uint64_t units;

    *edit =
        (struct unit_edit){ .from = reader->file->quarter.from, .table = reader->file->table.name };
    if (!text_to_unsigned(value, MOST_UNITS, &units))
        return field_mistake(reader, VALUE, "is no number from 0 to 99999", problem);
    /* "3" or "3 Date of Service Edit: Clinical" */
    if (indicator.length == 0 || indicator.data[0] < '1' || indicator.data[0] > '3' ||
        (indicator.length > 1 && text_is_digit(indicator.data[1])))
        return field_mistake(reader, INDICATOR, "does not begin with 1, 2 or 3", problem);
    edit->units = (uint32_t)units;
    edit->indicator = (uint8_t)(indicator.data[0] - '0');
    return 0;
}

static void keep(struct unit_reader *reader, const struct unit_edit *edit)
{
    struct edits *edits = reader->edits;

    if (edits->unit_count == edits->unit_capacity) {
        edits->unit_capacity = edits->unit_capacity != 0 ? edits->unit_capacity * 2 : 256;
        edits->units = mem_resize_array(edits->units, edits->unit_capacity, sizeof(*edits->units));
    }
    edits->units[edits->unit_count++] = (struct unit_row){ .edit = *edit, .file = reader->at };
}

/* Spreadsheets leave rows of commas behind. */
static bool is_empty(const struct csv_record *record)
{
    size_t i = 0;

    while (i < record->field_count && text_trim(record->fields[i]).length == 0)
        i++;
    return i == record->field_count;
}

static int take_row(struct unit_reader *reader, const struct csv_record *record,
                    struct problem *problem)
{
    struct unit_edit edit;
    struct cl_text name;
    const struct code *code;

    if (record->state == CSV_OPEN_QUOTE)
        return mistake(reader, "a quote is never closed: the file was cut", problem);
    if (record->state != CSV_FINE)
        return mistake(reader, "the record is not well-formed CSV", problem);
    if (record->field_count != reader->field_count)
        return mistake(reader,
                       "the record has not as many fields as the header; where it is the last "
                       "one, the file was cut",
                       problem);
    if (is_empty(record))
        return 0;
    name = text_trim(record->fields[reader->columns[CODE]]);
    if (!edit_is_code(name))
        return field_mistake(reader, CODE, "is none of 5 letters and digits", problem);
    if (take_facts(reader, record, &edit, problem) < 0)
        return -1;
    reader->file->table.rows++;
    code = codes_find(reader->edits->codes, name);
    if (code == NULL)
        return 0;
    if (map_find(&reader->seen, code->code) != MAP_NONE)
        return field_mistake(reader, CODE, "stands twice in the table", problem);
    map_add(&reader->seen, code->code, 0);
    edit.code = code->code;
    keep(reader, &edit);
    return 0;
}

static int read_records(struct unit_reader *reader, struct csv_reader *csv, struct problem *problem)
{
    struct csv_record record;
    int got;

    while ((got = csv_next(csv, &record, problem)) > 0) {
        int error;

        reader->line = record.line;
        error = reader->field_count == 0 ? take_head(reader, &record, problem)
                                         : take_row(reader, &record, problem);
        if (error < 0)
            return -1;
    }
    if (got < 0)
        return -1;
    reader->line = csv_counts(csv).lines;
    if (reader->field_count == 0)
        return mistake(reader,
                       "the file ends without a header; the practitioner MUE table of CMS (CSV) "
                       "is expected",
                       problem);
    if (reader->file->table.rows == 0)
        return mistake(reader, "the table ends without a row", problem);
    return 0;
}

static ssize_t read_bytes(void *context, char *bytes, size_t size, struct problem *problem)
{
    return input_read(context, bytes, size, problem);
}

int edit_units_read(struct edits *edits, uint32_t at, struct problem *problem)
{
    struct unit_reader reader = { .edits = edits, .file = &edits->files[at], .at = at };
    struct input *input;
    struct csv_reader *csv;
    int error;

    if (input_open_table(&input, reader.file->table.path, problem) < 0) {
        problem->status = EXIT_BAD_USAGE; /* a table that cannot be read is bad configuration */
        return -1;
    }
    csv = csv_create((struct csv_source){ input, read_bytes }, ',');
    error = read_records(&reader, csv, problem);
    csv_destroy(csv);
    input_close(input);
    map_finish(&reader.seen);
    return error;
}
