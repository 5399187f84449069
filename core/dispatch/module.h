/* module.h - finds, checks and loads plugin files. */
#ifndef CORE_DISPATCH_MODULE_H
#define CORE_DISPATCH_MODULE_H

#include "base/arena.h"
#include "base/problem.h"

#include <claimline/plugin.h>

#include <stdbool.h>
#include <stddef.h>

/* A plugin file that was found: loaded, or refused with a reason. */
struct module {
    char *path;                    /* absolute */
    const struct cl_module *entry; /* NULL when refused */
    char *refused;                 /* one line, without the path; NULL when loaded */
    struct arena arena;            /* of the loader */
};

/* A plugin that can be used. The first of a name on the search path wins. */
struct plugin_entry {
    const struct cl_plugin *plugin;
    const struct module *module;
    bool shadowed; /* an earlier one has the same name */
};

struct modules {
    struct module *files;
    size_t file_count;
    struct plugin_entry *plugins; /* in search order; within a folder by file name */
    size_t plugin_count;
};

/* Loads every *.so in the search path: `plugin_dirs` (from --plugin-dir), then
 * CLAIMLINE_PLUGIN_PATH (folders separated by ':', empty ones ignored; not read
 * when the program runs with raised privileges), then ../lib/claimline beside
 * the program, then the installed folder. A --plugin-dir that cannot be read is
 * bad usage; a missing folder elsewhere is no problem. Modules are never
 * unloaded before the program ends. */
int modules_load(struct modules *modules, const char *const *plugin_dirs, size_t count,
                 struct problem *problem);

/* How a file at an absolute path is taken: its module, or NULL with the reason in `why`
 * (MODULE_REASON bytes, module_file.h). `arena` lasts as long as the modules. */
typedef const struct cl_module *module_loader(const char *path, struct arena *arena, char *why);

/* The same with another loader than that which loads the file into the program. */
int modules_load_with(struct modules *modules, const char *const *plugin_dirs, size_t count,
                      module_loader *load, struct problem *problem);
void modules_finish(struct modules *modules);

/* The plugin of that name, or NULL with a problem that lists the names there
 * are, or says why the file that probably has it was refused. */
const struct plugin_entry *modules_find(const struct modules *modules, const char *name,
                                        struct problem *problem);

#endif
