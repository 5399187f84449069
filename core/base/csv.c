/* csv.c - see csv.h. */
#include "base/csv_state.h"

#include "base/memory.h"

#include <string.h>

enum {
    BLOCK_BYTES = 256 * 1024,
    BUFFER_BYTES = CSV_MAX_RECORD + BLOCK_BYTES,
    IN_FIELD = 2,  /* libcsv's state FIELD_BEGUN, which its header does not name */
    DOS_END = 0x1a /* Ctrl-Z, the end-of-file mark of old exports */
};

static void init_parser(struct csv_reader *reader)
{
    /* Fails only for a NULL parser. */
    (void)csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
    csv_set_blk_size(&reader->parser, CSV_FIELD_BLOCK);
    csv_set_realloc_func(&reader->parser, mem_resize);
    csv_set_free_func(&reader->parser, mem_free);
}

static struct csv_reader *create(char delimiter)
{
    struct csv_reader *reader = mem_alloc(sizeof(*reader));

    reader->delimiter = delimiter;
    reader->cut = csv_cut_choice(0);
    reader->last_cut.wanted = CSV_MAX_FIELDS;
    /* Not zeroed: of a small input hardly any of this is used. */
    reader->last_cut.ends = mem_resize_array(NULL, CSV_CUT_ENDS, sizeof(*reader->last_cut.ends));
    reader->spans = mem_resize_array(NULL, CSV_MAX_FIELDS, sizeof(*reader->spans));
    reader->fields = mem_resize_array(NULL, CSV_MAX_FIELDS, sizeof(*reader->fields));
    init_parser(reader);
    return reader;
}

struct csv_reader *csv_create(struct csv_source source, char delimiter)
{
    struct csv_reader *reader = create(delimiter);

    reader->source = source;
    reader->buffer = mem_resize(NULL, BUFFER_BYTES + CSV_CUT_SLACK);
    return reader;
}

struct csv_reader *csv_part(struct csv_reader *reader, struct cl_text text, char delimiter,
                            uint64_t lines, bool last)
{
    if (reader == NULL)
        reader = create(delimiter);
    else
        csv_set_delimiter(reader, delimiter);
    reader->buffer = (char *)(uintptr_t)text.data;
    reader->part = true;
    reader->last = last;
    reader->is_short = false;
    reader->at_end = false;
    reader->in_long = false;
    reader->start = 0;
    reader->fed = 0;
    reader->no_lf = 0;
    reader->end = text.length;
    reader->counts = (struct csv_counts){ .lines = lines };
    reader->last_cut.before = NULL;
    return reader;
}

bool csv_part_is_short(const struct csv_reader *reader)
{
    return reader->is_short;
}

void csv_start_at_line(struct csv_reader *reader, uint64_t lines)
{
    reader->counts.lines = lines;
}

void csv_want_fields(struct csv_reader *reader, size_t count)
{
    reader->last_cut.wanted = (uint32_t)count;
    reader->last_cut.before = NULL;
}

void csv_judge_only(struct csv_reader *reader)
{
    reader->cut = NULL;
}

void csv_put_back(struct csv_reader *reader, const struct csv_record *record)
{
    reader->start = (size_t)(record->bytes - reader->buffer);
    reader->fed = reader->start;
    reader->no_lf = 0;
    reader->last_cut.before = NULL;
    reader->counts.bytes -= record->length;
    reader->counts.lines = record->line - 1;
}

struct cl_text csv_rest(const struct csv_reader *reader)
{
    return (struct cl_text){ reader->buffer + reader->start, reader->end - reader->start };
}

void csv_destroy(struct csv_reader *reader)
{
    if (reader == NULL)
        return;
    csv_free(&reader->parser);
    if (!reader->part)
        mem_free(reader->buffer);
    mem_free(reader->last_cut.ends);
    mem_free(reader->spans);
    mem_free(reader->fields);
    mem_free(reader->text);
    mem_free(reader);
}

/* A parser that has seen a part of a record must forget it. */
static void restart_parser(struct csv_reader *reader)
{
    csv_free(&reader->parser);
    init_parser(reader);
}

void csv_set_delimiter(struct csv_reader *reader, char delimiter)
{
    reader->delimiter = delimiter;
    restart_parser(reader);
}

struct csv_counts csv_counts(const struct csv_reader *reader)
{
    return reader->counts;
}

/* Moves the current record to the front of the buffer. */
static void compact(struct csv_reader *reader)
{
    size_t by = reader->start;

    reader->last_cut.before = NULL;
    memmove(reader->buffer, reader->buffer + by, reader->end - by);
    reader->start = 0;
    reader->fed -= by;
    reader->end -= by;
    reader->no_lf = reader->no_lf > by ? reader->no_lf - by : 0;
}

/* Reads more behind what there is; the buffer has room for a record of the
 * largest size and a block. */
static int fill(struct csv_reader *reader, struct problem *problem)
{
    ssize_t count;

    if (reader->part) {
        reader->is_short |= !reader->last && reader->start != reader->end;
        reader->at_end = true;
        return 0;
    }
    if (BUFFER_BYTES - reader->end < BLOCK_BYTES)
        compact(reader);
    count = reader->source.read(reader->source.context, reader->buffer + reader->end,
                                BUFFER_BYTES - reader->end, problem);
    if (count < 0)
        return -1;
    reader->at_end = count == 0;
    reader->end += (size_t)count;
    return 0;
}

int csv_peek(struct csv_reader *reader, size_t wanted, struct cl_text *out, struct problem *problem)
{
    while (!reader->at_end && reader->end - reader->start < wanted) {
        if (fill(reader, problem) < 0)
            return -1;
    }
    *out = (struct cl_text){ reader->buffer + reader->start, reader->end - reader->start };
    return 0;
}

void csv_skip_line(struct csv_reader *reader, size_t count)
{
    csv_take(reader, reader->start + count);
    reader->counts.lines++;
}

static void on_field(void *bytes, size_t length, void *context)
{
    struct csv_reader *reader = context;

    if (reader->field_count < CSV_MAX_FIELDS) {
        if (reader->text_room - reader->text_used <= length) {
            reader->text_room = (reader->text_used + length + 1) * 2;
            reader->text = mem_resize(reader->text, reader->text_room);
        }
        reader->spans[reader->field_count] = (struct field_span){ reader->text_used, length };
        if (length != 0)
            memcpy(reader->text + reader->text_used, bytes, length);
        reader->text[reader->text_used + length] = '\0';
        reader->text_used += length + 1;
    }
    reader->field_count++;
}

static void on_row(int terminator, void *context)
{
    struct csv_reader *reader = context;

    (void)terminator;
    reader->row_ended = true;
}

/* Gives libcsv the bytes up to `end`. False where they break the quoting rules. */
static bool feed(struct csv_reader *reader, size_t end)
{
    size_t length = end - reader->fed;
    size_t parsed =
        csv_parse(&reader->parser, reader->buffer + reader->fed, length, on_field, on_row, reader);

    reader->fed = end;
    return parsed == length;
}

static bool in_quotes(const struct csv_reader *reader)
{
    return reader->parser.pstate == IN_FIELD && reader->parser.quoted != 0;
}

/* One past the end of the physical line at `from`, 0 where it is not in the
 * buffer whole. A CR at the end of the buffer may have its LF still to come. */
static size_t line_end(struct csv_reader *reader, size_t from)
{
    const char *at = reader->buffer + from;
    const char *lf = NULL;
    const char *cr;
    size_t searched = reader->no_lf > from ? reader->no_lf : from;
    size_t length;

    lf = memchr(reader->buffer + searched, '\n', reader->end - searched);
    reader->no_lf = lf != NULL ? (size_t)(lf - reader->buffer) : reader->end;
    length = reader->no_lf - from;
    cr = memchr(at, '\r', length);
    if (cr != NULL) {
        size_t behind = (size_t)(cr - reader->buffer) + 1;

        if (behind < reader->end)
            return reader->buffer[behind] == '\n' ? behind + 1 : behind;
        return reader->at_end || reader->part ? behind : 0;
    }
    return lf != NULL ? reader->no_lf + 1 : 0;
}

size_t csv_line_length(struct cl_text text)
{
    const char *lf = text.length != 0 ? memchr(text.data, '\n', text.length) : NULL;
    size_t before = lf != NULL ? (size_t)(lf - text.data) : text.length;
    const char *cr = before != 0 ? memchr(text.data, '\r', before) : NULL;

    if (cr != NULL)
        return (size_t)(cr - text.data) + 1 + (cr + 1 == lf);
    return lf != NULL ? before + 1 : 0;
}

static void take_blank(struct csv_reader *reader, size_t end)
{
    reader->counts.blank_bytes += end - reader->start;
    reader->counts.blank_lines++;
    reader->counts.lines++;
    csv_take(reader, end);
}

/* How far a record has come. */
enum progress { GO_ON, RECORD, END, PROBLEM };

static enum progress emit(struct csv_reader *reader, struct csv_record *record,
                          enum csv_state state, size_t end, uint64_t lines)
{
    size_t kept = reader->field_count < CSV_MAX_FIELDS ? reader->field_count : CSV_MAX_FIELDS;

    for (size_t i = 0; i < kept; i++)
        reader->fields[i] =
            (struct cl_text){ reader->text + reader->spans[i].offset, reader->spans[i].length };
    *record = (struct csv_record){
        .state = state,
        .line = reader->counts.lines + 1,
        .bytes = reader->buffer + reader->start,
        .length = end - reader->start,
        .fields = reader->fields,
        .field_count = reader->field_count,
    };
    reader->counts.lines += lines;
    csv_take(reader, end);
    if (state != CSV_FINE)
        restart_parser(reader);
    return RECORD;
}

/* What the record was after its first physical line, to go back to. */
struct first_line {
    size_t length; /* 0: the line has not ended yet */
    size_t fields;
};

/* The record is broken: it is its first physical line, with the fields found there. */
static enum progress break_off(struct csv_reader *reader, struct csv_record *record,
                               enum csv_state state, const struct first_line *first)
{
    reader->field_count = first->fields;
    reader->no_lf = 0; /* back to lines that were searched already */
    return emit(reader, record, state, reader->start + first->length, 1);
}

/* The record is past the limit, and what it is must not depend on how much of it
 * was read: libcsv sees it up to the limit. `end` is that of the current line, 0
 * where it is not in the buffer yet. */
static enum progress past_limit(struct csv_reader *reader, struct csv_record *record,
                                const struct first_line *first, size_t end, uint64_t lines)
{
    bool fine = feed(reader, reader->start + CSV_MAX_RECORD);

    if (first->length != 0 && (!fine || in_quotes(reader)))
        return break_off(reader, record, fine ? CSV_OPEN_QUOTE : CSV_BAD_QUOTE, first);
    if (end != 0)
        return emit(reader, record, CSV_TOO_LONG, end, lines + 1);
    /* A CR at the end of the buffer is left for csv_more(): its LF may still come. */
    end = reader->end - (reader->buffer[reader->end - 1] == '\r');
    reader->in_long = true;
    return emit(reader, record, CSV_TOO_LONG, end, lines);
}

/* The text ends without a line end, or inside quotes. */
static enum progress last_record(struct csv_reader *reader, struct csv_record *record,
                                 struct first_line *first, uint64_t lines)
{
    bool fine;

    if (reader->start == reader->end)
        return END;
    if (reader->start == reader->fed &&
        (csv_is_blank(reader, reader->start, reader->end) ||
         (reader->end - reader->start == 1 && reader->buffer[reader->start] == DOS_END))) {
        take_blank(reader, reader->end);
        return END;
    }
    fine = feed(reader, reader->end);
    if (first->length == 0) {
        first->length = reader->end - reader->start;
        first->fields = reader->field_count;
    }
    if (!fine)
        return break_off(reader, record, CSV_BAD_QUOTE, first);
    /* csv_fini() after an error would hand out a phantom row; here there was none. */
    if (csv_fini(&reader->parser, on_field, on_row, reader) != 0)
        return break_off(reader, record, CSV_OPEN_QUOTE, first);
    return emit(reader, record, CSV_FINE, reader->end, lines + 1);
}

/* Works on one physical line of the current record. */
static enum progress next_line(struct csv_reader *reader, struct csv_record *record,
                               struct first_line *first, uint64_t *lines, struct problem *problem)
{
    size_t end = line_end(reader, reader->fed);

    if ((end != 0 ? end : reader->end) - reader->start > CSV_MAX_RECORD)
        return past_limit(reader, record, first, end, *lines);
    if (end == 0 && reader->at_end)
        return last_record(reader, record, first, *lines);
    if (end == 0)
        return fill(reader, problem) < 0 ? PROBLEM : GO_ON;
    if (reader->fed == reader->start && csv_is_blank(reader, reader->start, end)) {
        take_blank(reader, end);
        return GO_ON;
    }
    reader->row_ended = false;
    if (!feed(reader, end)) {
        if (first->length == 0)
            *first = (struct first_line){ end - reader->start, reader->field_count };
        return break_off(reader, record, CSV_BAD_QUOTE, first);
    }
    ++*lines;
    if (first->length == 0)
        *first = (struct first_line){ end - reader->start, reader->field_count };
    return reader->row_ended ? emit(reader, record, CSV_FINE, end, *lines) : GO_ON;
}

static int drain(struct csv_reader *reader, struct problem *problem)
{
    struct cl_text rest;

    do {
        if (csv_more(reader, &rest, problem) < 0)
            return -1;
    } while (rest.length != 0);
    return 0;
}

int csv_next_judged(struct csv_reader *reader, struct csv_record *record, struct problem *problem)
{
    struct first_line first = { 0, 0 };
    uint64_t lines = 0;
    enum progress progress;

    if (reader->in_long && drain(reader, problem) < 0)
        return -1;
    reader->last_cut.before = NULL;
    reader->field_count = 0;
    reader->text_used = 0;
    do
        progress = next_line(reader, record, &first, &lines, problem);
    while (progress == GO_ON);
    return progress == RECORD ? 1 : progress == END ? 0 : -1;
}

int csv_more(struct csv_reader *reader, struct cl_text *out, struct problem *problem)
{
    size_t end;

    *out = (struct cl_text){ "", 0 };
    if (!reader->in_long)
        return 0;
    while (reader->start == reader->end && !reader->at_end) {
        if (fill(reader, problem) < 0)
            return -1;
    }
    end = line_end(reader, reader->start);
    if (end == 0 && !reader->at_end && reader->buffer[reader->end - 1] == '\r') {
        /* Whether this CR ends the line alone is seen with the next byte. */
        if (fill(reader, problem) < 0)
            return -1;
        end = line_end(reader, reader->start);
    }
    if (end != 0 || reader->at_end) {
        reader->in_long = false;
        reader->counts.lines++;
    }
    if (end == 0)
        end = reader->end;
    *out = (struct cl_text){ reader->buffer + reader->start, end - reader->start };
    csv_take(reader, end);
    return 0;
}
