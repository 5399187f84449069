/* abort.c - aborts. */
#include "bad.h"

#include <stdlib.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    (void)claim;
    (void)out;
    abort();
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
