/* totals.h - the control totals: what was read, what became of it, what was written. */
#ifndef CORE_MODEL_TOTALS_H
#define CORE_MODEL_TOTALS_H

#include "base/arena.h"
#include "base/map.h"
#include "base/problem.h"
#include "model/finding.h"

#include <claimline/claim.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct code_total {
    uint64_t key; /* the code in one number; 0: it is none of five bytes */
    struct cl_text code;
    struct cl_text description;
    uint64_t claims;
    uint64_t lines;
    uint64_t units;
    uint64_t minutes;
    uint64_t lines_without_charge;
    int64_t charge_cents;
    uint64_t last_added; /* the last of the claims added that has a line of this code */
};

enum { CODES_NEAR = 256 }; /* as many as a byte tells apart */

/* Sums over claims: of the core, of a target, of one file of a split target.
 * A zeroed one is empty and ready. */
struct claim_totals {
    uint64_t claims;
    uint64_t lines;
    uint64_t units;
    uint64_t minutes;
    uint64_t lines_without_charge;
    int64_t charge_cents;
    struct code_total *codes; /* in order of first appearance; without lines: known from before */
    size_t code_count;
    size_t code_capacity;
    struct map code_index;
    uint16_t near[CODES_NEAR]; /* by a hash of the code: where it may be in `codes`; 0: nowhere */
    uint64_t added;            /* how often a claim was */
    struct arena arena;
};

/* What the lines of a claim add up to. */
struct claim_sums {
    uint64_t lines;
    uint64_t units;
    uint64_t minutes;
    uint64_t lines_without_charge;
    int64_t charge_cents;
};

static inline struct claim_sums claim_sums_of(const struct cl_claim *claim)
{
    struct claim_sums sums = { .lines = claim->line_count };

    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);
        bool charged = line->charge_cents != CL_NO_AMOUNT;

        sums.units += line->units;
        sums.minutes += line->minutes;
        sums.lines_without_charge += !charged;
        sums.charge_cents += charged ? line->charge_cents : 0;
    }
    return sums;
}

/* Adds a claim, but not to the sums per code. */
static inline void claim_totals_add_sums(struct claim_totals *totals, struct claim_sums sums)
{
    totals->claims++;
    totals->lines += sums.lines;
    totals->units += sums.units;
    totals->minutes += sums.minutes;
    totals->lines_without_charge += sums.lines_without_charge;
    totals->charge_cents += sums.charge_cents;
}

/* Adds a claim with the lines it holds. Copies what it keeps. */
void claim_totals_add(struct claim_totals *totals, const struct cl_claim *claim);

/* Adds what another one adds up to. */
void claim_totals_merge(struct claim_totals *totals, const struct claim_totals *other);

/* Nothing is added up; memory is kept, and the names of usual codes are. */
void claim_totals_clear(struct claim_totals *totals);

/* A copy of the codes that have lines, `count` of them in byte order, in `arena`. */
struct code_total *claim_totals_sorted(const struct claim_totals *totals, struct arena *arena,
                                       size_t *count);

void claim_totals_finish(struct claim_totals *totals);

/* An input that was read to its end. */
struct input_total {
    const char *path;
    uint64_t bytes;
    uint64_t rows;
    char sha256[65]; /* hex */
};

/* What became of rows or bytes of them. */
struct fate_totals {
    uint64_t accepted;
    uint64_t held;
    uint64_t skipped;
};

/* The whole run. A zeroed one is empty and ready. */
struct run_totals {
    struct input_total *inputs;
    size_t input_count;
    uint64_t rows_read;
    uint64_t rows_blank;
    uint64_t rows_repeated; /* of the skipped ones: they were there before */
    uint64_t rows_passed;   /* that are no rows of work: totals, what a map skips */
    uint64_t lines_above;   /* the headers, that are no rows */
    struct fate_totals rows;
    struct fate_totals bytes; /* of rows */
    uint64_t other_bytes;     /* of headers and blank lines */
    uint64_t text_bytes;      /* of all inputs, as UTF-8 without marks */
    uint64_t sessions_read;
    struct fate_totals sessions;
    uint64_t sessions_without_lines; /* accepted, but nothing to bill */
    uint64_t sessions_merged;        /* accepted, billed on another session's claim */
    uint64_t services;               /* of accepted sessions */
    uint64_t findings[FINDING_KINDS];
    struct claim_totals claims;
};

/* Adds what became of the rows and sessions of a part, and its claims. */
void run_totals_merge(struct run_totals *totals, const struct run_totals *part);

/* Of a part: nothing is added up; memory is kept. */
void run_totals_clear(struct run_totals *part);

void run_totals_finish(struct run_totals *totals);

/* 0 when every row and every byte has one fate; else -1 with a problem. */
int run_totals_close(const struct run_totals *totals, struct problem *problem);

#endif
