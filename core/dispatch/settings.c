/* settings.c - see settings.h. */
#include "settings.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

/* A field of any type, to try a default on. */
union field {
    bool boolean;
    int64_t number;
    struct cl_text text;
    uint32_t choice;
};

static size_t field_size(uint32_t type)
{
    switch (type) {
    case CL_BOOL:
        return sizeof(bool);
    case CL_INT:
        return sizeof(int64_t);
    case CL_TEXT:
        return sizeof(struct cl_text);
    case CL_CHOICE:
        return sizeof(uint32_t);
    default:
        return 0;
    }
}

static bool any_range(const struct cl_option *option)
{
    return option->minimum == 0 && option->maximum == 0;
}

static bool read_bool(const char *value, void *field)
{
    static const struct {
        const char *word;
        bool meaning;
    } words[] = {
        { "true", true }, { "false", false }, { "yes", true }, { "no", false },
        { "on", true },   { "off", false },   { "1", true },   { "0", false },
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (text_equal_nocase(text_of(value), text_of(words[i].word))) {
            memcpy(field, &words[i].meaning, sizeof(bool));
            return true;
        }
    }
    return false;
}

static bool read_int(const struct cl_option *option, const char *value, void *field)
{
    bool negative = value[0] == '-';
    uint64_t size;
    int64_t number;

    /* INT64_MIN cannot be written: no option needs it, and its size has no int64_t. */
    if (!text_to_unsigned(text_of(value + negative), INT64_MAX, &size))
        return false;
    number = negative ? -(int64_t)size : (int64_t)size;
    if (!any_range(option) && (number < option->minimum || number > option->maximum))
        return false;
    memcpy(field, &number, sizeof(number));
    return true;
}

/* \t and \\ stand for TAB and backslash; false for a backslash before anything else. */
static bool unescape(const char *value, char *out, size_t *length)
{
    size_t used = 0;

    for (; *value != '\0'; value++) {
        char byte = *value;

        if (byte == '\\') {
            value++;
            if (*value != 't' && *value != '\\')
                return false;
            byte = *value == 't' ? '\t' : '\\';
        }
        out[used++] = byte;
    }
    *length = used;
    return true;
}

static bool read_text(const struct cl_option *option, const char *value, void *field,
                      struct arena *arena)
{
    char *copy = arena_alloc(arena, strlen(value) + 1);
    struct cl_text text = { copy, 0 };

    if (!unescape(value, copy, &text.length) || text_check(text) != TEXT_FINE)
        return false;
    if (!any_range(option) &&
        ((int64_t)text.length < option->minimum || (int64_t)text.length > option->maximum))
        return false;
    memcpy(field, &text, sizeof(text));
    return true;
}

static bool read_choice(const struct cl_option *option, const char *value, void *field)
{
    struct cl_text rest = text_of(option->choices);

    for (uint32_t index = 0; rest.data != NULL; index++) {
        if (text_equal(text_split(&rest, '|'), text_of(value))) {
            memcpy(field, &index, sizeof(index));
            return true;
        }
    }
    return false;
}

static bool read_value(const struct cl_option *option, const char *value, void *field,
                       struct arena *arena)
{
    switch (option->type) {
    case CL_BOOL:
        return read_bool(value, field);
    case CL_INT:
        return read_int(option, value, field);
    case CL_TEXT:
        return read_text(option, value, field, arena);
    default:
        return read_choice(option, value, field);
    }
}

int settings_describe(char *buffer, size_t size, const struct cl_option *option)
{
    switch (option->type) {
    case CL_BOOL:
        return snprintf(buffer, size, "true|false");
    case CL_INT:
        if (any_range(option))
            return snprintf(buffer, size, "a whole number");
        return snprintf(buffer, size, "%" PRId64 " to %" PRId64, option->minimum, option->maximum);
    case CL_TEXT:
        if (any_range(option))
            return snprintf(buffer, size, "text");
        if (option->minimum == option->maximum)
            return snprintf(buffer, size, "text of %" PRId64 " byte%s", option->minimum,
                            option->minimum == 1 ? "" : "s");
        return snprintf(buffer, size, "text of %" PRId64 " to %" PRId64 " bytes", option->minimum,
                        option->maximum);
    default:
        return snprintf(buffer, size, "%s", option->choices);
    }
}

static bool name_good(const char *name)
{
    if (name == NULL || name[0] < 'a' || name[0] > 'z')
        return false;
    for (; *name != '\0'; name++) {
        if (!text_is_digit(*name) && *name != '_' && (*name < 'a' || *name > 'z'))
            return false;
    }
    return true;
}

static bool default_good(const struct cl_option *option)
{
    struct arena arena = { 0 };
    union field field;
    bool good = option->initial != NULL && read_value(option, option->initial, &field, &arena);

    arena_finish(&arena);
    return good;
}

/* What is wrong with one row, or NULL. */
static const char *option_fault(const struct cl_plugin *plugin, const struct cl_option *option)
{
    size_t size = field_size(option->type);

    if (size == 0)
        return "its type is none of bool, int, text, choice";
    if (size > plugin->state_size || option->offset > plugin->state_size - size)
        return "its field lies outside the state";
    if (option->type == CL_CHOICE && (option->choices == NULL || option->choices[0] == '\0'))
        return "it has no choices";
    if (option->minimum > option->maximum || (option->type == CL_TEXT && option->minimum < 0))
        return "its range is empty";
    if (!default_good(option))
        return "its default is no value that it takes";
    if (option->help == NULL)
        return "it has no help";
    return NULL;
}

static const struct cl_option *find(const struct cl_options *options, const char *name,
                                    uint32_t before)
{
    for (uint32_t i = 0; i < before; i++) {
        if (strcmp(settings_option(options, i)->name, name) == 0)
            return settings_option(options, i);
    }
    return NULL;
}

bool settings_table_good(const struct cl_plugin *plugin, char *why, size_t size)
{
    const struct cl_options *options = &plugin->options;
    char shown[TEXT_SHOWN];

    if (options->count == 0)
        return true;
    if (options->items == NULL || options->stride < sizeof(struct cl_option)) {
        (void)snprintf(why, size, "its options are %" PRIu32 " bytes apart, generation 1 has %zu",
                       options->stride, sizeof(struct cl_option));
        return false;
    }
    for (uint32_t i = 0; i < options->count; i++) {
        const struct cl_option *option = settings_option(options, i);
        const char *fault = "its name is not lower case, digits and underscores";

        if (name_good(option->name)) {
            fault = find(options, option->name, i) != NULL ? "it stands twice"
                                                           : option_fault(plugin, option);
        }
        if (fault != NULL) {
            text_show_string(shown, option->name != NULL ? option->name : "");
            (void)snprintf(why, size, "option \"%s\": %s", shown, fault);
            return false;
        }
    }
    return true;
}

static int unknown_key(const struct cl_plugin *plugin, const char *key, struct problem *problem)
{
    char names[600] = "";
    char shown[TEXT_SHOWN];
    size_t used = 0;

    text_show_string(shown, key);
    if (plugin->options.count == 0)
        return problem_usage(problem, "%s has no setting \"%s\": it has none at all", plugin->name,
                             shown);
    for (uint32_t i = 0; i < plugin->options.count && used < sizeof(names); i++)
        used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s", i == 0 ? "" : ", ",
                                 settings_option(&plugin->options, i)->name);
    return problem_usage(problem, "%s has no setting \"%s\" (there are: %s)", plugin->name, shown,
                         names);
}

static int bad_value(const struct cl_plugin *plugin, const struct cl_option *option,
                     const char *value, struct problem *problem)
{
    char expected[400];
    char shown[TEXT_SHOWN];

    (void)settings_describe(expected, sizeof(expected), option);
    return problem_usage(problem, "%s: %s: \"%s\" is not %s", plugin->name, option->name,
                         text_show_string(shown, value), expected);
}

static int apply_one(void *state, const struct cl_plugin *plugin, const struct setting *settings,
                     size_t index, struct arena *arena, struct problem *problem)
{
    const struct setting *setting = &settings[index];
    const struct cl_option *option = find(&plugin->options, setting->key, plugin->options.count);

    if (option == NULL)
        return unknown_key(plugin, setting->key, problem);
    for (size_t i = 0; i < index; i++) {
        if (strcmp(settings[i].key, setting->key) == 0)
            return problem_usage(problem, "%s: %s is set twice", plugin->name, option->name);
    }
    if (!read_value(option, setting->value, (char *)state + option->offset, arena))
        return bad_value(plugin, option, setting->value, problem);
    return 0;
}

int settings_apply(void *state, const struct cl_plugin *plugin, const struct setting *settings,
                   size_t count, struct arena *arena, struct problem *problem)
{
    const struct cl_options *options = &plugin->options;

    for (uint32_t i = 0; i < options->count; i++) {
        const struct cl_option *option = settings_option(options, i);

        if (!read_value(option, option->initial, (char *)state + option->offset, arena))
            return bad_value(plugin, option, option->initial, problem);
    }
    for (size_t i = 0; i < count; i++) {
        if (apply_one(state, plugin, settings, i, arena, problem) < 0)
            return -1;
    }
    return 0;
}
