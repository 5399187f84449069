/* temporary_input.h - a file with given bytes, or a pipe that gives them in small pieces. */
#ifndef TESTS_UNIT_TEMPORARY_INPUT_H
#define TESTS_UNIT_TEMPORARY_INPUT_H

#include "unit.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

struct temporary_input {
    char path[64];
    int fd;       /* the pipe's end that is read */
    pid_t writer; /* 0: an ordinary file */
};

static inline void temporary_file(struct temporary_input *input, struct cl_text text)
{
    int fd;

    strcpy(input->path, "/tmp/claimline-test-XXXXXX");
    fd = mkstemp(input->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text.data, text.length), text.length);
    (void)close(fd);
}

/* `chunk` 0: a file. Else a pipe that gives `chunk` bytes a time: each write is a
 * packet of its own (O_DIRECT), which no read joins with the next. */
static inline void temporary_input_make(struct temporary_input *input, struct cl_text text,
                                        size_t chunk)
{
    int ends[2];

    *input = (struct temporary_input){ .fd = -1 };
    if (chunk == 0) {
        temporary_file(input, text);
        return;
    }
    assert_int_equal(pipe2(ends, O_DIRECT), 0);
    input->fd = ends[0];
    (void)snprintf(input->path, sizeof(input->path), "/dev/fd/%d", ends[0]);
    input->writer = fork();
    assert_true(input->writer >= 0);
    for (size_t at = 0; input->writer == 0 && at < text.length; at += chunk) {
        size_t size = text.length - at < chunk ? text.length - at : chunk;

        if (write(ends[1], text.data + at, size) != (ssize_t)size)
            _exit(1);
    }
    if (input->writer == 0)
        _exit(0);
    (void)close(ends[1]);
}

static inline void temporary_input_remove(struct temporary_input *input)
{
    int status = 0;

    if (input->writer == 0) {
        assert_int_equal(unlink(input->path), 0);
        return;
    }
    (void)close(input->fd);
    assert_int_equal(waitpid(input->writer, &status, 0), input->writer);
    assert_int_equal(status, 0);
}

#endif
