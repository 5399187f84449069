/* isolate_process.h - one process that answers on a channel: started, ended, and how it ended. */
#ifndef CORE_DISPATCH_ISOLATE_PROCESS_H
#define CORE_DISPATCH_ISOLATE_PROCESS_H

#include "dispatch/channel.h"

#include <sys/types.h>

struct isolate_process {
    pid_t pid; /* 0: none */
    struct channel channel;
};

/* What a process is there for. */
struct isolate_job {
    const char *path;        /* of the plugin file, absolute */
    const char *name;        /* of the plugin; NULL: tell what is in the file */
    const char *destination; /* of a store, or NULL */
};

/* Runs isolate_child() in a new process, with nothing open but the channel. -1 with errno. */
int isolate_process_start(struct isolate_process *process, const struct isolate_job *job,
                          int seconds);

/* Asks it to end and waits. */
void isolate_process_end(struct isolate_process *process);

/* Gives it up after `result`: ends it by force, and says in `why` (CHANNEL_SAID bytes) what
 * had happened to it. */
void isolate_process_give_up(struct isolate_process *process, enum channel_result result,
                             char *why);

/* What runs there, in isolate_child.c: answers on `fd` until the host closes it. Returns
 * the exit status. */
int isolate_child(int fd, const struct isolate_job *job);

#endif
