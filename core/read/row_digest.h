/* row_digest.h - all that a row states, as a number, to find rows that say the same.
 *
 * Rows under different headers are compared by column, however these are ordered; an
 * empty field and a column that is not there are the same. Columns that are ignored, or
 * left out by a column map, count too, by their place: what claimline does not know may tell
 * two rows apart. So does the text of resources in FHIR, which have ids of their own. */
#ifndef CORE_READ_ROW_DIGEST_H
#define CORE_READ_ROW_DIGEST_H

#include "read/header.h"

/* 128 bits: rows that differ have the same in no export that will ever be. */
struct row_digest {
    uint64_t low, high;
};

static inline bool row_digest_equal(struct row_digest a, struct row_digest b)
{
    return a.low == b.low && a.high == b.high;
}

/* `beside`: what it says beside its fields, as the others here tell it. */
struct row_digest row_digest(const struct header *header, const struct csv_record *record,
                             uint64_t beside);

/* The fields of a row as it stands that a column map leaves out. */
uint64_t row_digest_left_out(const struct header *header, const struct csv_record *record);

/* The text of a row. */
uint64_t row_digest_text(struct cl_text text);

/* The next record of a row, of which the last one said `beside`. */
uint64_t row_digest_next(uint64_t beside);

#endif
