/* environment.c - changes the environment. */
#include "bad.h"

#include <stdlib.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    setenv("TZ", "UTC", 1);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
