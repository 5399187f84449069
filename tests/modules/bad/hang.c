/* hang.c - never returns. */
#include "bad.h"

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    (void)claim;
    (void)out;
    for (volatile int i = 1; i != 0; i = 1)
        ;
    return CL_OK;
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
