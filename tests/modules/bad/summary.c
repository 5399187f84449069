/* summary.c - has a summary of a whole sentence. */
#include "bad.h"

BAD_ENCODER(NULL, good_claim, NULL);
static const struct cl_plugin plugin = {
    .size = sizeof(plugin), .name = "bad", .summary = "Breaks a rule.", .encoder = &encoder
};
BAD_MODULE("1.0")
