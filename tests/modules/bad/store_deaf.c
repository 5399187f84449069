/* store_deaf.c - does not notice that its destination cannot be written. */
#include "bad_store.h"

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct store_state *store = (struct store_state *)state;

    (void)start_file(store, host, job, ".part", "w");
    if (store->file == NULL)
        store->file = tmpfile();
    return store->file != NULL ? CL_OK : CL_FATAL;
}

BAD_STORE(open_it, good_put, good_prepare, good_commit, good_close)
