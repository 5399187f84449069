/* watch.c - see watch.h. Each aspect is a text, so that one comparison serves all. */
#include "watch.h"

#include <dirent.h>
#include <fenv.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_locale(FILE *out)
{
    (void)fprintf(out, "%s %p", setlocale(LC_ALL, NULL), (void *)uselocale((locale_t)0));
}

static void write_folder(FILE *out)
{
    char *path = getcwd(NULL, 0);

    (void)fprintf(out, "%s", path != NULL ? path : "");
    free(path);
}

static void write_umask(FILE *out)
{
    mode_t mask = umask(0);

    (void)umask(mask);
    (void)fprintf(out, "%o", (unsigned)mask);
}

static void write_environment(FILE *out)
{
    for (char **at = environ; at != NULL && *at != NULL; at++)
        (void)fprintf(out, "%s\n", *at);
}

static void write_handlers(FILE *out)
{
    for (int i = 1; i < NSIG; i++) {
        struct sigaction action;

        if (sigaction(i, NULL, &action) == 0)
            (void)fprintf(out, "%d %lx %x\n", i, (unsigned long)(uintptr_t)action.sa_handler,
                          (unsigned)action.sa_flags);
    }
}

static void write_mask(FILE *out)
{
    sigset_t mask;

    (void)sigprocmask(SIG_BLOCK, NULL, &mask);
    for (int i = 1; i < NSIG; i++)
        (void)fputc(sigismember(&mask, i) == 1 ? '1' : '0', out);
}

/* Of a folder of /proc, but for the descriptor that reads it. */
static void write_names(FILE *out, const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(folder))
            (void)fprintf(out, "%s\n", entry->d_name);
    }
    if (folder != NULL)
        (void)closedir(folder);
}

static void write_descriptors(FILE *out)
{
    write_names(out, "/proc/self/fd");
}

static void write_threads(FILE *out)
{
    write_names(out, "/proc/self/task");
}

static void write_limits(FILE *out)
{
    for (int i = 0; i < RLIM_NLIMITS; i++) {
        struct rlimit limit;

        if (getrlimit((__rlimit_resource_t)i, &limit) == 0)
            (void)fprintf(out, "%d %lu %lu\n", i, (unsigned long)limit.rlim_cur,
                          (unsigned long)limit.rlim_max);
    }
}

static void write_rounding(FILE *out)
{
    (void)fprintf(out, "%d %d", fegetround(), fegetexcept());
}

static const struct {
    const char *name;
    void (*write)(FILE *out);
} aspects[WATCH_ASPECTS] = {
    { "the locale", write_locale },
    { "the working folder", write_folder },
    { "the umask", write_umask },
    { "the environment", write_environment },
    { "what signals do", write_handlers },
    { "the signal mask", write_mask },
    { "the open descriptors", write_descriptors },
    { "the threads", write_threads },
    { "the limits of resources", write_limits },
    { "the rounding of numbers", write_rounding },
};

static char *text_of_aspect(size_t index)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL)
        abort();
    aspects[index].write(out);
    (void)fclose(out);
    return text;
}

void watch_start(struct watch *watch)
{
    for (size_t i = 0; i < WATCH_ASPECTS; i++)
        watch->before[i] = text_of_aspect(i);
}

void watch_end(struct watch *watch, struct trial *trial)
{
    for (size_t i = 0; i < WATCH_ASPECTS; i++) {
        char *after = text_of_aspect(i);

        if (strcmp(watch->before[i], after) != 0)
            trial_fail(trial, "%s changed", aspects[i].name);
        free(after);
        free(watch->before[i]);
    }
}
