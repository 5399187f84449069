/* check_status.c - answers with a number of its own. */
#include "bad.h"

static int check(const void *state, const struct cl_claim *claim)
{
    (void)state;
    return claim->patient->last_name.length == 0 ? 1 : CL_OK;
}

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .check = check)
