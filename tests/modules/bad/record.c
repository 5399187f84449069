/* record.c - writes into a claim. */
#include "bad.h"

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    volatile char *id = (volatile char *)(uintptr_t)claim->claim_id.data;

    id[0] = id[0];
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
