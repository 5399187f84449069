/* value.c - cannot do what one of its choices says. */
#include "bad.h"

struct state {
    uint32_t order;
    const struct cl_host *host;
};

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)job;
    ((struct state *)state)->host = host;
    return CL_OK;
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct state *own = state;

    if (own->order == 1)
        return own->host->fail(own->host, CL_FATAL, "not yet");
    return good_claim(state, claim, out);
}

static const struct cl_option options[] = {
    CL_OPTION_CHOICE(struct state, order, "input", "input|date", "order of the claims"),
};

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .options = CL_OPTIONS(options),
           .open = open_it)
