/* map_copy.c - see map_copy.h. */
#include "map_copy.h"

#include "read/map_shipped.h"

#include "base/arena.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int write_all(int fd, const unsigned char *bytes, size_t length)
{
    while (length != 0) {
        ssize_t count = write(fd, bytes, length);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return -1;
        bytes += count;
        length -= (size_t)count;
    }
    return fsync(fd);
}

/* 1 where the file was there already. */
static int write_new(const char *path, const struct shipped_file *file, struct problem *problem)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    int error;

    if (fd < 0)
        return errno == EEXIST ? 1 : problem_errno(problem, "cannot write", path, errno);
    error = write_all(fd, file->bytes, file->length) < 0 ? errno : 0;
    if (close(fd) < 0 && error == 0)
        error = errno;
    if (error == 0)
        return 0;
    (void)unlink(path); /* a part of a map must not pass for one */
    return problem_errno(problem, "cannot write", path, error);
}

static int copy_file(struct arena *arena, const char *folder, const struct shipped_file *file,
                     struct problem *problem)
{
    const char *path = arena_format(arena, "%s/%s", folder, file->name).data;
    char shown[TEXT_SHOWN];
    int got = write_new(path, file, problem);

    if (got < 0)
        return -1;
    printf("%s %s\n", got == 1 ? "there already" : "written", text_show_string(shown, path));
    return got;
}

/* Whether the map names the table in a line `file = NAME`. */
static bool uses(const struct map_shipped *map, const struct shipped_file *table)
{
    struct cl_text rest = { (const char *)map->text.bytes, map->text.length };

    while (rest.data != NULL) {
        struct cl_text value = text_split(&rest, '\n');
        struct cl_text key = text_trim(text_split(&value, '='));

        if (value.data != NULL && text_equal(key, text_of("file")) &&
            text_equal(text_trim(value), text_of(table->name)))
            return true;
    }
    return false;
}

static int copy_all(struct arena *arena, const struct map_shipped *map, const char *folder,
                    struct problem *problem)
{
    char shown[TEXT_SHOWN];
    int got = copy_file(arena, folder, &map->text, problem);

    if (got == 1)
        return problem_usage(problem, "%s holds %s already: it is not written over",
                             text_show_string(shown, folder), map->text.name);
    for (const struct shipped_file *table = map_tables_shipped; table->name != NULL && got == 0;
         table++) {
        if (uses(map, table) && copy_file(arena, folder, table, problem) < 0)
            got = -1;
    }
    if (got == 0)
        printf("Replace the example rows of the tables with your own, then:\n"
               "  claimline map show EXPORT --map %s/%s\n",
               text_show_string(shown, folder), map->text.name);
    return got;
}

int map_copy(const char *name, const char *folder, struct problem *problem)
{
    const char *none;
    const struct map_shipped *map = map_shipped_find(name, &none);
    struct arena arena = { 0 };
    char shown[TEXT_SHOWN];
    int error;

    if (map == NULL || none != NULL)
        return problem_usage(problem, "no map %s ships (claimline map list)",
                             text_show_string(shown, name));
    error = copy_all(&arena, map, folder, problem);
    arena_finish(&arena);
    return error;
}
