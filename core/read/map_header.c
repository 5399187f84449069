/* map_header.c - see map_header.h. Lines above the header are whatever the export's program
 * writes there: they are looked at as lines, and never given to libcsv. */
#include "map_header.h"

#include "read/columns.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { LOOK_AHEAD = 256 * 1024, MOST_LINES = 100 };

static const char delimiters[] = { ',', ';', '\t', '|' };

/* A line that may be the header. */
struct candidate {
    size_t offset; /* in the text */
    unsigned line; /* from 0 */
    char delimiter;
    size_t found, missing; /* of the names that must be there */
};

struct search {
    struct map_header *out;
    struct cl_text text;
    struct cl_text *fields; /* of the line being looked at */
    size_t count;
};

/* Cuts the field at *at, up to a delimiter or line end, off; false at the end of the record. A
 * quoted one may hold line ends. */
static bool cut_field(struct cl_text text, size_t *at, char delimiter, struct cl_text *out)
{
    size_t from = *at;
    size_t end;

    while (from < text.length && text.data[from] == ' ')
        from++;
    if (from < text.length && text.data[from] == '"') {
        for (end = ++from; end < text.length && text.data[end] != '"';)
            end++;
        *out = text_trim((struct cl_text){ text.data + from, end - from });
        end += end < text.length;
    } else {
        end = from;
        while (end < text.length && text.data[end] != delimiter && text.data[end] != '\n' &&
               text.data[end] != '\r')
            end++;
        *out = text_trim((struct cl_text){ text.data + from, end - from });
    }
    while (end < text.length && text.data[end] == ' ' && delimiter != ' ')
        end++;
    *at = end + 1;
    return end < text.length && text.data[end] == delimiter;
}

static void cut_line(struct search *search, size_t offset, char delimiter)
{
    size_t at = offset;
    bool more = true;

    for (search->count = 0; more && search->count < CSV_MAX_FIELDS; search->count++)
        more = cut_field(search->text, &at, delimiter, &search->fields[search->count]);
}

static int16_t find_name(const struct cl_text *fields, size_t count, struct cl_text name,
                         size_t from)
{
    for (size_t i = from; i < count; i++) {
        if (text_equal_name(fields[i], name))
            return (int16_t)i;
    }
    return NO_FIELD;
}

/* Calls `each` for every name that an export must have. */
static void for_each_needed(const struct column_map *map,
                            void (*each)(void *context, struct cl_text name), void *context)
{
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        const struct map_column *column = map->by_column[i];

        for (size_t s = 0; column != NULL && s < column->source_count; s++) {
            if (!column->sources[s].optional)
                each(context, column->sources[s].name);
        }
    }
    for (size_t i = 0; i < map->skip_count; i++)
        each(context, map->skips[i].name);
    for (size_t i = 0; i < map->want_count; i++)
        each(context, map->wants[i].name);
}

struct count {
    const struct search *search;
    size_t found, missing;
};

static void count_name(void *context, struct cl_text name)
{
    struct count *count = context;
    bool there = find_name(count->search->fields, count->search->count, name, 0) != NO_FIELD;

    count->found += there;
    count->missing += !there;
}

static struct candidate look_at(struct search *search, size_t offset, unsigned line, char delimiter)
{
    struct count count = { .search = search };

    cut_line(search, offset, delimiter);
    for_each_needed(search->out->map, count_name, &count);
    return (struct candidate){ offset, line, delimiter, count.found, count.missing };
}

static bool is_held_line(const struct search *search)
{
    return search->count != 0 && header_is_held_cell(search->fields[0]);
}

/* Looks at a line with each delimiter; keeps what fits best. */
static void try_line(struct search *search, size_t offset, unsigned line, bool wanted,
                     struct candidate *best)
{
    for (size_t d = 0; d < sizeof(delimiters); d++) {
        struct candidate it = look_at(search, offset, line, delimiters[d]);

        if ((wanted || is_held_line(search)) && it.found + it.missing != 0 &&
            it.found > best->found)
            *best = it;
    }
}

/* The line that has all the names, or the one that comes nearest. Where the map states the
 * line, only that one; or the first of a held file, which has no lines above its header. */
static struct candidate find_header(struct search *search)
{
    struct candidate best = { .found = 0, .missing = SIZE_MAX };
    uint64_t wanted = search->out->map->header_line;
    size_t offset = 0;

    for (unsigned line = 0; line < (wanted != 0 ? wanted : MOST_LINES); line++) {
        struct cl_text rest = { search->text.data + offset, search->text.length - offset };
        size_t length = csv_line_length(rest);

        try_line(search, offset, line, wanted == 0 || line + 1 == wanted, &best);
        if (best.missing == 0 || length == 0)
            break;
        offset += length;
    }
    return best;
}

enum { MOST_LISTED = 32 };

struct list {
    const struct search *search;
    struct cl_text names[MOST_LISTED]; /* that are missing, each once */
    size_t count;
    char out[700];
    size_t used;
};

static void list_missing(void *context, struct cl_text name)
{
    struct list *list = context;
    char shown[TEXT_SHOWN];

    if (find_name(list->search->fields, list->search->count, name, 0) != NO_FIELD ||
        find_name(list->names, list->count, name, 0) != NO_FIELD || list->count == MOST_LISTED ||
        list->used + TEXT_SHOWN >= sizeof(list->out))
        return;
    list->names[list->count++] = name;
    list->used += (size_t)snprintf(list->out + list->used, sizeof(list->out) - list->used, "%s%s",
                                   list->used != 0 ? ", " : "", text_show(shown, name));
}

static int not_found(struct search *search, const struct candidate *best, const char *path,
                     struct problem *problem)
{
    const struct column_map *map = search->out->map;
    char shown[TEXT_SHOWN], shown_map[TEXT_SHOWN];
    struct list list = { .search = search };

    text_show_string(shown, path);
    text_show_string(shown_map, map->file);
    if (best->found == 0)
        return problem_failed(problem, "%s: %s names a column that the map %s needs", shown,
                              map->header_line != 0 ? "no field of the line that the map states"
                                                    : "none of the first 100 lines",
                              shown_map);
    cut_line(search, best->offset, best->delimiter);
    for_each_needed(map, list_missing, &list);
    return problem_failed(problem, "%s:%u: the header lacks columns that the map %s needs: %s",
                          shown, best->line + 1, shown_map, list.out);
}

/* Goes to the header's line. */
static int skip_preamble(struct csv_reader *csv, const struct candidate *header,
                         struct problem *problem)
{
    for (unsigned i = 0; i < header->line; i++) {
        struct cl_text text;

        if (csv_peek(csv, LOOK_AHEAD, &text, problem) < 0)
            return -1;
        csv_skip_line(csv, csv_line_length(text));
    }
    csv_set_delimiter(csv, header->delimiter);
    return 0;
}

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

    *field = find_name(matching->fields, out->field_count, name, 0);
    if (*field == NO_FIELD)
        return 0;
    second = find_name(matching->fields, out->field_count, name, (size_t)*field + 1);
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

static void tell(const struct map_header *out, const struct header *header, unsigned above,
                 struct findings *findings)
{
    size_t ignored = 0;

    for (size_t i = header->has_held_cell; i < out->field_count; i++)
        ignored += out->names[i].length == 0;
    if (above != 0)
        findings_add(findings, FINDING_MAP_PREAMBLE, header->line, COLUMN_NONE, TEXT_NONE,
                     "lines above the header that are no rows: %u", above);
    if (ignored != 0)
        findings_add(findings, FINDING_COLUMN_UNKNOWN, header->line, COLUMN_NONE, TEXT_NONE,
                     "columns of the export that are not in the map and ignored: %zu", ignored);
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
    struct search search = { .out = out };
    struct candidate found;
    char shown[TEXT_SHOWN];

    *out = (struct map_header){ .map = map };
    *header = (struct header){ 0 };
    if (csv_peek(csv, LOOK_AHEAD, &search.text, problem) < 0)
        return -1;
    if (search.text.length == 0)
        return problem_failed(problem, "%s is empty; a CSV header is expected",
                              text_show_string(shown, path));
    search.fields = arena_alloc_array(&out->arena, CSV_MAX_FIELDS, sizeof(*search.fields));
    found = find_header(&search);
    if (found.missing != 0)
        return not_found(&search, &found, path, problem);
    if (skip_preamble(csv, &found, problem) < 0)
        return -1;
    header->delimiter = found.delimiter;
    header->bytes = found.offset;
    if (read_record(out, header, csv, path, findings, problem) < 0)
        return -1;
    list_given(out, header);
    tell(out, header, found.line, findings);
    return 0;
}

void map_header_finish(struct map_header *header)
{
    arena_finish(&header->arena);
}
