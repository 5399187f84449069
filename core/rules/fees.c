/* fees.c - see fees.h. */
#include "fees.h"

#include "rules/table.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/memory.h"
#include "base/money.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

enum table_column { CODE, AMOUNT, PAYER_ID, PAYER_CLASS, FROM, TO, TABLE_COLUMNS };

static const char *const columns[TABLE_COLUMNS] = {
    [CODE] = "code", [AMOUNT] = "amount", [PAYER_ID] = "payer_id", [PAYER_CLASS] = "payer_class",
    [FROM] = "from", [TO] = "to",
};

/* Whom a fee is for. PAYER_CLASS_COUNT: no class; an empty payer_id: no payer. */
struct fee_key {
    struct cl_text code;
    struct cl_text payer_id;
    enum payer_class payer_class;
};

struct fee {
    struct fee_key key;
    struct cl_date from, to; /* inclusive; absent: open */
    int64_t cents;
    uint64_t line;
};

struct fees {
    struct fee *rows; /* by key, then by `from` */
    size_t count, capacity;
    struct arena arena;
};

static int compare_keys(const struct fee_key *a, const struct fee_key *b)
{
    int order = text_compare(a->code, b->code);

    if (order == 0)
        order = text_compare(a->payer_id, b->payer_id);
    return order != 0 ? order : (int)a->payer_class - (int)b->payer_class;
}

/* Dates that are absent sort first: nothing begins before them. */
static int by_key_and_day(const void *a, const void *b)
{
    const struct fee *one = a;
    const struct fee *other = b;
    int order = compare_keys(&one->key, &other->key);

    if (order == 0)
        order = date_compare(one->from, other->from);
    return order != 0 ? order : (one->line > other->line) - (one->line < other->line);
}

static int take_payer(struct fee *fee, const struct table_row *row, struct arena *arena,
                      struct problem *problem)
{
    struct cl_text payer_id = row->values[PAYER_ID];
    struct cl_text payer_class = row->values[PAYER_CLASS];

    if (payer_id.length != 0 && payer_class.length != 0)
        return table_mistake(row, columns[PAYER_CLASS],
                             "a fee is for a payer_id or a payer_class, not for both", problem);
    fee->key.payer_id =
        payer_id.length != 0 ? arena_text(arena, payer_id.data, payer_id.length) : TEXT_NONE;
    fee->key.payer_class =
        payer_class.length != 0 ? payer_class_find(payer_class) : PAYER_CLASS_COUNT;
    if (payer_class.length != 0 && fee->key.payer_class == PAYER_CLASS_COUNT)
        return table_mistake(row, columns[PAYER_CLASS], "is no class of payers (like medicare)",
                             problem);
    return 0;
}

static int take_dates(struct fee *fee, const struct table_row *row, struct problem *problem)
{
    struct cl_text from = row->values[FROM];
    struct cl_text to = row->values[TO];

    if (from.length != 0 && !date_parse(from, &fee->from))
        return table_mistake(row, columns[FROM], "is not a date like 2026-01-01", problem);
    if (to.length != 0 && !date_parse(to, &fee->to))
        return table_mistake(row, columns[TO], "is not a date like 2026-12-31", problem);
    if (date_stated(fee->from) && date_stated(fee->to) && date_compare(fee->from, fee->to) > 0)
        return table_mistake(row, columns[TO], "is before from", problem);
    return 0;
}

static void add(struct fees *fees, const struct fee *fee)
{
    if (fees->count == fees->capacity) {
        fees->capacity = fees->capacity != 0 ? fees->capacity * 2 : 64;
        fees->rows = mem_resize_array(fees->rows, fees->capacity, sizeof(*fees->rows));
    }
    fees->rows[fees->count++] = *fee;
}

static int take_row(void *context, const struct table_row *row, struct problem *problem)
{
    struct fees *fees = context;
    struct fee fee = { .line = row->line };

    if (!text_is_word(row->values[CODE], 5))
        return table_mistake(row, columns[CODE], "is not a code of 5 letters or digits", problem);
    fee.key.code = arena_upper(&fees->arena, row->values[CODE]);
    if (!money_parse(row->values[AMOUNT], MAX_UNIT_CHARGE_CENTS, &fee.cents))
        return table_mistake(row, columns[AMOUNT],
                             "is not an amount in dollars like 45.50, 0.00 to 99999.99", problem);
    if (take_payer(&fee, row, &fees->arena, problem) < 0 || take_dates(&fee, row, problem) < 0)
        return -1;
    add(fees, &fee);
    return 0;
}

/* Two fees for one code and payer on one day: neither is more right than the other. */
static int check_overlaps(const struct fees *fees, const char *path, struct problem *problem)
{
    for (size_t i = 1; i < fees->count; i++) {
        const struct fee *one = &fees->rows[i - 1];
        const struct fee *other = &fees->rows[i];
        struct table_row row = { .name = path };
        char text[128];

        if (compare_keys(&one->key, &other->key) != 0 ||
            (date_stated(one->to) && date_compare(one->to, other->from) < 0))
            continue;
        row.line = one->line > other->line ? one->line : other->line;
        (void)snprintf(text, sizeof(text),
                       "%s has a fee for the same payer and some of these days in line %llu",
                       one->key.code.data,
                       (unsigned long long)(one->line < other->line ? one->line : other->line));
        return table_mistake(&row, columns[CODE], text, problem);
    }
    return 0;
}

static int load(struct fees *fees, const char *path, struct problem *problem)
{
    static const char *const unread[] = { "description", "note", NULL };
    static const struct table_shape shape = { columns, TABLE_COLUMNS, 2, take_row, unread };

    if (table_read(&shape, NULL, path, fees, problem) < 0)
        return -1;
    if (fees->count != 0)
        qsort(fees->rows, fees->count, sizeof(*fees->rows), by_key_and_day);
    return check_overlaps(fees, path, problem);
}

int fees_load(struct fees **out, const char *path, struct problem *problem)
{
    struct fees *fees = mem_alloc(sizeof(*fees));

    if (path != NULL && load(fees, path, problem) < 0) {
        fees_destroy(fees);
        return -1;
    }
    *out = fees;
    return 0;
}

void fees_destroy(struct fees *fees)
{
    if (fees == NULL)
        return;
    mem_free(fees->rows);
    arena_finish(&fees->arena);
    mem_free(fees);
}

/* The last row of the key that begins on `day` or before, where it still holds. */
static int64_t find(const struct fees *fees, const struct fee_key *key, struct cl_date day)
{
    const struct fee wanted = { .key = *key, .from = day, .line = UINT64_MAX };
    size_t low = 0;
    size_t high = fees->count;
    const struct fee *fee;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (by_key_and_day(&fees->rows[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return CL_NO_AMOUNT;
    fee = &fees->rows[low - 1];
    if (compare_keys(&fee->key, key) != 0 || !date_within(day, fee->from, fee->to))
        return CL_NO_AMOUNT;
    return fee->cents;
}

bool fees_any(const struct fees *fees)
{
    return fees->count != 0;
}

int64_t fees_find(const struct fees *fees, struct cl_text code, struct cl_text payer_id,
                  enum payer_class payer_class, struct cl_date day)
{
    const struct fee_key keys[] = {
        { code, payer_id, PAYER_CLASS_COUNT },
        { code, TEXT_NONE, payer_class },
        { code, TEXT_NONE, PAYER_CLASS_COUNT },
    };
    int64_t cents = CL_NO_AMOUNT;

    for (size_t i = 0; cents == CL_NO_AMOUNT && i < sizeof(keys) / sizeof(keys[0]); i++)
        cents = find(fees, &keys[i], day);
    return cents;
}
