/* run_state.h - what a run holds while it goes; shared by run.c and judge.c. */
#ifndef CORE_CLI_RUN_STATE_H
#define CORE_CLI_RUN_STATE_H

#include "cli/gather.h"
#include "cli/report.h"
#include "cli/run.h"
#include "read/reader.h"
#include "rules/across.h"
#include "rules/ledger.h"
#include "rules/rules.h"

struct run {
    const struct run_request *request;
    struct run_clock clock;
    struct rules rules;
    struct rules other_rules; /* of request.other_files; else empty */
    const struct rules *rule_sets[2];
    struct across across;
    struct gather *gather;
    struct read_run read;
    struct column_map *map; /* or NULL */
    struct read_options read_options;
    struct arena arena; /* sessions and claims of the chunk */
    uint64_t chunk_sessions, chunk_rows, chunk_bytes;
    struct modules modules;
    struct publication *publication;
    struct dispatch *dispatch; /* NULL: check */
    struct held_file *held;    /* or NULL */
    struct output *findings;   /* or NULL */
    struct output *summary;    /* or NULL */
    struct report report;
    struct run_totals totals;
    struct input *input; /* the one being read */
    const char *path;
    const struct header *header; /* of the input being read */
    bool judged_in_file;         /* a session of that input was judged */
    uint64_t bytes_before;       /* of the inputs read to their end */
    uint64_t size;               /* of all inputs; 0: not known */
};

/* What the reader calls: judges sessions, dispatches claims, counts and tells. */
struct read_handler run_handler(struct run *run);

/* Tells of rows that the map passed over: no input is open any more. */
void run_tell_passed(struct run *run, uint64_t rows);

/* Everything read so far is encoded, and writes were checked. */
int run_end_chunk(struct run *run, struct problem *problem);

#endif
