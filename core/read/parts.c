/* parts.c - see parts.h. */
#include "parts.h"

#include "read/row.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

enum {
    PART_BYTES = 64 * 1024,
    MOST_PART_BYTES = 256 * 1024,
    FIRST_WINDOW = 2 * 1024 /* where the end of a part is looked for first */
};

struct parts {
    const struct read_run *run;
    struct input *input;
    struct export export;
    struct records *whole;
    struct records *window; /* for looking at the text around an end */
    char *pending;          /* text that was read but is not in any part yet */
    size_t pending_at, pending_end, pending_room;
    struct csv_counts header_counts;
    bool at_end; /* the input has no more than what is pending */
    bool failed; /* it could not be read on, maybe before what is pending was: */
    struct problem failure;
    bool took_rest; /* of the reader of the header */
};

void part_finish(struct part *part)
{
    mem_free(part->bytes);
    *part = (struct part){ 0 };
}

const struct export *parts_export(const struct parts *parts)
{
    return &parts->export;
}

/* Else one thread reads all of it. */
static bool has_parts(const struct parts *parts)
{
    const struct records_form *form = parts->export.form;

    return form->part != NULL && (form->is_divisible == NULL || form->is_divisible(parts->whole));
}

int parts_open(struct parts **out, const struct read_run *run, struct input *input,
               const struct read_handler *handler, struct problem *problem)
{
    struct parts *parts = mem_alloc(sizeof(*parts));

    parts->run = run;
    parts->input = input;
    *out = parts;
    if (export_open(&parts->export, &parts->whole, run, input,
                    (struct csv_source){ input, reader_source }, handler, problem) < 0)
        return -1;
    /* What is read by one thread counts on, to the end. */
    if (has_parts(parts))
        parts->header_counts = parts->export.form->counts(parts->whole);
    return 0;
}

struct csv_counts parts_header_counts(const struct parts *parts)
{
    return parts->header_counts;
}

void parts_close(struct parts *parts)
{
    if (parts == NULL)
        return;
    records_close(parts->window);
    records_close(parts->whole);
    export_close(&parts->export);
    mem_free(parts->pending);
    mem_free(parts);
}

static size_t pending_length(const struct parts *parts)
{
    return parts->pending_end - parts->pending_at;
}

void parts_give_back(struct parts *parts, struct cl_text text)
{
    if (parts->pending_at < text.length) {
        size_t length = pending_length(parts);
        size_t room = text.length + length + PART_BYTES;
        char *pending = mem_resize(NULL, room);

        if (length != 0)
            memcpy(pending + (room - length), parts->pending + parts->pending_at, length);
        mem_free(parts->pending);
        parts->pending = pending;
        parts->pending_room = room;
        parts->pending_at = room - length;
        parts->pending_end = room;
    }
    parts->pending_at -= text.length;
    if (text.length != 0)
        memcpy(parts->pending + parts->pending_at, text.data, text.length);
}

/* What the reader of the header had read ahead. */
static void take_rest(struct parts *parts)
{
    if (!parts->took_rest)
        parts_give_back(parts, parts->export.form->rest(parts->whole));
    parts->took_rest = true;
}

/* Text of the input, pending or not. 0 at the end. */
static ssize_t read_text(struct parts *parts, char *bytes, size_t size, struct problem *problem)
{
    size_t pending = pending_length(parts);
    ssize_t count;

    if (pending != 0) {
        size_t part = pending < size ? pending : size;

        memcpy(bytes, parts->pending + parts->pending_at, part);
        parts->pending_at += part;
        return (ssize_t)part;
    }
    if (parts->failed) {
        *problem = parts->failure;
        return -1;
    }
    count = parts->at_end ? 0 : input_read(parts->input, bytes, size, problem);
    parts->at_end |= count == 0;
    parts->failed = count < 0;
    if (parts->failed)
        parts->failure = *problem;
    return count;
}

static void make_room(struct part *part, size_t size)
{
    if (part->room >= size)
        return;
    part->bytes = mem_resize(part->bytes, size + CSV_PART_SLACK);
    memset(part->bytes + size, 0, CSV_PART_SLACK);
    part->room = size;
}

/* Reads up to `size` bytes of the part in all; it is the last where there are no more. */
static int fill(struct parts *parts, struct part *part, size_t size, struct problem *problem)
{
    make_room(part, size);
    while (part->length < size) {
        ssize_t count = read_text(parts, part->bytes + part->length, size - part->length, problem);

        if (count < 0)
            return -1;
        part->length += (size_t)count;
        if (count == 0) {
            part->last = true;
            break;
        }
    }
    return 0;
}

/* Whether there is no text behind the part. */
static int look_behind(struct parts *parts, struct part *part, struct problem *problem)
{
    char bytes[64];
    ssize_t count;

    if (part->last || pending_length(parts) != 0)
        return 0;
    count = read_text(parts, bytes, sizeof(bytes), problem);
    if (count < 0)
        return -1;
    part->last = count == 0;
    parts_give_back(parts, (struct cl_text){ bytes, (size_t)count });
    return 0;
}

/* Where the last session begins that begins in the text from `from` on, between two rows
 * that are whole; 0: none does. The text may end anywhere. */
static int find_session(struct parts *parts, struct cl_text text, size_t from, size_t *out,
                        struct problem *problem)
{
    const struct export *export = &parts->export;
    const struct cl_text window = { text.data + from, text.length - from };
    char kept[SESSION_ID_BYTES]; /* the session_id of the row before */
    struct cl_text before = { kept, 0 };
    struct csv_record record;
    int got;

    *out = 0;
    if (export->form->part(parts->whole, &parts->window, window, 0, false, problem) < 0)
        return -1;
    while ((got = export->form->next(parts->window, &record, problem)) > 0 &&
           !export->form->part_is_short(parts->window)) {
        bool whole = record.state == CSV_FINE && record.field_count == export->header.field_count;
        struct cl_text id = whole ? row_session_id(&export->header, &record) : TEXT_NONE;

        if (before.length != 0 && id.length != 0 && !text_equal(before, id) && !record.continues)
            *out = (size_t)(record.bytes - text.data);
        before.length = id.length <= sizeof(kept) ? id.length : 0;
        memcpy(kept, id.data, before.length);
    }
    return got < 0 ? -1 : 0;
}

/* The text up to its last line end: behind it there is no whole row. All of it, where lines do
 * not seem to end with LF. */
static struct cl_text whole_lines(struct cl_text text)
{
    size_t tail = text.length < FIRST_WINDOW ? text.length : FIRST_WINDOW;
    const char *end = memrchr(text.data + (text.length - tail), '\n', tail);

    return (struct cl_text){ text.data, end != NULL ? (size_t)(end + 1 - text.data) : text.length };
}

/* Looks back from the end, in windows that grow. */
static int find_end(struct parts *parts, struct cl_text text, size_t *out, struct problem *problem)
{
    text = whole_lines(text);
    for (size_t size = FIRST_WINDOW;; size *= 4) {
        size_t from = size < text.length ? text.length - size : 0;
        size_t line = from;

        if (from != 0) {
            line += csv_line_length((struct cl_text){ text.data + from, text.length - from });
            /* A CR whose LF comes first in the window would be taken for a line end. */
            if (line == from)
                line = text.length;
        }
        if (find_session(parts, text, line, out, problem) < 0)
            return -1;
        if (*out != 0 || from == 0)
            return 0;
    }
}

/* Cuts what was read behind its last session but one. */
static int cut(struct parts *parts, struct part *part, struct problem *problem)
{
    const struct records_form *form = parts->export.form;

    for (;;) {
        const struct cl_text text = { part->bytes, part->length };
        size_t end;

        if (part->last && (form->cut == NULL || part->length == 0))
            return 1;
        if (form->cut != NULL)
            end = form->cut(text, part->last);
        else if (find_end(parts, text, &end, problem) < 0)
            return -1;
        if (end != 0) {
            parts_give_back(parts, (struct cl_text){ part->bytes + end, part->length - end });
            part->last = part->last && end == part->length;
            part->length = end;
            return 1;
        }
        if (part->length >= MOST_PART_BYTES) {
            parts_give_back(parts, (struct cl_text){ part->bytes, part->length });
            part->length = 0;
            return 0;
        }
        if (fill(parts, part, part->length * 4, problem) < 0)
            return -1;
    }
}

int parts_next(struct parts *parts, uint64_t known, struct part *part, struct problem *problem)
{
    part->length = 0;
    part->last = false;
    if (!has_parts(parts))
        return 0;
    take_rest(parts);
    if (known != 0) {
        if (fill(parts, part, (size_t)known, problem) < 0 || look_behind(parts, part, problem) < 0)
            return -1;
        return 1;
    }
    if (fill(parts, part, PART_BYTES, problem) < 0)
        return -1;
    return cut(parts, part, problem);
}

int parts_read(const struct parts *parts, const struct part *part, struct records **records,
               uint64_t lines, struct problem *problem)
{
    const struct records_form *form = parts->export.form;

    if (*records != NULL && records_form_of(*records) != form) {
        records_close(*records);
        *records = NULL;
    }
    return form->part(parts->whole, records, (struct cl_text){ part->bytes, part->length }, lines,
                      part->last, problem);
}

int parts_held_text(const struct parts *parts, struct cl_text held, struct arena *arena,
                    struct cl_text *out, struct problem *problem)
{
    const struct records_form *form = parts->export.form;

    *out = held;
    return form->held_text != NULL ? form->held_text(parts->whole, held, arena, out, problem) : 0;
}

/* The text that one thread reads on: as much as is known, or all. */
struct alone {
    struct parts *parts;
    uint64_t left;
};

static ssize_t read_alone(void *context, char *bytes, size_t size, struct problem *problem)
{
    struct alone *alone = context;
    ssize_t count;

    if (alone->left == 0)
        return 0;
    count =
        read_text(alone->parts, bytes, size < alone->left ? size : (size_t)alone->left, problem);
    if (count > 0)
        alone->left -= (uint64_t)count;
    return count;
}

/* Whether the input has ended. */
static int ends(struct parts *parts, bool *last, struct problem *problem)
{
    struct part none = { .length = 0 };

    if (look_behind(parts, &none, problem) < 0)
        return -1;
    *last = none.last;
    return 0;
}

static int read_on(struct parts *parts, uint64_t known, uint64_t lines,
                   struct reading_request *request, struct parts_end *end, struct problem *problem)
{
    struct alone alone = { parts, known != 0 ? known : UINT64_MAX };
    const struct records_form *form = parts->export.form;
    struct csv_source source = { &alone, read_alone };
    int error;

    take_rest(parts);
    if (form->resume(parts->whole, &request->records, source, lines, known != 0, problem) < 0)
        return -1;
    request->stop_after = known != 0 ? 0 : PART_BYTES;
    error = records_read(request, &end->result, problem);
    end->bytes = form->counts(request->records).bytes;
    if (error == 0 && !end->result.ended)
        parts_give_back(parts, form->rest(request->records));
    records_close(request->records);
    return error < 0 ? -1 : ends(parts, &end->last, problem);
}

int parts_alone(struct parts *parts, uint64_t known, uint64_t lines,
                const struct read_handler *handler, struct arena *arena, struct parts_end *end,
                struct problem *problem)
{
    struct reading_request request = { .run = parts->run,
                                       .export = &parts->export,
                                       .records = parts->whole,
                                       .handler = handler,
                                       .arena = arena };

    *end = (struct parts_end){ .last = true };
    if (has_parts(parts))
        return read_on(parts, known, lines, &request, end, problem);
    if (records_read(&request, &end->result, problem) < 0)
        return -1;
    end->bytes = parts->export.form->counts(parts->whole).bytes;
    return 0;
}
