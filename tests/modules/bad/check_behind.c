/* check_behind.c - counts in check, behind its state. */
#include "bad.h"

#include <stdlib.h>

struct state {
    uint64_t *number;
};

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)host;
    (void)job;
    ((struct state *)state)->number = calloc(1, sizeof(uint64_t));
    return CL_OK;
}

static void close_it(void *state)
{
    free(((struct state *)state)->number);
}

static int check(const void *state, const struct cl_claim *claim)
{
    (void)claim;
    ++*((const struct state *)state)->number;
    return CL_OK;
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    cl_put_unsigned(out, *((struct state *)state)->number);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .open = open_it,
           .close = close_it, .check = check)
