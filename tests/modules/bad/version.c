/* version.c - has an empty version. */
#include "bad.h"

BAD_ENCODER(NULL, good_claim, NULL);
static const struct cl_plugin plugin = {
    .size = sizeof(plugin), .name = "bad", .summary = "breaks a rule", .encoder = &encoder
};
BAD_MODULE("")
