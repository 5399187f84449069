/* target_chunk.h - what one target gets of a chunk of claims, by file.
 *
 * Collected and encoded by any thread, one at a time; placed and written by the main
 * thread, in order. */
#ifndef CORE_DISPATCH_TARGET_CHUNK_H
#define CORE_DISPATCH_TARGET_CHUNK_H

#include "base/arena.h"
#include "base/map.h"
#include "dispatch/buffer.h"
#include "dispatch/target.h"
#include "model/totals.h"

/* A claim, or a part of one. */
struct part_of_claim {
    const struct cl_claim *claim;
    struct part_of_claim *next;
};

/* The claims of a chunk that go to one file. */
struct chunk_file {
    struct chunk_file *next;
    struct cl_text key;  /* of a split target: see split_key() */
    struct cl_text code; /* of the first part: see split_path() */
    struct part_of_claim *parts, *last_part;
    uint64_t part_count;
    struct target_file *file; /* once it was placed */
    uint64_t index;           /* of the chunk in its file */
    struct buffer *bytes;     /* once it was encoded */
};

/* Made for a target by zeroing all else. */
struct target_chunk {
    const struct target *target;
    struct arena *arena;                  /* of the chunk; reset when it is empty again */
    struct chunk_file *files, *last_file; /* in the order of their first claims */
    struct map file_index;                /* of a split target: from key to a place in `list` */
    struct chunk_file **list;
    size_t list_room;
    struct buffer **buffers; /* used again and again */
    size_t buffer_count, buffers_used;
    struct claim_totals
        delivered; /* a claim split over files counts once; per code: see target_codes() */
    struct claim_totals left_out;       /* by the filter */
    struct claim_totals encoded_totals; /* of a target with one file */
    bool encoded;                       /* already, or it failed */
    bool failed;                        /* `problem` is what encoding ended in */
    struct problem problem;
};

/* `sums`: of the claim. */
void target_chunk_add(struct target_chunk *chunk, const struct cl_claim *claim,
                      struct claim_sums sums);
int target_chunk_place(struct target *target, struct target_chunk *chunk, struct problem *problem);

/* Whether the bytes of a chunk depend on its claims alone, not on its place in the file. */
bool target_encodes_anywhere(const struct target *target);

/* For a target with a state a worker. Notes the problem where it fails. */
void target_chunk_encode(const struct target *target, unsigned worker, struct target_chunk *chunk);

int target_chunk_write(struct target *target, struct target_chunk *chunk, struct problem *problem);
void target_chunk_clear(struct target_chunk *chunk);
void target_chunk_finish(struct target_chunk *chunk);

#endif
