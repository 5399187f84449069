/* row.h - one physical line of the text plugin: columns, padding, cutting, wrapping.
 *
 * Positions and widths are counted in characters, each taken to be one cell wide.
 * Text is shown so that it cannot break the line: see row_put(). */
#ifndef PLUGINS_TEXT_ROW_H
#define PLUGINS_TEXT_ROW_H

#include <claimline/write.h>

/* Where a heading goes on that is wider than a line. */
enum { ROW_WRAPPED = 8 };

/* Where less than this is left, nothing is better than a few letters. */
enum { ROW_SHORTEST_REST = 8 };

struct column {
    const char *title;
    size_t width;
    bool right; /* numbers and money: aligned to the right */
};

struct row {
    struct cl_stream *out;
    size_t limit; /* the widest a line may be */
    size_t used;
    size_t edge; /* where the next column begins */
};

struct row row_begin(struct cl_stream *out, size_t limit, size_t indent);
void row_end(struct row *row);

/* Shows a control character, a line or paragraph separator, or one that turns the
 * direction of the text as a blank, and all else as it is. */
void row_put(struct row *row, struct cl_text text);
void row_puts(struct row *row, const char *string);

/* Goes to `position`, or one blank on when the line is there already. */
void row_pad(struct row *row, size_t position);

/* Goes to where a text of `length` bytes begins in the next column. */
void row_enter(struct row *row, const struct column *column, size_t length);

/* The next column. A value is never cut: a longer one moves those behind it. An
 * empty one shows as '-', so that a line always has the same count of words. */
void row_cell(struct row *row, const struct column *column, struct cl_text text);
void row_number(struct row *row, const struct column *column, uint64_t number);
void row_money(struct row *row, const struct column *column, int64_t cents);

/* The last column: as much of `text` as fits. */
void row_rest(struct row *row, struct cl_text text);

/* An item of a heading, `gap` blanks after the one before. It begins the next
 * line where it does not fit; one that is wider than a line is broken, never cut. */
void row_item(struct row *row, size_t gap, const char *label, struct cl_text text);

#endif
