/* previous.c - says CL_PARALLEL and looks at the claim before. */
#include "bad.h"

struct state {
    size_t length;
};

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct state *own = state;

    cl_put_unsigned(out, own->length);
    own->length = claim->claim_id.length;
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .flags = CL_PARALLEL)
