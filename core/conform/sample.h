/* sample.h - the claims and totals that a plugin is given, each in memory of its own. */
#ifndef CORE_CONFORM_SAMPLE_H
#define CORE_CONFORM_SAMPLE_H

#include "conform/random.h"
#include "conform/region.h"

/* What a claim shall be like. Zeroed but for `lines` and `diagnoses`: only what a claim
 * always has, the rest empty. */
struct recipe {
    uint32_t lines;
    uint32_t diagnoses;
    bool full;             /* all dates, amounts, modifiers, pointers, closed words */
    struct cl_text text;   /* in every field of free text */
    struct cl_text id;     /* of claim, session, patient and payer; empty: S-1 and the like */
    bool grown;            /* records of a later host, longer than anybody knows */
    bool numbered;         /* claim_id can be set by sample_number() */
    struct random *random; /* or NULL; each field of free text gets a text of its own */
};

enum { RECIPE_LINES = 50 };
extern const struct recipe recipe_bare; /* one line, one diagnosis */
extern const struct recipe recipe_full; /* all that a claim can have: 50 lines, 12 diagnoses */

/* Like recipe_full with fewer lines, and `text` in every field of free text. */
struct recipe recipe_of_text(struct cl_text text);

/* A claim that nobody can write to; it and all it points to lie in the region. */
struct sample {
    struct region region;
    const struct cl_claim *claim;
    char *number; /* digits at the start of claim_id; NULL: not numbered */
};

void sample_open(struct sample *sample, struct trial *trial, const struct recipe *recipe);
void sample_close(struct sample *sample);

/* Gives a numbered sample another claim_id: of one run, no two claims have the same. */
void sample_number(const struct sample *sample, size_t number);

/* Totals of that many claims, with two codes and two findings; or those of a store. */
struct sample_totals {
    struct region region;
    const struct cl_totals *totals;
};

void sample_totals_open(struct sample_totals *totals, struct trial *trial, uint64_t claims,
                        uint64_t chunks, bool grown);
void sample_totals_open_stored(struct sample_totals *totals, struct trial *trial,
                               const struct cl_stored *stored, bool grown);
void sample_totals_close(struct sample_totals *totals);

/* What stands behind the known part of a grown record. */
enum { GROWN_BYTES = 24, GROWN_FILL = 0xA5 };

#endif
