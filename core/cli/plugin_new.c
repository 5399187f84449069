/* plugin_new.c - claimline plugin new: a complete small project, made of the sample plugin. */
#include "cli/plugin_template.h"
#include "cli/plugin_words.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Words that cannot be a struct in GNU C, or a target in CMake. */
static const char reserved[] =
    " asm auto bool break case char const continue default do double else enum extern false float"
    " for goto i386 if inline int linux long register restrict return short signed sizeof static"
    " struct switch true typedef typeof union unix unsigned void volatile while"
    " all clean depend edit_cache help install list_install_components package package_source"
    " preinstall rebuild_cache test ";

static bool is_reserved(const char *name, size_t length)
{
    for (const char *at = reserved; (at = strstr(at, name)) != NULL; at++) {
        if (at[-1] == ' ' && at[length] == ' ')
            return true;
    }
    return false;
}

static int check_name(const char *name, struct problem *problem)
{
    enum { LONGEST = 32 };
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    char shown[TEXT_SHOWN];

    if (name[length] != '\0' || length == 0 || length > LONGEST || name[0] < 'a')
        return problem_usage(problem,
                             "\"%s\" cannot name a new plugin: up to %d lower case letters, digits "
                             "and '_', the first a letter",
                             text_show_string(shown, name), LONGEST);
    if (is_reserved(name, length))
        return problem_usage(problem, "\"%s\" cannot name a new plugin: it is a word of C or CMake",
                             name);
    return 0;
}

/* Makes the folder, or takes one that is there and empty. */
static int open_folder(const char *path, int *out, struct problem *problem)
{
    char shown[TEXT_SHOWN];
    const struct dirent *entry;
    bool empty = true;
    DIR *folder;

    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return problem_errno(problem, "cannot make the folder", text_show_string(shown, path),
                             errno);
    folder = opendir(path);
    if (folder == NULL && errno == ENOTDIR)
        return problem_usage(problem, "%s is there, and no folder", text_show_string(shown, path));
    if (folder == NULL)
        return problem_errno(problem, "cannot open", text_show_string(shown, path), errno);
    while ((entry = readdir(folder)) != NULL)
        empty &= strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    (void)closedir(folder);
    if (!empty)
        return problem_usage(problem, "%s is not empty: nothing is overwritten",
                             text_show_string(shown, path));
    *out = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *out >= 0 ? 0
                     : problem_errno(problem, "cannot open", text_show_string(shown, path), errno);
}

/* Writes the bytes with the name wherever the sample's stands. */
static void write_named(FILE *out, const char *bytes, size_t size, const char *name)
{
    const size_t length = strlen(TEMPLATE_NAME);

    for (size_t at = 0; at < size;) {
        if (size - at >= length && memcmp(bytes + at, TEMPLATE_NAME, length) == 0) {
            (void)fputs(name, out);
            at += length;
        } else {
            (void)putc(bytes[at++], out);
        }
    }
}

static int path_of(char *path, const struct template_file *file, const char *name)
{
    FILE *out = fmemopen(path, PATH_MAX, "w");

    if (out == NULL)
        return -1;
    write_named(out, file->path, strlen(file->path) + 1, name);
    return fclose(out);
}

/* The folders of a path within the project. */
static int make_parents(int folder, char *path)
{
    for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        int made;

        *slash = '\0';
        made = mkdirat(folder, path, 0777);
        *slash = '/';
        if (made != 0 && errno != EEXIST)
            return -1;
    }
    return 0;
}

static int write_all(int file, const struct template_file *template, const char *name)
{
    FILE *out = fdopen(file, "w");
    int error;

    if (out == NULL) {
        (void)close(file);
        return -1;
    }
    write_named(out, (const char *)template->bytes, template->size, name);
    error = ferror(out);
    return fclose(out) != 0 || error ? -1 : 0;
}

static int write_file(int folder, const struct template_file *template, const char *name,
                      struct problem *problem)
{
    char path[PATH_MAX];
    int file = -1;

    if (path_of(path, template, name) == 0 && make_parents(folder, path) == 0)
        file = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 || write_all(file, template, name) < 0)
        return problem_errno(problem, "cannot write", path, errno);
    return 0;
}

int plugin_new(const struct plugin_request *request, struct problem *problem)
{
    const char *name = request->operands[0];
    const char *path = request->operands[1];
    char shown[TEXT_SHOWN];
    int folder = -1;
    int error = 0;

    if (check_name(name, problem) < 0 || open_folder(path, &folder, problem) < 0)
        return -1;
    for (size_t i = 0; i < plugin_template_count && error == 0; i++)
        error = write_file(folder, &plugin_template[i], name, problem);
    (void)close(folder);
    if (error < 0)
        return -1;
    printf("The plugin %s is in %s. Build it and test it there:\n"
           "    cmake -B build && cmake --build build && ctest --test-dir build\n",
           name, text_show_string(shown, path));
    return 0;
}
