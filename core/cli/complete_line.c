/* complete_line.c - see complete_line.h. */
#include "complete_line.h"

#include "cli/options.h"
#include "dispatch/module.h"
#include "dispatch/settings.h"
#include "model/session.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DIRS = 64 };

const struct option_row *line_option(const struct command *command, struct cl_text name)
{
    for (size_t i = 0; i < command->option_count; i++) {
        if (text_equal(text_of(command->options[i].name), name))
            return &command->options[i];
    }
    return NULL;
}

struct taken line_take(const struct line *line, int *at)
{
    const char *word = line->words[(*at)++];
    struct taken taken = { NULL, word };
    struct cl_text name;

    if (strncmp(word, "--", 2) != 0)
        return taken;
    name = (struct cl_text){ word + 2, strcspn(word + 2, "=") };
    taken.row = line_option(line->command, name);
    taken.value = name.data[name.length] == '=' ? name.data + name.length + 1 : NULL;
    if (taken.row != NULL && taken.row->value != NULL && taken.value == NULL && *at < line->count)
        taken.value = line->words[(*at)++];
    return taken;
}

static bool begins(const char *word, const char *start)
{
    return strncmp(word, start, strlen(start)) == 0;
}

void offer_word(const struct line *line, struct cl_text word, const char *end, const char *help)
{
    char shown[TEXT_SHOWN];

    if (word.length >= strlen(line->current) && begins(word.data, line->current))
        printf("%.*s%.*s%s\t%.*s\n", (int)line->before.length, line->before.data, (int)word.length,
               word.data, end, (int)strcspn(help, "\n"), text_show_string(shown, help));
}

void line_pass_over(struct line *line, size_t length)
{
    line->before.length += length;
    line->current += length;
}

static void offer_paths(struct line *line, const char *kind)
{
    if (!line->paths)
        printf(":%s %.*s\n", kind, (int)line->before.length, line->before.data);
    line->paths = true;
}

static void offer_files(struct line *line)
{
    offer_paths(line, "files");
}

static void offer_folders(struct line *line)
{
    offer_paths(line, "folders");
}

static int load_modules(const struct line *line, struct modules *modules)
{
    const char *dirs[MOST_DIRS];
    size_t count = 0;
    struct problem problem = { 0 };

    for (int at = 0; at < line->count && count < MOST_DIRS;) {
        struct taken taken = line_take(line, &at);

        if (taken.row != NULL && strcmp(taken.row->name, "plugin-dir") == 0 && taken.value != NULL)
            dirs[count++] = taken.value;
    }
    return modules_load(modules, dirs, count, &problem);
}

static void offer_each_plugin(const struct line *line, const char *end)
{
    struct modules modules;

    if (load_modules(line, &modules) == 0) {
        for (size_t i = 0; i < modules.plugin_count; i++) {
            const struct cl_plugin *plugin = modules.plugins[i].plugin;

            if (!modules.plugins[i].shadowed)
                offer_word(line, text_of(plugin->name), end, plugin->summary);
        }
    }
    modules_finish(&modules);
}

static void offer_plugins(struct line *line)
{
    offer_each_plugin(line, "");
}

static void offer_targets(struct line *line)
{
    size_t length = strcspn(line->current, ":");

    if (line->current[length] == ':') {
        line_pass_over(line, length + 1);
        offer_files(line);
    } else {
        offer_each_plugin(line, ":");
    }
}

/* Words separated by '|'; one that has a '=' goes up to it. */
static void offer_choices(const struct line *line, const char *choices)
{
    struct cl_text rest = text_of(choices);

    while (rest.data != NULL) {
        struct cl_text word = text_split(&rest, '|');
        const char *equals = memchr(word.data, '=', word.length);

        if (equals != NULL)
            word.length = (size_t)(equals - word.data);
        offer_word(line, word, equals != NULL ? "=" : "", "");
    }
}

static void offer_value(struct line *line, const struct cl_option *option)
{
    line_pass_over(line, strcspn(line->current, "=") + 1);
    if (option->type == CL_BOOL)
        offer_choices(line, "true|false");
    else if (option->type == CL_CHOICE)
        offer_choices(line, option->choices);
}

static void offer_settings_of(struct line *line, const struct cl_plugin *plugin)
{
    size_t length = strcspn(line->current, "=");

    for (uint32_t i = 0; i < plugin->options.count; i++) {
        const struct cl_option *option = settings_option(&plugin->options, i);

        if (line->current[length] != '=')
            offer_word(line, text_of(option->name), "=", option->help);
        else if (text_equal((struct cl_text){ line->current, length }, text_of(option->name))) {
            offer_value(line, option);
            return;
        }
    }
}

static void offer_settings(struct line *line)
{
    const char *target = NULL;
    struct modules modules;

    for (int at = 0; at < line->count;) {
        struct taken taken = line_take(line, &at);

        if (taken.row != NULL && strcmp(taken.row->name, "to") == 0)
            target = taken.value;
    }
    if (target == NULL)
        return;
    if (load_modules(line, &modules) == 0) {
        struct cl_text name = { target, strcspn(target, ":") };

        for (size_t i = 0; i < modules.plugin_count; i++) {
            if (!modules.plugins[i].shadowed &&
                text_equal(text_of(modules.plugins[i].plugin->name), name))
                offer_settings_of(line, modules.plugins[i].plugin);
        }
    }
    modules_finish(&modules);
}

static void offer_classes(struct line *line)
{
    for (int i = 0; i < PAYER_CLASS_COUNT; i++)
        offer_word(line, text_of(payer_class_name((enum payer_class)i)), "", "");
}

/* What a word in capitals stands for, in a usage or as the value of an option. All
 * other values are the user's own. */
static const struct {
    const char *word;
    void (*offer)(struct line *line);
} kinds[] = {
    { "FILE", offer_files },
    { "INPUT", offer_files },
    { "DIR", offer_folders },
    { "PLUGIN", offer_plugins },
    { "PLUGIN[:PATH]", offer_targets },
    { "KEY=VALUE", offer_settings },
    { "CLASS", offer_classes },
};

void offer_kind(struct line *line, struct cl_text word)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (text_equal(text_of(kinds[i].word), word)) {
            kinds[i].offer(line);
            return;
        }
    }
}

void offer_value_of(struct line *line, const struct option_row *row)
{
    if (strchr(row->value, '|') != NULL)
        offer_choices(line, row->value);
    else
        offer_kind(line, text_of(row->value));
}
