/* told.h - the totals as a plugin is told them. */
#ifndef CORE_DISPATCH_TOLD_H
#define CORE_DISPATCH_TOLD_H

#include "base/arena.h"
#include "model/totals.h"

#include <claimline/plugin.h>

/* `run` with `totals` and `chunks` in place of its own, and the codes of `codes`, in `arena`. */
struct cl_totals told_totals(const struct claim_totals *totals, const struct claim_totals *codes,
                             uint64_t chunks, const struct cl_totals *run, struct arena *arena);

#endif
