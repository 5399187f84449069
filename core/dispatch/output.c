/* output.c - opens, fills and finishes one output; see publication.h. */
#include "output.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/text.h"
#include "dispatch/descriptors.h"
#include "dispatch/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_BYTES = 128 * 1024 };

int output_problem(const char *path, int error, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    if (strcmp(path, "-") == 0)
        path = "standard output";
    if (interrupt_check(problem) < 0)
        return -1;
    if (error == EFAULT)
        return problem_failed(problem, "cannot write %s: a plugin wrote outside its stream",
                              text_show_string(shown, path));
    if (error == EPIPE)
        return problem_failed(problem, "cannot write %s: closed early by its reader",
                              text_show_string(shown, path));
    return problem_errno(problem, "cannot write", path, error);
}

/* True when a failed system call is to be tried again. */
static bool again(int fd)
{
    if (errno == EINTR)
        return interrupt_pending() == 0;
    if (errno == EAGAIN) {
        struct pollfd ready = { .fd = fd, .events = POLLOUT };

        return poll(&ready, 1, -1) >= 0 || (errno == EINTR && interrupt_pending() == 0);
    }
    return false;
}

static void put(struct output *output, const char *bytes, size_t count)
{
    if (output->error == 0 && count > 0 && descriptors_use(output) < 0)
        output->error = errno;
    while (output->error == 0 && count > 0) {
        ssize_t written = write(output->fd, bytes, count);

        if (written >= 0) {
            output->bytes += (uint64_t)written;
            bytes += written;
            count -= (size_t)written;
            /* A signal ends a blocked write as a short one: do not block again. */
            if (count > 0 && interrupt_pending() != 0)
                output->error = EINTR;
        } else if (!again(output->fd)) {
            output->error = errno;
        }
    }
}

/* What the buffer holds. A plugin moves `next` itself: past the buffer lies memory
 * that is not the file's, and nothing of it is written. */
static size_t filled(struct output *output)
{
    size_t count = (size_t)(output->stream.next - output->buffer);

    if (count <= BUFFER_BYTES)
        return count;
    output->error = EFAULT;
    output->stream.next = output->buffer;
    return 0;
}

static void flush(struct output *output)
{
    if (output->buffer == NULL)
        return;
    put(output, output->buffer, filled(output));
    output->stream.next = output->buffer;
}

/* The write() of the stream: `bytes` do not fit behind what the buffer holds. */
static void stream_write(struct cl_stream *stream, const void *bytes, size_t count)
{
    struct output *output = (struct output *)stream;

    flush(output);
    if (output->buffer == NULL || count >= BUFFER_BYTES) {
        put(output, bytes, count);
    } else {
        memcpy(stream->next, bytes, count);
        stream->next += count;
    }
}

static struct output *output_create(struct publication *publication, const char *path, bool many)
{
    struct output *output = mem_alloc(sizeof(*output));

    *output = (struct output){
        .stream = { sizeof(struct cl_stream), output->nothing, output->nothing, stream_write },
        .publication = publication,
        .path = mem_string(path),
        .fd = -1,
        .many = many,
    };
    if (!many) {
        output->buffer = mem_alloc(BUFFER_BYTES);
        output->stream.next = output->buffer;
        output->stream.limit = output->buffer + BUFFER_BYTES;
    }
    return output;
}

void output_destroy(struct output *output)
{
    if (output == NULL)
        return;
    descriptors_close(output);
    place_finish(&output->place);
    mem_free(output->path);
    mem_free(output->temporary);
    mem_free(output->buffer);
    mem_free(output);
}

/* True when `key` was free; it is taken now. */
static bool take(struct publication *publication, struct cl_text key)
{
    if (map_find(&publication->keys, key) != MAP_NONE)
        return false;
    map_add(&publication->keys, key, 0);
    return true;
}

static struct cl_text file_key(struct publication *publication, char kind, const struct stat *file)
{
    return arena_format(&publication->arena, "%c %ju %ju", kind, (uintmax_t)file->st_dev,
                        (uintmax_t)file->st_ino);
}

/* Two names for one file (hard links) are two destinations when both are renamed
 * over, and one when either is written in place. */
bool publication_take(struct publication *publication, const struct place *place)
{
    if (place->direct) {
        if (place_is_null(&place->status))
            return true;
        return map_find(&publication->keys, file_key(publication, 'f', &place->status)) ==
                   MAP_NONE &&
               take(publication, file_key(publication, 'd', &place->status));
    }
    if (place->exists) {
        if (map_find(&publication->keys, file_key(publication, 'd', &place->status)) != MAP_NONE)
            return false;
        (void)take(publication, file_key(publication, 'f', &place->status));
    }
    return take(publication, place_key(place, &publication->arena));
}

static int open_stdout(struct output *output, struct problem *problem)
{
    struct publication *publication = output->publication;

    if (publication->has_stdout)
        return problem_usage(problem, "only one output can be written to standard output");
    publication->has_stdout = true;
    /* A copy, so that closing it can be checked and 1 never becomes another file. */
    output->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (output->fd < 0 || fstat(output->fd, &output->place.status) != 0)
        return problem_errno(problem, "cannot write", "standard output", errno);
    output->place.direct = true;
    output->place.exists = true;
    return 0;
}

static int open_direct(struct output *output, struct problem *problem)
{
    struct place *place = &output->place;

    /* O_APPEND: a descriptor's file (/dev/stdout) may hold something already. */
    do
        output->fd =
            openat(place->folder->fd, place->name, O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC);
    while (output->fd < 0 && errno == EINTR && interrupt_pending() == 0);
    if (output->fd < 0 || fstat(output->fd, &place->status) != 0)
        return output_problem(output->path, errno, problem);
    return 0;
}

static int open_temporary(struct output *output, struct problem *problem)
{
    struct publication *publication = output->publication;
    struct folder *folder = output->place.folder;
    char *name = mem_alloc(TEMPORARY_NAME);
    int error;

    if (!folder->swept)
        temporary_sweep(folder->fd);
    folder->swept = true;
    output->fd = temporary_create(folder->fd, &publication->temporaries, name);
    error = errno;
    if (output->fd < 0) {
        mem_free(name);
        return output_problem(output->path, error, problem);
    }
    output->temporary = name;
    return 0;
}

static int open_place(struct output *output, struct problem *problem)
{
    struct publication *publication = output->publication;
    char shown[TEXT_SHOWN];
    int error;

    if (strcmp(output->path, "-") == 0) {
        if (open_stdout(output, problem) < 0)
            return -1;
    } else {
        descriptors_make_room(publication);
        if (place_find(&output->place, &publication->folders, output->path, &error) < 0)
            return output_problem(output->path, error, problem);
        if (output->place.direct && open_direct(output, problem) < 0)
            return -1;
    }
    if (!publication_take(publication, &output->place))
        return problem_usage(problem, "two outputs have the same destination: %s",
                             text_show_string(shown, output->path));
    return output->place.direct ? 0 : open_temporary(output, problem);
}

static int open_output(struct output **out, struct publication *publication, const char *path,
                       bool many, struct problem *problem)
{
    struct output *output = output_create(publication, path != NULL ? path : "-", many);

    if (open_place(output, problem) < 0) {
        output_destroy(output);
        return -1;
    }
    if (publication->last != NULL)
        publication->last->next = output;
    else
        publication->first = output;
    publication->last = output;
    descriptors_add(output);
    *out = output;
    return 0;
}

int output_open(struct output **out, struct publication *publication, const char *path,
                struct problem *problem)
{
    return open_output(out, publication, path, false, problem);
}

int output_open_many(struct output **out, struct publication *publication, const char *path,
                     struct problem *problem)
{
    return open_output(out, publication, path, true, problem);
}

struct cl_stream *output_stream(struct output *output)
{
    return &output->stream;
}

int output_check(struct output *output, struct problem *problem)
{
    if (output->buffer != NULL)
        (void)filled(output);
    if (output->error == 0)
        return 0;
    return output_problem(output->path, output->error, problem);
}

/* Who may read the file that is replaced, may read the new one, and nobody else. */
static int keep_mode(const struct output *output)
{
    const struct stat *old = &output->place.status;
    mode_t mode = old->st_mode & 0777;

    if (output->temporary == NULL || !output->place.exists)
        return 0;
    /* Rights of a group are for that group only; only root may keep the owner. */
    if (fchown(output->fd, old->st_uid, old->st_gid) != 0 &&
        fchown(output->fd, (uid_t)-1, old->st_gid) != 0)
        mode &= (mode_t)~0070;
    return fchmod(output->fd, mode);
}

static int sync_file(const struct output *output)
{
    struct stat status;

    if (fstat(output->fd, &status) != 0)
        return -1;
    if (!S_ISREG(status.st_mode) || fsync(output->fd) == 0)
        return 0;
    return output->temporary == NULL && (errno == EINVAL || errno == ENOTSUP) ? 0 : -1;
}

static int check_size(const struct output *output, struct problem *problem)
{
    char shown[TEXT_SHOWN];
    struct stat status;

    if (output->temporary == NULL)
        return 0;
    if (fstat(output->fd, &status) != 0)
        return output_problem(output->path, errno, problem);
    if ((uint64_t)status.st_size != output->bytes)
        return problem_failed(
            problem, "cannot write %s: its temporary file has %jd bytes, %" PRIu64 " were written",
            text_show_string(shown, output->path), (intmax_t)status.st_size, output->bytes);
    return 0;
}

bool output_is_out(const struct output *output)
{
    return output->place.direct && output->bytes > 0;
}

void output_abandon(struct output *output)
{
    (void)descriptors_close(output);
    if (output->temporary != NULL)
        (void)unlinkat(output->place.folder->fd, output->temporary, 0);
    mem_free(output->temporary);
    output->temporary = NULL;
    output->abandoned = true;
}

int output_finish(struct output *output, struct problem *problem)
{
    if (output->finished)
        return 0;
    flush(output);
    if (output->error == 0 &&
        (descriptors_use(output) < 0 || keep_mode(output) != 0 || sync_file(output) != 0))
        output->error = errno;
    if (output->error == 0 && check_size(output, problem) < 0)
        return -1;
    if (output->error == 0 && descriptors_close(output) < 0)
        output->error = errno;
    output->finished = output->error == 0;
    return output_check(output, problem);
}
