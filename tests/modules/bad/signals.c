/* signals.c - changes what a signal does. */
#include "bad.h"

#include <signal.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    signal(SIGUSR1, SIG_IGN);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
