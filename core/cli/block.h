/* block.h - a part of an input on its way through a run: what was read, judged, settled.
 *
 * Belongs to one step of the pipeline at a time. Everything lies in its arena until its
 * claims are written. */
#ifndef CORE_CLI_BLOCK_H
#define CORE_CLI_BLOCK_H

#include "base/map.h"
#include "cli/run_state.h"
#include "cli/subject.h"
#include "model/totals.h"

enum event_kind { EVENT_SESSION, EVENT_SHOWN_ID, EVENT_HELD_ROW, EVENT_HELD_MORE };

/* What the reader handed over, in order. */
struct event {
    struct event *next;
    enum event_kind kind;
    bool is_settled;        /* there is nothing left to do with it, once it is judged and counted */
    struct subject subject; /* EVENT_SESSION */
    struct cl_text id;      /* EVENT_SHOWN_ID */
    uint64_t line;          /* EVENT_SHOWN_ID */
    struct row row;         /* EVENT_HELD_ROW */
    const struct findings *findings; /* EVENT_HELD_ROW: why */
    bool stray;                      /* EVENT_HELD_ROW: no session speaks for it */
    struct cl_text more;             /* EVENT_HELD_MORE */
};

/* Where the work of a row stands. */
static inline uint64_t row_work_line(const struct row *row)
{
    return row->service_line != 0 ? row->service_line : row->line;
}

/* A payer of the block with the profile that was applied, at its first use. */
struct payer_seen {
    struct payer_seen *next;
    uint64_t key; /* see payer_key() */
    struct session *session;
    const struct profile *profile;
    uint64_t sessions; /* accepted */
};

struct block {
    struct feed_item item; /* first: what the feed hands on */
    struct run *run;
    struct arena arena;
    struct event *first, *last; /* judged: only those that are to be settled */
    struct event passing;       /* where it is direct: the last one that is no session */
    uint64_t event_count;       /* sessions and shown ids */
    struct gather_cursor cursor;
    struct reading_result result;
    bool is_short;
    bool direct; /* one thread reads it: each event is settled at once, chunk by chunk */
    uint64_t sessions, rows, bytes; /* of the chunk, where it is direct */
    struct payer_seen *payers, *last_payer;
    bool has_judged;              /* a session that was not skipped */
    struct run_totals totals;     /* what became of its sessions, and their claims */
    struct dispatch_chunk *chunk; /* NULL: check */
};

/* What is told of an input when its first part is settled. */
struct input_notes {
    struct arena arena;
    struct held_header header;
    struct findings findings; /* about the file */
    bool begun;               /* it was told */
    bool judged;              /* a session of it was judged */
    bool discipline_told;
    struct map told; /* messages about what the input has that is not known */
};

/* judge.c: reads and judges a part, on any thread. */
int block_read(struct block *block, const struct pipeline_place *place, struct problem *problem);

/* The handler of a reading whose events go to the block. */
struct read_handler block_handler(struct block *block);

/* Gives an event its member of a visit, and keeps its rows where others will need them. In
 * the order of the input. */
int block_keep(struct block *block, struct event *event, struct problem *problem);

/* count.c: adds what became of an event's session to the block's sums. False: nothing else is to
 * be done with it. */
bool block_count(struct block *block, const struct subject *subject);

/* Judges the session of an event. */
int block_judge(struct block *block, struct event *event, struct problem *problem);

/* stream.c: the reader of a direct block has ended a session. */
int block_boundary(struct block *block, struct problem *problem);

/* settle.c: tells and holds, in the order of the input, on the main thread. */
int settle_input(struct run *run, struct feed_input *from, struct problem *problem);
void settle_payers(const struct block *block);
int settle_event(struct block *block, struct event *event, struct problem *problem);

/* Nothing speaks against reading on: no signal, and what was written arrived. */
int settle_check(const struct run *run, struct problem *problem);

/* Tells findings of a file, or of a row that is of no session. */
void settle_tell(struct run *run, const struct feed_input *from, const struct findings *findings);

#endif
