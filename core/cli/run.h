/* run.h - one run over all inputs: read, judge, dispatch, count, report.
 *
 * `convert` and `check` are this with and without outputs. */
#ifndef CORE_CLI_RUN_H
#define CORE_CLI_RUN_H

#include "cli/clock.h"
#include "cli/inputs.h"
#include "dispatch/dispatch.h"
#include "dispatch/held_file.h"

#include <stdbool.h>

/* What a run is asked to do; strings are borrowed. */
struct run_request {
    struct inputs inputs;
    const char *codes; /* --codes, or NULL */
    const char *date;  /* --date, or NULL */
    const char *held;  /* paths of outputs, or NULL */
    const char *findings;
    const char *summary;
    const struct target_request *targets; /* none: only findings, on standard error */
    size_t target_count;
    const char *const *plugin_dirs;
    size_t plugin_dir_count;
    uint32_t control_number;
    bool replace;
    bool quiet;
    uint64_t most_told; /* findings of one id on standard error; 0: all */
};

/* Returns the exit status; for 2 and 3 `problem` says why. */
int run_all(const struct run_request *request, struct problem *problem);

#endif
