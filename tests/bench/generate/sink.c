/* sink.c - a buffer before write(2), each of whose results is looked at. */
#include "sink.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void flush(struct sink *sink)
{
    size_t done = 0;

    while (done < sink->used) {
        ssize_t count = write(sink->fd, sink->bytes + done, sink->used - done);

        if (count < 0 && errno != EINTR)
            err(EXIT_FAILURE, "%s", sink->path);
        done += count > 0 ? (size_t)count : 0;
    }
    sink->used = 0;
}

void sink_open(struct sink *sink, const char *path)
{
    bool standard = strcmp(path, "-") == 0;

    sink->path = standard ? "standard output" : path;
    sink->used = 0;
    sink->fd =
        standard ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (sink->fd < 0)
        err(EXIT_FAILURE, "%s", path);
}

void sink_close(struct sink *sink)
{
    flush(sink);
    if (close(sink->fd) != 0)
        err(EXIT_FAILURE, "%s", sink->path);
}

char *sink_room(struct sink *sink, size_t count)
{
    if (SINK_BYTES - sink->used < count)
        flush(sink);
    return sink->bytes + sink->used;
}
