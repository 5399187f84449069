/* trial.h - one test at work: what it is given, and how it ends.
 *
 * A test runs in a process of its own. What became of it lies in memory that it shares
 * with the program that started it, so that it is told even of one that crashed. */
#ifndef CORE_CONFORM_TRIAL_H
#define CORE_CONFORM_TRIAL_H

#include "conform/contract.h"
#include "dispatch/settings.h"

#include <claimline/plugin.h>

enum outcome_state { OUTCOME_RUNNING, OUTCOME_PASSED, OUTCOME_FAILED, OUTCOME_SKIPPED };

enum { OUTCOME_TEXT = 1024 };

struct outcome {
    enum outcome_state state;
    enum article article;       /* of a failure: what was broken */
    const char *volatile call;  /* the callback at work, for one that does not return; or NULL */
    char text[OUTCOME_TEXT];    /* one line: what was seen, or why it was skipped */
    char printed[OUTCOME_TEXT]; /* the start of what a failed test printed */
};

/* Addresses that a plugin must not touch now, and what it means when it does. */
enum { TRIAL_TRAPS = 1024 };
struct trap {
    const char *start;
    const char *end;
    const char *meaning; /* "it wrote past the end of its stream" */
    enum article article;
};

struct trial {
    const char *path;               /* of the plugin file */
    const struct cl_module *module; /* NULL where the test loads it */
    const struct cl_plugin *plugin; /* NULL for a test of the file */
    size_t index;                   /* of the plugin in its file */
    bool store;                     /* which it is */
    const char *folder;             /* for the destinations of stores */
    const struct setting *settings; /* of every state, under those of the test */
    size_t setting_count;
    uint64_t seed;
    enum article article; /* of the test */
    const void *data;     /* of the row of the test */
    struct outcome *outcome;
    struct trap traps[TRIAL_TRAPS];
    size_t trap_count;
    unsigned destinations; /* that stores were given */
};

/* Each ends the test, and with it the process. */
_Noreturn void trial_fail(struct trial *trial, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
_Noreturn void trial_break(struct trial *trial, enum article article, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void trial_skip(struct trial *trial, const char *why);

/* Loads the file: module and plugin. Ends the test as skipped where it cannot be used. */
void trial_load(struct trial *trial);

/* Catches accesses to the traps of this trial, from now until the process ends. */
void trial_watch(struct trial *trial);
void trial_trap(struct trial *trial, const void *start, size_t size, const char *meaning,
                enum article article);
void trial_untrap(struct trial *trial, const void *start);

#endif
