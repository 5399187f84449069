/* target_file.h - one file of a target: its claims go in by chunks, its bytes to an output. */
#ifndef CORE_DISPATCH_TARGET_FILE_H
#define CORE_DISPATCH_TARGET_FILE_H

#include "dispatch/target.h"

struct target_file {
    struct output *output;
    struct state *state;        /* NULL with CL_PARALLEL: the target's are used */
    struct claim_totals totals; /* of what the encoder was given; per code: see target_codes() */
    uint64_t chunks;            /* that have their place in it */
};

/* Opens the output, adds the file to the target and writes the head. */
int target_file_create(struct target_file **out, struct target *target, const char *path,
                       struct problem *problem);
void target_file_destroy(struct target_file *file);

/* Where a file with a state of its own is written to, and what is to be called behind it:
 * hands over what a split target has buffered, and reports a failed write. */
struct cl_stream *target_file_stream(struct target *target, struct target_file *file);
int target_file_pass_on(struct target *target, struct target_file *file, struct problem *problem);

/* Writes the tail and finishes the output. */
int target_file_finish(struct target *target, struct target_file *file, const struct cl_totals *run,
                       const struct claim_totals *core, struct problem *problem);

#endif
