/* totals.c - see totals.h. */
#include "totals.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>

/* Codes have five bytes: all of them in one number, 0 for any other text. */
static inline uint64_t code_key(struct cl_text code)
{
    uint32_t first;

    if (code.length != sizeof(first) + 1)
        return 0;
    memcpy(&first, code.data, sizeof(first));
    return (uint64_t)(unsigned char)code.data[sizeof(first)] << 32 | first;
}

static struct code_total *add_row(struct claim_totals *totals, struct cl_text code,
                                  struct cl_text description)
{
    struct code_total *row;

    if (totals->code_count == totals->code_capacity) {
        totals->code_capacity = totals->code_capacity != 0 ? totals->code_capacity * 2 : 8;
        totals->codes =
            mem_resize_array(totals->codes, totals->code_capacity, sizeof(*totals->codes));
    }
    row = &totals->codes[totals->code_count];
    *row = (struct code_total){
        .key = code_key(code),
        .code = arena_text(&totals->arena, code.data, code.length),
        .description = arena_text(&totals->arena, description.data, description.length),
    };
    map_add(&totals->code_index, row->code, (uint32_t)totals->code_count);
    totals->code_count++;
    return row;
}

static inline uint16_t *near_place(struct claim_totals *totals, uint64_t key)
{
    return &totals->near[(key * UINT64_C(0x9E3779B97F4A7C15)) >> 56]; /* Fibonacci hashing */
}

static __attribute__((noinline)) struct code_total *
find_row(struct claim_totals *totals, struct cl_text code, struct cl_text description)
{
    uint32_t index = map_find(&totals->code_index, code);
    struct code_total *row =
        index != MAP_NONE ? &totals->codes[index] : add_row(totals, code, description);

    if (row->key != 0 && row - totals->codes < UINT16_MAX)
        *near_place(totals, row->key) = (uint16_t)(row - totals->codes + 1);
    return row;
}

static inline struct code_total *code_row(struct claim_totals *totals, struct cl_text code,
                                          struct cl_text description)
{
    uint64_t key = code_key(code);
    uint16_t near = *near_place(totals, key);

    if (near != 0 && totals->codes[near - 1].key == key)
        return &totals->codes[near - 1];
    return find_row(totals, code, description);
}

void claim_totals_add(struct claim_totals *totals, const struct cl_claim *claim)
{
    const uint64_t added = ++totals->added;

    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);
        struct code_total *row = code_row(totals, line->code, line->description);
        bool charged = line->charge_cents != CL_NO_AMOUNT;

        row->claims += row->last_added != added; /* once, however many lines it has */
        row->last_added = added;
        row->lines++;
        row->units += line->units;
        row->minutes += line->minutes;
        row->lines_without_charge += !charged;
        row->charge_cents += charged ? line->charge_cents : 0;
    }
    claim_totals_add_sums(totals, claim_sums_of(claim));
}

void claim_totals_merge(struct claim_totals *totals, const struct claim_totals *other)
{
    for (size_t i = 0; i < other->code_count; i++) {
        const struct code_total *from = &other->codes[i];
        struct code_total *row;

        if (from->lines == 0)
            continue;
        row = code_row(totals, from->code, from->description);
        row->claims += from->claims;
        row->lines += from->lines;
        row->units += from->units;
        row->minutes += from->minutes;
        row->lines_without_charge += from->lines_without_charge;
        row->charge_cents += from->charge_cents;
    }
    totals->claims += other->claims;
    totals->lines += other->lines;
    totals->units += other->units;
    totals->minutes += other->minutes;
    totals->lines_without_charge += other->lines_without_charge;
    totals->charge_cents += other->charge_cents;
}

/* The same few codes come again and again. */
static void clear_rows(struct claim_totals *totals)
{
    for (size_t i = 0; i < totals->code_count; i++) {
        struct code_total *row = &totals->codes[i];

        *row = (struct code_total){ .key = row->key,
                                    .code = row->code,
                                    .description = row->description };
    }
}

static void forget_rows(struct claim_totals *totals)
{
    totals->code_count = 0;
    map_clear(&totals->code_index);
    memset(totals->near, 0, sizeof(totals->near));
    arena_reset(&totals->arena);
}

void claim_totals_clear(struct claim_totals *totals)
{
    enum { MOST_KEPT = 256 };

    if (totals->code_count <= MOST_KEPT)
        clear_rows(totals);
    else
        forget_rows(totals);
    totals->claims = 0;
    totals->lines = 0;
    totals->units = 0;
    totals->minutes = 0;
    totals->lines_without_charge = 0;
    totals->charge_cents = 0;
    totals->added = 0;
}

static int by_code(const void *a, const void *b)
{
    return text_compare(((const struct code_total *)a)->code, ((const struct code_total *)b)->code);
}

struct code_total *claim_totals_sorted(const struct claim_totals *totals, struct arena *arena,
                                       size_t *count)
{
    struct code_total *sorted = arena_alloc_array(arena, totals->code_count + 1, sizeof(*sorted));

    *count = 0;
    for (size_t i = 0; i < totals->code_count; i++) {
        if (totals->codes[i].lines != 0)
            sorted[(*count)++] = totals->codes[i];
    }
    qsort(sorted, *count, sizeof(*sorted), by_code);
    return sorted;
}

void claim_totals_finish(struct claim_totals *totals)
{
    mem_free(totals->codes);
    map_finish(&totals->code_index);
    arena_finish(&totals->arena);
    *totals = (struct claim_totals){ 0 };
}

static void add_fates(struct fate_totals *fates, const struct fate_totals *other)
{
    fates->accepted += other->accepted;
    fates->held += other->held;
    fates->skipped += other->skipped;
}

void run_totals_merge(struct run_totals *totals, const struct run_totals *part)
{
    add_fates(&totals->rows, &part->rows);
    add_fates(&totals->bytes, &part->bytes);
    add_fates(&totals->sessions, &part->sessions);
    totals->rows_repeated += part->rows_repeated;
    totals->sessions_read += part->sessions_read;
    totals->sessions_without_lines += part->sessions_without_lines;
    totals->sessions_merged += part->sessions_merged;
    totals->services += part->services;
    claim_totals_merge(&totals->claims, &part->claims);
}

void run_totals_clear(struct run_totals *part)
{
    struct claim_totals claims = part->claims;

    claim_totals_clear(&claims);
    *part = (struct run_totals){ .claims = claims };
}

void run_totals_finish(struct run_totals *totals)
{
    mem_free(totals->inputs);
    claim_totals_finish(&totals->claims);
    *totals = (struct run_totals){ 0 };
}

static uint64_t sum(const struct fate_totals *fates)
{
    return fates->accepted + fates->held + fates->skipped;
}

int run_totals_close(const struct run_totals *totals, struct problem *problem)
{
    if (totals->rows_read != sum(&totals->rows))
        return problem_failed(problem, "the sums do not close: %llu rows read, %llu accounted for",
                              (unsigned long long)totals->rows_read,
                              (unsigned long long)sum(&totals->rows));
    if (totals->sessions_read != sum(&totals->sessions))
        return problem_failed(
            problem, "the sums do not close: %llu sessions read, %llu accounted for",
            (unsigned long long)totals->sessions_read, (unsigned long long)sum(&totals->sessions));
    if (totals->text_bytes != totals->other_bytes + sum(&totals->bytes))
        return problem_failed(problem, "the sums do not close: %llu bytes read, %llu accounted for",
                              (unsigned long long)totals->text_bytes,
                              (unsigned long long)(totals->other_bytes + sum(&totals->bytes)));
    return 0;
}
