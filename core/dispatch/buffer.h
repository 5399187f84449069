/* buffer.h - a stream into memory that grows as needed. */
#ifndef CORE_DISPATCH_BUFFER_H
#define CORE_DISPATCH_BUFFER_H

#include <claimline/plugin.h>

#include <stdbool.h>

struct buffer {
    struct cl_stream stream; /* first: what writers are given */
    char *bytes;
    size_t capacity;
    bool overrun; /* the plugin left the buffer: what it wrote cannot be trusted */
};

void buffer_init(struct buffer *buffer);
void buffer_finish(struct buffer *buffer);

/* Empty again, whatever was written; big memory is given back. */
void buffer_clear(struct buffer *buffer);

/* Moves all that was written to `out`; the buffer is empty again. */
void buffer_move(struct buffer *buffer, struct cl_stream *out);

#endif
