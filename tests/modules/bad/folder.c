/* folder.c - changes the working folder. */
#include "bad.h"

#include <unistd.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    if (chdir("/") != 0)
        return CL_FATAL;
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
