/* descriptors.h - keeps the descriptors of many outputs within a limit.
 *
 * Only outputs of many that go to a temporary file take part: they can be opened
 * again by name. The one that was not used for longest is closed first. */
#ifndef CORE_DISPATCH_DESCRIPTORS_H
#define CORE_DISPATCH_DESCRIPTORS_H

#include "dispatch/output.h"

/* How many may be open: some, but far fewer than the process may have. */
size_t descriptors_limit(void);

/* Counts an output that has just been opened. */
void descriptors_add(struct output *output);

/* Sees to it that the output has a descriptor. -1 with errno. */
int descriptors_use(struct output *output);

/* Closes one where the limit is reached, so that another file can be opened. */
void descriptors_make_room(struct publication *publication);

/* Closes the descriptor of an output if it has one. -1 with errno. */
int descriptors_close(struct output *output);

#endif
