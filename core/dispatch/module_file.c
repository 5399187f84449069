/* module_file.c - see module_file.h. */
#include "module_file.h"

#include "base/text.h"
#include "dispatch/module_check.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(char *why, const char *what, const char *detail)
{
    char shown[TEXT_SHOWN];

    (void)snprintf(why, MODULE_REASON, "%s%s", what, text_show_string(shown, detail));
    return false;
}

/* A check by descriptor: what was looked at is what is loaded afterwards. */
static bool folder_trusted(int folder, char *why)
{
    struct stat status;

    if (fstat(folder, &status) != 0)
        return refuse(why, "its folder cannot be read: ", strerror(errno));
    if ((status.st_mode & S_IWOTH) != 0)
        return refuse(why, "its folder is world-writable", "");
    return true;
}

static bool file_trusted(int folder, const char *name, char *why)
{
    /* O_NONBLOCK: a pipe of that name must not stop the program here. */
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    bool good = false;

    if (file < 0 || fstat(file, &status) != 0)
        refuse(why, "the file cannot be read: ", strerror(errno));
    else if (!S_ISREG(status.st_mode))
        refuse(why, "it is no regular file", "");
    else if ((status.st_mode & S_IWOTH) != 0)
        refuse(why, "the file is world-writable", "");
    else
        good = true;
    if (file >= 0)
        (void)close(file);
    return good;
}

/* Only the words of dlerror() that are not the path it was given. */
static bool refuse_unloadable(const char *path, char *why)
{
    const char *text = dlerror();
    size_t length = strlen(path);

    if (text == NULL)
        text = "unknown reason";
    if (strncmp(text, path, length) == 0 && text[length] == ':')
        text += length + 1 + (text[length + 1] == ' ');
    return refuse(why, "it cannot be loaded: ", text);
}

static bool has_other_generation(void *handle, char *why)
{
    char symbol[] = "cl_module_v0";

    for (char digit = '0'; digit <= '9'; digit++) {
        symbol[sizeof(symbol) - 2] = digit;
        if (dlsym(handle, symbol) != NULL) {
            (void)snprintf(why, MODULE_REASON,
                           "made for another generation of claimline (%s, not cl_module_v1)",
                           symbol);
            return true;
        }
    }
    return false;
}

static const struct cl_module *entry_of(void *handle, char *why)
{
    void *symbol = dlsym(handle, "cl_module_v1");
    const struct cl_module *(*entry)(void);
    const struct cl_module *module;

    if (symbol == NULL) {
        if (!has_other_generation(handle, why))
            refuse(why, "not a claimline plugin (no cl_module_v1)", "");
        return NULL;
    }
    memcpy(&entry, &symbol, sizeof(entry)); /* ISO C has no cast from data to function */
    module = entry();
    if (module == NULL)
        refuse(why, "its cl_module_v1 returns nothing", "");
    return module;
}

/* Loads `name` of a folder that stays open for good: the loader knows files by
 * path, and the same number must not come to mean another folder. The folder's
 * descriptor and not the file's, so that $ORIGIN of a library beside it works. */
static const struct cl_module *load(int folder, const char *name, const char *absolute, char *why)
{
    char path[64 + NAME_MAX];
    const char *chosen = path;
    void *handle;

    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", folder, name);
    if (access(path, F_OK) != 0)
        chosen = absolute;
    handle = dlopen(chosen, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        (void)refuse_unloadable(chosen, why);
        (void)close(folder);
        return NULL;
    }
    return entry_of(handle, why);
}

/* Follows symbolic links first: what counts is who may write the file they lead
 * to, and its folder. */
const struct cl_module *module_file_entry(const char *path, char *why)
{
    char *real = realpath(path, NULL);
    const struct cl_module *entry = NULL;
    char *name;
    int folder;

    if (real == NULL) {
        refuse(why, "the file cannot be read: ", strerror(errno));
        return NULL;
    }
    name = strrchr(real, '/') + 1;
    name[-1] = '\0';
    folder = open(name - 1 == real ? "/" : real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    name[-1] = '/';
    if (folder < 0)
        refuse(why, "its folder cannot be read: ", strerror(errno));
    else if (!folder_trusted(folder, why) || !file_trusted(folder, name, why))
        (void)close(folder);
    else
        entry = load(folder, name, real, why);
    free(real);
    return entry;
}

const struct cl_module *module_file_load(const char *path, char *why)
{
    const struct cl_module *module = module_file_entry(path, why);

    return module != NULL && module_records_good(module, why, MODULE_REASON) ? module : NULL;
}
