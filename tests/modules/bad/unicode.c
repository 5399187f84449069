/* unicode.c - stands still before a character of four bytes. */
#include "bad.h"

static size_t width(unsigned char byte)
{
    return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 0;
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct cl_text name = claim->patient->last_name;
    volatile size_t at = 0;

    while (at < name.length)
        at += width((unsigned char)name.data[at]);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
