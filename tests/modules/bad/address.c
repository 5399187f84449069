/* address.c - writes where something lies in memory. */
#include "bad.h"

static const char mark[] = "x";

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    cl_put_unsigned(out, (uint64_t)(uintptr_t)mark);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
