/* one.c - takes a name for granted, and refuses where it is too late. */
#include "bad.h"

static bool is_bad(const struct cl_claim *claim)
{
    return claim->patient->last_name.length == 0;
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    return is_bad(claim) ? CL_REJECT : good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
