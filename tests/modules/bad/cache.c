/* cache.c - keeps a table in a static, always the same. */
#include "bad.h"

static unsigned char upper[256];

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)state;
    (void)host;
    (void)job;
    for (int i = 0; i < 256; i++)
        upper[i] = (unsigned char)(i >= 'a' && i <= 'z' ? i - 32 : i);
    return CL_OK;
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    cl_putc(out, (char)upper[(unsigned char)claim->claim_id.data[0]]);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .open = open_it)
