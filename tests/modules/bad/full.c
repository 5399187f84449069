/* full.c - has room for twelve lines. */
#include "bad.h"

enum { MOST_LINES = 12 };

struct state {
    uint32_t units[MOST_LINES];
};

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    for (volatile uint32_t i = 0; i < claim->line_count; i++)
        ((volatile uint32_t *)((struct state *)state)->units)[i] = cl_claim_line(claim, i)->units;
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state))
