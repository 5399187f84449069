/* target_file.h - one file of a target: its claims go in by chunks, its bytes to an output. */
#ifndef CORE_DISPATCH_TARGET_FILE_H
#define CORE_DISPATCH_TARGET_FILE_H

#include "dispatch/target.h"

/* A claim, or a part of one, in the current chunk of a file. */
struct part {
    const struct cl_claim *claim;
    struct part *next;
};

struct target_file {
    struct output *output;
    struct state *state;        /* NULL with CL_PARALLEL: the target's are used */
    struct claim_totals totals; /* of what the encoder was given */
    uint64_t chunks;
    struct part *parts; /* of the current chunk */
    struct part *last_part;
    uint64_t part_count;
    struct target_file *next_touched;
};

/* Opens the output, adds the file to the target and writes the head. */
int target_file_create(struct target_file **out, struct target *target, const char *path,
                       struct problem *problem);
void target_file_destroy(struct target_file *file);

/* Adds a claim to the current chunk; `arena` lasts as long as the chunk. */
void target_file_add(struct target *target, struct target_file *file, const struct cl_claim *claim,
                     struct arena *arena);

/* Encodes the claims that were added since the last time. */
int target_file_chunk(struct target *target, struct target_file *file, struct problem *problem);

/* Writes the tail and finishes the output. */
int target_file_finish(struct target *target, struct target_file *file, const struct cl_totals *run,
                       struct problem *problem);

#endif
