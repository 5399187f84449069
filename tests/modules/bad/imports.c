/* imports.c - takes a function from a library that the program happens to have loaded. */
#include "bad.h"

unsigned XXH_versionNumber(void);

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    cl_put_unsigned(out, XXH_versionNumber());
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
