/* rounding.c - changes how numbers are rounded. */
#include "bad.h"

#include <fenv.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    fesetround(FE_UPWARD);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
