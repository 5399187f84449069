/* rows.c - see rows.h. */
#include "rows.h"

#include "base/memory.h"

#include <stdbool.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

/* In front of each row in the spool. */
struct row_mark {
    uint32_t number;
    uint32_t fields;
    uint32_t length; /* of the text behind */
};

/* From a line of the text on, so many line ends stood inside cells before. */
struct row_shift {
    uint64_t line;
    uint64_t by;
};

struct rows_reader {
    struct layer layer;
    struct rows rows;
    struct spool *spool;
    uint64_t taken; /* bytes from the spool */
    char block[BLOCK_BYTES];
    size_t at, end; /* of the block */

    uint64_t number;  /* of the row at hand */
    uint64_t blank;   /* lines that are due before it */
    uint64_t missing; /* fields that are due behind it */
    size_t text_left;
    bool line_due;
    struct row_shift *shifts; /* all of them, from the beginning on */
};

static uint32_t count_breaks(struct cl_text text)
{
    uint32_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == '\n' ||
                 (text.data[i] == '\r' && (i + 1 == text.length || text.data[i + 1] != '\n'));
    return count;
}

static void add_shift(struct rows_maker *maker, const struct row_text *row)
{
    size_t count = maker->rows.shift_count;
    uint64_t by = count > 0 ? maker->shifts[count - 1].by : 0;
    uint32_t breaks = count_breaks(row->text);

    if (breaks == 0)
        return;
    if (count == maker->shift_capacity) {
        maker->shift_capacity = maker->shift_capacity != 0 ? maker->shift_capacity * 2 : 64;
        maker->shifts =
            mem_resize_array(maker->shifts, maker->shift_capacity, sizeof(*maker->shifts));
    }
    by += breaks;
    maker->shifts[maker->rows.shift_count++] = (struct row_shift){ row->number + 1 + by, by };
}

int rows_add(struct rows_maker *maker, struct spool *spool, const struct row_text *row,
             struct problem *problem)
{
    struct row_mark mark = { row->number, row->fields, (uint32_t)row->text.length };
    struct rows *rows = &maker->rows;

    if (rows->size == 0)
        rows->at = spool->size;
    if (rows->width < row->fields)
        rows->width = row->fields;
    rows->size += sizeof(mark) + row->text.length;
    add_shift(maker, row);
    if (spool_add(spool, &mark, sizeof(mark), problem) < 0)
        return -1;
    return spool_add(spool, row->text.data, row->text.length, problem);
}

int rows_end(struct rows_maker *maker, struct spool *spool, struct problem *problem)
{
    maker->rows.shifts_at = spool->size;
    return maker->rows.shift_count == 0
               ? 0
               : spool_add(spool, maker->shifts, maker->rows.shift_count * sizeof(*maker->shifts),
                           problem);
}

void rows_maker_finish(struct rows_maker *maker)
{
    mem_free(maker->shifts);
    maker->shifts = NULL;
}

/* Makes `wanted` bytes of the spool stand in the block, which all rows' bytes are in. */
static int load(struct rows_reader *reader, size_t wanted, struct problem *problem)
{
    uint64_t left = reader->rows.size - reader->taken;
    size_t there = reader->end - reader->at;
    size_t count = BLOCK_BYTES - there;

    if (there >= wanted)
        return 0;
    memmove(reader->block, reader->block + reader->at, there);
    if (count > left)
        count = (size_t)left;
    if (spool_read(reader->spool, reader->rows.at + reader->taken, reader->block + there, count,
                   problem) < 0)
        return -1;
    reader->taken += count;
    reader->at = 0;
    reader->end = there + count;
    return 0;
}

/* The next row: 1, 0 at the end. */
static int next_row(struct rows_reader *reader, struct problem *problem)
{
    struct row_mark mark;

    if (reader->taken == reader->rows.size && reader->at == reader->end)
        return 0;
    if (load(reader, sizeof(mark), problem) < 0)
        return -1;
    memcpy(&mark, reader->block + reader->at, sizeof(mark));
    reader->at += sizeof(mark);
    reader->blank = mark.number - reader->number - 1;
    reader->number = mark.number;
    reader->missing = reader->rows.width - mark.fields;
    reader->text_left = mark.length;
    reader->line_due = true;
    return 1;
}

static size_t put_many(char *out, size_t room, char byte, uint64_t *due)
{
    size_t count = *due < room ? (size_t)*due : room;

    memset(out, byte, count);
    *due -= count;
    return count;
}

/* A part of what the row at hand still has to give; 0: nothing. */
static ssize_t put_row(struct rows_reader *reader, char *out, size_t room, struct problem *problem)
{
    size_t count;

    if (reader->blank != 0)
        return (ssize_t)put_many(out, room, '\n', &reader->blank);
    if (reader->text_left != 0) {
        if (load(reader, 1, problem) < 0)
            return -1;
        count = reader->end - reader->at;
        count = count < reader->text_left ? count : reader->text_left;
        count = count < room ? count : room;
        memcpy(out, reader->block + reader->at, count);
        reader->at += count;
        reader->text_left -= count;
        return (ssize_t)count;
    }
    if (reader->missing != 0)
        return (ssize_t)put_many(out, room, ',', &reader->missing);
    if (!reader->line_due)
        return 0;
    *out = '\n';
    reader->line_due = false;
    return 1;
}

static ssize_t read_rows(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct rows_reader *reader = (struct rows_reader *)layer;
    char *out = bytes;
    size_t used = 0;

    while (used < size) {
        ssize_t count = put_row(reader, out + used, size - used, problem);
        int more = 1;

        if (count == 0)
            more = next_row(reader, problem);
        if (count < 0 || more < 0)
            return -1;
        if (more == 0)
            break;
        used += (size_t)count;
    }
    return (ssize_t)used;
}

static void destroy(struct layer *layer)
{
    mem_free(((struct rows_reader *)layer)->shifts);
    mem_free(layer);
}

int rows_layer(struct layer **out, const struct rows *rows, struct spool *spool, const char *shown,
               struct problem *problem)
{
    struct rows_reader *reader = mem_alloc(sizeof(*reader));

    reader->layer = (struct layer){ read_rows, destroy, shown };
    reader->rows = *rows;
    reader->spool = spool;
    reader->shifts = mem_alloc_array(rows->shift_count + 1, sizeof(*reader->shifts));
    *out = &reader->layer;
    return spool_read(spool, rows->shifts_at, reader->shifts,
                      rows->shift_count * sizeof(*reader->shifts), problem);
}

uint64_t rows_layer_line(const struct layer *layer, uint64_t line)
{
    const struct rows_reader *reader = (const struct rows_reader *)layer;
    size_t low = 0;
    size_t high = reader->rows.shift_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (reader->shifts[middle].line <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? line - reader->shifts[low - 1].by : line;
}
