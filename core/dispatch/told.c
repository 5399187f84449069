/* told.c - see told.h. */
#include "told.h"

static struct cl_code_total *code_totals(const struct claim_totals *totals, struct arena *arena,
                                         uint32_t *count)
{
    size_t found;
    const struct code_total *sorted = claim_totals_sorted(totals, arena, &found);
    struct cl_code_total *codes = arena_alloc_array(arena, found, sizeof(*codes));

    *count = (uint32_t)found;
    for (size_t i = 0; i < found; i++) {
        codes[i] = (struct cl_code_total){
            .size = sizeof(*codes),
            .code = sorted[i].code,
            .description = sorted[i].description,
            .claims = sorted[i].claims,
            .lines = sorted[i].lines,
            .units = sorted[i].units,
            .minutes = sorted[i].minutes,
            .lines_without_charge = sorted[i].lines_without_charge,
            .charge_cents = sorted[i].charge_cents,
        };
    }
    return codes;
}

struct cl_totals told_totals(const struct claim_totals *totals, const struct claim_totals *codes,
                             uint64_t chunks, const struct cl_totals *run, struct arena *arena)
{
    struct cl_totals told = *run;

    told.size = sizeof(told);
    told.chunks = chunks;
    told.claims = totals->claims;
    told.lines = totals->lines;
    told.units = totals->units;
    told.minutes = totals->minutes;
    told.lines_without_charge = totals->lines_without_charge;
    told.charge_cents = totals->charge_cents;
    told.codes = code_totals(codes, arena, &told.code_count);
    told.code_stride = sizeof(struct cl_code_total);
    return told;
}
