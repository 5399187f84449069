/* planes.c - knows the first plane of Unicode alone. */
#include "bad.h"

static bool is_bad(const struct cl_claim *claim)
{
    return strpbrk(claim->patient->last_name.data, "\xF0\xF1\xF2\xF3\xF4") != NULL;
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    return is_bad(claim) ? CL_REJECT : good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
