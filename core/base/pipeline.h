/* pipeline.h - items that go through the same steps, one after the other, on several threads.
 *
 * A step is either in order (on the caller's thread, one item after the other as they
 * came) or anywhere (on any thread, several items at a time). The last step is in order.
 * So what comes out does not depend on the number of threads, and so do failures: the
 * problem of the first item that has one ends the run, when all items before it have gone
 * through all steps. A few items are in the pipeline at a time, however many there are.
 *
 * The caller's thread does the steps in order, and helps with the others. Items are read by
 * one thread at a time: by any one, which goes on with the first step, since what it read is
 * in its caches; or by the caller's, where reading may have to wait for somebody. Signals are
 * for the caller's thread alone. */
#ifndef CORE_BASE_PIPELINE_H
#define CORE_BASE_PIPELINE_H

#include "base/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pipeline;

/* Where an item stands while a step works on it. */
struct pipeline_place {
    struct pipeline *pipeline;
    uint64_t index;  /* of the item */
    unsigned worker; /* 0 for the caller's thread, up to threads - 1: nobody else is that now */
};

/* 0, or -1 with a problem. PIPELINE_SKIP: the next step, which is not the last one, has nothing
 * to do for this item. A step in order may return PIPELINE_STOP: neither this item nor those
 * behind it go on; pipeline_run() gives them back. */
enum { PIPELINE_STOP = 1, PIPELINE_SKIP = 2 };

struct pipeline_step {
    bool in_order;
    int (*run)(void *context, void *item, const struct pipeline_place *place,
               struct problem *problem);
};

/* What a run of a pipeline cost, in nanoseconds of CPU time on all threads. */
enum { PIPELINE_MOST_STEPS = 4 };

struct pipeline_times {
    uint64_t reading; /* in next() */
    uint64_t steps[PIPELINE_MOST_STEPS];
};

struct pipeline_plan {
    const struct pipeline_step *steps;
    size_t step_count;
    unsigned threads;             /* 1 or more, the caller's among them */
    void *context;                /* of all functions */
    struct pipeline_times *times; /* adds to them; NULL: they are not taken */

    /* The next item: 1, or 0 at the end, or -1 with a problem. `worker` reads it. */
    int (*next)(void *context, unsigned worker, void **item, struct problem *problem);
    bool next_waits; /* it is for the caller's thread, which a signal can wake */

    /* An item that was stopped, or that a failure left over; in order. The steps that it
     * went through anywhere may have been done already. */
    void (*give_back)(void *context, void *item);
};

/* 0: all items went through all steps. PIPELINE_STOP: a step stopped. -1: a problem. */
int pipeline_run(const struct pipeline_plan *plan, struct problem *problem);

/* For the first step, where it is anywhere: waits until all earlier items have passed, and
 * lets later ones pass. An item passes at the latest at the end of that step. -1: the run
 * is ending, and the step must return -1 too, without a problem. [any thread] */
int pipeline_wait_turn(const struct pipeline_place *place);
void pipeline_pass(const struct pipeline_place *place);

/* Where times are taken: so many nanoseconds of the step that this place is in were work of
 * another step. [any thread] */
void pipeline_charge(const struct pipeline_place *place, size_t step, uint64_t nanoseconds);

/* Nanoseconds of CPU time that this thread has used. */
uint64_t pipeline_cpu_time(void);

/* The processors that this process may use, 1 or more. */
unsigned pipeline_processors(void);

#endif
