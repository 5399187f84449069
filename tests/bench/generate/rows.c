/* rows.c - visits as rows, with quotes where RFC 4180 wants them. */
#include "rows.h"

#include <string.h>

enum { LONGEST_ROW = 2 * VISIT_BYTES };

static bool needs_quotes(const struct row_form *form, const struct cell *cell)
{
    bool found = form->quote_all;

    for (uint32_t i = 0; i < cell->length; i++) {
        char byte = cell->text[i];

        found |= (byte == form->delimiter) | (byte == '"') | (byte == '\r') | (byte == '\n');
    }
    return found;
}

static char *put_quoted(char *at, const struct cell *cell)
{
    *at++ = '"';
    for (uint32_t i = 0; i < cell->length; i++) {
        if (cell->text[i] == '"')
            *at++ = '"';
        *at++ = cell->text[i];
    }
    *at++ = '"';
    return at;
}

static char *put_cell(char *at, const struct row_form *form, const struct cell *cell)
{
    if (needs_quotes(form, cell))
        return put_quoted(at, cell);
    if (cell->length != 0)
        memcpy(at, cell->text, cell->length);
    return at + cell->length;
}

/* The delimiter goes before each cell but the first. */
static char *put_cells(char *at, const struct row_form *form, const struct cell *cells,
                       enum column first, unsigned begin, unsigned end)
{
    for (unsigned i = begin; i < end; i++) {
        if (i > 0)
            *at++ = form->delimiter;
        at = put_cell(at, form, &cells[form->columns[i] - first]);
    }
    return at;
}

static char *put_line_end(char *at, const struct row_form *form)
{
    size_t length = strlen(form->line_end);

    memcpy(at, form->line_end, length);
    return at + length;
}

void rows_write(struct sink *sink, const struct row_form *form, const struct visit *visit)
{
    char session[LONGEST_ROW]; /* what all rows begin with */
    size_t length =
        (size_t)(put_cells(session, form, visit->session, 0, 0, form->session_count) - session);

    for (uint32_t row = 0; row < visit->row_count; row++) {
        char *begin = sink_room(sink, 2 * LONGEST_ROW);
        char *at = begin + length;

        memcpy(begin, session, length);
        at = put_cells(at, form, visit->rows[row], SESSION_COLUMN_COUNT, form->session_count,
                       form->count - visit->cut[row]);
        sink->used += (size_t)(put_line_end(at, form) - begin);
    }
}

static void choose_columns(struct row_form *form)
{
    form->count = 0;
    form->session_count = 0;
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        if (!column_stands_in(column, form->shape))
            continue;
        form->columns[form->count++] = column;
        form->session_count += column < SESSION_COLUMN_COUNT;
    }
}

void rows_write_header(struct sink *sink, struct row_form *form)
{
    char *begin = sink_room(sink, LONGEST_ROW);
    char *at = begin;

    choose_columns(form);
    for (unsigned i = 0; i < form->count; i++) {
        const char *name = column_name(form->columns[i]);

        if (i > 0)
            *at++ = form->delimiter;
        at = put_cell(at, form, &(struct cell){ name, (uint32_t)strlen(name) });
    }
    sink->used += (size_t)(put_line_end(at, form) - begin);
}
