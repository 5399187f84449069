/* sample_totals.c - see sample.h: totals. */
#include "builder.h"

static const struct cl_code_total *codes_of(struct builder *builder, uint64_t claims)
{
    static const char *const codes[2][2] = { { "97110", "therapeutic exercise" },
                                             { "G0283", "electrical stimulation" } };
    char *array = builder_array(builder, 2, sizeof(struct cl_code_total));

    for (size_t i = 0; i < 2; i++) {
        void *at = array + i * (sizeof(struct cl_code_total) + builder->later);
        struct cl_code_total *total = at;

        total->size = sizeof(*total) + builder->later;
        total->code = builder_text(builder, codes[i][0]);
        total->description = builder_text(builder, codes[i][1]);
        total->claims = total->lines = claims;
        total->units = 2 * claims;
        total->minutes = 30 * claims;
        total->lines_without_charge = i * claims;
        total->charge_cents = i == 0 ? 9024 * (int64_t)claims : 0;
    }
    return (const struct cl_code_total *)(const void *)array;
}

static const struct cl_finding_total *findings_of(struct builder *builder)
{
    static const char *const findings[2][2] = { { "charge.missing", "warning" },
                                                { "minutes.missing", "error" } };
    char *array = builder_array(builder, 2, sizeof(struct cl_finding_total));

    for (size_t i = 0; i < 2; i++) {
        void *at = array + i * (sizeof(struct cl_finding_total) + builder->later);
        struct cl_finding_total *total = at;

        total->size = sizeof(*total) + builder->later;
        total->id = builder_text(builder, findings[i][0]);
        total->severity = builder_text(builder, findings[i][1]);
        total->count = 12 - 9 * i;
    }
    return (const struct cl_finding_total *)(const void *)array;
}

static const struct cl_totals *totals_of(struct builder *builder, uint64_t claims, uint64_t chunks)
{
    struct cl_totals *totals = builder_record(builder, sizeof(*totals));

    totals->size = sizeof(*totals) + builder->later;
    totals->chunks = chunks;
    totals->claims = claims;
    totals->lines = 2 * claims;
    totals->units = 4 * claims;
    totals->minutes = 60 * claims;
    totals->lines_without_charge = claims;
    totals->charge_cents = 9024 * (int64_t)claims;
    totals->codes = codes_of(builder, claims);
    totals->code_count = claims > 0 ? 2 : 0;
    totals->code_stride = (uint32_t)(sizeof(struct cl_code_total) + builder->later);
    totals->sessions_read = claims + 10;
    totals->sessions_held = 3;
    totals->sessions_skipped = 5;
    totals->sessions_without_lines = 2;
    totals->findings = findings_of(builder);
    totals->finding_count = 2;
    totals->finding_stride = (uint32_t)(sizeof(struct cl_finding_total) + builder->later);
    return totals;
}

static void seal(struct sample_totals *totals)
{
    region_allow(&totals->region, REGION_READ, "it wrote into the totals", ARTICLE_BOUNDS);
}

void sample_totals_open(struct sample_totals *totals, struct trial *trial, uint64_t claims,
                        uint64_t chunks, bool grown)
{
    const struct recipe recipe = { .grown = grown };
    struct builder builder;

    region_open(&totals->region, trial, 4096, false, BUILDER_PAST);
    builder_start(&builder, &totals->region, &recipe);
    totals->totals = totals_of(&builder, claims, chunks);
    seal(totals);
}

/* Of exactly what was put; the tables of codes and findings are empty. */
void sample_totals_open_stored(struct sample_totals *totals, struct trial *trial,
                               const struct cl_stored *stored, bool grown)
{
    struct cl_totals *sums;

    sample_totals_open(totals, trial, 0, 0, grown);
    region_allow(&totals->region, REGION_WRITE, NULL, ARTICLE_BOUNDS);
    sums = (struct cl_totals *)(uintptr_t)totals->totals;
    sums->claims = stored->claims;
    sums->lines = stored->lines;
    sums->units = stored->units;
    sums->minutes = stored->minutes;
    sums->lines_without_charge = stored->lines_without_charge;
    sums->charge_cents = stored->charge_cents;
    seal(totals);
}

void sample_totals_close(struct sample_totals *totals)
{
    region_close(&totals->region);
}
