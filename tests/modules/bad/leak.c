/* leak.c - forgets memory for each claim. */
#include "bad.h"

#include <stdlib.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    void *volatile lost = malloc(24);

    (void)lost;
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
