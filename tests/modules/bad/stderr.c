/* stderr.c - prints to standard error, past stdio. */
#include "bad.h"

#include <unistd.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    if (write(2, "claim\n", 6) < 0)
        return CL_FATAL;
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
