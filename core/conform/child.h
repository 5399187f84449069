/* child.h - runs a function in a process of its own, and tells how that ended. */
#ifndef CORE_CONFORM_CHILD_H
#define CORE_CONFORM_CHILD_H

#include "base/problem.h"
#include "conform/trial.h"

enum { CHILD_SECONDS = 60 };

/* An outcome that a child can fill; in memory that is shared. -1 with a problem. */
int outcome_create(struct outcome **out, struct problem *problem);
void outcome_destroy(struct outcome *outcome);

/* Runs function(trial) in a child and waits, at most `seconds`. What became of it is
 * in trial->outcome: passed where the function returned; a crash, an exit and a hang are
 * failures. What it prints is kept in the outcome. The child's own children die with it.
 * -1 with a problem where it could not be run, or a signal asks the program to end. */
int child_run(struct trial *trial, void (*function)(struct trial *trial), unsigned seconds,
              struct problem *problem);

/* The same from inside a test: fails the test as the child failed. */
void child_try(struct trial *trial, void (*function)(struct trial *trial));

#endif
