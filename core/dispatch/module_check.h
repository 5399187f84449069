/* module_check.h - whether the records of a plugin file can be used by this host. */
#ifndef CORE_DISPATCH_MODULE_CHECK_H
#define CORE_DISPATCH_MODULE_CHECK_H

#include <claimline/plugin.h>

#include <stdbool.h>
#include <stddef.h>

/* False when not: one line about it is in `why`. */
bool module_records_good(const struct cl_module *module, char *why, size_t size);

/* The store of a plugin that is one, else NULL: the plugin is an encoder. */
const struct cl_store *plugin_store(const struct cl_plugin *plugin);

#endif
