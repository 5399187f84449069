/* buffer.c - see buffer.h. */
#include "buffer.h"

#include "base/memory.h"

#include <claimline/write.h>

enum { FIRST_BYTES = 64 * 1024, MOST_KEPT = 1024 * 1024 };

/* A plugin moves `next` itself; where it left the buffer, nothing of it is used. */
static size_t buffer_used(struct buffer *buffer)
{
    size_t used = (size_t)(buffer->stream.next - buffer->bytes);

    if (used <= buffer->capacity)
        return used;
    buffer->overrun = true;
    return 0;
}

static void buffer_write(struct cl_stream *stream, const void *bytes, size_t count)
{
    struct buffer *buffer = (struct buffer *)stream;
    size_t used = buffer_used(buffer);

    while (buffer->capacity - used < count) {
        buffer->capacity *= 2;
        buffer->bytes = mem_resize(buffer->bytes, buffer->capacity);
    }
    memcpy(buffer->bytes + used, bytes, count);
    stream->next = buffer->bytes + used + count;
    stream->limit = buffer->bytes + buffer->capacity;
}

void buffer_init(struct buffer *buffer)
{
    char *bytes = mem_alloc(FIRST_BYTES);

    *buffer = (struct buffer){
        .stream = { sizeof(struct cl_stream), bytes, bytes + FIRST_BYTES, buffer_write },
        .bytes = bytes,
        .capacity = FIRST_BYTES,
    };
}

void buffer_finish(struct buffer *buffer)
{
    mem_free(buffer->bytes);
    *buffer = (struct buffer){ 0 };
}

void buffer_clear(struct buffer *buffer)
{
    if (buffer->capacity > MOST_KEPT) {
        buffer_finish(buffer);
        buffer_init(buffer);
    }
    buffer->stream.next = buffer->bytes;
    buffer->overrun = false;
}

void buffer_move(struct buffer *buffer, struct cl_stream *out)
{
    size_t used = buffer_used(buffer);

    if (used > 0)
        cl_write(out, buffer->bytes, used);
    buffer->stream.next = buffer->bytes;
}
