/* check.c - counts in check what it writes in claim. */
#include "bad.h"

struct state {
    uint64_t number;
};

static int check(const void *state, const struct cl_claim *claim)
{
    (void)claim;
    ((struct state *)(uintptr_t)state)->number++;
    return CL_OK;
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    cl_put_unsigned(out, ((struct state *)state)->number);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .check = check)
