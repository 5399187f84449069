/* crash.c - follows a NULL pointer. */
#include "bad.h"

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    volatile const char *nothing = NULL;

    (void)state;
    (void)claim;
    cl_putc(out, *nothing);
    return CL_OK;
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
