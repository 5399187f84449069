/* inputs.c - see inputs.h. */
#include "inputs.h"

#include "base/memory.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void add(struct inputs *inputs, char *path)
{
    inputs->paths = mem_resize_array(inputs->paths, inputs->count + 1, sizeof(*inputs->paths));
    inputs->paths[inputs->count++] = path;
}

/* Takes the first of some endings off the name that it has; false where it has none. */
static bool take_ending(struct cl_text *name, const char *const *endings)
{
    for (size_t i = 0; endings[i] != NULL; i++) {
        size_t length = strlen(endings[i]);
        size_t rest = name->length - length;

        if (name->length > length &&
            text_equal_nocase((struct cl_text){ name->data + rest, length }, text_of(endings[i]))) {
            name->length = rest;
            return true;
        }
    }
    return false;
}

static bool is_session_file(int folder, const char *name)
{
    static const char *const packed[] = { ".gz", ".zst", NULL };
    static const char *const endings[] = { ".csv",  ".tsv",    ".txt",  ".xml",
                                           ".json", ".ndjson", ".xlsx", NULL };
    struct cl_text rest = text_of(name);
    struct stat status;

    (void)take_ending(&rest, packed);
    return name[0] != '.' && take_ending(&rest, endings) &&
           fstatat(folder, name, &status, 0) == 0 && S_ISREG(status.st_mode);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    size_t size = length + strlen(name) + 2;
    char *path = mem_alloc(size);

    (void)snprintf(path, size, "%s%s%s", folder,
                   length != 0 && folder[length - 1] == '/' ? "" : "/", name);
    return path;
}

static int add_folder(struct inputs *inputs, const char *path, struct problem *problem)
{
    size_t first = inputs->count;
    DIR *folder = opendir(path);
    const struct dirent *entry;
    char shown[TEXT_SHOWN];

    if (folder == NULL)
        return problem_errno(problem, "cannot read", path, errno);
    while ((errno = 0, entry = readdir(folder)) != NULL) {
        if (is_session_file(dirfd(folder), entry->d_name))
            add(inputs, join(path, entry->d_name));
    }
    if (errno != 0) {
        (void)problem_errno(problem, "cannot read", path, errno);
        (void)closedir(folder);
        return -1;
    }
    (void)closedir(folder);
    if (inputs->count == first)
        return problem_usage(
            problem, "the folder %s holds no .csv, .tsv, .txt, .xml, .json, .ndjson or .xlsx file",
            text_show_string(shown, path));
    qsort(inputs->paths + first, inputs->count - first, sizeof(*inputs->paths), by_bytes);
    return 0;
}

int inputs_add(struct inputs *inputs, const char *path, struct problem *problem)
{
    struct stat status;

    if (strcmp(path, "-") == 0) {
        for (size_t i = 0; i < inputs->count; i++) {
            if (strcmp(inputs->paths[i], path) == 0)
                return problem_usage(problem, "standard input (-) can be read once only");
        }
    } else if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        return add_folder(inputs, path, problem);
    }
    add(inputs, mem_string(path));
    return 0;
}

void inputs_finish(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        mem_free(inputs->paths[i]);
    mem_free(inputs->paths);
    *inputs = (struct inputs){ 0 };
}
