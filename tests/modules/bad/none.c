/* none.c - divides by the number of claims. */
#include "bad.h"

static int tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    (void)state;
    cl_put_unsigned(out, totals->lines / totals->claims);
    return CL_OK;
}

BAD_ENCODER(NULL, good_claim, tail);
BAD_PLUGIN(.encoder = &encoder)
