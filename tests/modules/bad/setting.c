/* setting.c - copies a setting into too little room. */
#include "bad.h"

struct state {
    struct cl_text mark;
    char copy[40];
};

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct state *own = state;
    volatile size_t length = own->mark.length;

    (void)host;
    (void)job;
    for (volatile size_t i = 0; i < length; i++)
        ((volatile char *)own->copy)[i] = own->mark.data[i];
    return CL_OK;
}

static const struct cl_option options[] = {
    CL_OPTION_TEXT(struct state, mark, "x", 0, 0, "a mark before each claim"),
};

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .options = CL_OPTIONS(options),
           .open = open_it)
