/* rooms.c - leaves out what finds no room. */
#include "bad.h"

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct cl_text id = claim->claim_id;

    if ((size_t)(out->limit - out->next) >= id.length)
        cl_put_text(out, id);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
