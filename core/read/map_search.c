/* map_search.c - see map_search.h. Lines above the header are whatever the export's program
 * writes there: they are looked at as lines, and never given to libcsv. */
#include "map_search.h"

#include "read/header.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { LOOK_AHEAD = 256 * 1024, MOST_LINES = 100 };

static const char delimiters[] = { ',', ';', '\t', '|' };

struct search {
    const struct column_map *map;
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
    for (size_t i = 0; i < map->skip_count; i++) {
        if (!map->skips[i].optional)
            each(context, map->skips[i].name);
    }
    for (size_t i = 0; i < map->want_count; i++) {
        if (!map->wants[i].optional)
            each(context, map->wants[i].name);
    }
}

struct count {
    const struct search *search;
    size_t found, missing;
};

static void count_name(void *context, struct cl_text name)
{
    struct count *count = context;
    bool there = map_find_name(count->search->fields, count->search->count, name, 0) != NO_FIELD;

    count->found += there;
    count->missing += !there;
}

static struct map_place look_at(struct search *search, size_t offset, unsigned line, char delimiter)
{
    struct count count = { .search = search };

    cut_line(search, offset, delimiter);
    for_each_needed(search->map, count_name, &count);
    return (struct map_place){ offset, line, delimiter, count.found, count.missing };
}

static bool is_held_line(const struct search *search)
{
    return search->count != 0 && header_is_held_cell(search->fields[0]);
}

/* Looks at a line with each delimiter; keeps what fits best. */
static void try_line(struct search *search, size_t offset, unsigned line, bool wanted,
                     struct map_place *best)
{
    for (size_t d = 0; d < sizeof(delimiters); d++) {
        struct map_place it = look_at(search, offset, line, delimiters[d]);

        if ((wanted || is_held_line(search)) && it.found + it.missing != 0 &&
            it.found > best->found)
            *best = it;
    }
}

/* The line that has all the names, or the one that comes nearest. Where the map states the
 * line, only that one; or the first of a held file, which has no lines above its header. */
static struct map_place find_header(struct search *search)
{
    struct map_place best = { .found = 0, .missing = SIZE_MAX };
    uint64_t wanted = search->map->header_line;
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

    if (map_find_name(list->search->fields, list->search->count, name, 0) != NO_FIELD ||
        map_find_name(list->names, list->count, name, 0) != NO_FIELD ||
        list->count == MOST_LISTED || list->used + TEXT_SHOWN >= sizeof(list->out))
        return;
    list->names[list->count++] = name;
    list->used += (size_t)snprintf(list->out + list->used, sizeof(list->out) - list->used, "%s%s",
                                   list->used != 0 ? ", " : "", text_show(shown, name));
}

static int not_found(struct search *search, const struct map_place *best, const char *path,
                     struct problem *problem)
{
    const struct column_map *map = search->map;
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

int16_t map_find_name(const struct cl_text *fields, size_t count, struct cl_text name, size_t from)
{
    for (size_t i = from; i < count; i++) {
        if (text_equal_name(fields[i], name))
            return (int16_t)i;
    }
    return NO_FIELD;
}

/* Goes to the header's line. */
static int skip_preamble(struct csv_reader *csv, const struct map_place *header,
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

int map_search_header(struct map_place *out, const struct column_map *map, struct csv_reader *csv,
                      const char *path, struct problem *problem)
{
    struct search search = { .map = map };
    char shown[TEXT_SHOWN];
    int error = 0;

    if (csv_peek(csv, LOOK_AHEAD, &search.text, problem) < 0)
        return -1;
    if (search.text.length == 0)
        return problem_failed(problem, "%s is empty; a CSV header is expected",
                              text_show_string(shown, path));
    search.fields = mem_alloc_array(CSV_MAX_FIELDS, sizeof(*search.fields));
    *out = find_header(&search);
    if (out->missing != 0)
        error = not_found(&search, out, path, problem);
    mem_free(search.fields);
    return error < 0 ? -1 : skip_preamble(csv, out, problem);
}
