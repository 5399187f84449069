/* sink.h - a stream into memory: with as much room as a test wants, behind which lies a
 * forbidden page, and none at all between two calls. */
#ifndef CORE_CONFORM_SINK_H
#define CORE_CONFORM_SINK_H

#include "conform/region.h"

struct sink {
    struct region handle; /* what the plugin is given */
    struct region room;
    struct trial *trial;
    struct cl_stream *stream;
    bool keep;   /* else the bytes are counted and told apart by `sum` alone */
    char *bytes; /* with a NUL behind them */
    size_t length;
    size_t capacity;
    uint64_t sum; /* of all bytes, in order */
};

void sink_open(struct sink *sink, struct trial *trial, size_t room, bool keep);
void sink_close(struct sink *sink);

/* Takes what the last call left in the room, and checks that it kept to the room. */
void sink_drain(struct sink *sink);
void sink_put(struct sink *sink, const char *bytes, size_t count); /* of the host, and drained */

/* Fails the test unless both got the same bytes. `how`: what the second does otherwise. */
void sink_same(struct sink *expected, struct sink *got, const char *how);

#endif
