/* test_options.c - the settings: the table, the defaults, and every kind of value. */
#include "test_groups.h"

#include "base/text.h"
#include "conform/texts.h"

#include <inttypes.h>
#include <stdio.h>

static size_t field_size(const struct cl_option *option)
{
    static const size_t sizes[] = { sizeof(bool), sizeof(int64_t), sizeof(struct cl_text),
                                    sizeof(uint32_t) };

    return sizes[option->type];
}

static size_t alignment(const struct cl_option *option)
{
    return option->type == CL_TEXT ? _Alignof(struct cl_text) : field_size(option);
}

static bool overlap(const struct cl_option *a, const struct cl_option *b)
{
    return a->offset < b->offset + field_size(b) && b->offset < a->offset + field_size(a);
}

static void look_at_option(struct trial *trial, uint32_t index)
{
    const struct cl_options *options = &trial->plugin->options;
    const struct cl_option *option = settings_option(options, index);
    size_t length = strlen(option->help);

    if (length == 0 || strpbrk(option->help, "\r\n\t") != NULL || option->help[length - 1] == '.')
        trial_break(trial, ARTICLE_OPTION_HELP,
                    "the help of option %s is empty, not one line, or ends with a point",
                    option->name);
    if (option->offset % alignment(option) != 0)
        trial_break(trial, ARTICLE_OPTION_FIELD, "the field of option %s is not aligned",
                    option->name);
    for (uint32_t i = 0; i < index; i++) {
        if (overlap(settings_option(options, i), option))
            trial_break(trial, ARTICLE_OPTION_FIELD, "options %s and %s share bytes of the state",
                        settings_option(options, i)->name, option->name);
    }
    if (option->type != CL_CHOICE && option->choices != NULL)
        trial_break(trial, ARTICLE_OPTION_VALUES, "option %s has choices and is none",
                    option->name);
}

/* What the host asks too was seen when the file was loaded. */
void test_options_table(struct trial *trial)
{
    for (uint32_t i = 0; i < trial->plugin->options.count; i++)
        look_at_option(trial, i);
}

void test_options_defaults(struct trial *trial)
{
    struct instance instance;

    instance_open(&instance, trial, NULL, 0, false);
    if (instance.said[0] != '\0')
        trial_fail(trial, "open() said \"%s\" and went on", instance.said);
    instance_close(&instance);
}

/* A file with that setting: refused by the plugin in open(), or written. */
static void try_setting(struct trial *trial, const struct claims *claims, const char *name,
                        const char *value)
{
    const struct setting setting = { name, value };
    const struct manner manners[] = {
        { .settings = &setting, .setting_count = 1, .chunk = 20 },
        { .settings = &setting, .setting_count = 1, .chunk = 20, .room = 7, .strict = true },
    };
    struct instance instance;
    struct sink sinks[2];
    int status;

    if (!instance_make(&instance, trial, &setting, 1, false))
        return; /* the host refuses it: the plugin never sees it */
    status = instance_try(&instance);
    instance_close(&instance);
    if (status != CL_OK)
        return;
    for (int i = 0; i < 2; i++)
        write_file(trial, &manners[i], claims, &sinks[i]);
    sink_same(&sinks[0], &sinks[1], "room for 7 bytes instead of 4096");
    sink_close(&sinks[0]);
    sink_close(&sinks[1]);
}

static void try_choices(struct trial *trial, const struct claims *claims,
                        const struct cl_option *option)
{
    struct cl_text rest = text_of(option->choices);
    char word[128];

    while (rest.data != NULL) {
        struct cl_text piece = text_split(&rest, '|');

        (void)snprintf(word, sizeof(word), "%.*s", (int)piece.length, piece.data);
        try_setting(trial, claims, option->name, word);
    }
}

static void try_numbers(struct trial *trial, const struct claims *claims,
                        const struct cl_option *option)
{
    const bool any = option->minimum == 0 && option->maximum == 0;
    const int64_t numbers[] = {
        any ? -INT64_MAX : option->minimum,
        any ? INT64_MAX : option->maximum,
        any ? 0 : option->minimum / 2 + option->maximum / 2,
        0,
        1,
    };
    char number[32];

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        (void)snprintf(number, sizeof(number), "%" PRId64, numbers[i]);
        try_setting(trial, claims, option->name, number);
    }
}

static void try_words(struct trial *trial, const struct claims *claims,
                      const struct cl_option *option)
{
    switch (option->type) {
    case CL_BOOL:
        try_setting(trial, claims, option->name, "true");
        try_setting(trial, claims, option->name, "false");
        break;
    case CL_INT:
        try_numbers(trial, claims, option);
        break;
    case CL_CHOICE:
        try_choices(trial, claims, option);
        break;
    default: /* texts are a test of their own */
        break;
    }
}

void test_options_each_value(struct trial *trial)
{
    const struct cl_options *options = &trial->plugin->options;
    struct claims claims;

    if (options->count == 0)
        trial_skip(trial, "it has no options");
    claims_open_mixed(&claims, trial, 0);
    for (uint32_t i = 0; i < options->count; i++)
        try_words(trial, &claims, settings_option(options, i));
    claims_close(&claims);
}

/* A text of the length that is allowed, shortest and longest. */
static void try_lengths(struct trial *trial, const struct claims *claims,
                        const struct cl_option *option)
{
    static const int64_t most = 70000;
    bool any = option->minimum == 0 && option->maximum == 0;
    const int64_t lengths[] = { any ? 0 : option->minimum,
                                any || option->maximum > most ? most : option->maximum };

    for (size_t i = 0; i < 2; i++) {
        char value[70001];

        if (lengths[i] > most)
            continue;
        memset(value, 'x', (size_t)lengths[i]);
        value[lengths[i]] = '\0';
        try_setting(trial, claims, option->name, value);
    }
}

static void try_texts(struct trial *trial, const struct claims *claims,
                      const struct cl_option *option)
{
    try_lengths(trial, claims, option);
    for (size_t i = 0; i < HOSTILE_COUNT; i++)
        try_setting(trial, claims, option->name, hostile_texts[i].bytes);
}

void test_options_texts(struct trial *trial)
{
    const struct cl_options *options = &trial->plugin->options;
    uint32_t texts = 0;
    struct claims claims;

    claims_open_mixed(&claims, trial, 0);
    for (uint32_t i = 0; i < options->count; i++) {
        const struct cl_option *option = settings_option(options, i);

        if (option->type == CL_TEXT) {
            try_texts(trial, &claims, option);
            texts++;
        }
    }
    if (texts == 0)
        trial_skip(trial, "it has no option of type text");
    claims_close(&claims);
}
