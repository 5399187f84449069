/* csv_front.c - records that plainly keep the strict rules, cut without libcsv. */
#include "base/csv_state.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

static bool is_trimmed(const struct csv_reader *reader, char byte)
{
    return text_is_blank(byte) && byte != reader->delimiter;
}

/* What is left of a field without blanks around it. */
static inline struct cl_text trim(const struct csv_reader *reader, const char *from, const char *to)
{
    while (from < to && is_trimmed(reader, *from))
        from++;
    while (from < to && is_trimmed(reader, to[-1]))
        to--;
    return (struct cl_text){ from, (size_t)(to - from) };
}

/* The text between the quotes of a field: itself, or a copy with doubled quotes made one.
 * False where a single one stands in it. */
static bool unquote(struct csv_reader *reader, struct cl_text *field)
{
    struct cl_text inner = { field->data + 1, field->length - 2 };
    const char *quote = memchr(inner.data, '"', inner.length);
    const char *end = inner.data + inner.length;
    char *out = reader->text + reader->text_used;

    *field = inner;
    if (quote == NULL)
        return true;
    field->data = out;
    for (const char *from = inner.data; from < end;) {
        quote = memchr(from, '"', (size_t)(end - from));
        if (quote == NULL)
            quote = end;
        else if (quote + 1 == end || quote[1] != '"')
            return false;
        else
            quote++; /* one of the two is kept */
        memcpy(out, from, (size_t)(quote - from));
        out += quote - from;
        from = quote < end ? quote + 1 : end;
    }
    field->length = (size_t)(out - field->data);
    reader->text_used += field->length;
    return true;
}

static const char *field_begin(const char *record, const struct csv_cut *cut, uint32_t field)
{
    return record + (field != 0 ? cut->ends[field - 1] + 1 : 0);
}

/* Fields of a record with quotes that stand next to delimiters or each other. */
static void take_fields(struct csv_reader *reader, const char *record, uint32_t first, uint32_t end)
{
    const struct csv_cut *cut = &reader->last_cut;
    const char *from = field_begin(record, cut, first);

    for (uint32_t i = first; i < end; i++) {
        const char *to = record + cut->ends[i];
        struct cl_text *field = &reader->fields[i];

        if (*from != '"') /* where the field is empty, it is the delimiter or line end */
            *field = trim(reader, from, to);
        else if (i < cut->single)
            *field = (struct cl_text){ from + 1, (size_t)(to - from) - 2 };
        else {
            *field = (struct cl_text){ from, (size_t)(to - from) };
            (void)unquote(reader, field);
        }
        from = to + 1;
    }
}

/* The fields from the first whose quotes may stand anywhere; false where the record does not
 * keep the strict rules: a quoted field is quoted whole, and no other one holds a quote. */
static bool check_fields(struct csv_reader *reader, const char *record)
{
    const struct csv_cut *cut = &reader->last_cut;

    for (uint32_t i = cut->unsure; i < cut->count; i++) {
        struct cl_text *field = &reader->fields[i];

        *field = trim(reader, field_begin(record, cut, i), record + cut->ends[i]);
        if (field->length == 0)
            continue;
        if (field->data[0] != '"' ? memchr(field->data, '"', field->length) != NULL
                                  : field->length < 2 || field->data[field->length - 1] != '"' ||
                                        !unquote(reader, field))
            return false;
    }
    return true;
}

/* The fields that are not plain. */
static bool cut_quoted(struct csv_reader *reader, const char *record)
{
    const struct csv_cut *cut = &reader->last_cut;
    uint32_t end = cut->count < cut->wanted ? cut->count : cut->wanted;

    reader->text_used = 0;
    if (reader->text_room < cut->length) {
        reader->text_room = cut->length + (size_t)CSV_FIELD_BLOCK;
        reader->text = mem_resize(reader->text, reader->text_room);
    }
    if (cut->loose && cut->unsure < end)
        end = cut->unsure;
    take_fields(reader, record, cut->plain, end);
    return !cut->loose || check_fields(reader, record);
}

static void cut_plain(struct csv_reader *reader, const char *record)
{
    const struct csv_cut *cut = &reader->last_cut;
    const char *from = record;

    for (uint32_t i = 0; i < cut->plain; i++) {
        reader->fields[i] = trim(reader, from, record + cut->ends[i]);
        from = record + cut->ends[i] + 1;
    }
}

/* The next record, where it can be cut without libcsv. False: libcsv has to look at what
 * stands here. */
static inline bool cut_record(struct csv_reader *reader, struct csv_record *record, bool ends)
{
    const char *bytes = reader->buffer + reader->start;
    size_t size = reader->end - reader->start;
    struct csv_cut *cut = &reader->last_cut;
    size_t length;

    if (reader->cut == NULL || reader->in_long ||
        !reader->cut(bytes, size < CSV_MAX_RECORD ? size : CSV_MAX_RECORD, reader->delimiter, cut))
        return false;
    length = cut->length + (size_t)1;
    if (bytes[cut->length] == '\r') {
        if (length == size && !reader->part && !reader->at_end)
            return false; /* its LF may still come */
        length += length < size && bytes[length] == '\n';
    }
    if (length > CSV_MAX_RECORD || cut->count > CSV_MAX_FIELDS ||
        (cut->count == 1 && csv_is_blank(reader, reader->start, reader->start + cut->length)))
        return false;
    if (!ends)
        cut_plain(reader, bytes);
    if (cut->plain < cut->count && (cut->plain < cut->wanted || cut->loose) &&
        !cut_quoted(reader, bytes))
        return false;
    cut->before = bytes;
    *record = (struct csv_record){
        .state = CSV_FINE,
        .line = reader->counts.lines + 1,
        .bytes = bytes,
        .length = length,
        .ends = ends ? cut->ends : NULL,
        .plain = ends ? cut->plain : 0,
        .same = cut->same,
        .fields = reader->fields,
        .field_count = cut->count,
        .clean = !cut->odd,
    };
    reader->counts.lines += 1 + (uint64_t)cut->breaks;
    csv_take(reader, reader->start + length);
    return true;
}

int csv_next(struct csv_reader *reader, struct csv_record *record, struct problem *problem)
{
    return cut_record(reader, record, false) ? 1 : csv_next_judged(reader, record, problem);
}

int csv_next_ends(struct csv_reader *reader, struct csv_record *record, struct problem *problem)
{
    return cut_record(reader, record, true) ? 1 : csv_next_judged(reader, record, problem);
}
