/* kept_stream.c - writes a last line in close. */
#include "bad.h"

struct state {
    struct cl_stream *out;
};

static int head(void *state, struct cl_stream *out)
{
    ((struct state *)state)->out = out;
    return CL_OK;
}

static void close_it(void *state)
{
    struct cl_stream *out = ((struct state *)state)->out;

    if (out != NULL)
        cl_puts(out, "end\n");
}

BAD_ENCODER(head, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .close = close_it)
