/* flags.c - sets a flag that nobody knows. */
#include "bad.h"

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .flags = 1U << 20)
