/* store_counts.c - tells of more units than it has. */
#include "bad_store.h"

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    return start_file((struct store_state *)state, host, job, ".part", "w");
}

static int prepare(void *state, const struct cl_totals *totals, struct cl_stored *stored)
{
    int status = good_prepare(state, totals, stored);

    stored->units += stored->units > 0;
    return status;
}

BAD_STORE(open_it, good_put, prepare, good_commit, good_close)
