/* map_header.c - see map_header.h. */
#include "map_header.h"

#include "read/columns.h"
#include "read/map_search.h"

#include "base/text.h"

#include <string.h>

static int check_record(const struct csv_record *record, const char *path, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    if (record->state == CSV_FINE && record->field_count <= CSV_MAX_FIELDS &&
        memchr(record->bytes, '\0', record->length) == NULL)
        return 0;
    return problem_failed(
        problem,
        "%s:%llu: the header is no record of up to 1 MiB and 4096 columns, or has "
        "a quote out of place",
        text_show_string(shown, path), (unsigned long long)record->line);
}

static int stands_twice(struct cl_text name, int16_t first, int16_t second, const char *path,
                        uint64_t line, struct problem *problem)
{
    char shown[TEXT_SHOWN], shown_name[TEXT_SHOWN];

    return problem_failed(problem, "%s:%llu: column %s stands twice, as fields %d and %d",
                          text_show_string(shown, path), (unsigned long long)line,
                          text_show(shown_name, name), first + 1, second + 1);
}

struct matching {
    struct map_header *out;
    const struct cl_text *fields;
    const char *path;
    uint64_t line;
    struct problem *problem;
};

/* The field of that name, noted as one that the map knows. */
static int match(const struct matching *matching, struct cl_text name, enum column column,
                 int16_t *field)
{
    struct map_header *out = matching->out;
    int16_t second;

    *field = map_find_name(matching->fields, out->field_count, name, 0);
    if (*field == NO_FIELD)
        return 0;
    second = map_find_name(matching->fields, out->field_count, name, (size_t)*field + 1);
    if (second != NO_FIELD)
        return stands_twice(name, *field, second, matching->path, matching->line,
                            matching->problem);
    out->names[*field] = name;
    if (column != COLUMN_NONE && out->column_of[*field] == COLUMN_NONE)
        out->column_of[*field] = (int16_t)column;
    return 0;
}

static int match_column(const struct matching *matching, const struct map_column *column)
{
    struct map_header *out = matching->out;

    for (size_t s = 0; s < column->source_count; s++) {
        int16_t *field = &out->sources[column->first_source + s];

        if (match(matching, column->sources[s].name, column->column, field) < 0)
            return -1;
        if (*field != NO_FIELD && out->export_fields[column->column] == NO_FIELD)
            out->export_fields[column->column] = *field;
    }
    return 0;
}

static int match_names(const struct matching *matching)
{
    struct map_header *out = matching->out;
    const struct column_map *map = out->map;

    for (size_t i = 0; i < out->field_count; i++) {
        out->names[i] = TEXT_NONE;
        out->column_of[i] = COLUMN_NONE;
    }
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        out->export_fields[i] = NO_FIELD;
        if (map->by_column[i] != NULL && match_column(matching, map->by_column[i]) < 0)
            return -1;
    }
    for (size_t i = 0; i < map->skip_count; i++) {
        if (match(matching, map->skips[i].name, COLUMN_NONE, &out->skips[i]) < 0)
            return -1;
    }
    for (size_t i = 0; i < map->want_count; i++) {
        if (match(matching, map->wants[i].name, COLUMN_NONE, &out->wants[i]) < 0)
            return -1;
    }
    return 0;
}

/* A column of which the export has nothing and the map says nothing is not there. */
static bool is_given(const struct map_header *out, const struct map_column *column)
{
    return column->has_fallback || column->key_count != 0 || column->in_key ||
           column_form(column->column)->required || out->export_fields[column->column] != NO_FIELD;
}

static void give(struct map_header *out, struct header *header, const struct map_column *column)
{
    header->field_of[column->column] = (int16_t)out->given_count;
    header->column_of[out->given_count] = (int16_t)column->column;
    out->given[out->given_count++] = column;
}

static void list_given(struct map_header *out, struct header *header)
{
    const struct column_map *map = out->map;

    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        header->field_of[i] = NO_FIELD;
    give(out, header, map->by_column[COL_session_id]);
    for (int of_row = 0; of_row <= 1; of_row++) {
        for (unsigned i = 0; i < COLUMN_COUNT; i++) {
            const struct map_column *column = map->by_column[i];

            if (column != NULL && i != COL_session_id &&
                column_form((enum column)i)->of_row == (of_row != 0) && is_given(out, column))
                give(out, header, column);
        }
        if (of_row == 0)
            out->session_count = out->given_count;
    }
    header->field_count = out->given_count;
    header->export_fields = out->export_fields;
    header_list_columns(header);
}

/* What the map does not know of a row, without the cell that a held file begins with. */
static void list_left_out(struct map_header *out, struct header *header)
{
    uint16_t *left_out = arena_alloc_array(&out->arena, out->field_count, sizeof(*left_out));

    header->left_out = left_out;
    for (size_t i = out->first_field; i < out->field_count; i++) {
        if (out->names[i].length == 0)
            left_out[header->left_out_count++] = (uint16_t)(i - out->first_field);
    }
}

static void tell(const struct header *header, unsigned above, struct findings *findings)
{
    if (above != 0)
        findings_add(findings, FINDING_MAP_PREAMBLE, header->line, COLUMN_NONE, TEXT_NONE,
                     "lines above the header that are no rows: %u", above);
    if (header->left_out_count != 0)
        findings_add(findings, FINDING_COLUMN_UNKNOWN, header->line, COLUMN_NONE, TEXT_NONE,
                     "columns of the export that are not in the map and ignored: %zu",
                     header->left_out_count);
}

static int read_record(struct map_header *out, struct header *header, struct csv_reader *csv,
                       const char *path, struct findings *findings, struct problem *problem)
{
    struct csv_record record;
    struct matching matching;
    struct cl_text *fields;

    if (csv_next(csv, &record, problem) < 1 || check_record(&record, path, problem) < 0)
        return -1;
    header->line = record.line;
    header->line_end = header_line_end(&record);
    header->bytes += record.length;
    out->field_count = record.field_count;
    out->sources =
        arena_alloc_array(&out->arena, out->map->source_count + 1, sizeof(*out->sources));
    out->skips = arena_alloc_array(&out->arena, out->map->skip_count + 1, sizeof(*out->skips));
    out->wants = arena_alloc_array(&out->arena, out->map->want_count + 1, sizeof(*out->wants));
    out->names = arena_alloc_array(&out->arena, out->field_count, sizeof(*out->names));
    out->column_of = arena_alloc_array(&out->arena, out->field_count, sizeof(*out->column_of));
    fields = arena_alloc_array(&out->arena, out->field_count, sizeof(*fields));
    for (size_t i = 0; i < out->field_count; i++)
        fields[i] = text_trim(record.fields[i]);
    header->has_held_cell = header_is_held_cell(fields[0]);
    out->first_field = header->has_held_cell;
    matching = (struct matching){ out, fields, path, record.line, problem };
    if (match_names(&matching) < 0)
        return -1;
    header->text = header_strip(
        header, header_without_line_end((struct cl_text){ record.bytes, record.length }));
    header->text = arena_text(findings->arena, header->text.data, header->text.length);
    return 0;
}

int map_header_read(struct map_header *out, struct header *header, const struct column_map *map,
                    struct csv_reader *csv, const char *path, struct findings *findings,
                    struct problem *problem)
{
    struct map_place place;

    *out = (struct map_header){ .map = map };
    *header = (struct header){ 0 };
    if (map_search_header(&place, map, csv, path, problem) < 0)
        return -1;
    header->delimiter = place.delimiter;
    header->bytes = place.offset;
    if (read_record(out, header, csv, path, findings, problem) < 0)
        return -1;
    list_given(out, header);
    list_left_out(out, header);
    tell(header, place.line, findings);
    return 0;
}

void map_header_finish(struct map_header *header)
{
    arena_finish(&header->arena);
}
