/* isolate_describe.h - what is in a plugin file, as bytes. */
#ifndef CORE_DISPATCH_ISOLATE_DESCRIBE_H
#define CORE_DISPATCH_ISOLATE_DESCRIBE_H

#include "base/arena.h"
#include "dispatch/wire.h"

#include <claimline/plugin.h>

/* Most bytes of a description, and of a state. */
enum { MOST_DESCRIBED = 1 << 20, MOST_STATE = 1 << 24 };

void describe_put(struct wire_out *out, const struct cl_module *module);

/* A module whose plugins are proxies, in `arena`; it points into the bytes. NULL: they
 * are no description. */
const struct cl_module *describe_take(struct wire_in *in, struct arena *arena);

#endif
