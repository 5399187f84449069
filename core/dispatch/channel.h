/* channel.h - requests to a plugin in a process of its own, and its answers.
 *
 * One request, one answer, in turn. The host believes no byte of an answer: magic,
 * status and lengths are checked, and a process that is silent for too long, ends or
 * talks nonsense is given up. */
#ifndef CORE_DISPATCH_CHANNEL_H
#define CORE_DISPATCH_CHANNEL_H

#include "dispatch/wire.h"

#include <claimline/plugin.h>

#include <stdbool.h>

enum channel_call {
    CALL_OPEN,
    CALL_CLOSE,
    CALL_CHECK,
    CALL_HEAD,
    CALL_CHUNK,
    CALL_TAIL,
    CALL_PUT,
    CALL_PREPARE,
    CALL_COMMIT,
    CALLS
};

/* Longest message of a plugin, and most bytes of one answer. */
enum { CHANNEL_SAID = 1024 };
#define CHANNEL_MOST_BYTES ((uint64_t)1 << 32)

struct channel_request {
    uint32_t call;
    uint32_t state;
    uint64_t length; /* of what follows */
};

struct channel_answer {
    int32_t status;
    char said[CHANNEL_SAID]; /* one line, NUL-terminated; empty where it said nothing */
    uint64_t length;         /* of what follows */
};

/* How a host waits. */
struct channel {
    int fd; /* a socket; see channel_patience() */
    int seconds;
};

/* The end of the plugin: where requests are read to. Zeroed is empty and ready. */
struct channel_inbox {
    char *bytes;
    size_t capacity;
};

enum channel_result {
    CHANNEL_FINE,
    CHANNEL_ENDED,
    CHANNEL_SILENT,
    CHANNEL_NONSENSE,
    CHANNEL_STOPPED
};

/* The host. A call that moves nothing for `seconds` is CHANNEL_SILENT from now on. -1
 * with errno. */
int channel_patience(const struct channel *channel);

/* channel_read() takes `count` of the bytes that follow an answer. STOPPED: a
 * signal wants the program to end. */
enum channel_result channel_ask(const struct channel *channel, enum channel_call call,
                                uint32_t state, const struct wire_out *payload);
enum channel_result channel_hear(const struct channel *channel, struct channel_answer *answer);
enum channel_result channel_read(const struct channel *channel, void *into, size_t count);

/* The plugin's side. False: the host has gone. *payload is in the inbox until the next
 * request. */
bool channel_next(int fd, struct channel_inbox *inbox, struct channel_request *request,
                  struct wire_in *payload);
bool channel_tell(int fd, const struct channel_answer *answer, const void *bytes);

#endif
