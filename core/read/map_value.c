/* map_value.c - see map_value.h. */
#include "map_value.h"

#include "read/columns.h"

#include "base/text.h"

#include <string.h>
#include <xxhash.h>

enum { MAX_PIECES = 64 };

/* What the sources of a column gave, one after the other. */
struct pieces {
    struct cl_text texts[MAX_PIECES];
    size_t count;
};

struct cl_text map_row_raw(const struct map_row *row, int16_t field)
{
    if (field == NO_FIELD || (size_t)field >= row->raw->field_count)
        return TEXT_NONE;
    return text_trim(row->raw->fields[field]);
}

struct record_fault *map_row_fault(struct map_row *row)
{
    if (row->fault_count == row->fault_capacity) {
        size_t capacity = row->fault_capacity != 0 ? row->fault_capacity * 2 : 8;
        struct record_fault *faults = arena_alloc_array(&row->arena, capacity, sizeof(*faults));

        if (row->fault_count != 0)
            memcpy(faults, row->faults, row->fault_count * sizeof(*faults));
        row->faults = faults;
        row->fault_capacity = capacity;
    }
    return &row->faults[row->fault_count++];
}

/* Whether an earlier fault says the same: several columns may look up one key. */
static bool is_told(const struct map_row *row, const struct map_step *step, struct cl_text value)
{
    for (size_t i = 0; i < row->fault_count && step->fault == FINDING_MAP_LOOKUP; i++) {
        if (row->faults[i].id == FINDING_MAP_LOOKUP &&
            row->faults[i].place.data == step->place.data &&
            row->faults[i].value.data == value.data)
            return true;
    }
    return false;
}

/* A value of `source` cannot be used. */
void map_row_fault_of(struct map_row *row, const struct map_column *column, size_t source,
                      struct cl_text value, const struct map_step *step)
{
    const struct map_source *from = &column->sources[source];
    int field = row->header->sources[column->first_source + source] + 1;
    struct cl_text message = TEXT_NONE;
    char shown[TEXT_SHOWN];

    if (!is_told(row, step, value))
        message = arena_format(&row->arena, "%s: field %d (%s) %s", column_name(column->column),
                               field, text_show(shown, from->name), step->what);
    *map_row_fault(row) = (struct record_fault){
        .id = step->fault,
        .column = column->column,
        .message = message,
        .value = value,
        .place = step->place.length != 0 ? step->place : from->name,
    };
}

/* What stands for a faulty column: the value as it is, so that rows can be compared. */
static void take_value(struct map_row *row, const struct map_column *column, size_t source,
                       struct cl_text value, struct pieces *pieces)
{
    struct map_step step = { .place = TEXT_NONE };
    struct cl_text made;

    if (value.length == 0)
        return;
    made = map_step_apply(&step, column, column->sources[source].values, value, &row->arena);
    if (step.fault != FINDING_KINDS)
        map_row_fault_of(row, column, source, value, &step);
    if (made.length != 0 && pieces->count < MAX_PIECES)
        pieces->texts[pieces->count++] = made;
}

static bool separates(const struct map_column *column, char byte)
{
    return strchr(column->separators, byte) != NULL && byte != '\0';
}

/* The elements of a list, each a value of its own. */
static void take_elements(struct map_row *row, const struct map_column *column, size_t source,
                          struct cl_text text, struct pieces *pieces)
{
    size_t from = 0;

    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && !column->characters && !separates(column, text.data[i]))
            continue;
        if (i < text.length && column->characters)
            take_value(row, column, source, text_trim((struct cl_text){ text.data + i, 1 }),
                       pieces);
        else if (!column->characters)
            take_value(row, column, source,
                       text_trim((struct cl_text){ text.data + from, i - from }), pieces);
        from = i + 1;
    }
}

bool map_means_nothing(const struct map_column *column, struct cl_text text)
{
    for (size_t i = 0; i < column->empty_count; i++) {
        if (map_matches(column->empty[i], text))
            return true;
    }
    return text.length == 0;
}

static struct cl_text join(struct map_row *row, const struct pieces *pieces, struct cl_text mark)
{
    size_t length = mark.length * pieces->count;
    size_t used = 0;
    char *room;

    for (size_t i = 0; i < pieces->count; i++)
        length += pieces->texts[i].length;
    room = arena_room(&row->arena, length + 1);
    for (size_t i = 0; i < pieces->count; i++) {
        if (i != 0)
            memcpy(room + used, mark.data, mark.length);
        used += i != 0 ? mark.length : 0;
        memcpy(room + used, pieces->texts[i].data, pieces->texts[i].length);
        used += pieces->texts[i].length;
    }
    return (struct cl_text){ room, used };
}

static struct cl_text settle(struct map_row *row, const struct map_column *column,
                             const struct pieces *pieces)
{
    if (pieces->count == 0)
        return column->has_fallback ? column->fallback : TEXT_NONE;
    if (pieces->count == 1)
        return pieces->texts[0];
    if (map_is_list(column->column))
        return join(row, pieces, text_of(";"));
    return column->joined ? join(row, pieces, column->join) : pieces->texts[0];
}

/* The value of a column for the service of a slot. */
struct cl_text map_row_value(struct map_row *row, const struct map_column *column, uint8_t slot)
{
    const int16_t *fields = &row->header->sources[column->first_source];
    struct pieces pieces;

    if (column->plain) {
        struct cl_text text = map_row_raw(row, fields[0]);

        return text.length == 0 && column->has_fallback ? column->fallback : text;
    }
    pieces.count = 0;
    for (size_t s = 0; s < column->source_count; s++) {
        struct cl_text text;

        if (column->sources[s].slot != NO_SLOT && column->sources[s].slot != slot)
            continue;
        text = map_row_raw(row, fields[s]);
        if (map_means_nothing(column, text))
            continue;
        if (column->separators != NULL)
            take_elements(row, column, s, text, &pieces);
        else
            take_value(row, column, s, text, &pieces);
        if (pieces.count != 0 && !column->joined && !map_is_list(column->column))
            break;
    }
    return settle(row, column, &pieces);
}

/* A session is known by these columns: a number made of their values, so that it tells
 * nobody's name. 80 bits: no two sessions of a clinic meet by chance. */
struct cl_text map_row_key(struct map_row *row, const struct map_column *id)
{
    static const char digits[] = "0123456789abcdef";
    XXH128_hash_t hash = { 0, 0 };
    char *room;

    for (size_t i = 0; i < id->key_count; i++) {
        size_t field = 0;
        struct cl_text folded;

        while (row->header->given[field]->column != id->key[i])
            field++;
        folded =
            map_fold(arena_room(&row->arena, row->fields[field].length + 1), row->fields[field]);
        if (folded.length == 0)
            return TEXT_NONE;
        hash = XXH3_128bits_withSeed(folded.data, folded.length, hash.low64 ^ hash.high64 * 31);
    }
    room = arena_room(&row->arena, 20);
    for (size_t i = 0; i < 20; i++) {
        uint64_t half = i < 16 ? hash.high64 : hash.low64;

        room[i] = digits[half >> (60 - 4 * (i % 16)) & 15];
    }
    return (struct cl_text){ room, 20 };
}
