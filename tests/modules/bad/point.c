/* point.c - ends a message with a point. */
#include "bad.h"

struct state {
    const struct cl_host *host;
};

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)job;
    ((struct state *)state)->host = host;
    return CL_OK;
}

static int check(const void *state, const struct cl_claim *claim)
{
    const struct cl_host *host = ((const struct state *)state)->host;

    if (strpbrk(claim->patient->last_name.data, ",;") != NULL)
        return host->fail(host, CL_REJECT, "the name holds a delimiter.");
    return CL_OK;
}

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .open = open_it, .check = check)
