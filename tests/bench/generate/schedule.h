/* schedule.h - which visits there are, in the order in which an export lists them: day by day,
 * clinic by clinic, second visits of a patient after the first ones, rows that come back later. */
#ifndef BENCH_SCHEDULE_H
#define BENCH_SCHEDULE_H

#include "visit.h"

struct schedule;

struct schedule_options {
    struct setting setting;
    uint64_t rows;     /* of all files together */
    uint32_t same_day; /* share of visits after which the patient comes again that afternoon */
    uint32_t apart;    /* share of sessions whose last row comes back later */
};

/* What is called for each visit, in order; it must not keep the visit. */
typedef void schedule_write(void *closure, const struct visit *visit);

struct schedule *schedule_create(const struct schedule_options *options, schedule_write *write,
                                 void *closure);

/* Makes `rows` more rows; those that come back may follow in a later call. */
void schedule_run(struct schedule *schedule, uint64_t rows);

/* Writes all rows that are still to come back, and destroys the schedule. */
void schedule_finish(struct schedule *schedule);

#endif
