/* stride.c - walks lines by the size that it knows. */
#include "bad.h"

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    for (uint32_t i = 0; i < claim->line_count; i++)
        cl_put_unsigned(out, claim->lines[i].units);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
