/* sink.c - see sink.h. */
#include "sink.h"

#include "base/memory.h"
#include "base/text.h"

/* What is handed over, and how to find the sink behind it. */
struct handle {
    struct cl_stream stream;
    struct sink *sink;
};

static void take(struct sink *sink, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) /* FNV-1a */
        sink->sum = (sink->sum ^ (unsigned char)bytes[i]) * 0x100000001b3U;
    if (sink->keep) {
        while (sink->length + count + 1 > sink->capacity) {
            sink->capacity = sink->capacity * 2 + 4096;
            sink->bytes = mem_resize(sink->bytes, sink->capacity);
        }
        memcpy(sink->bytes + sink->length, bytes, count);
        sink->bytes[sink->length + count] = '\0';
    }
    sink->length += count;
}

void sink_drain(struct sink *sink)
{
    const char *next = sink->stream->next;

    if (next < sink->room.data || next > sink->room.data + sink->room.length)
        trial_break(sink->trial, ARTICLE_BOUNDS, "stream->next lies %s its room",
                    next < sink->room.data ? "before" : "behind the end of");
    if (sink->stream->limit != sink->room.data + sink->room.length)
        trial_break(sink->trial, ARTICLE_BOUNDS, "stream->limit was changed");
    take(sink, sink->room.data, (size_t)(next - sink->room.data));
    sink->stream->next = sink->room.data;
}

static void sink_write(struct cl_stream *stream, const void *bytes, size_t count)
{
    struct sink *sink = ((struct handle *)(void *)stream)->sink;

    sink_drain(sink);
    take(sink, bytes, count);
}

void sink_open(struct sink *sink, struct trial *trial, size_t room, bool keep)
{
    struct handle *handle;

    *sink = (struct sink){ .trial = trial, .keep = keep, .sum = 0xcbf29ce484222325U };
    region_open(&sink->handle, trial, sizeof(*handle), false,
                "it read or wrote past the end of a stream's record");
    region_open(&sink->room, trial, room, true, "it wrote past the room of its stream");
    handle = (struct handle *)(void *)sink->handle.data;
    handle->sink = sink;
    sink->stream = &handle->stream;
    sink->stream->size = sizeof(*sink->stream);
    sink->stream->next = sink->room.data;
    sink->stream->limit = sink->room.data + room;
    sink->stream->write = sink_write;
    take(sink, "", 0);
}

void sink_close(struct sink *sink)
{
    region_check(&sink->room, "it wrote before the room of its stream");
    region_close(&sink->handle);
    region_close(&sink->room);
    mem_free(sink->bytes);
    sink->bytes = NULL;
}

void sink_put(struct sink *sink, const char *bytes, size_t count)
{
    sink_drain(sink);
    take(sink, bytes, count);
}

static struct cl_text around(const struct sink *sink, size_t at)
{
    size_t from = at > 20 ? at - 20 : 0;
    size_t left = sink->length - from;

    return (struct cl_text){ sink->bytes + from, left < 40 ? left : 40 };
}

_Noreturn static void tell_difference(struct sink *expected, struct sink *got, const char *how)
{
    char shown[2][TEXT_SHOWN];
    size_t at = 0;

    if (!expected->keep || !got->keep)
        trial_fail(expected->trial, "%s: the bytes differ (%zu and %zu of them)", how,
                   expected->length, got->length);
    while (at < expected->length && at < got->length && expected->bytes[at] == got->bytes[at])
        at++;
    trial_fail(expected->trial, "%s: the bytes differ from byte %zu on: \"%s\" became \"%s\"", how,
               at + 1, text_show(shown[0], around(expected, at)),
               text_show(shown[1], around(got, at)));
}

void sink_same(struct sink *expected, struct sink *got, const char *how)
{
    if (expected->length != got->length || expected->sum != got->sum)
        tell_difference(expected, got, how);
}
