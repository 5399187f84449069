/* row.c - lays out one physical line of the text plugin. */
#include "row.h"

#include "plain/plain.h"

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

/* Not 0 where one of eight bytes is not printable ASCII. */
static inline uint64_t find_odd(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);

    return (((bytes - ones * ' ') & ~bytes) | bytes | (bytes + ones)) & ones * 0x80;
}

static inline uint64_t load(const char *at)
{
    uint64_t bytes;

    memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}

/* 1 to 7 bytes, some of them twice. */
static inline uint64_t load_short(const char *at, size_t length)
{
    const uint64_t letters = UINT64_C(0x4141414141000000);
    uint32_t head, tail;

    if (length < 4)
        return letters | (uint64_t)(unsigned char)at[0] << 16 |
               (uint64_t)(unsigned char)at[length / 2] << 8 | (unsigned char)at[length - 1];
    memcpy(&head, at, sizeof(head));
    memcpy(&tail, at + length - sizeof(tail), sizeof(tail));
    return (uint64_t)tail << 32 | head;
}

/* Whether each byte is a character that is shown as it is. */
static inline bool is_printable(struct cl_text text)
{
    const char *at = text.data;
    const char *last = at + text.length - 8;
    uint64_t odd;

    if (text.length < 8)
        return text.length == 0 || find_odd(load_short(at, text.length)) == 0;
    odd = find_odd(load(last));
    for (; at < last; at += 8)
        odd |= find_odd(load(at));
    return odd == 0;
}

static struct cl_text behind(struct cl_text text, size_t length)
{
    text.data += length;
    text.length -= length;
    return text;
}

static __attribute__((noinline)) struct cl_text put_closely(struct row *row, struct cl_text text,
                                                            size_t limit)
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
    return behind(text, (size_t)(at - text.data));
}

/* Shows at most `limit` characters; returns what is left. */
static inline struct cl_text put_some(struct row *row, struct cl_text text, size_t limit)
{
    size_t length = text.length < limit ? text.length : limit;

    if (!is_printable(text))
        return put_closely(row, text, limit);
    cl_write(row->out, text.data, length);
    row->used += length;
    return behind(text, length);
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

static const char blanks[] = "                                ";
enum { BLANKS = sizeof(blanks) - 1 };

static __attribute__((noinline)) void put_blanks(struct cl_stream *out, size_t count)
{
    for (; count > BLANKS; count -= BLANKS)
        cl_write(out, blanks, BLANKS);
    cl_write(out, blanks, count);
}

static inline void pad(struct row *row, size_t position)
{
    size_t count = position > row->used ? position - row->used : row->used > 0;

    row->used += count;
    if (count > BLANKS || row->out->limit - row->out->next < BLANKS) {
        put_blanks(row->out, count);
        return;
    }
    memcpy(row->out->next, blanks, BLANKS);
    row->out->next += count;
}

void row_pad(struct row *row, size_t position)
{
    pad(row, position);
}

static inline void enter(struct row *row, const struct column *column, size_t length)
{
    size_t slack = column->right && length < column->width ? column->width - length : 0;

    pad(row, row->edge + slack);
    row->edge += column->width + 1;
}

void row_enter(struct row *row, const struct column *column, size_t length)
{
    enter(row, column, length);
}

void row_cell(struct row *row, const struct column *column, struct cl_text text)
{
    enter(row, column, text.length > 0 ? text.length : 1);
    if (text.length > 0)
        put_some(row, text, SIZE_MAX);
    else
        row_puts(row, "-");
}

/* A number, which is shown as it is. */
static void put_digits(struct row *row, const struct column *column, const char *digits,
                       const char *end)
{
    size_t length = (size_t)(end - digits);

    if (length == 0) {
        row_cell(row, column, (struct cl_text){ "", 0 });
        return;
    }
    enter(row, column, length);
    cl_write(row->out, digits, length);
    row->used += length;
}

void row_number(struct row *row, const struct column *column, uint64_t number)
{
    char scratch[CL_SCRATCH];

    put_digits(row, column, scratch, plain_number(scratch, number));
}

void row_money(struct row *row, const struct column *column, int64_t cents)
{
    char scratch[CL_SCRATCH];

    put_digits(row, column, scratch, plain_cents(scratch, cents));
}

/* How many bytes the first `width` characters take. */
static size_t length_of(struct cl_text text, size_t width)
{
    size_t length = 0;

    if (is_printable(text))
        return text.length < width ? text.length : width;
    while (length < text.length && (width > 0 || continues_character(text.data[length]))) {
        width -= !continues_character(text.data[length]);
        length++;
    }
    return length;
}

/* The first `width` characters, without blanks at their end. */
static struct cl_text cut(struct cl_text text, size_t width)
{
    size_t length = length_of(text, width);

    while (length > 0 && text.data[length - 1] == ' ')
        length--;
    text.length = length;
    return text;
}

void row_rest(struct row *row, struct cl_text text)
{
    size_t start = row->edge > row->used ? row->edge : row->used + 1;

    if (text.length == 0 || start + ROW_SHORTEST_REST > row->limit)
        return;
    row_pad(row, row->edge);
    row_put(row, cut(text, row->limit - row->used));
}

static size_t characters(struct cl_text text)
{
    size_t count = 0;

    if (is_printable(text))
        return text.length;
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
