/* totals.c - see totals.h. */
#include "totals.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>

static struct code_total *code_row(struct claim_totals *totals, struct cl_text code,
                                   struct cl_text description)
{
    uint32_t index = map_find(&totals->code_index, code);
    struct code_total *row;

    if (index != MAP_NONE)
        return &totals->codes[index];
    if (totals->code_count == totals->code_capacity) {
        totals->code_capacity = totals->code_capacity != 0 ? totals->code_capacity * 2 : 8;
        totals->codes =
            mem_resize_array(totals->codes, totals->code_capacity, sizeof(*totals->codes));
    }
    row = &totals->codes[totals->code_count];
    *row = (struct code_total){
        .code = arena_text(&totals->arena, code.data, code.length),
        .description = arena_text(&totals->arena, description.data, description.length),
    };
    map_add(&totals->code_index, row->code, (uint32_t)totals->code_count);
    totals->code_count++;
    return row;
}

/* A claim may have several lines of one code; it counts once for the code. */
static bool first_of_code(const struct cl_claim *claim, uint32_t index)
{
    struct cl_text code = cl_claim_line(claim, index)->code;

    for (uint32_t i = 0; i < index; i++) {
        if (text_equal(cl_claim_line(claim, i)->code, code))
            return false;
    }
    return true;
}

void claim_totals_add(struct claim_totals *totals, const struct cl_claim *claim)
{
    totals->claims++;
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);
        struct code_total *row = code_row(totals, line->code, line->description);
        bool charged = line->charge_cents != CL_NO_AMOUNT;

        row->claims += first_of_code(claim, i);
        row->lines++;
        row->units += line->units;
        row->minutes += line->minutes;
        row->lines_without_charge += !charged;
        row->charge_cents += charged ? line->charge_cents : 0;
        totals->lines++;
        totals->units += line->units;
        totals->minutes += line->minutes;
        totals->lines_without_charge += !charged;
        totals->charge_cents += charged ? line->charge_cents : 0;
    }
}

void claim_totals_merge(struct claim_totals *totals, const struct claim_totals *other)
{
    for (size_t i = 0; i < other->code_count; i++) {
        const struct code_total *from = &other->codes[i];
        struct code_total *row = code_row(totals, from->code, from->description);

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

void claim_totals_clear(struct claim_totals *totals)
{
    struct claim_totals kept = { .codes = totals->codes,
                                 .code_capacity = totals->code_capacity,
                                 .code_index = totals->code_index,
                                 .arena = totals->arena };

    map_clear(&kept.code_index);
    arena_reset(&kept.arena);
    *totals = kept;
}

static int by_code(const void *a, const void *b)
{
    return text_compare(((const struct code_total *)a)->code, ((const struct code_total *)b)->code);
}

struct code_total *claim_totals_sorted(const struct claim_totals *totals, struct arena *arena)
{
    struct code_total *sorted = arena_alloc_array(arena, totals->code_count + 1, sizeof(*sorted));

    if (totals->code_count != 0) {
        memcpy(sorted, totals->codes, totals->code_count * sizeof(*sorted));
        qsort(sorted, totals->code_count, sizeof(*sorted), by_code);
    }
    return sorted;
}

void claim_totals_finish(struct claim_totals *totals)
{
    mem_free(totals->codes);
    map_finish(&totals->code_index);
    arena_finish(&totals->arena);
    *totals = (struct claim_totals){ 0 };
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
