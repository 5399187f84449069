/* store_left.c - leaves its file beside the destination where nobody commits. */
#include "bad_store.h"

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    return start_file((struct store_state *)state, host, job, ".part", "w");
}

static void close_it(void *state)
{
    struct store_state *store = (struct store_state *)state;

    if (store->file != NULL)
        (void)fclose(store->file);
}

BAD_STORE(open_it, good_put, good_prepare, good_commit, close_it)
