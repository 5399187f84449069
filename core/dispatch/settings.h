/* settings.h - the options of a plugin: its table is checked, --set values are read by it. */
#ifndef CORE_DISPATCH_SETTINGS_H
#define CORE_DISPATCH_SETTINGS_H

#include "base/arena.h"
#include "base/problem.h"

#include <claimline/plugin.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One --set; borrowed. */
struct setting {
    const char *key;
    const char *value;
};

/* Row `index` of an option table, 0 to count - 1. */
static inline const struct cl_option *settings_option(const struct cl_options *options,
                                                      uint32_t index)
{
    return (const struct cl_option *)(const void *)((const char *)options->items +
                                                    (size_t)index * options->stride);
}

/* False when the host cannot use the table: one line about it is in `why`. */
bool settings_table_good(const struct cl_plugin *plugin, char *why, size_t size);

/* Fills the fields of a zeroed `state` with the defaults, then with `settings`.
 * Text values are kept in `arena`, which must outlive the state. */
int settings_apply(void *state, const struct cl_plugin *plugin, const struct setting *settings,
                   size_t count, struct arena *arena, struct problem *problem);

/* What values an option of a good table takes, for help and messages:
 * "true|false", "2 to 400", "lf|crlf", "text of 1 byte". Returns as snprintf does. */
int settings_describe(char *buffer, size_t size, const struct cl_option *option);

#endif
