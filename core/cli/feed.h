/* feed.h - all inputs of a run, one after the other, in parts for a pipeline.
 *
 * An input is open from when its first part is read until feed_done() was told of its last
 * one. Items are not freed while the feed goes on: a thread gets those that it had before,
 * since their memory is in its caches.
 *
 * Threads: feed_next() may be called by any one, by one at a time; all else is for the main
 * thread, those below feed_settled() for when no other one is in feed_next(). */
#ifndef CORE_CLI_FEED_H
#define CORE_CLI_FEED_H

#include "cli/inputs.h"
#include "read/parts.h"

#include <pthread.h>

/* One input, while parts of it are in the pipeline. */
struct feed_input {
    struct feed_input *next;
    size_t index; /* in the inputs of the run */
    const char *path;
    struct input *input;
    struct parts *parts;
    uint64_t lines;   /* physical lines of the parts that were settled, in order */
    uint64_t last_id; /* see struct reading_result; of the last of these parts */
    uint64_t settled; /* how many parts those are */
    uint64_t rows;    /* in them */
    uint64_t passed;  /* and rows that are no rows of work */
    size_t given;     /* how many parts were read */
    bool ended;       /* its last part was read */
    void *facts;      /* what the pass notes when the header was read; the pass's own */
};

/* Begins each item of the pipeline. */
struct feed_item {
    struct feed_item *next; /* for lists of items */
    struct feed_input *from;
    struct part part;
    bool alone;      /* no part: one thread has to read on here */
    size_t mark;     /* which part of its input it is */
    unsigned worker; /* the thread that read it, or worked on it first */
    uint64_t bytes;  /* of all inputs that were read up to here */
};

/* What a part was found to be when its input was read first. */
struct part_mark {
    uint64_t length; /* bytes */
    uint64_t lines;  /* physical, before it */
    uint64_t event;  /* see gather.h; the first of the part */
    bool alone;
};

/* What differs between the first reading and the run. */
struct feed_pass {
    void *context;
    const struct read_run *read;
    int (*open)(void *context, size_t index, const char *path, struct input **out,
                struct problem *problem);
    /* When an input was opened, some time before its first part is settled. */
    int (*header)(void *context, struct feed_input *from, const struct header *header,
                  const struct input_facts *facts, const struct findings *findings,
                  struct problem *problem);
    void (*close)(void *context, struct feed_input *from); /* gives `facts` back */
    struct feed_item *(*make)(void *context); /* one more item; [the thread of feed_next()] */
    /* It is not needed for what it held; [the main thread, or that of feed_next()] */
    void (*clear)(void *context, struct feed_item *item);
    void (*destroy)(void *context, struct feed_item *item);
    /* What the part was when its input was read before; NULL where this is the first time. */
    const struct part_mark *(*mark)(void *context, size_t index, size_t part);
};

struct feed {
    const struct feed_pass *pass;
    const struct inputs *inputs;
    struct feed_input *open; /* a list */
    size_t next;             /* input to be opened */
    struct feed_input *current;
    struct feed_input *resumed;      /* is read before the items that came back */
    struct feed_item *returned;      /* in the order of the inputs */
    struct feed_item *returned_last; /* of those that come back just now; NULL: none yet */
    bool failed;                     /* an input could not be opened, maybe before its turn: */
    struct problem failure;
    bool blocked;         /* one thread has to read on first */
    uint64_t bytes;       /* of the inputs read to their end */
    pthread_mutex_t lock; /* of what is open, and of: */
    struct feed_item *free;
    size_t made, most_made; /* items; more than `most_made` only where none is free */
};

/* `threads` are going to work on items at the same time. */
void feed_begin(struct feed *feed, const struct feed_pass *pass, const struct inputs *inputs,
                unsigned threads);

/* 1 with an item, 0 at the end or where feed_resume() is needed, -1 with a problem. `worker`:
 * which thread asks. */
int feed_next(struct feed *feed, unsigned worker, struct feed_item **out, struct problem *problem);

/* An item that is not read. */
struct feed_item *feed_take(struct feed *feed, unsigned worker);

/* The item is not needed any more. */
void feed_leave(struct feed *feed, struct feed_item *item);

/* Whether the part was cut between two sessions, by what reading it gave. In order. */
bool feed_is_proven(const struct feed_item *item, const struct reading_result *result,
                    bool is_short);

/* Notes what was read of the input, in order. */
void feed_settled(struct feed_input *from, const struct reading_result *result);

/* Items that did not go through the pipeline, in order: they stand before those that came back
 * earlier and were not read again yet. Then comes feed_resume(), or feed_finish(). */
void feed_give_back(struct feed *feed, struct feed_item *item);

/* The first item that came back cannot be read as a part: its text, and that of the items
 * behind it that are of its input, is the input's again. */
struct feed_input *feed_resume(struct feed *feed);

/* One thread has read on in the input; `last`: to its end. */
void feed_go_on(struct feed *feed, struct feed_input *from, bool last);

/* The input is not needed any more. */
void feed_done(struct feed *feed, struct feed_input *from);

/* Closes what is open, after a failure. */
void feed_finish(struct feed *feed);

#endif
