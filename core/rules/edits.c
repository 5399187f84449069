/* edits.c - see edits.h: which files rule, and the look-up. */
#include "edits.h"

#include "edit_tables.h"

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAIR_KEY = 2 * EDIT_CODE };

int edit_mistake(const struct edit_file *file, uint64_t line, const char *text,
                 struct problem *problem)
{
    char shown[TEXT_SHOWN];

    return problem_usage(problem, "%s:%llu: %s", text_show_string(shown, file->table.path),
                         (unsigned long long)line, text);
}

bool edit_is_code(struct cl_text text)
{
    bool digit = false;

    for (size_t i = 0; i < text.length; i++) {
        bool is_digit = text_is_digit(text.data[i]);

        if (!is_digit && (text.data[i] < 'A' || text.data[i] > 'Z'))
            return false;
        digit = digit || is_digit;
    }
    return text.length == EDIT_CODE && digit;
}

void edit_file_name(struct edits *edits, struct edit_file *file)
{
    const char *slash = strrchr(file->table.path, '/');
    const char *base = slash != NULL ? slash + 1 : file->table.path;
    struct edit_quarter named;
    char shown[TEXT_SHOWN];

    /* The name alone tells a file from the one that replaced it in its quarter. */
    if (edit_quarter_find(text_of(base), &named)) {
        if (file->quarter.year == 0)
            file->quarter = named;
        else if (named.year == file->quarter.year && named.quarter == file->quarter.quarter)
            file->quarter.revision = named.revision;
    }
    file->rank = (file->quarter.year * 4u + file->quarter.quarter) * 10u + file->quarter.revision;
    file->table.from = file->quarter.from;
    if (file->quarter.year != 0)
        (void)snprintf(shown, sizeof(shown), "%u Q%u", file->quarter.year, file->quarter.quarter);
    else
        (void)text_show_string(shown, base);
    file->table.name = arena_text(&edits->arena, shown, strlen(shown)).data;
}

static void pair_key(char key[PAIR_KEY], struct cl_text a, struct cl_text b)
{
    bool ordered = memcmp(a.data, b.data, EDIT_CODE) < 0;

    memcpy(key, ordered ? a.data : b.data, EDIT_CODE);
    memcpy(key + EDIT_CODE, ordered ? b.data : a.data, EDIT_CODE);
}

static int compare_keys(const struct pair_row *a, const struct pair_row *b)
{
    char keys[2][PAIR_KEY];

    pair_key(keys[0], a->edit.column1, a->edit.column2);
    pair_key(keys[1], b->edit.column1, b->edit.column2);
    return memcmp(keys[0], keys[1], PAIR_KEY);
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* Pair by pair, the newest quarter first, of that the row that began last. */
static int compare_pairs(const void *a_row, const void *b_row)
{
    const struct pair_row *a = a_row;
    const struct pair_row *b = b_row;
    int order = compare_keys(a, b);

    if (order == 0)
        order = compare_numbers(b->rank, a->rank);
    if (order == 0)
        order = date_compare(b->edit.from, a->edit.from);
    if (order == 0)
        order = text_compare(a->edit.column1, b->edit.column1);
    if (order == 0)
        order = date_compare(a->edit.to, b->edit.to); /* one without an end first */
    return order != 0 ? order : compare_numbers(b->file, a->file);
}

/* Code by code, the newest table first, of one day the file that was given last. */
static int compare_units(const void *a_row, const void *b_row)
{
    const struct unit_row *a = a_row;
    const struct unit_row *b = b_row;
    int order = text_compare(a->edit.code, b->edit.code);

    if (order == 0)
        order = date_compare(b->edit.from, a->edit.from);
    return order != 0 ? order : compare_numbers(b->file, a->file);
}

static void add_group(struct edits *edits, struct map *index, struct cl_text key, size_t first,
                      size_t count)
{
    edits->groups[edits->group_count] = (struct row_group){ first, count };
    map_add(index, key, (uint32_t)edits->group_count);
    edits->group_count++;
}

/* Of each pair only the newest quarter that tells of it is left, and of that the rows
 * that may apply. */
static void index_pairs(struct edits *edits)
{
    size_t used = 0;
    size_t at = 0;

    if (edits->pair_count > 0)
        qsort(edits->pairs, edits->pair_count, sizeof(*edits->pairs), compare_pairs);
    while (at < edits->pair_count) {
        struct pair_row head = edits->pairs[at];
        size_t first = used;
        char key[PAIR_KEY];

        for (; at < edits->pair_count && compare_keys(&edits->pairs[at], &head) == 0; at++) {
            if (!edits->pairs[at].applies || edits->pairs[at].rank != head.rank)
                continue;
            edits->files[edits->pairs[at].file].table.kept++;
            edits->pairs[used++] = edits->pairs[at];
        }
        if (used == first)
            continue;
        pair_key(key, head.edit.column1, head.edit.column2);
        add_group(edits, &edits->pair_index, arena_text(&edits->arena, key, PAIR_KEY), first,
                  used - first);
    }
    edits->pair_count = used;
}

static void index_units(struct edits *edits)
{
    size_t at = 0;

    if (edits->unit_count > 0)
        qsort(edits->units, edits->unit_count, sizeof(*edits->units), compare_units);
    while (at < edits->unit_count) {
        size_t first = at;

        for (; at < edits->unit_count &&
               text_equal(edits->units[at].edit.code, edits->units[first].edit.code);
             at++)
            edits->files[edits->units[at].file].table.kept++;
        add_group(edits, &edits->unit_index, edits->units[first].edit.code, first, at - first);
    }
}

static int read_files(struct edits *edits, size_t ncci_count, struct problem *problem)
{
    for (uint32_t i = 0; i < edits->file_count; i++) {
        if ((i < ncci_count ? edit_pairs_read(edits, i, problem)
                            : edit_units_read(edits, i, problem)) < 0)
            return -1;
    }
    edits->groups =
        mem_alloc_array(edits->pair_count + edits->unit_count + 1, sizeof(*edits->groups));
    index_pairs(edits);
    index_units(edits);
    return 0;
}

int edits_load(struct edits **out, const char *const *ncci, size_t ncci_count,
               const char *const *mue, size_t mue_count, const struct codes *codes,
               struct problem *problem)
{
    struct edits *edits = mem_alloc(sizeof(*edits));

    edits->codes = codes;
    edits->file_count = ncci_count + mue_count;
    edits->files = mem_alloc_array(edits->file_count + 1, sizeof(*edits->files));
    for (size_t i = 0; i < edits->file_count; i++) {
        edits->files[i].table.path = i < ncci_count ? ncci[i] : mue[i - ncci_count];
        edits->files[i].table.kind = i < ncci_count ? "ncci" : "mue";
    }
    if (read_files(edits, ncci_count, problem) < 0) {
        edits_destroy(edits);
        return -1;
    }
    *out = edits;
    return 0;
}

void edits_destroy(struct edits *edits)
{
    if (edits == NULL)
        return;
    mem_free(edits->files);
    mem_free(edits->pairs);
    mem_free(edits->units);
    mem_free(edits->groups);
    map_finish(&edits->pair_index);
    map_finish(&edits->unit_index);
    arena_finish(&edits->arena);
    mem_free(edits);
}

const struct pair_edit *edits_pair(const struct edits *edits, struct cl_text a, struct cl_text b,
                                   struct cl_date day)
{
    const struct row_group *group;
    char key[PAIR_KEY];
    uint32_t at;

    if (a.length != EDIT_CODE || b.length != EDIT_CODE)
        return NULL;
    pair_key(key, a, b);
    at = map_find(&edits->pair_index, (struct cl_text){ key, PAIR_KEY });
    if (at == MAP_NONE)
        return NULL;
    group = &edits->groups[at];
    for (size_t i = group->first; i < group->first + group->count; i++) {
        const struct pair_edit *edit = &edits->pairs[i].edit;

        if (date_within(day, edit->from, edit->to))
            return edit;
    }
    return NULL;
}

/* The first day of the MUE table in force on `day`; absent where only such tables are
 * whose day is not known. */
static struct cl_date table_day(const struct edits *edits, struct cl_date day)
{
    struct cl_date newest = { 0 };

    for (size_t i = 0; i < edits->file_count; i++) {
        const struct edit_table *table = &edits->files[i].table;

        if (strcmp(table->kind, "mue") == 0 && date_compare(table->from, day) <= 0 &&
            date_compare(table->from, newest) > 0)
            newest = table->from;
    }
    return newest;
}

const struct unit_edit *edits_units(const struct edits *edits, struct cl_text code,
                                    struct cl_date day)
{
    uint32_t at = map_find(&edits->unit_index, code);
    const struct row_group *group;
    struct cl_date from;

    if (at == MAP_NONE)
        return NULL;
    from = table_day(edits, day);
    group = &edits->groups[at];
    for (size_t i = group->first; i < group->first + group->count; i++) {
        if (date_compare(edits->units[i].edit.from, from) == 0)
            return &edits->units[i].edit;
    }
    return NULL;
}

size_t edits_table_count(const struct edits *edits)
{
    return edits->file_count;
}

const struct edit_table *edits_table(const struct edits *edits, size_t index)
{
    return &edits->files[index].table;
}
