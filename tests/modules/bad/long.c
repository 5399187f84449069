/* long.c - has room for 4096 bytes. */
#include "bad.h"

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct cl_text name = claim->patient->last_name;
    char room[4096];

    for (volatile size_t i = 0; i < name.length; i++)
        ((volatile char *)room)[i] = name.data[i];
    cl_write(out, room, name.length);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
