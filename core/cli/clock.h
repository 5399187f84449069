/* clock.h - what day it is for a run: --date, SOURCE_DATE_EPOCH, or the clock. */
#ifndef CORE_CLI_CLOCK_H
#define CORE_CLI_CLOCK_H

#include "base/problem.h"

#include <claimline/value.h>

struct run_clock {
    struct cl_date today;
    struct cl_date now_date; /* UTC */
    struct cl_time now_time;
};

/* `date` is the value of --date, or NULL. */
int clock_read(struct run_clock *out, const char *date, struct problem *problem);

#endif
