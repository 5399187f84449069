/* file.c - writes a file of its own. */
#include "bad.h"

#include <stdio.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    FILE *file = fopen("/dev/null", "w");

    if (file != NULL)
        fclose(file);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
