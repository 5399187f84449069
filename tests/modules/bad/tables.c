/* tables.c - changes its own tables. */
#include "bad.h"

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job);

BAD_ENCODER(NULL, good_claim, NULL);
static struct cl_plugin plugin = { .size = sizeof(plugin),
                                   .name = "bad",
                                   .summary = "breaks a rule",
                                   .encoder = &encoder,
                                   .open = open_it };
BAD_MODULE("1.0")

static int open_it(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)state;
    (void)host;
    (void)job;
    plugin.summary = "is open";
    return CL_OK;
}
