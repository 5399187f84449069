/* failed_open.c - forgets what it took where open fails. */
#include "bad.h"

#include <stdlib.h>

struct state {
    struct cl_text mark;
    char *copy;
};

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct state *own = state;
    char *copy = malloc(own->mark.length + 100);

    (void)job;
    if (own->mark.length > 10)
        return host->bad_setting(host, "mark", "it is longer than 10 bytes");
    own->copy = copy;
    return CL_OK;
}

static void close_it(void *state)
{
    free(((struct state *)state)->copy);
}

static const struct cl_option options[] = {
    CL_OPTION_TEXT(struct state, mark, "x", 0, 0, "a mark before each claim"),
};

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .options = CL_OPTIONS(options),
           .open = open_it, .close = close_it)
