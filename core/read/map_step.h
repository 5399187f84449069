/* map_step.h - what one value of an export becomes by the steps of its column. */
#ifndef CORE_READ_MAP_STEP_H
#define CORE_READ_MAP_STEP_H

#include "read/map.h"

#include "model/finding.h"

/* Why a value cannot be used. */
struct map_step {
    enum finding_id fault; /* FINDING_KINDS: it can */
    const char *what;      /* how the message goes on; valid until the arena is reset */
    struct cl_text place;  /* the table that lacks it, or empty */
};

/* `text` (trimmed, not empty) through part, values and form. What was made is a part of
 * `text`, or lies in the map or the arena; a value with a fault stays as it is. */
struct cl_text map_step_apply(struct map_step *step, const struct map_column *column,
                              const struct map_values *values, struct cl_text text,
                              struct arena *arena);

/* 0, 0.00, $0.00: what exports write where nothing is. */
bool map_is_zero(struct cl_text text);

#endif
