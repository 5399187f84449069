/* isolate_proxy.h - the functions of a plugin whose work is done in another process. */
#ifndef CORE_DISPATCH_ISOLATE_PROXY_H
#define CORE_DISPATCH_ISOLATE_PROXY_H

#include "dispatch/isolate_process.h"

#include <claimline/plugin.h>

#include <pthread.h>

/* One target's process, and the plugin that stands for it. */
struct isolated {
    struct cl_plugin plugin; /* first: states point to it */
    struct isolate_process process;
    pthread_mutex_t one_at_a_time; /* questions and answers in turn */
    uint32_t states;               /* the number of the last one */
    unsigned lack;
    char why[CHANNEL_SAID]; /* it was given up; else empty */
};

/* The start of each state; the plugin's options lie behind it. */
struct proxy {
    struct isolated *isolated; /* NULL: not opened */
    const struct cl_host *host;
    struct wire_out payload; /* what waits to be sent: claims of a chunk, or of a store */
    uint32_t claims;         /* in it, for a store */
    uint32_t number;
};

/* What a plugin has; a set. */
enum proxy_part { PROXY_CHECK = 1, PROXY_HEAD = 2, PROXY_TAIL = 4, PROXY_STORE = 8 };

/* The parts that `plugin` has. */
uint32_t proxy_parts(const struct cl_plugin *plugin);

/* Sets the functions of a plugin of `parts`; the records live as long as it. */
void proxy_fill(struct cl_plugin *plugin, struct cl_encoder *encoder, struct cl_store *store,
                uint32_t parts);

#endif
