/* wire.h - records of the contract as bytes, and back: between two processes of one program.
 *
 * A table says what a record is made of; one walker writes all of them, another reads
 * them. Reading trusts nothing: what is cut short or longer than it should be is bad. */
#ifndef CORE_DISPATCH_WIRE_H
#define CORE_DISPATCH_WIRE_H

#include "base/arena.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that are put together; a zeroed one is empty and ready. */
struct wire_out {
    char *bytes;
    size_t length;
    size_t capacity;
};

void wire_put(struct wire_out *out, const void *bytes, size_t count);
void wire_put_text(struct wire_out *out, struct cl_text text); /* with a NUL behind it */
void wire_put_u32(struct wire_out *out, uint32_t value);
void wire_put_u64(struct wire_out *out, uint64_t value);
void wire_finish(struct wire_out *out);

/* Bytes that are taken apart. */
struct wire_in {
    const char *at;
    size_t left;
    bool bad; /* something was not there: all that was taken since is zero or empty */
};

bool wire_take(struct wire_in *in, void *into, size_t count);
struct cl_text wire_take_text(struct wire_in *in); /* points into the bytes; never NULL */
uint32_t wire_take_u32(struct wire_in *in);
uint64_t wire_take_u64(struct wire_in *in);

/* All was there, and nothing else. */
static inline bool wire_done(const struct wire_in *in)
{
    return !in->bad && in->left == 0;
}

enum wire_kind {
    WIRE_PLAIN, /* `size` bytes as they are */
    WIRE_TEXT,  /* one cl_text, or several in a row */
    WIRE_PARTY, /* a pointer to one record */
    WIRE_TEXTS, /* a pointer to texts, and their count */
    WIRE_ARRAY  /* a pointer to records, their count and stride */
};

struct wire_record;

struct wire_row {
    enum wire_kind kind;
    uint32_t offset;
    uint32_t size;
    uint32_t count;               /* offset of the uint32_t, for texts and arrays */
    uint32_t stride;              /* the same, for arrays */
    const struct wire_record *of; /* of a party or an array */
};

/* All of a record but its `size`, which the reader sets. */
struct wire_record {
    const struct wire_row *rows;
    size_t count;
    size_t size;
};

/* In wire_records.c. */
extern const struct wire_record wire_claim;
extern const struct wire_record wire_job;
extern const struct wire_record wire_totals;
extern const struct wire_record wire_chunk;

void wire_put_record(struct wire_out *out, const struct wire_record *record, const void *data);

/* Fills `data`. Texts point into the bytes, records are in `arena`. */
void wire_take_record(struct wire_in *in, const struct wire_record *record, void *data,
                      struct arena *arena);

#endif
