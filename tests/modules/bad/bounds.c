/* bounds.c - does not look where its room ends. */
#include "bad.h"

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    if (out->next == out->limit)
        out->write(out, "", 0);
    *out->next++ = '1';
    *out->next++ = '\n';
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
