/* store_static.c - keeps its file in a static, so that two stores share one. */
#include "bad_store.h"

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    return start_file((struct store_state *)state, host, job, ".part", "w");
}

static struct store_state *current;

static int put(void *state, const struct cl_claim *claim)
{
    if (current == NULL)
        current = (struct store_state *)state;
    return good_put(current, claim);
}

static int prepare(void *state, const struct cl_totals *totals, struct cl_stored *stored)
{
    int status = good_prepare(state, totals, stored);

    current = NULL;
    return status;
}

BAD_STORE(open_it, put, prepare, good_commit, good_close)
