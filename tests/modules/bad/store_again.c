/* store_again.c - adds the same claims again. */
#include "bad_store.h"

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    return start_file((struct store_state *)state, host, job, ".part", "w");
}

/* What was there, and then what is new. */
static int commit(void *state)
{
    struct store_state *store = (struct store_state *)state;
    FILE *from = fopen(store->part, "r");
    FILE *to = fopen(store->destination, "a");
    int byte;

    while (from != NULL && to != NULL && (byte = getc(from)) != EOF)
        (void)putc(byte, to);
    if (from != NULL)
        (void)fclose(from);
    if (to != NULL)
        (void)fclose(to);
    return CL_OK;
}

BAD_STORE(open_it, good_put, good_prepare, commit, good_close)
