/* raw.c - see raw.h. */
#include "raw.h"

#include "base/interrupt.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int cannot_read(const struct raw *raw, int error, struct problem *problem)
{
    return problem_failed(problem, "cannot read %s: %s", raw->shown, strerror(error));
}

static ssize_t read_copy(struct raw *raw, void *bytes, size_t size, struct problem *problem)
{
    uint64_t left = raw->again->copied - raw->bytes;
    size_t count = size < left ? size : (size_t)left;

    if (spool_read(raw->again->copy, raw->again->copied_at + raw->bytes, bytes, count, problem) < 0)
        return -1;
    return (ssize_t)count;
}

static ssize_t read_file(struct raw *raw, void *bytes, size_t size, struct problem *problem)
{
    ssize_t count;

    do {
        if (interrupt_check(problem) < 0)
            return -1;
        count = read(raw->fd, bytes, size);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? cannot_read(raw, errno, problem) : count;
}

static ssize_t read_raw(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct raw *raw = (struct raw *)layer;
    struct input_again *again = raw->again;
    ssize_t count =
        raw->fd < 0 ? read_copy(raw, bytes, size, problem) : read_file(raw, bytes, size, problem);

    if (count < 0)
        return -1;
    raw->bytes += (uint64_t)count;
    if (again == NULL || !again->first) {
        if (again == NULL || !again->no_hash)
            sha256_update(&raw->hash, (size_t)count, bytes);
    } else if (again->is_copied) {
        again->copied += (uint64_t)count;
        if (spool_add(again->copy, bytes, (size_t)count, problem) < 0)
            return -1;
    }
    return count;
}

static void no_destroy(struct layer *layer)
{
    (void)layer; /* it is a part of its input */
}

static void note_first(struct raw *raw, const struct stat *status)
{
    struct input_again *again = raw->again;

    again->is_copied = !raw->regular;
    again->copied_at = again->copy->size;
    again->device = (uint64_t)status->st_dev;
    again->inode = (uint64_t)status->st_ino;
    again->modified = status->st_mtim;
}

int raw_open(struct raw *raw, const char *path, struct input_again *again, struct problem *problem)
{
    bool standard = strcmp(path, "-") == 0;
    struct stat status;

    raw->layer = (struct layer){ read_raw, no_destroy, raw->shown };
    raw->path = path;
    raw->fd = -1;
    raw->again = again;
    (void)text_show_string(raw->shown, standard ? "standard input" : path);
    sha256_init(&raw->hash);
    if (again != NULL && !again->first && again->is_copied)
        return 0;
    raw->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (raw->fd < 0 || fstat(raw->fd, &status) < 0)
        return cannot_read(raw, errno, problem);
    if (S_ISDIR(status.st_mode))
        return cannot_read(raw, EISDIR, problem);
    raw->regular = S_ISREG(status.st_mode) && !standard;
    if (again != NULL && again->first)
        note_first(raw, &status);
    return 0;
}

void raw_close(struct raw *raw)
{
    if (raw->fd > STDIN_FILENO)
        (void)close(raw->fd);
}

bool raw_is_unchanged(const struct raw *raw)
{
    const struct input_again *again = raw->again;
    struct stat status;

    if (again->is_copied)
        return true;
    return fstat(raw->fd, &status) == 0 && (uint64_t)status.st_dev == again->device &&
           (uint64_t)status.st_ino == again->inode &&
           status.st_mtim.tv_sec == again->modified.tv_sec &&
           status.st_mtim.tv_nsec == again->modified.tv_nsec;
}

void raw_sha256(const struct raw *raw, char hex[SHA256_HEX])
{
    struct sha256_ctx copy = raw->hash;
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_digest(&copy, sizeof(digest), digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

bool raw_has_places(const struct raw *raw)
{
    return raw->regular || (raw->again != NULL && raw->again->is_copied);
}

int raw_read_at(const struct raw *raw, uint64_t at, void *bytes, size_t count,
                struct problem *problem)
{
    char *out = bytes;

    if (!raw->regular)
        return spool_read(raw->again->copy, raw->again->copied_at + at, bytes, count, problem);
    while (count > 0) {
        ssize_t got = pread(raw->fd, out, count, (off_t)at);

        if (got < 0 && errno == EINTR) {
            if (interrupt_check(problem) < 0)
                return -1;
            continue;
        }
        if (got <= 0)
            return cannot_read(raw, got < 0 ? errno : EIO, problem);
        out += got;
        at += (uint64_t)got;
        count -= (size_t)got;
    }
    return 0;
}
