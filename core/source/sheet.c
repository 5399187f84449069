/* sheet.c - see sheet.h. */
#include "sheet.h"

#include "base/memory.h"
#include "base/text.h"
#include "source/cell.h"
#include "source/expansion.h"
#include "source/markup.h"

#include <string.h>

struct reading {
    const struct sheet_context *context;
    struct rows_maker rows;
    struct sheet_facts *facts;
    struct spool *spool;
    const char *shown;

    bool in_row, hidden;
    uint32_t row, column; /* of the cell at hand, or the last one; from 1 */
    uint32_t fields;      /* up to the last value */
    uint64_t text_bytes;  /* of all rows */
    struct xstring text;  /* the row so far */

    struct cell cell;
    struct xstring value; /* of the cell */
    bool in_cell, in_value, in_phonetic;
};

static int damaged(const struct reading *reading, const char *what, struct problem *problem)
{
    return problem_failed(problem, "%s is damaged: row %lu of the sheet %s", reading->shown,
                          (unsigned long)reading->row, what);
}

static int start_row(struct reading *reading, const struct markup_element *element,
                     struct problem *problem)
{
    struct cl_text value;
    uint64_t number = (uint64_t)reading->row + 1;

    if (markup_attribute(element, "r", &value) &&
        !text_to_unsigned(value, SHEET_MOST_ROWS, &number))
        return damaged(reading, "is followed by one without a number", problem);
    if (number <= reading->row || number > SHEET_MOST_ROWS)
        return damaged(reading, "is followed by one that stands before it", problem);
    reading->row = (uint32_t)number;
    reading->column = 0;
    reading->fields = 0;
    reading->in_row = true;
    reading->hidden = markup_attribute(element, "hidden", &value) && cell_is_true(value);
    xstring_clear(&reading->text);
    return 0;
}

static int start_cell(struct reading *reading, const struct markup_element *element,
                      struct problem *problem)
{
    uint32_t column = reading->column + 1;

    if (!cell_begin(&reading->cell, element, &column) || column <= reading->column ||
        column > SHEET_MOST_COLUMNS)
        return damaged(reading, "has a cell out of place", problem);
    reading->column = column;
    reading->in_cell = true;
    xstring_clear(&reading->value);
    return 0;
}

static int start(void *context, const struct markup_element *element, struct problem *problem)
{
    struct reading *reading = context;
    const char *name = element->name;

    if (strcmp(name, "row") == 0 && !reading->in_row)
        return start_row(reading, element, problem);
    if (strcmp(name, "mergeCell") == 0)
        reading->facts->merged++;
    if (strcmp(name, "c") == 0 && reading->in_row && !reading->in_cell)
        return start_cell(reading, element, problem);
    if (!reading->in_cell)
        return 0;
    if (strcmp(name, "f") == 0) {
        reading->cell.has_formula = true;
    } else if (strcmp(name, "rPh") == 0) {
        reading->in_phonetic = true;
    } else if ((strcmp(name, "v") == 0 || strcmp(name, "t") == 0) && !reading->in_phonetic) {
        reading->in_value = true;
        reading->cell.has_value = true;
        xstring_begin_run(&reading->value, element);
        /* Only <t> says whether blanks count; a text that a formula made is as it is. */
        reading->value.preserve |= name[0] == 'v';
    }
    return 0;
}

static int text(void *context, struct cl_text text, struct problem *problem)
{
    struct reading *reading = context;

    return reading->in_value ? xstring_add(&reading->value, text, reading->shown, problem) : 0;
}

static bool needs_quotes(struct cl_text text)
{
    const char *last = text.data + text.length - 1;

    if (text.data[0] == ' ' || *last == ' ')
        return true;
    for (const char *at = text.data; at <= last; at++) {
        /* Other delimiters too: the one of the text is recognised by its first line. */
        if (memchr(",;|\t\"\r\n", *at, 7) != NULL)
            return true;
    }
    return false;
}

static int add(struct reading *reading, const char *bytes, size_t length, struct problem *problem)
{
    return xstring_add(&reading->text, (struct cl_text){ bytes, length }, reading->shown, problem);
}

static int add_quoted(struct reading *reading, struct cl_text text, struct problem *problem)
{
    if (add(reading, "\"", 1, problem) < 0)
        return -1;
    for (;;) {
        const char *quote = memchr(text.data, '"', text.length);
        size_t length = quote != NULL ? (size_t)(quote - text.data) + 1 : text.length;

        /* With the quote, which the next piece, or the last one, doubles. */
        if (add(reading, text.data, length, problem) < 0 || add(reading, "\"", 1, problem) < 0)
            return -1;
        if (quote == NULL)
            return 0;
        text.data += length;
        text.length -= length;
    }
}

/* Puts the cell's text into its field, behind those that are empty. */
static int put_field(struct reading *reading, struct cl_text text, struct problem *problem)
{
    uint32_t delimiters = reading->column - (reading->fields != 0 ? reading->fields : 1);

    for (uint32_t i = 0; i < delimiters; i++) {
        if (add(reading, ",", 1, problem) < 0)
            return -1;
    }
    reading->fields = reading->column;
    return needs_quotes(text) ? add_quoted(reading, text, problem)
                              : add(reading, text.data, text.length, problem);
}

static int end_cell(struct reading *reading, struct problem *problem)
{
    struct cl_text shown;
    bool error = false;
    int made =
        cell_show(&reading->cell, &reading->value, reading->context, &shown, &error, problem);

    reading->in_cell = false;
    if (made < 0)
        return -1;
    if (made == 0)
        return damaged(reading, "has a cell whose value is none", problem);
    if (error && reading->facts->errors++ == 0) {
        reading->facts->error_row = reading->row;
        reading->facts->error_column = reading->column;
    }
    return shown.length != 0 ? put_field(reading, shown, problem) : 0;
}

static int end_row(struct reading *reading, struct problem *problem)
{
    struct row_text row = { reading->row, reading->fields, xstring_text(&reading->text) };

    reading->in_row = false;
    if (row.fields == 0)
        return 0;
    reading->facts->hidden_rows += reading->hidden;
    reading->text_bytes += row.text.length;
    if (expansion_check(reading->shown, reading->context->file_size, reading->text_bytes, problem) <
        0)
        return -1;
    return rows_add(&reading->rows, reading->spool, &row, problem);
}

static int end(void *context, const char *name, struct problem *problem)
{
    struct reading *reading = context;

    if (reading->in_value && (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)) {
        reading->in_value = false;
        xstring_end_run(&reading->value);
    } else if (strcmp(name, "rPh") == 0) {
        reading->in_phonetic = false;
    } else if (reading->in_cell && strcmp(name, "c") == 0) {
        return end_cell(reading, problem);
    } else if (reading->in_row && !reading->in_cell && strcmp(name, "row") == 0) {
        return end_row(reading, problem);
    }
    return 0;
}

int sheet_read(struct rows *rows, struct sheet_facts *facts, struct layer *part, const char *name,
               const struct sheet_context *context, struct spool *spool, struct problem *problem)
{
    struct reading reading = {
        .context = context, .facts = facts, .spool = spool, .shown = part->shown
    };
    struct markup_handler handler = { &reading, start, end, text };
    int error;

    *facts = (struct sheet_facts){ 0 };
    error = markup_read(part, name, &handler, problem);
    if (error == 0)
        error = rows_end(&reading.rows, spool, problem);
    *rows = reading.rows.rows;
    rows_maker_finish(&reading.rows);
    xstring_finish(&reading.text);
    xstring_finish(&reading.value);
    return error;
}
