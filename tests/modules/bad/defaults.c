/* defaults.c - refuses its own default. */
#include "bad.h"

struct state {
    struct cl_text mark;
};

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)job;
    if (((struct state *)state)->mark.length == 0)
        return host->bad_setting(host, "mark", "it is empty");
    return CL_OK;
}

static const struct cl_option options[] = {
    CL_OPTION_TEXT(struct state, mark, "", 0, 0, "a mark before each claim"),
};

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .options = CL_OPTIONS(options),
           .open = open_it)
