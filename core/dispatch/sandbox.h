/* sandbox.h - takes from the calling process what a plugin has no business with.
 *
 * Landlock and a filter of system calls, each as far as the kernel has it; what is
 * missing is told. Nothing of it can be undone. Linux alone. */
#ifndef CORE_DISPATCH_SANDBOX_H
#define CORE_DISPATCH_SANDBOX_H

#include <stdbool.h>

/* What could not be taken; a set. */
enum sandbox_lack {
    SANDBOX_FILES = 1 << 0,   /* no Landlock: files can be opened */
    SANDBOX_NETWORK = 1 << 1, /* neither Landlock's network rules nor the filter */
    SANDBOX_CALLS = 1 << 2    /* no filter: processes can be started, signals sent */
};

/* First step, before the plugin's file is loaded: no writing, no network, no other
 * process, an end to memory. `folder` (a descriptor or -1): files in it
 * may be made, changed and removed. Returns what is lacking. */
unsigned sandbox_begin(int folder);

/* Second step, once it is loaded: no reading either, but in `folder`; no core dump, no
 * debugger. */
unsigned sandbox_complete(int folder);

/* The set as a sentence for people; NULL where nothing is lacking. */
const char *sandbox_lacks(unsigned lack);

/* The filter of system calls; false where the kernel or the machine has none. In
 * sandbox_calls.c. */
bool sandbox_filter_calls(void);

#endif
