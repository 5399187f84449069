/* year_to_date.c - see year_to_date.h. */
#include "year_to_date.h"

#include "rules/table.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/money.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199, MOST_CENTS = 999999999 };

enum table_column { PATIENT_ID, YEAR, DISCIPLINE, AMOUNT, ATTESTED, TABLE_COLUMNS };

static const char *const columns[TABLE_COLUMNS] = {
    [PATIENT_ID] = "patient_id", [YEAR] = "year",         [DISCIPLINE] = "discipline",
    [AMOUNT] = "amount",         [ATTESTED] = "attested",
};

struct patient_row {
    struct cl_text patient_id;
    uint16_t year;
    uint8_t discipline;
    uint32_t line; /* for a message about a repeated row */
    struct patient_year known;
};

struct year_to_date {
    struct patient_row *rows; /* once loaded one a patient, year and group, in that order */
    size_t count, capacity;
    struct arena arena;
};

static int compare_groups(const struct patient_row *a, const struct patient_row *b)
{
    int order = text_compare(a->patient_id, b->patient_id);

    if (order == 0)
        order = a->year - b->year;
    return order != 0 ? order
                      : (int)discipline_group((enum discipline)a->discipline) -
                            (int)discipline_group((enum discipline)b->discipline);
}

static int by_group(const void *a, const void *b)
{
    return compare_groups(a, b);
}

static int by_group_and_discipline(const void *a, const void *b)
{
    const struct patient_row *one = a;
    const struct patient_row *other = b;
    int order = compare_groups(one, other);

    if (order == 0)
        order = one->discipline - other->discipline;
    return order != 0 ? order : (one->line > other->line) - (one->line < other->line);
}

static int take_discipline(struct patient_row *taken, const struct table_row *row,
                           struct problem *problem)
{
    for (int i = DISCIPLINE_PT; i <= DISCIPLINE_SLP; i++) {
        if (text_equal_nocase(row->values[DISCIPLINE],
                              text_of(discipline_name((enum discipline)i)))) {
            taken->discipline = (uint8_t)i;
            return 0;
        }
    }
    return table_mistake(row, columns[DISCIPLINE], "is none of PT, OT, SLP", problem);
}

static int take_attested(struct patient_row *taken, const struct table_row *row,
                         struct problem *problem)
{
    struct cl_text text = row->values[ATTESTED];
    bool yes = text_equal_nocase(text, text_of("yes"));

    if (!yes && text.length != 0 && !text_equal_nocase(text, text_of("no")))
        return table_mistake(row, columns[ATTESTED], "is neither yes nor no", problem);
    taken->known.attested[taken->discipline] = yes;
    return 0;
}

static void add(struct year_to_date *table, const struct patient_row *row)
{
    if (table->count == table->capacity) {
        table->capacity = table->capacity != 0 ? table->capacity * 2 : 64;
        table->rows = mem_resize_array(table->rows, table->capacity, sizeof(*row));
    }
    table->rows[table->count++] = *row;
}

static int take_row(void *context, const struct table_row *row, struct problem *problem)
{
    struct year_to_date *table = context;
    struct cl_text patient_id = row->values[PATIENT_ID];
    struct patient_row taken = { .line = (uint32_t)row->line };
    uint64_t year;

    if (patient_id.length == 0)
        return table_mistake(row, columns[PATIENT_ID], "is empty", problem);
    if (!text_to_unsigned(row->values[YEAR], LAST_YEAR, &year) || year < FIRST_YEAR)
        return table_mistake(row, columns[YEAR], "is not a year like 2026", problem);
    taken.year = (uint16_t)year;
    if (!money_parse(row->values[AMOUNT], MOST_CENTS, &taken.known.amount_cents))
        return table_mistake(row, columns[AMOUNT], "is not an amount in dollars like 2480.00",
                             problem);
    if (take_discipline(&taken, row, problem) < 0 || take_attested(&taken, row, problem) < 0)
        return -1;
    taken.patient_id = arena_text(&table->arena, patient_id.data, patient_id.length);
    add(table, &taken);
    return 0;
}

/* A table that was joined to itself would double what was allowed. */
static int repeated(const struct patient_row *first, const struct patient_row *second,
                    const char *path, struct problem *problem)
{
    struct table_row row = { .name = path, .line = second->line };
    char text[96];

    (void)snprintf(text, sizeof(text), "line %u is of the same patient, year and discipline",
                   first->line);
    return table_mistake(&row, columns[PATIENT_ID], text, problem);
}

/* Makes one row of those of a patient, year and group; it keeps line and discipline
 * of the last one. */
static int join(struct year_to_date *table, const char *path, struct problem *problem)
{
    size_t kept = 0;

    for (size_t i = 0; i < table->count; i++) {
        const struct patient_row *row = &table->rows[i];
        struct patient_row *last = kept != 0 ? &table->rows[kept - 1] : NULL;

        if (last == NULL || compare_groups(last, row) != 0) {
            table->rows[kept++] = *row;
            continue;
        }
        if (last->discipline == row->discipline)
            return repeated(last, row, path, problem);
        last->discipline = row->discipline;
        last->line = row->line;
        last->known.amount_cents += row->known.amount_cents;
        last->known.attested[row->discipline] = row->known.attested[row->discipline];
    }
    table->count = kept;
    return 0;
}

static int load(struct year_to_date *table, const char *path, struct problem *problem)
{
    static const struct table_shape shape = { columns, TABLE_COLUMNS, ATTESTED, take_row, NULL };

    if (table_read(&shape, NULL, path, table, problem) < 0)
        return -1;
    if (table->count != 0)
        qsort(table->rows, table->count, sizeof(*table->rows), by_group_and_discipline);
    return join(table, path, problem);
}

int year_to_date_load(struct year_to_date **out, const char *path, struct problem *problem)
{
    struct year_to_date *table = mem_alloc(sizeof(*table));

    if (path != NULL && load(table, path, problem) < 0) {
        year_to_date_destroy(table);
        return -1;
    }
    *out = table;
    return 0;
}

void year_to_date_destroy(struct year_to_date *table)
{
    if (table == NULL)
        return;
    mem_free(table->rows);
    arena_finish(&table->arena);
    mem_free(table);
}

const struct patient_year *year_to_date_find(const struct year_to_date *table,
                                             struct cl_text patient_id, uint16_t year,
                                             enum discipline discipline)
{
    const struct patient_row wanted = { .patient_id = patient_id,
                                        .year = year,
                                        .discipline = (uint8_t)discipline };
    const struct patient_row *found = NULL;

    if (table->count != 0)
        found = bsearch(&wanted, table->rows, table->count, sizeof(wanted), by_group);
    return found != NULL ? &found->known : NULL;
}
