/* descriptors.c - see descriptors.h. */
#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MOST_OPEN = 64 };

size_t descriptors_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur / 4 >= MOST_OPEN)
        return MOST_OPEN;
    return limit.rlim_cur >= 8 ? (size_t)limit.rlim_cur / 4 : 1;
}

static bool takes_part(const struct output *output)
{
    return output->many && output->temporary != NULL;
}

void descriptors_add(struct output *output)
{
    struct publication *publication = output->publication;

    if (!takes_part(output))
        return;
    output->newer = NULL;
    output->older = publication->newest;
    if (output->older != NULL)
        output->older->newer = output;
    else
        publication->oldest = output;
    publication->newest = output;
    publication->open_count++;
}

static bool is_listed(const struct output *output)
{
    return output->newer != NULL || output->older != NULL || output->publication->newest == output;
}

static void unlist(struct output *output)
{
    struct publication *publication = output->publication;

    if (output->newer != NULL)
        output->newer->older = output->older;
    else
        publication->newest = output->older;
    if (output->older != NULL)
        output->older->newer = output->newer;
    else
        publication->oldest = output->newer;
    output->newer = NULL;
    output->older = NULL;
    publication->open_count--;
}

int descriptors_close(struct output *output)
{
    int fd = output->fd;

    if (is_listed(output))
        unlist(output);
    output->fd = -1;
    /* After EINTR Linux has closed it all the same. */
    return fd < 0 || close(fd) == 0 || errno == EINTR ? 0 : -1;
}

static void close_oldest(struct publication *publication)
{
    struct output *oldest = publication->oldest;

    if (descriptors_close(oldest) < 0 && oldest->error == 0)
        oldest->error = errno;
}

void descriptors_make_room(struct publication *publication)
{
    while (publication->open_count >= publication->most_open)
        close_oldest(publication);
}

int descriptors_use(struct output *output)
{
    struct publication *publication = output->publication;

    if (output->fd >= 0) {
        if (is_listed(output) && publication->newest != output) {
            unlist(output);
            descriptors_add(output);
        }
        return 0;
    }
    descriptors_make_room(publication);
    do
        output->fd = openat(output->place.folder->fd, output->temporary,
                            O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
    while (output->fd < 0 && errno == EINTR);
    if (output->fd < 0)
        return -1;
    descriptors_add(output);
    return 0;
}
