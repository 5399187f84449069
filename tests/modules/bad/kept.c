/* kept.c - keeps a claim until the next one comes. */
#include "bad.h"

struct state {
    struct cl_text before;
};

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct state *own = state;

    if (own->before.length > 0)
        cl_put_text(out, own->before);
    own->before = claim->claim_id;
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state))
