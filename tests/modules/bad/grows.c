/* grows.c - keeps something of each claim until close. */
#include "bad.h"

#include <stdlib.h>

struct node {
    struct node *next;
};

struct state {
    struct node *first;
};

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct state *own = state;
    struct node *node = malloc(sizeof(*node));

    if (node == NULL)
        return CL_FATAL;
    node->next = own->first;
    own->first = node;
    return good_claim(state, claim, out);
}

static void close_it(void *state)
{
    struct node *node = ((struct state *)state)->first;

    while (node != NULL) {
        struct node *next = node->next;

        free(node);
        node = next;
    }
}

BAD_ENCODER(NULL, claim, NULL);
BAD_PLUGIN(.encoder = &encoder, .state_size = sizeof(struct state), .close = close_it)
