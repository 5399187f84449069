/* channel.c - see channel.h. */
#include "channel.h"

#include "base/interrupt.h"
#include "base/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* Before each answer: what is not one shows at once. */
enum { MAGIC = 0x636c6331 };

enum { FIRST_BYTES = 64 * 1024 };

struct answer_head {
    uint32_t magic;
    int32_t status;
    uint32_t said;
    uint32_t zero;
    uint64_t length;
};

int channel_patience(const struct channel *channel)
{
    struct timeval patience = { .tv_sec = channel->seconds };

    if (setsockopt(channel->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) != 0)
        return -1;
    return setsockopt(channel->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

/* What a call that moved nothing means; FINE: it is to be made again. */
static enum channel_result failed(void)
{
    if (interrupt_pending() != 0)
        return CHANNEL_STOPPED;
    if (errno == EINTR)
        return CHANNEL_FINE;
    return errno == EAGAIN ? CHANNEL_SILENT : CHANNEL_ENDED;
}

/* Leaves out the first `moved` bytes. */
static void advance(struct iovec *parts, size_t count, size_t moved)
{
    for (size_t i = 0; i < count; i++) {
        size_t piece = moved < parts[i].iov_len ? moved : parts[i].iov_len;

        parts[i].iov_base = (char *)parts[i].iov_base + piece;
        parts[i].iov_len -= piece;
        moved -= piece;
    }
}

static bool all_moved(const struct iovec *parts, size_t count)
{
    size_t left = 0;

    for (size_t i = 0; i < count; i++)
        left += parts[i].iov_len;
    return left == 0;
}

/* One system call, where the socket has room for it all. */
static enum channel_result send_all(int fd, struct iovec *parts, size_t count)
{
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = count };

    while (!all_moved(parts, count)) {
        ssize_t moved = sendmsg(fd, &message, MSG_NOSIGNAL);

        if (moved >= 0) {
            advance(parts, count, (size_t)moved);
        } else {
            enum channel_result result = failed();

            if (result != CHANNEL_FINE)
                return result;
        }
    }
    return CHANNEL_FINE;
}

static struct iovec part(const void *bytes, size_t count)
{
    return (struct iovec){ (void *)(uintptr_t)bytes, count };
}

enum channel_result channel_read(const struct channel *channel, void *into, size_t count)
{
    char *at = into;

    while (count > 0) {
        ssize_t moved = recv(channel->fd, at, count, 0);

        if (moved == 0)
            return CHANNEL_ENDED;
        if (moved < 0) {
            enum channel_result result = failed();

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
    struct iovec parts[] = { part(&request, sizeof(request)),
                             part(payload->bytes, payload->length) };

    return send_all(channel->fd, parts, 2);
}

enum channel_result channel_hear(const struct channel *channel, struct channel_answer *answer)
{
    struct answer_head head;
    enum channel_result result = channel_read(channel, &head, sizeof(head));

    answer->status = CL_FATAL;
    answer->said[0] = '\0';
    answer->length = 0;
    if (result != CHANNEL_FINE)
        return result;
    if (head.magic != MAGIC || head.zero != 0 || head.status > CL_OK || head.status < CL_USAGE ||
        head.said >= CHANNEL_SAID || head.length > CHANNEL_MOST_BYTES)
        return CHANNEL_NONSENSE;
    answer->status = head.status;
    answer->length = head.length;
    answer->said[head.said] = '\0';
    return channel_read(channel, answer->said, head.said);
}

/* At least `count` bytes of the inbox, `have` of which are there. */
static bool fill(int fd, struct channel_inbox *inbox, size_t *have, size_t count)
{
    if (inbox->capacity < count) {
        inbox->capacity = count + FIRST_BYTES;
        inbox->bytes = mem_resize(inbox->bytes, inbox->capacity);
    }
    while (*have < count) {
        ssize_t moved = read(fd, inbox->bytes + *have, inbox->capacity - *have);

        if (moved < 0 && errno == EINTR)
            continue;
        if (moved <= 0)
            return false;
        *have += (size_t)moved;
    }
    return true;
}

/* A host asks once and waits, so what can be read is of one request. */
bool channel_next(int fd, struct channel_inbox *inbox, struct channel_request *request,
                  struct wire_in *payload)
{
    size_t have = 0;

    if (!fill(fd, inbox, &have, sizeof(*request)))
        return false;
    memcpy(request, inbox->bytes, sizeof(*request));
    if (request->length > SIZE_MAX / 4 ||
        !fill(fd, inbox, &have, sizeof(*request) + (size_t)request->length))
        return false;
    *payload = (struct wire_in){ inbox->bytes + sizeof(*request), (size_t)request->length, false };
    return true;
}

bool channel_tell(int fd, const struct channel_answer *answer, const void *bytes)
{
    struct answer_head head = { MAGIC, answer->status, (uint32_t)strlen(answer->said), 0,
                                answer->length };
    struct iovec parts[] = { part(&head, sizeof(head)), part(answer->said, head.said),
                             part(bytes, answer->length) };

    return send_all(fd, parts, 3) == CHANNEL_FINE;
}
