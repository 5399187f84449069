/* sandbox.h - system calls that a plugin must not make, watched by the kernel. */
#ifndef CORE_CONFORM_SANDBOX_H
#define CORE_CONFORM_SANDBOX_H

#include "conform/trial.h"

struct system_call {
    long number;
    const char *name;
};

struct sandbox_rule {
    const char *meaning;             /* "it opened a file or a connection" */
    const struct system_call *calls; /* ends with a NULL name */
    bool standard_only;              /* only those whose first argument is 0, 1 or 2 */
    bool store_may;                  /* a store does so for its destination */
};

extern const struct sandbox_rule sandbox_files;
extern const struct sandbox_rule sandbox_output;
extern const struct sandbox_rule sandbox_threads;
extern const struct sandbox_rule sandbox_process;
extern const struct sandbox_rule sandbox_clock;

/* From now on until the process ends each such call fails the test. False where the
 * kernel cannot. */
bool sandbox_enter(struct trial *trial, const struct sandbox_rule *rule);

/* From now on reading the clock without a system call fails the test. False where it
 * cannot be told. */
bool sandbox_hide_clock(struct trial *trial);

#endif
