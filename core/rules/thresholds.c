/* thresholds.c - see thresholds.h. */
#include "thresholds.h"

#include "rules/table.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/money.h"
#include "base/text.h"

#include <stdbool.h>

enum table_column { YEAR, GROUP, KX, REVIEW, SOURCE, TABLE_COLUMNS };

static const char *const columns[TABLE_COLUMNS] = {
    [YEAR] = "year",     [GROUP] = "discipline_group",
    [KX] = "kx_amount",  [REVIEW] = "review_amount",
    [SOURCE] = "source",
};

static const char *const groups[] = { [GROUP_PT_SLP] = "PT+SLP", [GROUP_OT] = "OT" };

struct year_row {
    uint16_t year;
    enum discipline_group group;
    bool of_user; /* from a user's table */
    struct threshold threshold;
};

struct thresholds {
    struct year_row *rows;
    size_t count;
    struct arena arena;
};

enum discipline_group discipline_group(enum discipline discipline)
{
    return discipline == DISCIPLINE_OT ? GROUP_OT : GROUP_PT_SLP;
}

static struct year_row *find(const struct thresholds *thresholds, uint16_t year,
                             enum discipline_group group)
{
    for (size_t i = 0; i < thresholds->count; i++) {
        if (thresholds->rows[i].year == year && thresholds->rows[i].group == group)
            return &thresholds->rows[i];
    }
    return NULL;
}

/* What thresholds_load() hands to take_row(). */
struct loading {
    struct thresholds *thresholds;
    bool of_user;
};

static int take_group(struct year_row *taken, const struct table_row *row, struct problem *problem)
{
    if (text_equal_nocase(row->values[GROUP], text_of(groups[GROUP_PT_SLP])))
        taken->group = GROUP_PT_SLP;
    else if (text_equal_nocase(row->values[GROUP], text_of(groups[GROUP_OT])))
        taken->group = GROUP_OT;
    else
        return table_mistake(row, columns[GROUP], "is neither PT+SLP nor OT", problem);
    return 0;
}

/* What a user states must say where it stands: nobody else vouches for it. */
static const char *make_source(struct arena *arena, const struct table_row *row, bool of_user)
{
    struct cl_text source = arena_text(arena, row->values[SOURCE].data, row->values[SOURCE].length);
    char shown[TEXT_SHOWN];

    if (!of_user)
        return source.data;
    return arena_format(arena, "%s:%llu%s%s", text_show_string(shown, row->name),
                        (unsigned long long)row->line, source.length != 0 ? "; " : "", source.data)
        .data;
}

/* Adds a row, or replaces the built-in one of that year and group. */
static int put(struct thresholds *thresholds, const struct year_row *taken,
               const struct table_row *row, struct problem *problem)
{
    struct year_row *before = find(thresholds, taken->year, taken->group);

    if (before != NULL && before->of_user == taken->of_user)
        return table_mistake(row, columns[YEAR], "stands twice for the group", problem);
    if (before != NULL) {
        *before = *taken;
        return 0;
    }
    thresholds->rows = mem_resize_array(thresholds->rows, thresholds->count + 1, sizeof(*taken));
    thresholds->rows[thresholds->count++] = *taken;
    return 0;
}

static int take_row(void *context, const struct table_row *row, struct problem *problem)
{
    enum { FIRST_YEAR = 1900, LAST_YEAR = 2199, MOST_CENTS = 99999999 };
    const struct loading *loading = context;
    const struct cl_text *values = row->values;
    struct year_row taken = { .of_user = loading->of_user };
    uint64_t year;

    if (!text_to_unsigned(values[YEAR], LAST_YEAR, &year) || year < FIRST_YEAR)
        return table_mistake(row, columns[YEAR], "is not a year like 2026", problem);
    taken.year = (uint16_t)year;
    if (take_group(&taken, row, problem) < 0)
        return -1;
    if (!money_parse(values[KX], MOST_CENTS, &taken.threshold.kx_cents))
        return table_mistake(row, columns[KX], "is not an amount in dollars", problem);
    if (!money_parse(values[REVIEW], MOST_CENTS, &taken.threshold.review_cents))
        return table_mistake(row, columns[REVIEW], "is not an amount in dollars", problem);
    taken.threshold.source = make_source(&loading->thresholds->arena, row, taken.of_user);
    return put(loading->thresholds, &taken, row, problem);
}

static int load(struct thresholds *thresholds, const char *path, struct problem *problem)
{
    static const char *const unread[] = { "confirmed", NULL };
    static const struct table_shape shape = { columns, TABLE_COLUMNS, SOURCE, take_row, unread };
    struct loading loading = { thresholds, path != NULL };

    return table_read(&shape, &builtin_thresholds, path, &loading, problem);
}

int thresholds_load(struct thresholds **out, const char *path, struct problem *problem)
{
    struct thresholds *thresholds = mem_alloc(sizeof(*thresholds));

    if (load(thresholds, NULL, problem) < 0 ||
        (path != NULL && load(thresholds, path, problem) < 0)) {
        thresholds_destroy(thresholds);
        return -1;
    }
    *out = thresholds;
    return 0;
}

void thresholds_destroy(struct thresholds *thresholds)
{
    if (thresholds == NULL)
        return;
    mem_free(thresholds->rows);
    arena_finish(&thresholds->arena);
    mem_free(thresholds);
}

const struct threshold *thresholds_find(const struct thresholds *thresholds, uint16_t year,
                                        enum discipline discipline)
{
    const struct year_row *row = find(thresholds, year, discipline_group(discipline));

    return row != NULL ? &row->threshold : NULL;
}
