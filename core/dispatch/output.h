/* output.h - one output of a publication, from the inside; see publication.h. */
#ifndef CORE_DISPATCH_OUTPUT_H
#define CORE_DISPATCH_OUTPUT_H

#include "base/arena.h"
#include "base/map.h"
#include "base/problem.h"
#include "dispatch/place.h"
#include "dispatch/publication.h"

#include <claimline/plugin.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct output {
    struct cl_stream stream; /* first: what writers are given */
    struct publication *publication;
    struct output *next;
    struct output *newer; /* among those of many that have a descriptor */
    struct output *older;
    char *path; /* as the user gave it */
    struct place place;
    char *temporary; /* its name in the folder of the place; NULL: direct, or published */
    char *buffer;    /* NULL: one of many */
    char nothing[1]; /* where the stream points to without one */
    int fd;          /* -1: closed, or closed for now */
    int error;       /* errno of the first write that failed */
    bool many;
    bool finished;
    bool abandoned;
    uint64_t bytes;
};

/* A file that may have to go. */
struct stale {
    struct stale *next;
    char *path;
    const void *owner;
    dev_t device;
    ino_t inode;
    bool abandoned;
};

/* A destination that its owner commits: a store. */
struct reserved {
    struct reserved *next;
    const char *path;
    int (*commit)(void *context, struct problem *problem);
    void *context;
    struct place place; /* without a folder where the path leads to none */
    bool committed;
    bool abandoned;
};

struct publication {
    struct output *first; /* in the order they were opened */
    struct output *last;
    struct reserved *reserved; /* in order */
    struct folder *folders;
    struct map keys;       /* destinations in use */
    struct arena arena;    /* of the keys */
    struct output *newest; /* of the many with a descriptor: the last used first */
    struct output *oldest;
    size_t open_count;
    size_t most_open;
    uint64_t temporaries; /* the number of the last one */
    struct stale *stale;
    bool has_stdout;
};

/* True when nothing else of the publication had the place; it has it now. */
bool publication_take(struct publication *publication, const struct place *place);

/* Closes the descriptor and frees the output; its temporary file stays. */
void output_destroy(struct output *output);

/* "cannot write PATH: REASON", the reason from an errno value. Returns -1. */
int output_problem(const char *path, int error, struct problem *problem);

#endif
