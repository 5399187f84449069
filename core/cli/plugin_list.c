/* plugin_list.c - claimline plugin list and show: which plugins there are, what they take. */
#include "cli/command.h"
#include "cli/plugin_words.h"
#include "dispatch/module.h"
#include "dispatch/module_check.h"

#include "base/text.h"

#include <stdio.h>

static void list(const struct modules *modules)
{
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < modules->plugin_count; i++) {
        const struct plugin_entry *entry = &modules->plugins[i];

        printf("%-12s %-8s %-8s %s%s\n", entry->plugin->name, entry->module->entry->version,
               plugin_store(entry->plugin) != NULL ? "store" : "encoder",
               text_show_string(shown, entry->plugin->summary),
               entry->shadowed ? " (hidden by one before it)" : "");
    }
    for (size_t i = 0; i < modules->file_count; i++) {
        if (modules->files[i].refused != NULL)
            printf("refused: %s: %s\n", text_show_string(shown, modules->files[i].path),
                   modules->files[i].refused);
    }
}

static void print_options(const struct cl_plugin *plugin)
{
    if (plugin->options.count == 0)
        printf("\nIt has no settings.\n");
    else
        printf("\nSettings (--set KEY=VALUE behind its --to):\n");
    for (uint32_t i = 0; i < plugin->options.count; i++) {
        const struct cl_option *option = settings_option(&plugin->options, i);
        char range[256];

        (void)settings_describe(range, sizeof(range), option);
        printf("  %s  (%s; default: %s)\n      %s\n", option->name, range,
               option->initial[0] != '\0' ? option->initial : "empty", option->help);
    }
}

static void show(const struct plugin_entry *entry)
{
    const struct cl_plugin *plugin = entry->plugin;
    char shown[TEXT_SHOWN];

    printf("%s: %s\n\n", plugin->name, plugin->summary);
    printf("  version   %s\n", entry->module->entry->version);
    printf("  file      %s\n", text_show_string(shown, entry->module->path));
    printf("  kind      %s\n",
           plugin_store(plugin) != NULL
               ? "store: keeps the claims in a destination of its own, --to NAME:PATH"
               : "encoder: writes to files and standard output");
    printf("  workers   %s\n", plugin_store(plugin) != NULL ? "takes the claims in order"
                               : (plugin->flags & CL_PARALLEL) != 0
                                   ? "may encode on several threads"
                                   : "encodes a file in order on one thread");
    if ((plugin->flags & CL_WHOLE_CLAIMS) != 0)
        printf("  claims    whole ones only: no {code} in its path, no --only codes=\n");
    print_options(plugin);
}

int plugin_list(const struct plugin_request *request, struct problem *problem)
{
    struct modules modules = { 0 };
    int error = modules_load(&modules, request->dirs, request->dir_count, problem);

    if (error == 0)
        list(&modules);
    modules_finish(&modules);
    return error;
}

int plugin_show(const struct plugin_request *request, struct problem *problem)
{
    struct modules modules = { 0 };
    const struct plugin_entry *entry = NULL;

    if (modules_load(&modules, request->dirs, request->dir_count, problem) == 0)
        entry = modules_find(&modules, request->operands[0], problem);
    if (entry != NULL)
        show(entry);
    modules_finish(&modules);
    return entry != NULL ? EXIT_ALL_WRITTEN : -1;
}
