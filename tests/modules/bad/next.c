/* next.c - moves next back before its room. */
#include "bad.h"

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    int status = good_claim(state, claim, out);

    out->next -= 4000;
    return status;
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
