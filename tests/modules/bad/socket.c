/* socket.c - makes a socket. */
#include "bad.h"

#include <sys/socket.h>
#include <unistd.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    close(socket(AF_UNIX, SOCK_STREAM, 0));
    return good_claim(state, claim, out);
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder)
