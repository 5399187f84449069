/* contain.h - a target that fails alone (--isolate): the others go on without it. */
#ifndef CORE_DISPATCH_CONTAIN_H
#define CORE_DISPATCH_CONTAIN_H

#include "dispatch/target.h"

/* After a call for `target` failed: 0 when the run goes on without it. Its files and its
 * store are left as they were, target->failed says why, `problem` is as if nothing had
 * been. Its states stay until target_destroy(), so that a thread may be inside of one. -1: the run
 * ends with `problem`, as without --isolate, for bad usage, and where a signal wants it to end. */
int target_contain(struct target *target, struct problem *problem);

/* -1 with a problem where no target is left. */
int contain_all(struct target *const *targets, size_t count, struct problem *problem);

#endif
