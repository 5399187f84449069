/* current.c - remembers in a static which state is at work. */
#include "bad.h"

struct state {
    uint64_t number;
};

static struct state *current;

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)host;
    (void)job;
    current = state;
    return CL_OK;
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    cl_put_unsigned(out, ++current->number);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .open = open_it)
