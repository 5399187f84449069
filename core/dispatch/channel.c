/* channel.c - see channel.h. */
#include "channel.h"

#include "base/interrupt.h"
#include "base/memory.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAGIC = 0x636c6331 }; /* before each answer: what is not one shows at once */

struct answer_head {
    uint32_t magic;
    int32_t status;
    uint32_t said;
    uint32_t zero;
    uint64_t length;
};

/* Waits until something can be moved. */
static enum channel_result await(const struct channel *channel, short events)
{
    struct pollfd ready = { .fd = channel->fd, .events = events };
    int count;

    if (errno != EAGAIN && errno != EINTR)
        return CHANNEL_ENDED;
    if (interrupt_pending() != 0)
        return CHANNEL_STOPPED;
    count = poll(&ready, 1, channel->seconds * 1000);
    if (count == 0)
        return CHANNEL_SILENT;
    return count > 0 || errno == EINTR ? CHANNEL_FINE : CHANNEL_ENDED;
}

static enum channel_result send_all(const struct channel *channel, const void *bytes, size_t count)
{
    const char *at = bytes;

    while (count > 0) {
        ssize_t moved = send(channel->fd, at, count, MSG_NOSIGNAL);

        if (moved < 0) {
            enum channel_result result = await(channel, POLLOUT);

            if (result != CHANNEL_FINE)
                return result;
            continue;
        }
        at += moved;
        count -= (size_t)moved;
    }
    return CHANNEL_FINE;
}

enum channel_result channel_read(const struct channel *channel, void *into, size_t count)
{
    char *at = into;

    while (count > 0) {
        ssize_t moved = recv(channel->fd, at, count, 0);

        if (moved == 0)
            return CHANNEL_ENDED;
        if (moved < 0) {
            enum channel_result result = await(channel, POLLIN);

            if (result != CHANNEL_FINE)
                return result;
            continue;
        }
        at += moved;
        count -= (size_t)moved;
    }
    return CHANNEL_FINE;
}

enum channel_result channel_ask(const struct channel *channel, enum channel_call call,
                                uint32_t state, const struct wire_out *payload)
{
    struct channel_request request = { (uint32_t)call, state, payload->length };
    enum channel_result result = send_all(channel, &request, sizeof(request));

    return result == CHANNEL_FINE ? send_all(channel, payload->bytes, payload->length) : result;
}

enum channel_result channel_hear(const struct channel *channel, struct channel_answer *answer)
{
    struct answer_head head;
    enum channel_result result = channel_read(channel, &head, sizeof(head));

    *answer = (struct channel_answer){ .status = CL_FATAL };
    if (result != CHANNEL_FINE)
        return result;
    if (head.magic != MAGIC || head.zero != 0 || head.status > CL_OK || head.status < CL_USAGE ||
        head.said >= CHANNEL_SAID || head.length > CHANNEL_MOST_BYTES)
        return CHANNEL_NONSENSE;
    answer->status = head.status;
    answer->length = head.length;
    return channel_read(channel, answer->said, head.said);
}

static bool move_all(ssize_t (*move)(int fd, char *bytes, size_t count), int fd, void *bytes,
                     size_t count)
{
    char *at = bytes;

    while (count > 0) {
        ssize_t moved = move(fd, at, count);

        if (moved < 0 && errno == EINTR)
            continue;
        if (moved <= 0)
            return false;
        at += moved;
        count -= (size_t)moved;
    }
    return true;
}

static ssize_t get(int fd, char *bytes, size_t count)
{
    return read(fd, bytes, count);
}

static ssize_t give(int fd, char *bytes, size_t count)
{
    return write(fd, bytes, count);
}

bool channel_next(int fd, struct channel_request *request, struct wire_out *payload)
{
    if (!move_all(get, fd, request, sizeof(*request)))
        return false;
    if (payload->capacity < request->length) {
        payload->capacity = request->length;
        payload->bytes = mem_resize(payload->bytes, payload->capacity);
    }
    payload->length = request->length;
    return move_all(get, fd, payload->bytes, payload->length);
}

bool channel_tell(int fd, const struct channel_answer *answer, const void *bytes)
{
    struct answer_head head = { MAGIC, answer->status, (uint32_t)strlen(answer->said), 0,
                                answer->length };

    return move_all(give, fd, &head, sizeof(head)) &&
           move_all(give, fd, (char *)(uintptr_t)answer->said, head.said) &&
           move_all(give, fd, (char *)(uintptr_t)bytes, answer->length);
}
