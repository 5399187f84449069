/* zeroed.c - closes what was never opened. */
#include "bad.h"

#include <stdlib.h>

struct state {
    char **names;
};

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)host;
    (void)job;
    ((struct state *)state)->names = calloc(1, sizeof(char *));
    return CL_OK;
}

static void close_it(void *state)
{
    struct state *own = state;

    free(*(char *volatile *)own->names);
    free(own->names);
}

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .open = open_it,
           .close = close_it)
