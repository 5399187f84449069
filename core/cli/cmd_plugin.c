/* cmd_plugin.c - claimline plugin: the words behind it, and their options. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/plugin_words.h"

#include "base/memory.h"

#include <string.h>

static const struct word {
    const char *name;
    size_t operands;
    size_t optional; /* of the operands: so many need not be there */
    const char *usage;
    const char *options; /* a blank around each */
    int (*run)(const struct plugin_request *request, struct problem *problem);
} words[] = {
    { "list", 0, 0, "claimline plugin list", " plugin-dir ", plugin_list },
    { "show", 1, 0, "claimline plugin show PLUGIN", " plugin-dir ", plugin_show },
    { "new", 2, 0, "claimline plugin new NAME DIR", " ", plugin_new },
    { "test", 1, 1, "claimline plugin test FILE", " filter set seed timeout json list ",
      plugin_test },
};

enum { WORD_COUNT = sizeof(words) / sizeof(words[0]) };

/* While the command line is read. */
struct reading {
    const struct word *word;
    struct plugin_request request;
    char **keys; /* of the settings; they are cut from the arguments */
};

static int unknown_word(const char *value, struct problem *problem)
{
    const char *names[WORD_COUNT];
    const char *near;

    for (size_t i = 0; i < WORD_COUNT; i++)
        names[i] = words[i].name;
    near = value != NULL ? nearest_word(value, names, WORD_COUNT) : NULL;
    return problem_usage(problem,
                         "expected: plugin list, plugin show PLUGIN, plugin new NAME DIR or "
                         "plugin test FILE%s%s%s",
                         near != NULL ? "; did you mean " : "", near != NULL ? near : "",
                         near != NULL ? "?" : " (claimline help plugin tells more)");
}

static int take_operand(void *context, const char *value, struct problem *problem)
{
    struct reading *reading = context;
    struct plugin_request *request = &reading->request;

    if (reading->word == NULL) {
        for (size_t i = 0; i < WORD_COUNT && reading->word == NULL; i++) {
            if (strcmp(value, words[i].name) == 0)
                reading->word = &words[i];
        }
        return reading->word != NULL ? 0 : unknown_word(value, problem);
    }
    if (request->operand_count == reading->word->operands)
        return problem_usage(problem, "%s takes no more words", reading->word->usage);
    request->operands[request->operand_count++] = value;
    return 0;
}

static const char **added(const char **values, size_t *count, const char *value)
{
    values = mem_resize_array((void *)values, *count + 1, sizeof(*values));
    values[(*count)++] = value;
    return values;
}

static int take_plugin_dir(void *context, const char *value, struct problem *problem)
{
    struct plugin_request *request = &((struct reading *)context)->request;

    (void)problem;
    request->dirs = added(request->dirs, &request->dir_count, value);
    return 0;
}

static int take_filter(void *context, const char *value, struct problem *problem)
{
    struct plugin_request *request = &((struct reading *)context)->request;

    (void)problem;
    request->filters = added(request->filters, &request->filter_count, value);
    return 0;
}

static int take_set(void *context, const char *value, struct problem *problem)
{
    struct reading *reading = context;
    struct plugin_request *request = &reading->request;
    size_t count = request->setting_count++;
    const char *equals = strchr(value, '=');
    char *key = mem_string(value);

    reading->keys = mem_resize_array(reading->keys, count + 1, sizeof(*reading->keys));
    reading->keys[count] = key;
    request->settings = mem_resize_array(request->settings, count + 1, sizeof(*request->settings));
    request->settings[count] = (struct setting){ key, value };
    if (equals == NULL || equals == value)
        return problem_usage(problem, "--set needs KEY=VALUE");
    key[equals - value] = '\0';
    request->settings[count].value = equals + 1;
    return 0;
}

static int take_seed(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct reading *)context)->request.seed, "seed", value, problem);
}

static int take_timeout(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct reading *)context)->request.timeout, "timeout", value, problem);
}

static int take_json(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct reading *)context)->request.json = true;
    return 0;
}

static int take_list(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct reading *)context)->request.list = true;
    return 0;
}

static const struct option_row rows[] = {
    { "plugin-dir", "DIR", "list, show: look for plugins here first; may stand several times",
      take_plugin_dir },
    { "filter", "PATTERN",
      "test: only tests whose name holds it, or fits it with * ? [];\nmay stand several times",
      take_filter },
    { "set", "KEY=VALUE", "test: a setting of every state that is opened; may stand several times",
      take_set },
    { "seed", "N", "test: of the claims that are made by chance (default: 1)", take_seed },
    { "timeout", "SECONDS", "test: that one test may take before it is ended (default: 60)",
      take_timeout },
    { "json", NULL, "test: print one JSON document", take_json },
    { "list", NULL, "test: print the names of the tests and what they prove; nothing is run",
      take_list },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

/* Whether an option was given that is another word's. */
static bool was_given(const struct plugin_request *request, const char *option)
{
    const struct {
        const char *name;
        bool given;
    } options[] = {
        { "plugin-dir", request->dir_count > 0 },
        { "filter", request->filter_count > 0 },
        { "set", request->setting_count > 0 },
        { "seed", request->seed != NULL },
        { "timeout", request->timeout != NULL },
        { "json", request->json },
        { "list", request->list },
    };

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (strcmp(options[i].name, option) == 0)
            return options[i].given;
    }
    return false;
}

static bool has_option(const struct word *word, const char *option)
{
    const char *at = strstr(word->options, option);

    while (at != NULL && (at[-1] != ' ' || at[strlen(option)] != ' '))
        at = strstr(at + 1, option);
    return at != NULL;
}

static int check(const struct reading *reading, struct problem *problem)
{
    const struct word *word = reading->word;

    if (word == NULL)
        return unknown_word(NULL, problem);
    if (reading->request.operand_count < word->operands - word->optional)
        return problem_usage(problem, "expected: %s", word->usage);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (was_given(&reading->request, rows[i].name) && !has_option(word, rows[i].name))
            return problem_usage(problem, "%s takes no --%s", word->usage, rows[i].name);
    }
    return 0;
}

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct reading reading = { .word = NULL };
    struct option_parser parser = { rows, ROW_COUNT, take_operand, &reading };
    int status = options_parse(&parser, count, arguments, problem);

    if (status == 0)
        status = check(&reading, problem);
    if (status == 0)
        status = reading.word->run(&reading.request, problem);
    for (size_t i = 0; i < reading.request.setting_count; i++)
        mem_free(reading.keys[i]);
    mem_free(reading.keys);
    mem_free(reading.request.settings);
    mem_free((void *)reading.request.filters);
    mem_free((void *)reading.request.dirs);
    return status < 0 ? command_failed(problem) : command_printed(status, problem);
}

const struct command command_plugin = {
    .name = "plugin",
    .summary = "list, show, begin and test output plugins",
    .run = run,
    .usage = "plugin list [OPTIONS]\n"
             "plugin show PLUGIN [OPTIONS]\n"
             "plugin new NAME DIR\n"
             "plugin test FILE [OPTIONS]\n",
    .about =
        "list shows the plugins there are, with the files that were refused; show tells of one\n"
        "where it comes from and its settings; new makes a complete small project of a plugin\n"
        "in a new or empty folder; test tells whether a plugin file keeps the contract of\n"
        "claimline/plugin.h.\n"
        "\n"
        "Plugins are looked for in --plugin-dir, in the folders of CLAIMLINE_PLUGIN_PATH,\n"
        "beside the program, and where claimline is installed; the first of a name wins.\n"
        "\n"
        "Each test runs in a process of its own, so that a crash, a hang and an exit are\n"
        "results. One that fails tells what was seen, what the contract wants, and the line of\n"
        "plugin.h that says so.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples = "claimline plugin list\n"
                "claimline plugin show csv\n"
                "claimline plugin show tsv --plugin-dir build/\n"
                "claimline plugin new northwind ~/northwind\n"
                "claimline plugin test build/tsv.so --filter 'claims.*'\n",
    .status = "0 shown, or all tests passed; 1 a test failed; 2 bad usage or bad\n"
              "configuration; 3 failed.\n",
};
