/* module_file.h - one plugin file: may it be loaded, can it be, is it one of ours. */
#ifndef CORE_DISPATCH_MODULE_FILE_H
#define CORE_DISPATCH_MODULE_FILE_H

#include <claimline/plugin.h>

/* Room for the one line that says why a file is refused. */
enum { MODULE_REASON = 768 };

/* Checks and loads the file at an absolute path. NULL when it is refused: the
 * reason, without the path, is in `why` (MODULE_REASON bytes). A loaded file is
 * never unloaded. */
const struct cl_module *module_file_load(const char *path, char *why);

/* The same, but what its cl_module_v1() returned is not looked at: it may be of another
 * size than this host knows. */
const struct cl_module *module_file_entry(const char *path, char *why);

#endif
