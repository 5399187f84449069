/* temporary.h - the temporary files of a run: .claimline-<pid>-<n>.tmp in the folder they are for.
 */
#ifndef CORE_DISPATCH_TEMPORARY_H
#define CORE_DISPATCH_TEMPORARY_H

#include <stdint.h>

/* Room for a name. */
enum { TEMPORARY_NAME = 48 };

/* Creates a file (mode 0600) under the first free name from *number on, writes
 * the name into `name` and returns its descriptor; -1 with errno. */
int temporary_create(int folder, uint64_t *number, char *name);

/* Removes from `folder` what runs of this user that no longer live left there. */
void temporary_sweep(int folder);

#endif
