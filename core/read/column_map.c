/* column_map.c - reads a column map and checks it as a whole; see column_map.h. */
#include "column_map.h"

#include "read/columns.h"
#include "read/map.h"
#include "read/map_check.h"
#include "read/map_keys.h"
#include "read/map_shipped.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/text_file.h"

#include <stdio.h>
#include <string.h>

static int mistake(const struct map_reading *reading, int line, struct cl_text subject,
                   const char *what)
{
    return map_mistake(reading->text->file, line, subject, what, reading->problem);
}

/* What stands behind the first word of a section's name, where that is `word`. */
static bool begins_with_word(struct cl_text name, const char *word, struct cl_text *rest)
{
    *rest = name;
    return text_equal_nocase(text_split(rest, ' '), text_of(word)) &&
           (rest->data == NULL || text_trim(*rest).length != 0);
}

static struct map_column *new_column(const struct map_reading *reading, enum column column,
                                     int line)
{
    struct map_column *made = arena_alloc(&reading->map->arena, sizeof(*made));

    *made = (struct map_column){ .column = column,
                                 .line = line,
                                 .pivot = NO_PIVOT,
                                 .fallback = TEXT_NONE,
                                 .join = TEXT_NONE,
                                 .dates_written = TEXT_NONE };
    return made;
}

/* The column that `name` names: -1 where it is none, or where the map gives it already. */
static int claim_column(const struct map_reading *reading, struct cl_text name, int line,
                        struct map_column **out)
{
    enum column column = column_find(name);

    if (column == COLUMN_NONE)
        return mistake(reading, line, name,
                       "is no column of this program (docs/columns.md lists them)");
    if (reading->map->by_column[column] != NULL)
        return mistake(reading, line, name, "the map says twice where this column comes from");
    *out = new_column(reading, column, line);
    reading->map->by_column[column] = *out;
    return 0;
}

/* [columns]: COLUMN = EXPORT COLUMN. */
static int read_columns(const struct map_reading *reading, const struct map_section *section)
{
    for (size_t i = 0; i < section->count; i++) {
        const struct map_setting *setting = &section->settings[i];
        struct map_column *column;

        if (claim_column(reading, setting->key, setting->line, &column) < 0 ||
            map_read_sources(reading, setting, column) < 0)
            return -1;
    }
    return 0;
}

/* [constants]: COLUMN = VALUE. */
static int read_constants(const struct map_reading *reading, const struct map_section *section)
{
    for (size_t i = 0; i < section->count; i++) {
        const struct map_setting *setting = &section->settings[i];
        struct map_column *column;
        struct cl_text value = map_unquote(setting->value);

        if (claim_column(reading, setting->key, setting->line, &column) < 0)
            return -1;
        if (value.length == 0 || !map_column_takes(column->column, value))
            return map_setting_mistake(reading, setting, "is not a value of the column");
        column->fallback = value;
        column->has_fallback = true;
    }
    return 0;
}

/* [values COLUMN] or [values COLUMN from EXPORT COLUMN]. */
static int read_values(const struct map_reading *reading, const struct map_section *section,
                       struct cl_text rest)
{
    struct map_values *values = &reading->map->values[reading->map->value_count];
    struct cl_text name, word;

    rest = text_trim(rest);
    name = text_split(&rest, ' ');
    *values = (struct map_values){ .line = section->line, .column = column_find(name) };
    if (values->column == COLUMN_NONE)
        return mistake(reading, section->line, name,
                       "is no column of this program (docs/columns.md lists them)");
    if (rest.data != NULL) {
        rest = text_trim(rest);
        word = text_split(&rest, ' ');
        values->source = rest.data != NULL ? map_unquote(text_trim(rest)) : TEXT_NONE;
        values->of_source = true;
        if (!text_equal_nocase(word, text_of("from")) || values->source.length == 0)
            return mistake(reading, section->line, section->name,
                           "is not [values COLUMN] or [values COLUMN from EXPORT COLUMN]");
    }
    reading->map->value_count++;
    return map_values_read(values, reading->text, section, reading->problem);
}

/* Where the tables of the map lie. NULL: nobody knows. */
static const char *table_path(const struct map_reading *reading, struct cl_text file)
{
    struct arena *arena = &reading->map->arena;

    if (file.data[0] == '/')
        return arena_text(arena, file.data, file.length).data;
    if (reading->map->folder == NULL)
        return NULL;
    if (reading->map->folder[0] == '\0')
        return arena_text(arena, file.data, file.length).data;
    return arena_format(arena, "%s/%.*s", reading->map->folder, (int)file.length, file.data).data;
}

static int no_folder(const struct map_reading *reading)
{
    char shown[TEXT_SHOWN];

    text_show_string(shown, reading->map->file);
    return problem_usage(reading->problem,
                         "the map %s looks things up in tables of yours: name their folder, "
                         "--map %s:FOLDER (claimline map copy %s FOLDER makes tables to fill in)",
                         shown, shown, shown);
}

/* [lookup NAME]: file and key. */
static int read_lookup(const struct map_reading *reading, const struct map_section *section,
                       struct cl_text rest)
{
    struct map_lookup *lookup = &reading->map->lookups[reading->map->lookup_count];
    struct cl_text file = TEXT_NONE;
    struct cl_text key = TEXT_NONE;

    *lookup = (struct map_lookup){ .name = text_trim(rest), .line = section->line };
    for (size_t i = 0; i < section->count; i++) {
        const struct map_setting *setting = &section->settings[i];
        struct cl_text value = map_unquote(setting->value);

        if (value.length == 0)
            return map_setting_mistake(reading, setting, "has no value");
        if (text_equal_nocase(setting->key, text_of("file")))
            file = value;
        else if (text_equal_nocase(setting->key, text_of("key")))
            key = value;
        else if (!text_equal_nocase(setting->key, text_of("name_keys")))
            return map_setting_mistake(reading, setting, "is none of file, key, name_keys");
        else if (!text_equal_nocase(value, text_of("yes")) &&
                 !text_equal_nocase(value, text_of("no")))
            return map_setting_mistake(reading, setting, "is neither yes nor no");
        else
            lookup->names_keys = text_equal_nocase(value, text_of("yes"));
    }
    if (file.length == 0 || key.length == 0)
        return mistake(reading, section->line, section->name,
                       "needs file = NAME.csv and key = the column of keys");
    lookup->path = table_path(reading, file);
    if (lookup->path == NULL)
        return no_folder(reading);
    reading->map->lookup_count++;
    return map_lookup_read(lookup, key, reading->problem);
}

/* Sections in the order in which they need one another. */
enum pass { PASS_GENERAL, PASS_TABLES, PASS_COLUMNS, PASS_COUNT };

static int read_section(const struct map_reading *reading, const struct map_section *section,
                        enum pass pass)
{
    struct column_map *map = reading->map;
    struct map_column *column;
    struct cl_text rest;

    if (text_equal_nocase(section->name, text_of("map")))
        return pass == PASS_GENERAL ? map_read_general(reading, section) : 0;
    if (text_equal_nocase(section->name, text_of("skip")))
        return pass == PASS_GENERAL
                   ? map_read_filters(reading, section, &map->skips, &map->skip_count)
                   : 0;
    if (text_equal_nocase(section->name, text_of("require")))
        return pass == PASS_GENERAL
                   ? map_read_filters(reading, section, &map->wants, &map->want_count)
                   : 0;
    if (begins_with_word(section->name, "lookup", &rest) && rest.data != NULL)
        return pass == PASS_TABLES ? read_lookup(reading, section, rest) : 0;
    if (begins_with_word(section->name, "values", &rest) && rest.data != NULL)
        return pass == PASS_TABLES ? read_values(reading, section, rest) : 0;
    if (pass != PASS_COLUMNS)
        return 0;
    if (text_equal_nocase(section->name, text_of("columns")))
        return read_columns(reading, section);
    if (text_equal_nocase(section->name, text_of("constants")))
        return read_constants(reading, section);
    if (column_find(section->name) == COLUMN_NONE)
        return mistake(reading, section->line, section->name,
                       "is none of [map], [columns], [constants], [skip], [require], [values "
                       "COLUMN], "
                       "[lookup TABLE], nor a column of this program");
    if (claim_column(reading, section->name, section->line, &column) < 0)
        return -1;
    return map_read_column(reading, section, column);
}

static void list_files(struct column_map *map, bool is_file)
{
    size_t count = 0;

    map->files = arena_alloc_array(&map->arena, map->lookup_count + 2, sizeof(*map->files));
    if (is_file)
        map->files[count++] = map->file;
    for (size_t i = 0; i < map->lookup_count; i++)
        map->files[count++] = map->lookups[i].path;
}

static int read_map(struct column_map *map, struct cl_text bytes, struct problem *problem)
{
    struct map_text text;
    struct map_reading reading = { map, &text, problem };
    int error = map_text_read(&text, map->file, bytes, &map->arena, problem);

    if (error == 0) {
        map->values = arena_alloc_array(&map->arena, text.count + 1, sizeof(*map->values));
        map->lookups = arena_alloc_array(&map->arena, text.count + 1, sizeof(*map->lookups));
    }
    for (unsigned pass = 0; pass < PASS_COUNT && error == 0; pass++) {
        for (size_t i = 0; i < text.count && error == 0; i++)
            error = read_section(&reading, &text.sections[i], (enum pass)pass);
    }
    return error < 0 ? -1 : map_check(&reading);
}

/* The folder of a file, as a prefix: "" for one in the working folder. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return "";
    return arena_text(arena, path, slash == path ? 1 : (size_t)(slash - path)).data;
}

int column_map_load(struct column_map **out, const char *name, struct problem *problem)
{
    struct column_map *map = mem_alloc(sizeof(*map));
    const struct map_shipped *shipped = map_shipped_find(name, &map->folder);
    struct cl_text bytes = TEXT_NONE;
    int error = 0;

    map->services = 1;
    map->pivot = NO_PIVOT;
    map->about = TEXT_NONE;
    map->dates = TEXT_NONE;
    map->file = name;
    if (shipped != NULL) {
        map->file = shipped->name;
        bytes = (struct cl_text){ (const char *)shipped->text.bytes, shipped->text.length };
    } else {
        map->folder = folder_of(&map->arena, name);
        error = text_file_read(&bytes, name, "a column map", &map->arena, problem);
    }
    if (error == 0)
        error = read_map(map, bytes, problem);
    if (error < 0) {
        column_map_destroy(map);
        return -1;
    }
    list_files(map, shipped == NULL);
    *out = map;
    return 0;
}

void column_map_destroy(struct column_map *map)
{
    if (map == NULL)
        return;
    for (size_t i = 0; i < map->lookup_count; i++)
        map_lookup_finish(&map->lookups[i]);
    for (size_t i = 0; i < map->value_count; i++)
        map_values_finish(&map->values[i]);
    arena_finish(&map->arena);
    mem_free(map);
}

const char *column_map_file(const struct column_map *map, size_t *at)
{
    return map->files[*at] != NULL ? map->files[(*at)++] : NULL;
}
