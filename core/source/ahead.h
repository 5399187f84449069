/* ahead.h - a layer whose first bytes can be looked at before they are read. */
#ifndef CORE_SOURCE_AHEAD_H
#define CORE_SOURCE_AHEAD_H

#include "source/layer.h"

#include <claimline/value.h>

/* Over `below` (borrowed), which is read up to `size` bytes or its end at once, so that
 * what is seen does not depend on how a pipe hands it over. */
int ahead_create(struct layer **out, struct layer *below, size_t size, struct problem *problem);

/* What was looked at and is not read yet; valid until the next read. */
struct cl_text ahead_look(const struct layer *ahead);

/* Drops the first `count` bytes of that. */
void ahead_skip(struct layer *ahead, size_t count);

#endif
