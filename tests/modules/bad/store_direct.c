/* store_direct.c - writes into its destination before anybody commits. */
#include "bad_store.h"

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    return start_file((struct store_state *)state, host, job, "", "w");
}

static int commit(void *state)
{
    ((struct store_state *)state)->part[0] = '\0';
    return CL_OK;
}

static void close_it(void *state)
{
    struct store_state *store = (struct store_state *)state;

    if (store->file != NULL)
        (void)fclose(store->file);
}

BAD_STORE(open_it, good_put, good_prepare, commit, close_it)
