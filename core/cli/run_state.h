/* run_state.h - what a run holds while it goes; shared by run.c, judge.c and settle.c. */
#ifndef CORE_CLI_RUN_STATE_H
#define CORE_CLI_RUN_STATE_H

#include "base/pipeline.h"
#include "cli/feed.h"
#include "cli/gather.h"
#include "cli/report.h"
#include "cli/run.h"
#include "model/place.h"
#include "read/fhir_store.h"
#include "read/reader.h"
#include "rules/across.h"
#include "rules/ledger.h"
#include "rules/rules.h"

/* What each thread keeps from part to part. */
struct bench {
    struct records *records;
    struct piece_reader *pieces;
};

/* Threads: judging reads what is constant while inputs are read (request, rules, gather's
 * marks) and what is its worker's; all else belongs to the main thread. */
struct run {
    const struct run_request *request;
    struct run_clock clock;
    struct rules rules;
    struct rules other_rules; /* of request.other_files; else empty */
    const struct rules *rule_sets[2];
    struct across across;
    struct places places;
    struct gather *gather;
    struct read_run read;
    struct column_map *map;      /* or NULL */
    struct fhir_store resources; /* of its FHIR inputs */
    struct read_options read_options;
    int64_t *rows_elsewhere; /* of each input: rows of sessions that stand in another, less the
                                rows of others in its own sessions */
    unsigned threads;
    struct bench *benches; /* one a thread */
    struct feed feed;
    struct modules modules;
    struct publication *publication;
    struct dispatch *dispatch; /* NULL: check */
    struct held_file *held;    /* or NULL */
    struct output *findings;   /* or NULL */
    struct output *summary;    /* or NULL */
    struct report report;
    struct run_totals totals;
    struct pipeline_times first_times, times; /* --timings: of the first reading, of the run */
    uint64_t alone_time;                      /* where one thread had to read on */
    uint64_t last_lines;                      /* of the input that was settled last */
    uint64_t size;                            /* of all inputs; 0: not known */
};

/* Reads and judges all inputs, and hands the claims on. */
int run_inputs(struct run *run, struct problem *problem);

/* settle.c, at the end of the run: rows are counted in the inputs where their work stands. */
void settle_places(struct run *run);

#endif
