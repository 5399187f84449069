/* row.c - lays out one physical line of the text plugin. */
#include "row.h"

/* Where less than this is left, nothing is better than a few letters. */
enum { SHORTEST_REST = 8 };

struct row row_begin(struct cl_stream *out, size_t limit, size_t indent)
{
    struct row row = { out, limit, 0, indent };

    return row;
}

void row_end(struct row *row)
{
    cl_putc(row->out, '\n');
    row->used = 0;
}

/* How many bytes at `at` are shown as one blank: U+2028 to U+202E and U+2066 to
 * U+2069 break lines or turn the direction of what follows. */
static size_t blank_length(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;

    if (byte[0] < ' ' || byte[0] == 0x7F)
        return 1;
    if (byte[0] != 0xE2)
        return 0;
    if (byte[1] == 0x80 && byte[2] >= 0xA8 && byte[2] <= 0xAE)
        return 3;
    return byte[1] == 0x81 && byte[2] >= 0xA6 && byte[2] <= 0xA9 ? 3 : 0;
}

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Shows at most `limit` characters; returns what is left. */
static struct cl_text put_some(struct row *row, struct cl_text text, size_t limit)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    const char *copied = at;

    for (; at < end && limit > 0; limit--, row->used++) {
        size_t blank = blank_length(at);

        if (blank > 0) {
            cl_write(row->out, copied, (size_t)(at - copied));
            cl_putc(row->out, ' ');
            copied = at += blank;
            continue;
        }
        do
            at++;
        while (at < end && continues_character(*at));
    }
    cl_write(row->out, copied, (size_t)(at - copied));
    text.data = at;
    text.length = (size_t)(end - at);
    return text;
}

void row_put(struct row *row, struct cl_text text)
{
    put_some(row, text, SIZE_MAX);
}

void row_puts(struct row *row, const char *string)
{
    size_t length = strlen(string);

    cl_write(row->out, string, length);
    row->used += length;
}

void row_pad(struct row *row, size_t position)
{
    static const char blanks[] = "                                ";
    size_t count = position > row->used ? position - row->used : row->used > 0;

    row->used += count;
    for (; count > sizeof(blanks) - 1; count -= sizeof(blanks) - 1)
        cl_write(row->out, blanks, sizeof(blanks) - 1);
    cl_write(row->out, blanks, count);
}

void row_enter(struct row *row, const struct column *column, size_t length)
{
    size_t slack = column->right && length < column->width ? column->width - length : 0;

    row_pad(row, row->edge + slack);
    row->edge += column->width + 1;
}

void row_cell(struct row *row, const struct column *column, struct cl_text text)
{
    row_enter(row, column, text.length > 0 ? text.length : 1);
    if (text.length > 0)
        row_put(row, text);
    else
        row_puts(row, "-");
}

void row_number(struct row *row, const struct column *column, uint64_t number)
{
    char scratch[CL_SCRATCH];

    row_cell(row, column, cl_format_unsigned(scratch, number));
}

void row_money(struct row *row, const struct column *column, int64_t cents)
{
    char scratch[CL_SCRATCH];

    row_cell(row, column, cl_format_cents(scratch, cents));
}

/* The first `width` characters, without blanks at their end. */
static struct cl_text cut(struct cl_text text, size_t width)
{
    size_t length = 0;

    while (length < text.length && (width > 0 || continues_character(text.data[length]))) {
        width -= !continues_character(text.data[length]);
        length++;
    }
    while (length > 0 && text.data[length - 1] == ' ')
        length--;
    text.length = length;
    return text;
}

void row_rest(struct row *row, struct cl_text text)
{
    size_t start = row->edge > row->used ? row->edge : row->used + 1;

    if (text.length == 0 || start + SHORTEST_REST > row->limit)
        return;
    row_pad(row, row->edge);
    row_put(row, cut(text, row->limit - row->used));
}

static size_t characters(struct cl_text text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += !continues_character(text.data[i]);
    return count;
}

void row_item(struct row *row, size_t gap, const char *label, struct cl_text text)
{
    size_t width = strlen(label) + characters(text);

    if (text.length == 0)
        return;
    if (row->used > ROW_WRAPPED && row->used + gap + width > row->limit) {
        row_end(row);
        row_pad(row, ROW_WRAPPED);
    } else if (row->used > 0) {
        row_pad(row, row->used + gap);
    }
    row_puts(row, label);
    text = put_some(row, text, row->limit - row->used);
    while (text.length > 0) {
        row_end(row);
        row_pad(row, ROW_WRAPPED);
        text = put_some(row, text, row->limit - row->used);
    }
}
