/* clock.c - writes the time. */
#include "bad.h"

#include <time.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    cl_put_unsigned(out, (uint64_t)time(NULL));
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
