/* map_values.c - see map_values.h. */
#include "map_values.h"

#include "read/map.h"

#include "base/text.h"

#include <string.h>

struct cl_text map_fold(char *room, struct cl_text text)
{
    size_t used = 0;

    for (size_t i = 0; i < text.length; i++) {
        bool blank = text.data[i] == ' ' || text.data[i] == '\t';

        if (blank && (used == 0 || room[used - 1] == ' '))
            continue;
        room[used++] = blank ? ' ' : text_upper(text.data[i]);
    }
    used -= used != 0 && room[used - 1] == ' ';
    return (struct cl_text){ room, used };
}

bool map_matches(struct cl_text pattern, struct cl_text text)
{
    bool open = pattern.length != 0 && pattern.data[pattern.length - 1] == '*';
    size_t length = pattern.length - open;

    if (open ? text.length < length : text.length != length)
        return false;
    pattern.length = length;
    text.length = length;
    return text_equal_nocase(pattern, text);
}

/* The rule for what is not listed: hold, keep, or a value of the column. */
static int read_others(struct map_values *values, const struct map_text *text,
                       const struct map_setting *setting, struct problem *problem)
{
    struct cl_text value = map_unquote(setting->value);

    values->others = OTHERS_RESULT;
    values->other_result = value;
    if (text_equal_nocase(value, text_of("hold")))
        values->others = OTHERS_HOLD;
    else if (text_equal_nocase(value, text_of("keep")))
        values->others = OTHERS_KEEP;
    else if (value.length != 0 && !map_column_takes(values->column, value))
        return map_mistake(text->file, setting->line, setting->value,
                           "is neither hold, nor keep, nor a value of the column", problem);
    return 0;
}

static void add_prefix(struct map_values *values, struct cl_text prefix, uint32_t result)
{
    size_t at = values->prefix_count++;

    for (; at > 0 && values->prefixes[at - 1].length < prefix.length; at--) {
        values->prefixes[at] = values->prefixes[at - 1];
        values->prefix_results[at] = values->prefix_results[at - 1];
    }
    values->prefixes[at] = prefix;
    values->prefix_results[at] = result;
}

static int add_value(struct map_values *values, const struct map_text *text,
                     const struct map_setting *setting, struct problem *problem)
{
    struct cl_text result = map_unquote(setting->value);
    char *room = arena_room(text->arena, setting->key.length + 1);
    struct cl_text key = map_fold(room, setting->key);
    uint32_t index = (uint32_t)values->result_count;

    if (result.length != 0 && !map_column_takes(values->column, result))
        return map_mistake(text->file, setting->line, setting->value,
                           "is not a value of the column", problem);
    values->results[values->result_count++] = result;
    if (!setting->quoted && key.length > 1 && key.data[key.length - 1] == '*') {
        add_prefix(values, (struct cl_text){ key.data, key.length - 1 }, index);
        return 0;
    }
    if (map_find(&values->exact, key) != MAP_NONE)
        return map_mistake(text->file, setting->line, setting->key, "stands twice in this section",
                           problem);
    map_add(&values->exact, key, index);
    return 0;
}

int map_values_read(struct map_values *out, const struct map_text *text,
                    const struct map_section *section, struct problem *problem)
{
    out->results = arena_alloc_array(text->arena, section->count + 1, sizeof(*out->results));
    out->prefixes = arena_alloc_array(text->arena, section->count + 1, sizeof(*out->prefixes));
    out->prefix_results =
        arena_alloc_array(text->arena, section->count + 1, sizeof(*out->prefix_results));
    for (size_t i = 0; i < section->count; i++) {
        const struct map_setting *setting = &section->settings[i];
        bool others = !setting->quoted && text_equal(setting->key, text_of("*"));

        if ((others ? read_others : add_value)(out, text, setting, problem) < 0)
            return -1;
    }
    if (section->count == 0)
        return map_mistake(text->file, section->line, section->name, "lists no values", problem);
    return 0;
}

void map_values_finish(struct map_values *values)
{
    map_finish(&values->exact);
}

bool map_values_find(const struct map_values *values, struct cl_text text, char *room,
                     struct cl_text *out)
{
    struct cl_text key = map_fold(room, text);
    uint32_t index = map_find(&values->exact, key);

    for (size_t i = 0; i < values->prefix_count && index == MAP_NONE; i++) {
        struct cl_text prefix = values->prefixes[i];

        if (key.length >= prefix.length && memcmp(key.data, prefix.data, prefix.length) == 0)
            index = values->prefix_results[i];
    }
    if (index != MAP_NONE)
        *out = values->results[index];
    else if (values->others == OTHERS_RESULT)
        *out = values->other_result;
    else
        *out = text;
    return index != MAP_NONE || values->others != OTHERS_HOLD;
}
