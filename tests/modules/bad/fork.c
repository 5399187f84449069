/* fork.c - starts a process. */
#include "bad.h"

#include <sys/wait.h>
#include <unistd.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    if (child > 0)
        waitpid(child, NULL, 0);
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
