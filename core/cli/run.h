/* run.h - one run over all inputs: read, judge, dispatch, count, report.
 *
 * `convert` and `check` are this with and without outputs. */
#ifndef CORE_CLI_RUN_H
#define CORE_CLI_RUN_H

#include "cli/clock.h"
#include "cli/inputs.h"
#include "cli/judged.h"
#include "dispatch/dispatch.h"
#include "dispatch/held_file.h"
#include "read/records.h"
#include "read/repeats.h"
#include "rules/rules.h"

#include <stdbool.h>

/* Which findings a run tells on standard error. */
enum run_tells { TELLS_ALL, TELLS_OF_FILES, TELLS_NOTHING };

/* What a run is asked to do; strings are borrowed. */
struct run_request {
    struct inputs inputs;
    struct rule_files files;
    const struct rule_files *other_files; /* judge each session by these rules too; or NULL */
    const char *from;                     /* the form of all inputs, or NULL */
    const char *map;                      /* --map, or NULL */
    enum duplicates duplicates;
    const char *date; /* --date, or NULL */
    const char *held; /* paths of outputs, or NULL */
    const char *findings;
    const char *summary;
    const struct target_request *targets; /* none: only findings, on standard error */
    size_t target_count;
    const char *const *plugin_dirs;
    size_t plugin_dir_count;
    uint32_t control_number;
    bool replace;
    bool isolate;
    int isolate_seconds;
    unsigned threads; /* 0: as many as there are processors */
    bool quiet;
    bool timings; /* tell what the steps cost, on standard error */
    enum run_tells tells;
    uint64_t most_told; /* findings of one id on standard error; 0: all */
    bool explain;       /* keep the reasons of each decision, for `judged` */
    /* Called for each session, in input order. NULL: nobody asks. */
    int (*judged)(void *context, const struct judged *judged, struct problem *problem);
    void *judged_context;
};

/* Returns the exit status; for 2 and 3 `problem` says why. */
int run_all(const struct run_request *request, struct problem *problem);

#endif
