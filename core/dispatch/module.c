/* module.c - see module.h. */
#include "module.h"

#include "base/memory.h"
#include "base/text.h"
#include "dispatch/module_file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of the search path; read once, however often it stands there. */
struct folder {
    char *path; /* absolute, without symbolic links */
    dev_t device;
    ino_t inode;
};

struct search {
    struct modules *modules;
    module_loader *load;
    struct folder *folders;
    size_t count;
};

/* `trusted`: not everybody may write to the folder. Whoever may, may put a link
 * there, to a file of their own. */
static void add_file(const struct search *search, const char *folder, const char *name,
                     bool trusted)
{
    struct modules *modules = search->modules;
    size_t size = strlen(folder) + strlen(name) + 2;
    char why[MODULE_REASON] = "its folder is world-writable";
    struct module *file;

    modules->files =
        mem_resize_array(modules->files, modules->file_count + 1, sizeof(*modules->files));
    file = &modules->files[modules->file_count++];
    *file = (struct module){ .path = mem_alloc(size) };
    (void)snprintf(file->path, size, "%s/%s", folder, name);
    if (trusted)
        file->entry = search->load(file->path, &file->arena, why);
    if (file->entry == NULL)
        file->refused = mem_string(why);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_candidate(const char *name)
{
    size_t length = strlen(name);

    return name[0] != '.' && length > 3 && strcmp(name + length - 3, ".so") == 0;
}

/* Takes over `folder`. */
static void read_folder(struct search *search, const char *path, DIR *folder)
{
    const struct dirent *entry;
    char **names = NULL;
    size_t count = 0;
    struct stat status;
    bool trusted = fstat(dirfd(folder), &status) == 0 && (status.st_mode & S_IWOTH) == 0;

    while ((entry = readdir(folder)) != NULL) {
        if (!is_candidate(entry->d_name))
            continue;
        names = mem_resize_array(names, count + 1, sizeof(*names));
        names[count++] = mem_string(entry->d_name);
    }
    (void)closedir(folder);
    if (count > 0)
        qsort(names, count, sizeof(*names), by_name);
    for (size_t i = 0; i < count; i++) {
        add_file(search, path, names[i], trusted);
        mem_free(names[i]);
    }
    mem_free(names);
}

static bool seen_before(struct search *search, const struct stat *status)
{
    for (size_t i = 0; i < search->count; i++) {
        if (search->folders[i].device == status->st_dev &&
            search->folders[i].inode == status->st_ino)
            return true;
    }
    return false;
}

/* -1 with errno when the folder cannot be read. */
static int add_folder(struct search *search, const char *path)
{
    DIR *folder = opendir(path);
    struct folder *added;
    struct stat status;
    char *real;

    if (folder == NULL)
        return -1;
    real = realpath(path, NULL);
    if (real == NULL || fstat(dirfd(folder), &status) != 0 || seen_before(search, &status)) {
        int error = real == NULL ? errno : 0;

        free(real);
        (void)closedir(folder);
        errno = error;
        return error == 0 ? 0 : -1;
    }
    search->folders =
        mem_resize_array(search->folders, search->count + 1, sizeof(*search->folders));
    added = &search->folders[search->count++];
    *added = (struct folder){ mem_string(real), status.st_dev, status.st_ino };
    free(real);
    read_folder(search, added->path, folder);
    return 0;
}

static void add_environment(struct search *search)
{
    const char *value = secure_getenv("CLAIMLINE_PLUGIN_PATH");
    struct cl_text rest;

    if (value == NULL)
        return;
    rest = text_of(value);
    while (rest.data != NULL) {
        struct cl_text piece = text_split(&rest, ':');
        char *path = mem_alloc(piece.length + 1);

        memcpy(path, piece.data, piece.length);
        /* An empty one would mean the working folder, which nobody named. */
        if (path[0] != '\0')
            (void)add_folder(search, path);
        mem_free(path);
    }
}

/* Seen from the program's folder: the build tree and most prefixes; where this one
 * was made for folders by architecture, those. */
static const char *const beside[] = { "../lib/claimline", CLAIMLINE_PLUGINS_FROM_PROGRAM };

/* The second is where an administrator puts what no package brought. */
static const char *const installed[] = { CLAIMLINE_PLUGIN_DIR, "/usr/local/lib/claimline" };

enum { INSTALLED_COUNT = sizeof(installed) / sizeof(installed[0]) };

static void add_beside_program(struct search *search)
{
    char program[PATH_MAX];
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    char *slash;

    if (length <= 0)
        return;
    program[length] = '\0';
    slash = strrchr(program, '/');
    if (slash == NULL)
        return;
    slash[1] = '\0';
    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        if ((size_t)snprintf(path, sizeof(path), "%s%s", program, beside[i]) < sizeof(path))
            (void)add_folder(search, path);
    }
}

static void list_plugins(struct modules *modules)
{
    for (size_t i = 0; i < modules->file_count; i++) {
        const struct module *file = &modules->files[i];

        for (size_t k = 0; file->entry != NULL && file->entry->plugins[k] != NULL; k++) {
            const struct cl_plugin *plugin = file->entry->plugins[k];
            struct plugin_entry added = { .plugin = plugin, .module = file };

            for (size_t n = 0; n < modules->plugin_count; n++)
                added.shadowed |= strcmp(modules->plugins[n].plugin->name, plugin->name) == 0;
            modules->plugins = mem_resize_array(modules->plugins, modules->plugin_count + 1,
                                                sizeof(*modules->plugins));
            modules->plugins[modules->plugin_count++] = added;
        }
    }
}

static const struct cl_module *load_here(const char *path, struct arena *arena, char *why)
{
    (void)arena;
    return module_file_load(path, why);
}

int modules_load(struct modules *modules, const char *const *plugin_dirs, size_t count,
                 struct problem *problem)
{
    return modules_load_with(modules, plugin_dirs, count, load_here, problem);
}

int modules_load_with(struct modules *modules, const char *const *plugin_dirs, size_t count,
                      module_loader *load, struct problem *problem)
{
    struct search search = { .modules = modules, .load = load };
    char shown[TEXT_SHOWN];
    int result = 0;

    *modules = (struct modules){ 0 };
    for (size_t i = 0; i < count && result == 0; i++) {
        if (add_folder(&search, plugin_dirs[i]) < 0)
            result = problem_usage(problem, "cannot read the plugin folder %s: %s",
                                   text_show_string(shown, plugin_dirs[i]), strerror(errno));
    }
    if (result == 0) {
        add_environment(&search);
        add_beside_program(&search);
        for (size_t i = 0; i < INSTALLED_COUNT; i++)
            (void)add_folder(&search, installed[i]);
        list_plugins(modules);
    }
    for (size_t i = 0; i < search.count; i++)
        mem_free(search.folders[i].path);
    mem_free(search.folders);
    return result;
}

void modules_finish(struct modules *modules)
{
    for (size_t i = 0; i < modules->file_count; i++) {
        mem_free(modules->files[i].path);
        mem_free(modules->files[i].refused);
        arena_finish(&modules->files[i].arena);
    }
    mem_free(modules->files);
    mem_free(modules->plugins);
    *modules = (struct modules){ 0 };
}

/* The refused file that `name` probably means: NAME.so, else the first. */
static const struct module *refused_for(const struct modules *modules, const char *name,
                                        size_t *count)
{
    const struct module *best = NULL;

    *count = 0;
    for (size_t i = 0; i < modules->file_count; i++) {
        const struct module *file = &modules->files[i];
        const char *base = strrchr(file->path, '/');
        size_t length = strlen(name);

        if (file->refused == NULL)
            continue;
        ++*count;
        base = base != NULL ? base + 1 : file->path;
        if (best == NULL || (strncmp(base, name, length) == 0 && strcmp(base + length, ".so") == 0))
            best = file;
    }
    return best;
}

static int unknown_name(const struct modules *modules, const char *name, struct problem *problem)
{
    char names[256] = "";
    char refused[512] = "";
    char shown[TEXT_SHOWN];
    size_t used = 0;
    size_t count;
    const struct module *file = refused_for(modules, name, &count);

    for (size_t i = 0; i < modules->plugin_count && used < sizeof(names); i++) {
        if (!modules->plugins[i].shadowed)
            used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s",
                                     used == 0 ? "" : ", ", modules->plugins[i].plugin->name);
    }
    if (file != NULL)
        (void)snprintf(refused, sizeof(refused), "; %s was refused: %s",
                       text_show_string(shown, file->path), file->refused);
    return problem_usage(problem, "no plugin is named %s (%s%s%s%s)", text_show_string(shown, name),
                         used == 0 ? "there are none" : "there are: ", names, refused,
                         count > 1 ? "; more were refused, see `claimline plugin list`" : "");
}

const struct plugin_entry *modules_find(const struct modules *modules, const char *name,
                                        struct problem *problem)
{
    for (size_t i = 0; i < modules->plugin_count; i++) {
        if (!modules->plugins[i].shadowed && strcmp(modules->plugins[i].plugin->name, name) == 0)
            return &modules->plugins[i];
    }
    (void)unknown_name(modules, name, problem);
    return NULL;
}
