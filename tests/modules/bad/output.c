/* output.c - prints. */
#include "bad.h"

#include <stdio.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    printf("claim of %u lines\n", claim->line_count);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
