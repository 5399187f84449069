/* descriptor.c - leaves a descriptor open. */
#include "bad.h"

#include <fcntl.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    if (open("/dev/null", O_RDONLY) < 0)
        return CL_FATAL;
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
