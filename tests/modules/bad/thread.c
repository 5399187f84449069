/* thread.c - starts a thread that outlives the call. */
#include "bad.h"

#include <pthread.h>
#include <unistd.h>

static void *work(void *context)
{
    pause();
    return context;
}

static int head(void *state, struct cl_stream *out)
{
    pthread_t thread;

    (void)out;
    return pthread_create(&thread, NULL, work, state) == 0 ? CL_OK : CL_FATAL;
}

BAD_ENCODER(head, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
