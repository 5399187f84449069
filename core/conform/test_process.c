/* test_process.c - the process belongs to the host: files, output, threads, signals, clock. */
#include "test_groups.h"

#include "conform/sandbox.h"
#include "conform/watch.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_all(struct trial *trial)
{
    const struct manner manner = { .chunk = 20 };
    struct claims claims;
    struct sink sink;

    claims_open_mixed(&claims, trial, 0);
    write_file(trial, &manner, &claims, &sink);
    sink_close(&sink);
    claims_close(&claims);
}

void test_process_system_calls(struct trial *trial)
{
    const struct sandbox_rule *rule = trial->data;

    if (trial->store && rule->store_may)
        trial_skip(trial, "a store does so for its destination");
    if (!sandbox_enter(trial, rule))
        trial_skip(trial, "this kernel does not watch system calls (seccomp)");
    write_all(trial);
    (void)fflush(NULL); /* what was printed and not yet written */
}

void test_process_clock(struct trial *trial)
{
    bool hidden = sandbox_hide_clock(trial);

    if (!sandbox_enter(trial, &sandbox_clock) && !hidden)
        trial_skip(trial, "this machine cannot tell who reads the clock");
    write_all(trial);
}

void test_process_unchanged(struct trial *trial)
{
    struct watch watch;
    struct stat status;

    watch_start(&watch);
    write_all(trial);
    watch_end(&watch, trial);
    (void)fflush(NULL);
    if (fstat(STDOUT_FILENO, &status) == 0 && status.st_size > 0)
        trial_break(trial, ARTICLE_PRINTS, "it printed %lld bytes", (long long)status.st_size);
}
