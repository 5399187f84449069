/* row_digest.h - all that a row states, as a number, to find rows that say the same.
 *
 * Rows under different headers are compared by column, however these are ordered; an
 * empty field and a column that is not there are the same. Columns that are ignored count
 * too, by their place: what claimline does not know may tell two rows apart. So does the text
 * of a row that says more than its fields: what a column map left out, the id of a resource. */
#ifndef CORE_READ_ROW_DIGEST_H
#define CORE_READ_ROW_DIGEST_H

#include "read/reader.h"

/* 128 bits: rows that differ have the same in no export that will ever be. */
struct row_digest {
    uint64_t low, high;
};

static inline bool row_digest_equal(struct row_digest a, struct row_digest b)
{
    return a.low == b.low && a.high == b.high;
}

/* `source`: row_source() of the row. */
struct row_digest row_digest(const struct header *header, const struct csv_record *record,
                             uint64_t source);

/* Of the text of a row whose fields are not all it says; 0 where they are, and in XML, where
 * the text around a service is the session's. `before`: of the row before, which it may
 * continue: then it is that row's next record. */
uint64_t row_source(const struct header *header, const struct row *row, uint64_t before);

#endif
