/* stopped.c - releases in tail what it took in head. */
#include "bad.h"

#include <stdlib.h>

struct state {
    char *taken;
};

static int head(void *state, struct cl_stream *out)
{
    (void)out;
    ((struct state *)state)->taken = malloc(1000);
    return CL_OK;
}

static int tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    (void)totals;
    (void)out;
    free(((struct state *)state)->taken);
    return CL_OK;
}

BAD_ENCODER(head, good_claim, tail);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state))
