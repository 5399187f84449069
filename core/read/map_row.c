/* map_row.c - see map_row.h. */
#include "map_row.h"

#include "read/map_value.h"

#include "base/memory.h"
#include "base/text.h"
#include "model/session.h"

#include <string.h>

enum { NO_SERVICE = MAP_MAX_SERVICES + 1 };

struct map_session {
    struct arena arena;     /* of all that is here */
    bool stands;            /* there is one, and nothing is wrong with its values */
    struct csv_record raw;  /* of a row, with the session's fields alone */
    struct cl_text *fields; /* of `raw` */
    struct cl_text id;      /* of the row before */
    char id_bytes[SESSION_ID_BYTES];
};

static bool is_empty(const struct csv_record *raw, size_t from)
{
    for (size_t i = from; i < raw->field_count && i < CSV_MAX_FIELDS; i++) {
        if (text_trim(raw->fields[i]).length != 0)
            return false;
    }
    return true;
}

/* Whether the export states a code in the row. */
static bool shows_code(const struct map_row *row)
{
    const struct map_column *code = row->header->map->by_column[COL_code];

    for (size_t s = 0; s < code->source_count; s++) {
        struct cl_text text = map_row_raw(row, row->header->sources[code->first_source + s]);

        if (!map_means_nothing(code, text))
            return true;
    }
    return false;
}

/* A row of totals: no code, and its first cell that is filled says so. */
static bool is_total(const struct map_row *row, size_t from)
{
    const struct column_map *map = row->header->map;
    size_t at = from;

    if (map->total_count == 0 || shows_code(row))
        return false;
    while (at < row->raw->field_count && text_trim(row->raw->fields[at]).length == 0)
        at++;
    for (size_t i = 0; i < map->total_count && at < row->raw->field_count; i++) {
        if (map_matches(map->totals[i], text_trim(row->raw->fields[at])))
            return true;
    }
    return false;
}

static bool has_value_of(const struct map_filter *filter, struct cl_text text)
{
    for (size_t v = 0; v < filter->value_count; v++) {
        if (map_matches(filter->values[v], text))
            return true;
    }
    return false;
}

static bool is_skipped(const struct map_row *row)
{
    const struct column_map *map = row->header->map;

    for (size_t i = 0; i < map->skip_count; i++) {
        if (row->header->skips[i] != NO_FIELD &&
            has_value_of(&map->skips[i], map_row_raw(row, row->header->skips[i])))
            return true;
    }
    return false;
}

/* What the map wants of every row. */
static void check_wants(struct map_row *row)
{
    const struct column_map *map = row->header->map;
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < map->want_count; i++) {
        struct cl_text text = map_row_raw(row, row->header->wants[i]);

        if (row->header->wants[i] == NO_FIELD || has_value_of(&map->wants[i], text))
            continue;
        *map_row_fault(row) = (struct record_fault){
            .id = FINDING_MAP_VALUE,
            .column = COLUMN_NONE,
            .message =
                arena_format(&row->arena, "field %d (%s) holds a value that the map does not allow",
                             row->header->wants[i] + 1, text_show(shown, map->wants[i].name)),
            .value = text,
            .place = map->wants[i].name,
        };
    }
}

static bool is_none(const struct map_row *row)
{
    if (row->raw->state != CSV_FINE || row->raw->field_count > CSV_MAX_FIELDS)
        return false;
    if (is_empty(row->raw, row->header->first_field) || is_total(row, row->header->first_field))
        return true;
    if (row->raw->field_count != row->header->field_count)
        return false;
    return is_skipped(row) || (row->header->map->skips_no_service && !shows_code(row));
}

/* A slot without a code must be empty, or hold zeros. */
static void check_empty_slot(struct map_row *row, uint8_t slot)
{
    const struct map_header *header = row->header;

    for (size_t i = header->session_count; i < header->given_count; i++) {
        const struct map_column *column = header->given[i];

        for (size_t s = 0; s < column->source_count; s++) {
            struct cl_text text = map_row_raw(row, header->sources[column->first_source + s]);
            struct map_step step = { .fault = FINDING_MAP_SERVICE,
                                     .what = "stands beside an empty code",
                                     .place = TEXT_NONE };

            if (column->sources[s].slot != slot || map_means_nothing(column, text) ||
                map_is_zero(text))
                continue;
            map_row_fault_of(row, column, s, text, &step);
            row->faults[row->fault_count - 1].column =
                COLUMN_NONE; /* of no service that is there */
            return;
        }
    }
}

static struct cl_text code_in(struct map_row *row, uint8_t slot)
{
    const struct map_column *code = row->header->map->by_column[COL_code];

    for (size_t s = 0; s < code->source_count; s++) {
        struct cl_text text = map_row_raw(row, row->header->sources[code->first_source + s]);

        if ((code->sources[s].slot == NO_SLOT || code->sources[s].slot == slot) &&
            !map_means_nothing(code, text))
            return text;
    }
    return TEXT_NONE;
}

/* A wide row without any service is told once, and held. */
static void no_service(struct map_row *row)
{
    const struct map_header *header = row->header;

    for (size_t i = header->session_count; i < header->given_count; i++) {
        const struct map_column *column = header->given[i];

        if (column->source_count == 0 || column->sources[0].slot == NO_SLOT)
            continue;
        *map_row_fault(row) = (struct record_fault){
            .id = FINDING_MAP_SERVICE,
            .column = column->column,
            .message = column->column == COL_code ? text_of("the row has no code in any column")
                                                  : TEXT_NONE,
            .value = TEXT_NONE,
            .place = TEXT_NONE,
        };
    }
    row->slots[row->slot_count++] = NO_SERVICE;
}

static void find_slots(struct map_row *row)
{
    unsigned services = row->header->map->services;

    row->slot_count = 0;
    row->slot_at = 0;
    for (unsigned slot = 1; slot <= services; slot++) {
        if (services == 1 || code_in(row, (uint8_t)slot).length != 0)
            row->slots[row->slot_count++] = (uint8_t)slot;
        else
            check_empty_slot(row, (uint8_t)slot);
    }
    if (row->slot_count == 0)
        no_service(row);
}

/* The bytes of a row are checked at once; the field is looked for where they are not clean. */
static void check_text(struct map_row *row)
{
    const struct map_header *header = row->header;
    char shown[TEXT_SHOWN];

    row->clean = row->raw->clean ||
                 text_check((struct cl_text){ row->raw->bytes, row->raw->length }) == TEXT_FINE;
    if (row->clean)
        return;
    for (size_t i = 0; i < row->raw->field_count; i++) {
        enum text_fault fault = text_check(row->raw->fields[i]);
        struct cl_text name = header->names[i];

        if (fault == TEXT_FINE)
            continue;
        if (name.length == 0)
            name = text_of("a column that is ignored");
        *map_row_fault(row) = (struct record_fault){
            .id = fault == TEXT_NOT_UTF8 ? FINDING_TEXT_ENCODING : FINDING_TEXT_CONTROL,
            .column = (enum column)header->column_of[i],
            .message =
                arena_format(&row->arena, "field %zu (%s) %s", i + 1, text_show(shown, name),
                             fault == TEXT_NOT_UTF8 ? "is not UTF-8" : "holds a control character"),
            .value = TEXT_NONE,
            .place = TEXT_NONE,
        };
        return;
    }
}

/* Whether the row has the fields that the session's values were made of. */
static bool repeats_session(const struct map_row *row)
{
    const struct map_header *header = row->header;
    const struct map_session *session = row->session;

    if (session == NULL || !session->stands)
        return false;
    for (size_t i = 0; i < header->of_session_count; i++) {
        uint16_t field = header->of_session[i];

        if (!text_equal(row->raw->fields[field], session->fields[field]))
            return false;
    }
    return true;
}

/* Copies what the session's values will be made of. */
static void keep_fields(struct map_row *row)
{
    const struct map_header *header = row->header;
    struct map_session *session = row->session;

    if (session == NULL) {
        session = mem_alloc(sizeof(*session));
        row->session = session;
    }
    arena_reset(&session->arena);
    session->fields =
        arena_room(&session->arena, (header->field_count + 1) * sizeof(*session->fields));
    session->raw = *row->raw;
    session->raw.fields = session->fields;
    for (size_t i = 0; i < header->of_session_count; i++) {
        uint16_t field = header->of_session[i];
        struct cl_text text = row->raw->fields[field];

        session->fields[field] = arena_text(&session->arena, text.data, text.length);
    }
}

static void make_session_values(struct map_row *row)
{
    const struct map_header *header = row->header;

    for (size_t i = 1; i < header->session_count; i++)
        row->fields[i] = map_row_value(row, header->given[i], NO_SLOT);
    for (size_t i = 1; i < header->session_count; i++) {
        if (header->given[i]->key_count != 0)
            row->fields[i] = map_row_key(row, header->given[i]);
    }
}

/* From the copied fields, into the memory that stays. Where something is wrong, it is told of
 * this row and its own fields. */
static void make_session(struct map_row *row)
{
    const struct csv_record *raw = row->raw;
    const size_t faults = row->fault_count;
    struct arena arena;

    row->repeats = repeats_session(row);
    if (row->repeats)
        return;
    keep_fields(row);
    arena = row->arena;
    row->arena = row->session->arena;
    row->raw = &row->session->raw;
    make_session_values(row);
    row->raw = raw;
    row->session->arena = row->arena;
    row->arena = arena;
    row->session->stands = row->fault_count == faults;
    if (row->session->stands)
        return;
    row->fault_count = faults;
    make_session_values(row);
}

/* Whether the row has the session_id of the row before, too; it is noted for the next one. */
static bool repeats_id(struct map_row *row)
{
    struct map_session *session = row->session;
    struct cl_text id = row->fields[0];
    bool same = row->repeats && id.length != 0 && text_equal(id, session->id);

    if (same)
        return true;
    session->id = (struct cl_text){ session->id_bytes, 0 };
    if (id.length <= sizeof(session->id_bytes)) {
        memcpy(session->id_bytes, id.data, id.length);
        session->id.length = id.length;
    }
    return false;
}

static void make_service(struct map_row *row, uint8_t slot)
{
    const struct map_header *header = row->header;
    const struct map_column *id = header->given[0];

    for (size_t i = header->session_count; i < header->given_count; i++)
        row->fields[i] = map_row_value(row, header->given[i], slot);
    if (row->first)
        row->fields[0] =
            id->key_count != 0 ? map_row_key(row, id) : map_row_value(row, id, NO_SLOT);
}

void map_row_forget(struct map_row *row)
{
    if (row->session != NULL)
        row->session->stands = false;
}

/* A broken row shows its id, where that is a column of its own. */
static void take_broken(struct map_row *row, struct csv_record *out)
{
    const struct map_column *id = row->header->given[0];
    size_t fields = row->raw->field_count;

    row->fields[0] = TEXT_NONE;
    if (id->key_count == 0 && row->header->sources[id->first_source] != NO_FIELD &&
        (size_t)row->header->sources[id->first_source] < fields && fields <= CSV_MAX_FIELDS)
        row->fields[0] = map_row_value(row, id, NO_SLOT);
    if (out->state == CSV_FINE && fields <= CSV_MAX_FIELDS) {
        out->state = CSV_RAGGED;
        row->fault_count = 0;
        *map_row_fault(row) = (struct record_fault){
            .id = FINDING_RECORD_FIELDS,
            .column = COLUMN_NONE,
            .message = arena_format(&row->arena, "the row has %zu fields, the header has %zu",
                                    fields, row->header->field_count),
        };
    } else if (out->state == CSV_FINE) {
        out->state = CSV_TOO_LONG;
    }
    out->field_count = 1;
}

bool map_row_begin(struct map_row *row, const struct csv_record *raw)
{
    arena_reset(&row->arena);
    row->raw = raw;
    row->faults = NULL;
    row->fault_count = 0;
    row->fault_capacity = 0;
    row->first = true;
    row->clean = false;
    row->slot_at = 0;
    row->slot_count = 1;
    if (is_none(row)) {
        row->slot_count = 0;
        return false;
    }
    if (raw->state != CSV_FINE || raw->field_count != row->header->field_count)
        return true;
    check_text(row);
    check_wants(row);
    find_slots(row);
    make_session(row);
    return true;
}

bool map_row_next(struct map_row *row, struct csv_record *out)
{
    bool broken = row->raw->state != CSV_FINE || row->raw->field_count != row->header->field_count;

    if (row->slot_at == row->slot_count)
        return false;
    *out = *row->raw;
    out->ends = NULL;
    out->plain = 0;
    out->fields = row->fields;
    out->field_count = row->header->given_count;
    if (!row->first) {
        out->continues = true;
        out->bytes += out->length;
        out->length = 0;
        row->fault_count = 0;
    }
    out->same = 0;
    if (broken) {
        take_broken(row, out);
        map_row_forget(row);
    } else {
        make_service(row, row->slots[row->slot_at]);
        if (!row->first || repeats_id(row))
            out->same = row->header->session_count;
    }
    row->slot_at++;
    row->first = false;
    out->faults = row->faults;
    out->fault_count = row->fault_count;
    out->clean = row->clean && row->raw->clean;
    return true;
}

void map_row_finish(struct map_row *row)
{
    if (row->session != NULL)
        arena_finish(&row->session->arena);
    mem_free(row->session);
    arena_finish(&row->arena);
}
