/* locale.c - changes the locale. */
#include "bad.h"

#include <locale.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    setlocale(LC_ALL, "C.UTF-8");
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
