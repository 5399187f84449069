/* isolate.h - plugins in processes of their own (--isolate).
 *
 * Nothing of a plugin runs in the program: a file is loaded in a process that only tells
 * what is in it, and each target has one that does the work. The rest of dispatch
 * sees a struct cl_plugin as any other, whose functions ask that process: what it crashes,
 * hangs or ends in comes back as CL_FATAL with a message that says so. To be used before
 * threads are started; the functions of the plugin may be called as plugin.h says. */
#ifndef CORE_DISPATCH_ISOLATE_H
#define CORE_DISPATCH_ISOLATE_H

#include "base/arena.h"
#include "base/problem.h"
#include "dispatch/module.h"

struct isolated;

/* A module loader (module.h): what is returned can be started, and no more. */
const struct cl_module *isolate_describe(const char *path, struct arena *arena, char *why);

/* Starts a process for `entry` of modules that were loaded so. `seconds`: how long it may
 * be silent. `destination`: of a store, whose folder it may use; else NULL. */
int isolate_start(struct isolated **out, const struct plugin_entry *entry, int seconds,
                  const char *destination, struct problem *problem);

/* Ends the process. To be called when all states are closed. NULL is fine. */
void isolate_stop(struct isolated *isolated);

/* For state_create(). Lives until isolate_stop(). */
const struct cl_plugin *isolate_plugin(const struct isolated *isolated);

/* What this kernel does not take from a plugin: a set of enum sandbox_lack. */
unsigned isolate_lack(const struct isolated *isolated);

#endif
