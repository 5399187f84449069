/* publication.c - see publication.h. */
#include "publication.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/text.h"
#include "dispatch/descriptors.h"
#include "dispatch/output.h"
#include "dispatch/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* For the handlers that have no argument: what to clean up without memory. */
static struct publication *unpublished;
static pid_t publisher; /* the process whose files they are: a child leaves them alone */
static bool watching_exit;

static void remove_temporaries(const struct publication *publication)
{
    for (const struct output *output = publication->first; output != NULL; output = output->next) {
        if (output->temporary != NULL)
            (void)unlinkat(output->place.folder->fd, output->temporary, 0);
    }
}

static void on_exhaustion(void)
{
    if (unpublished != NULL && publisher == getpid())
        remove_temporaries(unpublished);
}

/* Only a plugin ends the program in the middle of a run. Its status may say that all
 * went well. */
static void on_exit_inside(void)
{
    static const char message[] =
        "claimline: a plugin ended the program (exit); nothing was published\n";

    if (unpublished == NULL || publisher != getpid())
        return;
    remove_temporaries(unpublished);
    if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
        _exit(EXIT_FAILED);
    _exit(EXIT_FAILED);
}

struct publication *publication_create(void)
{
    struct publication *publication = mem_alloc(sizeof(*publication));

    publication->most_open = descriptors_limit();
    unpublished = publication;
    publisher = getpid();
    mem_on_exhaustion(on_exhaustion);
    interrupt_on_second(on_exhaustion);
    if (!watching_exit)
        watching_exit = atexit(on_exit_inside) == 0;
    return publication;
}

void publication_guard_stdout(const struct publication *publication)
{
    if (publication->has_stdout)
        (void)dup2(STDERR_FILENO, STDOUT_FILENO);
}

void publication_destroy(struct publication *publication)
{
    if (publication == NULL)
        return;
    remove_temporaries(publication);
    if (unpublished == publication)
        unpublished = NULL;
    while (publication->first != NULL) {
        struct output *output = publication->first;

        publication->first = output->next;
        output_destroy(output);
    }
    while (publication->stale != NULL) {
        struct stale *stale = publication->stale;

        publication->stale = stale->next;
        mem_free(stale->path);
        mem_free(stale);
    }
    while (publication->reserved != NULL) {
        struct reserved *reserved = publication->reserved;

        publication->reserved = reserved->next;
        place_finish(&reserved->place);
        mem_free(reserved);
    }
    folders_close(&publication->folders);
    map_finish(&publication->keys);
    arena_finish(&publication->arena);
    mem_free(publication);
}

int publication_reserve(struct publication *publication, const char *path,
                        int (*commit)(void *context, struct problem *problem), void *context,
                        struct problem *problem)
{
    struct reserved *reserved = mem_alloc(sizeof(*reserved));
    struct reserved **end = &publication->reserved;
    char shown[TEXT_SHOWN];
    int error;
    bool unused;

    *reserved = (struct reserved){ .path = path, .commit = commit, .context = context };
    while (*end != NULL)
        end = &(*end)->next;
    *end = reserved;
    /* A path that leads nowhere may be the address of a server: it is taken by its words. */
    if (place_find(&reserved->place, &publication->folders, path, &error) == 0) {
        if (!reserved->place.folder->swept)
            temporary_sweep(reserved->place.folder->fd);
        reserved->place.folder->swept = true;
        unused = publication_take(publication, &reserved->place);
    } else {
        struct cl_text key = arena_format(&publication->arena, "s %s", path);

        unused = map_find(&publication->keys, key) == MAP_NONE;
        if (unused)
            map_add(&publication->keys, key, 0);
    }
    if (!unused)
        return problem_usage(problem, "two outputs have the same destination: %s",
                             text_show_string(shown, path));
    return 0;
}

void publication_abandon(struct publication *publication, const void *owner)
{
    for (struct reserved *reserved = publication->reserved; reserved != NULL;
         reserved = reserved->next)
        reserved->abandoned |= reserved->context == owner;
    for (struct stale *stale = publication->stale; stale != NULL; stale = stale->next)
        stale->abandoned |= stale->owner == owner;
}

static bool is_file(const struct place *place, uint64_t device, uint64_t inode)
{
    return place->exists && S_ISREG(place->status.st_mode) && place->status.st_dev == device &&
           place->status.st_ino == inode;
}

bool publication_replaces(const struct publication *publication, uint64_t device, uint64_t inode)
{
    for (const struct output *output = publication->first; output != NULL; output = output->next) {
        if (is_file(&output->place, device, inode))
            return true;
    }
    for (const struct reserved *reserved = publication->reserved; reserved != NULL;
         reserved = reserved->next) {
        if (is_file(&reserved->place, device, inode))
            return true;
    }
    for (const struct stale *stale = publication->stale; stale != NULL; stale = stale->next) {
        if (stale->device == device && stale->inode == inode)
            return true;
    }
    return false;
}

void publication_remove_stale(struct publication *publication, const char *path, const void *owner)
{
    struct stale *stale = mem_alloc(sizeof(*stale));
    struct stat status;

    stale->next = publication->stale;
    stale->path = mem_string(path);
    stale->owner = owner;
    if (stat(path, &status) == 0) {
        stale->device = status.st_dev;
        stale->inode = status.st_ino;
    }
    publication->stale = stale;
}

/* What stood there when the output was opened may have become a folder since. */
static int check_destination(const struct output *output, struct problem *problem)
{
    struct stat status;

    if (output->temporary != NULL &&
        fstatat(output->place.folder->fd, output->place.name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISDIR(status.st_mode))
        return output_problem(output->path, EISDIR, problem);
    return 0;
}

/* All that can fail comes before the first rename. */
static int prepare(struct publication *publication, struct problem *problem)
{
    for (struct output *output = publication->first; output != NULL; output = output->next) {
        if (interrupt_check(problem) < 0 ||
            (!output->abandoned && output_finish(output, problem) < 0))
            return -1;
    }
    for (struct output *output = publication->first; output != NULL; output = output->next) {
        if (check_destination(output, problem) < 0)
            return -1;
    }
    return interrupt_check(problem);
}

static bool is_published(const struct output *output)
{
    return output->temporary == NULL;
}

/* The names of what was published, for one message. */
struct listed {
    char names[512];
    size_t used;
    size_t published;
    size_t count;
};

static void list(struct listed *listed, const char *path, bool published)
{
    char shown[TEXT_SHOWN];

    listed->count++;
    if (!published)
        return;
    listed->published++;
    if (listed->used < sizeof(listed->names))
        listed->used += (size_t)snprintf(
            listed->names + listed->used, sizeof(listed->names) - listed->used, "%s%s",
            listed->used == 0 ? ": " : ", ", text_show_string(shown, path));
}

/* `failed` could not be published: says so, and what was. */
static int report(const struct publication *publication, const char *failed, const char *why,
                  struct problem *problem)
{
    struct listed listed = { .used = 0 };
    char shown[TEXT_SHOWN];

    for (const struct reserved *reserved = publication->reserved; reserved != NULL;
         reserved = reserved->next) {
        if (!reserved->abandoned)
            list(&listed, reserved->path, reserved->committed);
    }
    for (const struct output *output = publication->first; output != NULL; output = output->next) {
        if (!output->abandoned)
            list(&listed, output->path, is_published(output));
    }
    return problem_failed(problem, "cannot publish %s: %s (%zu of %zu outputs were published%s%s)",
                          text_show_string(shown, failed), why, listed.published, listed.count,
                          listed.names, listed.used >= sizeof(listed.names) ? "..." : "");
}

/* In the order of the command line, before the first rename. */
static int commit_all(struct publication *publication, struct problem *problem)
{
    for (struct reserved *reserved = publication->reserved; reserved != NULL;
         reserved = reserved->next) {
        struct problem why = { 0 };

        if (reserved->abandoned)
            continue;
        if (reserved->commit(reserved->context, &why) < 0)
            return report(publication, reserved->path, why.text, problem);
        reserved->committed = true;
    }
    return 0;
}

static int show(struct publication *publication, struct output *output, struct problem *problem)
{
    struct folder *folder = output->place.folder;

    if (is_published(output))
        return 0;
    if (renameat(folder->fd, output->temporary, folder->fd, output->place.name) != 0)
        return report(publication, output->path, strerror(errno), problem);
    mem_free(output->temporary);
    output->temporary = NULL;
    folder->changed = true;
    return 0;
}

static int remove_stale(struct publication *publication, const struct stale *stale,
                        struct problem *problem)
{
    static const char cannot_remove[] = "the outputs were published, but cannot remove";
    struct place place;
    int error;
    bool replaced;

    if (place_find(&place, &publication->folders, stale->path, &error) < 0)
        return error == ENOENT ? 0 : problem_errno(problem, cannot_remove, stale->path, error);
    replaced = map_find(&publication->keys, place_key(&place, &publication->arena)) != MAP_NONE;
    place.folder->changed = true;
    place_finish(&place);
    if (replaced || unlink(stale->path) == 0 || errno == ENOENT)
        return 0;
    return problem_errno(problem, cannot_remove, stale->path, errno);
}

static int sync_folders(struct publication *publication, struct problem *problem)
{
    for (struct folder *folder = publication->folders; folder != NULL; folder = folder->next) {
        if (folder->changed && fsync(folder->fd) != 0 && errno != EINVAL && errno != ENOTSUP)
            return problem_failed(problem,
                                  "the outputs were renamed, but their folder cannot be synced: %s",
                                  strerror(errno));
        folder->changed = false;
    }
    return 0;
}

static int show_all(struct publication *publication, struct output *last, struct problem *problem)
{
    for (struct output *output = publication->first; output != NULL; output = output->next) {
        if (output != last && show(publication, output, problem) < 0)
            return -1;
    }
    for (const struct stale *stale = publication->stale; stale != NULL; stale = stale->next) {
        if (!stale->abandoned && remove_stale(publication, stale, problem) < 0)
            return -1;
    }
    /* Before `last`: its presence says that all the others are there for good. */
    if (sync_folders(publication, problem) < 0)
        return -1;
    if (last != NULL && show(publication, last, problem) < 0)
        return -1;
    return sync_folders(publication, problem);
}

int publication_publish(struct publication *publication, struct output *last,
                        struct problem *problem)
{
    sigset_t ending;
    sigset_t before;
    int result;

    if (prepare(publication, problem) < 0)
        return -1;
    sigfillset(&ending);
    (void)sigprocmask(SIG_BLOCK, &ending, &before);
    result = commit_all(publication, problem);
    if (result == 0)
        result = show_all(publication, last, problem);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return result;
}
