/* overlap.c - has two options in one field. */
#include "bad.h"

struct state {
    int64_t width;
};

static const struct cl_option options[] = {
    CL_OPTION_INT(struct state, width, "8", 1, 80, "columns"),
    { "narrow", "false", NULL, "few columns", 0, 0, CL_BOOL, offsetof(struct state, width) },
};

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .options = CL_OPTIONS(options))
