/* text_file.c - see text_file.h. An export's reader (source/input.h) would take a
 * [section] in the first line for JSON. */
#include "text_file.h"

#include "base/interrupt.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int cannot_read(const char *path, struct problem *problem)
{
    int error = errno;
    char shown[TEXT_SHOWN];

    return problem_usage(problem, "cannot read %s: %s", text_show_string(shown, path),
                         strerror(error));
}

/* Up to TEXT_FILE_MAX_BYTES + 1: the last one shows that there are too many. */
static int read_all(int fd, char *bytes, size_t *out, const char *path, struct problem *problem)
{
    size_t length = 0;
    ssize_t count = 1;

    while (count != 0 && length <= TEXT_FILE_MAX_BYTES) {
        if (interrupt_check(problem) < 0)
            return -1;
        count = read(fd, bytes + length, TEXT_FILE_MAX_BYTES + 1 - length);
        if (count < 0 && errno != EINTR)
            return cannot_read(path, problem);
        if (count > 0)
            length += (size_t)count;
    }
    *out = length;
    return 0;
}

int text_file_read(struct cl_text *out, const char *path, const char *what, struct arena *arena,
                   struct problem *problem)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *bytes;
    size_t length = 0;
    int error;
    char shown[TEXT_SHOWN];

    if (fd < 0)
        return cannot_read(path, problem);
    bytes = arena_room(arena, TEXT_FILE_MAX_BYTES + 1);
    error = read_all(fd, bytes, &length, path, problem);
    (void)close(fd);
    if (error == 0 && length > TEXT_FILE_MAX_BYTES)
        error = problem_usage(problem, "%s: is larger than 1 MiB: no file of %s",
                              text_show_string(shown, path), what);
    *out = (struct cl_text){ bytes, length };
    return error;
}
