/* map_general.c - [map], [skip] and [require] of a column map, and the names of the export's
 * columns. */
#include "map_keys.h"

#include "read/columns.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

enum { MAX_HEADER_LINE = 1000 };

static int set_about(const struct map_reading *reading, const struct map_setting *setting)
{
    reading->map->about = map_unquote(setting->value);
    return 0;
}

static int set_header(const struct map_reading *reading, const struct map_setting *setting)
{
    if (text_equal_nocase(setting->value, text_of("search")))
        return 0;
    if (!text_to_unsigned(setting->value, MAX_HEADER_LINE, &reading->map->header_line) ||
        reading->map->header_line == 0)
        return map_setting_mistake(reading, setting, "is neither search nor a line from 1 to 1000");
    return 0;
}

static size_t take_pieces(const struct map_reading *reading, struct cl_text rest,
                          struct cl_text **out)
{
    size_t count = 0;

    *out = arena_alloc_array(reading->text->arena, rest.length + 1, sizeof(**out));
    while (rest.data != NULL)
        (*out)[count++] = map_next_piece(&rest).text;
    return count;
}

static int set_totals(const struct map_reading *reading, const struct map_setting *setting)
{
    struct column_map *map = reading->map;

    map->total_count = take_pieces(reading, setting->value, &map->totals);
    for (size_t i = 0; i < map->total_count; i++) {
        if (map->totals[i].length == 0 || text_equal(map->totals[i], text_of("*")))
            return map_setting_mistake(reading, setting, "has a piece that any row begins with");
    }
    return 0;
}

static int set_services(const struct map_reading *reading, const struct map_setting *setting)
{
    uint64_t count;

    if (!text_to_unsigned(setting->value, MAP_MAX_SERVICES, &count) || count == 0)
        return map_setting_mistake(reading, setting, "is no number from 1 to 50");
    reading->map->services = (unsigned)count;
    return 0;
}

static int set_no_service(const struct map_reading *reading, const struct map_setting *setting)
{
    if (!text_equal_nocase(setting->value, text_of("hold")) &&
        !text_equal_nocase(setting->value, text_of("skip")))
        return map_setting_mistake(reading, setting, "is neither hold nor skip");
    reading->map->skips_no_service = text_equal_nocase(setting->value, text_of("skip"));
    return 0;
}

static int set_dates(const struct map_reading *reading, const struct map_setting *setting)
{
    if (setting->value.length == 0)
        return map_setting_mistake(reading, setting, "has no value");
    reading->map->dates = setting->value;
    reading->map->dates_line = setting->line;
    return 0;
}

static int set_pivot(const struct map_reading *reading, const struct map_setting *setting)
{
    uint64_t pivot;

    if (!text_to_unsigned(setting->value, 99, &pivot))
        return map_setting_mistake(reading, setting,
                                   "is no number from 0 to 99: the last year that is 20..");
    reading->map->pivot = (int)pivot;
    return 0;
}

static int set_money(const struct map_reading *reading, const struct map_setting *setting)
{
    reading->map->comma = text_equal_nocase(setting->value, text_of("comma"));
    if (!reading->map->comma && !text_equal_nocase(setting->value, text_of("point")))
        return map_setting_mistake(reading, setting,
                                   "is none of point (1,234.50), comma (1.234,50)");
    return 0;
}

static const struct {
    const char *name;
    int (*set)(const struct map_reading *reading, const struct map_setting *setting);
} keys[] = {
    { "about", set_about },       { "header", set_header },         { "totals", set_totals },
    { "services", set_services }, { "no_service", set_no_service }, { "dates", set_dates },
    { "pivot", set_pivot },       { "money", set_money },
};

enum { KEY_COUNT = sizeof(keys) / sizeof(keys[0]) };

int map_read_general(const struct map_reading *reading, const struct map_section *section)
{
    for (size_t i = 0; i < section->count; i++) {
        const struct map_setting *setting = &section->settings[i];
        size_t key = 0;

        while (key < KEY_COUNT && !text_equal_nocase(setting->key, text_of(keys[key].name)))
            key++;
        if (key == KEY_COUNT)
            return map_setting_mistake(reading, setting,
                                       "is none of about, header, totals, services, no_service, "
                                       "dates, pivot, money");
        if (keys[key].set(reading, setting) < 0)
            return -1;
    }
    return 0;
}

int map_read_filters(const struct map_reading *reading, const struct map_section *section,
                     struct map_filter **out, size_t *count)
{
    *out = arena_alloc_array(&reading->map->arena, section->count + 1, sizeof(**out));
    for (size_t i = 0; i < section->count; i++) {
        const struct map_setting *setting = &section->settings[i];
        struct map_filter *filter = &(*out)[(*count)++];

        if (setting->value.length == 0)
            return map_setting_mistake(reading, setting,
                                       "has no value (for an empty cell write \"\")");
        *filter = (struct map_filter){ .name = setting->key, .line = setting->line };
        filter->optional = !setting->quoted && filter->name.length > 1 &&
                           filter->name.data[filter->name.length - 1] == '?';
        if (filter->optional)
            filter->name =
                text_trim((struct cl_text){ filter->name.data, filter->name.length - 1 });
        filter->value_count = take_pieces(reading, setting->value, &filter->values);
        for (size_t v = 0; v < filter->value_count; v++) {
            if (text_equal(filter->values[v], text_of("*")))
                return map_setting_mistake(reading, setting, "would be so for every row");
        }
    }
    return 0;
}

/* The names of a column of the export that is numbered. */
struct numbered {
    struct cl_text before, behind;
    uint64_t first, last;
    bool is_slot; /* {n}: of the services of a wide row */
};

/* Takes {n} or {1-12} apart: NULL, or what is wrong. */
static const char *read_numbered(struct cl_text text, unsigned services, struct numbered *out)
{
    const char *open = memchr(text.data, '{', text.length);
    const char *close = memchr(text.data, '}', text.length);
    struct cl_text inner, first;

    if (close == NULL || close < open)
        return "has a { without its }: write {n} or {1-12}, or quote the name";
    out->before = (struct cl_text){ text.data, (size_t)(open - text.data) };
    out->behind = (struct cl_text){ close + 1, text.length - (size_t)(close + 1 - text.data) };
    inner = (struct cl_text){ open + 1, (size_t)(close - open - 1) };
    out->is_slot = text_equal(inner, text_of("n"));
    out->first = 1;
    out->last = services;
    if (out->is_slot)
        return services > 1 ? NULL : "{n} needs services = NUMBER in [map]";
    first = text_split(&inner, '-');
    if (inner.data == NULL || !text_to_unsigned(first, 99, &out->first) ||
        !text_to_unsigned(inner, 99, &out->last) || out->last < out->first)
        return "is numbered, but not like {n} or {1-12}";
    return NULL;
}

static int add_source(const struct map_reading *reading, const struct map_setting *setting,
                      struct map_column *column, const struct map_source *source)
{
    if (source->name.length == 0)
        return map_setting_mistake(reading, setting, "names no column of the export");
    if (column->source_count == MAP_MAX_SOURCES)
        return map_setting_mistake(reading, setting, "names more than 64 columns");
    for (size_t i = 0; i < column->source_count; i++) {
        if (text_equal_name(column->sources[i].name, source->name) &&
            column->sources[i].slot == source->slot)
            return map_setting_mistake(reading, setting, "names a column twice");
    }
    column->sources[column->source_count++] = *source;
    return 0;
}

static int add_numbered(const struct map_reading *reading, const struct map_setting *setting,
                        struct map_column *column, struct cl_text name, bool optional)
{
    struct numbered numbered;
    const char *wrong = read_numbered(name, reading->map->services, &numbered);

    if (wrong == NULL && numbered.is_slot && !column_form(column->column)->of_row)
        wrong = "{n} is for what belongs to a service, not to the session";
    if (wrong != NULL)
        return map_setting_mistake(reading, setting, wrong);
    for (uint64_t i = numbered.first; i <= numbered.last; i++) {
        struct map_source source = { .optional = optional || i > numbered.first };

        source.slot = numbered.is_slot ? (uint8_t)i : NO_SLOT;
        source.name = arena_format(
            &reading->map->arena, "%.*s%llu%.*s", (int)numbered.before.length, numbered.before.data,
            (unsigned long long)i, (int)numbered.behind.length, numbered.behind.data);
        if (add_source(reading, setting, column, &source) < 0)
            return -1;
    }
    return 0;
}

int map_read_sources(const struct map_reading *reading, const struct map_setting *setting,
                     struct map_column *column)
{
    struct cl_text rest = setting->value;

    column->line = setting->line;
    column->sources =
        arena_alloc_array(&reading->map->arena, MAP_MAX_SOURCES, sizeof(*column->sources));
    while (rest.data != NULL) {
        struct map_piece piece = map_next_piece(&rest);
        struct cl_text name = piece.text;
        bool optional = !piece.quoted && name.length > 1 && name.data[name.length - 1] == '?';
        struct map_source source = { .optional = optional };
        int error;

        if (optional)
            name = text_trim((struct cl_text){ name.data, name.length - 1 });
        source.name = name;
        if (!piece.quoted && memchr(name.data, '{', name.length) != NULL)
            error = add_numbered(reading, setting, column, name, optional);
        else
            error = add_source(reading, setting, column, &source);
        if (error < 0)
            return -1;
    }
    return 0;
}
