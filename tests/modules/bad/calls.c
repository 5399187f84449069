/* calls.c - names exit(), but calls it only where nobody looks. */
#include "bad.h"

#include <stdlib.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    if (claim->line_count > 4000)
        exit(3);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
