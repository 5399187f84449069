/* cmd_plugin.c - claimline plugin: which plugins there are, and what they take. */
#include "cli/command.h"
#include "cli/options.h"
#include "dispatch/module.h"
#include "dispatch/settings.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DIRS = 64 };

struct request {
    const char *words[2]; /* list, or show NAME */
    size_t word_count;
    const char *dirs[MOST_DIRS];
    size_t dir_count;
};

static int take_word(void *context, const char *value, struct problem *problem)
{
    struct request *request = context;

    if (request->word_count == 2)
        return problem_usage(problem, "claimline plugin list, or claimline plugin show PLUGIN");
    request->words[request->word_count++] = value;
    return 0;
}

static int take_plugin_dir(void *context, const char *value, struct problem *problem)
{
    struct request *request = context;

    if (request->dir_count == MOST_DIRS)
        return problem_usage(problem, "--plugin-dir is given too often");
    request->dirs[request->dir_count++] = value;
    return 0;
}

static const struct option_row rows[] = {
    { "plugin-dir", "DIR", "look for plugins here first; may stand several times",
      take_plugin_dir },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static void list(const struct modules *modules)
{
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < modules->plugin_count; i++) {
        const struct plugin_entry *entry = &modules->plugins[i];

        printf("%-12s %-8s %s%s\n", entry->plugin->name, entry->module->entry->version,
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
    printf("  workers   %s\n", (plugin->flags & CL_PARALLEL) != 0
                                   ? "may encode on several threads"
                                   : "encodes a file in order on one thread");
    if ((plugin->flags & CL_WHOLE_CLAIMS) != 0)
        printf("  claims    whole ones only: no {code} in its path, no --only codes=\n");
    print_options(plugin);
}

static int print(const struct request *request, const struct modules *modules,
                 struct problem *problem)
{
    const struct plugin_entry *entry;

    if (request->word_count == 1 && strcmp(request->words[0], "list") == 0) {
        list(modules);
        return 0;
    }
    if (request->word_count != 2 || strcmp(request->words[0], "show") != 0)
        return problem_usage(problem, "claimline plugin list, or claimline plugin show PLUGIN");
    entry = modules_find(modules, request->words[1], problem);
    if (entry == NULL)
        return -1;
    show(entry);
    return 0;
}

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct request request = { .word_count = 0 };
    struct option_parser parser = { rows, ROW_COUNT, take_word, &request };
    struct modules modules = { 0 };
    int error = options_parse(&parser, count, arguments, problem);

    if (error == 0)
        error = modules_load(&modules, request.dirs, request.dir_count, problem);
    if (error == 0)
        error = print(&request, &modules, problem);
    modules_finish(&modules);
    return error < 0 ? command_failed(problem) : command_printed(EXIT_ALL_WRITTEN, problem);
}

const struct command command_plugin = {
    .name = "plugin",
    .summary = "list the output plugins, or show one",
    .run = run,
    .usage = "plugin list [OPTIONS]\n"
             "plugin show PLUGIN [OPTIONS]\n",
    .about =
        "Lists the plugins there are, with the files that were refused, or shows one: where it\n"
        "comes from and its settings.\n"
        "\n"
        "Plugins are looked for in --plugin-dir, in the folders of CLAIMLINE_PLUGIN_PATH,\n"
        "beside the program, and where claimline is installed; the first of a name wins.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples = "claimline plugin list\n"
                "claimline plugin show csv\n"
                "claimline plugin show tsv --plugin-dir build/\n",
    .status = "0 shown, 2 bad usage or bad configuration, 3 failed.\n",
};
