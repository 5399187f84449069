/* map_keys.c - the keys of a column's section; those of [map] and [skip] are in map_general.c. */
#include "map_keys.h"

#include "read/columns.h"

#include "base/text.h"

#include <stdio.h>

int map_setting_mistake(const struct map_reading *reading, const struct map_setting *setting,
                        const char *what)
{
    return map_mistake(reading->text->file, setting->line, setting->key, what, reading->problem);
}

/* The word of `words` (ended by NULL) that the value is, or -1. */
static int word_of(const struct map_setting *setting, const char *const *words)
{
    struct cl_text value = map_unquote(setting->value);

    for (int i = 0; words[i] != NULL; i++) {
        if (text_equal_nocase(value, text_of(words[i])))
            return i;
    }
    return -1;
}

bool map_is_list(enum column column)
{
    enum kind kind = column_form(column)->kind;

    return kind == KIND_DIAGNOSES || kind == KIND_MODIFIERS || kind == KIND_POINTERS;
}

static int set_value(const struct map_reading *reading, struct map_column *column,
                     const struct map_setting *setting)
{
    struct cl_text value = map_unquote(setting->value);

    if (value.length == 0)
        return map_setting_mistake(reading, setting, "has no value");
    if (!map_column_takes(column->column, value))
        return map_setting_mistake(reading, setting, "is not a value of the column");
    column->fallback = value;
    column->has_fallback = true;
    return 0;
}

static int set_empty(const struct map_reading *reading, struct map_column *column,
                     const struct map_setting *setting)
{
    struct cl_text rest = setting->value;

    column->empty =
        arena_alloc_array(reading->text->arena, setting->value.length + 1, sizeof(*column->empty));
    while (rest.data != NULL)
        column->empty[column->empty_count++] = map_next_piece(&rest).text;
    return 0;
}

/* What may stand between the elements of a list. */
static int set_list(const struct map_reading *reading, struct map_column *column,
                    const struct map_setting *setting)
{
    static const char *const words[] = { "comma", "semicolon",  "space", "slash",
                                         "bar",   "colon",      "lines", "marks",
                                         "any",   "characters", NULL };
    static const char *const bytes[] = { ",",    ";",       " \t",          "/", "|", ":",
                                         "\r\n", ",;|\r\n", ",;/|: \t\r\n", "" };
    int word = word_of(setting, words);

    if (word < 0)
        return map_setting_mistake(reading, setting,
                                   "is none of comma, semicolon, space, slash, bar, colon, lines, "
                                   "marks, any, characters");
    if (!map_is_list(column->column))
        return map_setting_mistake(reading, setting,
                                   "goes with diagnoses, modifiers and diagnosis_pointers only");
    column->separators = bytes[word];
    column->characters = bytes[word][0] == '\0';
    return 0;
}

static int set_join(const struct map_reading *reading, struct map_column *column,
                    const struct map_setting *setting)
{
    if (map_is_list(column->column))
        return map_setting_mistake(reading, setting, "is not for lists: they are joined anyhow");
    column->joined = true;
    column->join = map_unquote(setting->value);
    return 0;
}

static const struct {
    const char *word;
    enum map_take take;
    bool marked; /* a mark stands behind the word */
} takes[] = {
    { "before", TAKE_BEFORE, true },
    { "after", TAKE_AFTER, true },
    { "first word", TAKE_FIRST_WORD, false },
    { "last name", TAKE_LAST_NAME, false },
    { "first name", TAKE_FIRST_NAME, false },
    { "middle name", TAKE_MIDDLE_NAME, false },
    { "code", TAKE_CODE, false },
    { "diagnosis", TAKE_DIAGNOSIS, false },
    { "modifiers", TAKE_MODIFIERS, false },
    { "digits", TAKE_DIGITS, false },
};

static int set_take(const struct map_reading *reading, struct map_column *column,
                    const struct map_setting *setting)
{
    for (size_t i = 0; i < sizeof(takes) / sizeof(takes[0]); i++) {
        struct cl_text rest = setting->value;
        struct cl_text word = text_of(takes[i].word);

        if (takes[i].marked)
            word = text_split(&rest, ' ');
        else
            rest = TEXT_NONE;
        if (!text_equal_nocase(takes[i].marked ? word : setting->value, text_of(takes[i].word)))
            continue;
        column->take = takes[i].take;
        column->take_mark = rest.data != NULL ? map_unquote(text_trim(rest)) : TEXT_NONE;
        if (takes[i].marked && column->take_mark.length == 0)
            return map_setting_mistake(reading, setting, "names no text that is looked for");
        return 0;
    }
    return map_setting_mistake(reading, setting,
                               "is none of before TEXT, after TEXT, first word, last name, first "
                               "name, middle name, code, diagnosis, modifiers, digits");
}

static int set_form(const struct map_reading *reading, struct map_column *column,
                    const struct map_setting *setting, enum map_form form)
{
    if (column->form != FORM_AS_IS && column->form != form)
        return map_setting_mistake(reading, setting,
                                   "contradicts another key: a value has one form");
    column->form = form;
    return 0;
}

static int set_date(const struct map_reading *reading, struct map_column *column,
                    const struct map_setting *setting)
{
    if (column_form(column->column)->kind != KIND_DATE)
        return map_setting_mistake(reading, setting, "goes with columns of dates only");
    column->dates_written = setting->value;
    return set_form(reading, column, setting, FORM_DATE);
}

static int read_pivot(const struct map_reading *reading, const struct map_setting *setting,
                      int *out)
{
    uint64_t pivot;

    if (!text_to_unsigned(map_unquote(setting->value), 99, &pivot))
        return map_setting_mistake(reading, setting,
                                   "is no number from 0 to 99: the last year that is 20..");
    *out = (int)pivot;
    return 0;
}

static int set_pivot(const struct map_reading *reading, struct map_column *column,
                     const struct map_setting *setting)
{
    column->pivot_line = setting->line;
    return read_pivot(reading, setting, &column->pivot);
}

static int set_money(const struct map_reading *reading, struct map_column *column,
                     const struct map_setting *setting)
{
    static const char *const words[] = { "point", "comma", NULL };
    int word = word_of(setting, words);

    if (word < 0)
        return map_setting_mistake(reading, setting,
                                   "is none of point (1,234.50), comma (1.234,50)");
    if (column_form(column->column)->kind != KIND_AMOUNT)
        return map_setting_mistake(reading, setting, "goes with columns of amounts only");
    column->comma = word == 1;
    return set_form(reading, column, setting, FORM_MONEY);
}

static int set_negative(const struct map_reading *reading, struct map_column *column,
                        const struct map_setting *setting)
{
    static const char *const words[] = { "hold", "empty", "positive", NULL };
    int word = word_of(setting, words);

    if (word < 0)
        return map_setting_mistake(reading, setting, "is none of hold, empty, positive");
    if (column_form(column->column)->kind != KIND_AMOUNT)
        return map_setting_mistake(reading, setting, "goes with columns of amounts only");
    column->negative = (enum map_missing)word;
    return 0;
}

static int set_hours(const struct map_reading *reading, struct map_column *column,
                     const struct map_setting *setting)
{
    static const char *const words[] = { "yes", NULL };

    if (word_of(setting, words) < 0)
        return map_setting_mistake(reading, setting, "is not yes");
    if (column_form(column->column)->kind != KIND_MINUTES)
        return map_setting_mistake(reading, setting, "goes with columns of minutes only");
    return set_form(reading, column, setting, FORM_HOURS);
}

static struct map_lookup *find_lookup(const struct column_map *map, struct cl_text name)
{
    for (size_t i = 0; i < map->lookup_count; i++) {
        if (text_equal_nocase(map->lookups[i].name, name))
            return &map->lookups[i];
    }
    return NULL;
}

/* TABLE COLUMN. */
static int set_lookup(const struct map_reading *reading, struct map_column *column,
                      const struct map_setting *setting)
{
    struct cl_text rest = setting->value;
    struct cl_text name = text_split(&rest, ' ');
    struct map_lookup *lookup = find_lookup(reading->map, name);
    int at;

    if (rest.data == NULL || text_trim(rest).length == 0)
        return map_setting_mistake(reading, setting, "is not of the form TABLE COLUMN");
    if (lookup == NULL)
        return map_setting_mistake(reading, setting, "names no [lookup TABLE] of this map");
    at = map_lookup_column(lookup, map_unquote(text_trim(rest)));
    if (at == LOOKUP_NO_COLUMN)
        return map_setting_mistake(reading, setting, "names a column that the table has not");
    lookup->used = true;
    column->lookup = lookup;
    column->lookup_column = (size_t)at;
    return set_form(reading, column, setting, FORM_LOOKUP);
}

static int set_missing(const struct map_reading *reading, struct map_column *column,
                       const struct map_setting *setting)
{
    static const char *const words[] = { "hold", "empty", "keep", NULL };
    int word = word_of(setting, words);

    if (word < 0)
        return map_setting_mistake(reading, setting, "is none of hold, empty, keep");
    column->missing = (enum map_missing)word;
    return 0;
}

/* Canonical columns that a session is known by. */
static int set_key(const struct map_reading *reading, struct map_column *column,
                   const struct map_setting *setting)
{
    struct cl_text rest = setting->value;

    if (column->column != COL_session_id && column->column != COL_patient_id)
        return map_setting_mistake(reading, setting, "is for [session_id] and [patient_id] only");
    column->key =
        arena_alloc_array(reading->text->arena, setting->value.length + 1, sizeof(*column->key));
    while (rest.data != NULL) {
        enum column part = column_find(map_next_piece(&rest).text);

        if (part == COLUMN_NONE || part == COL_session_id || part == column->column)
            return map_setting_mistake(reading, setting,
                                       "names what is no other column of this program (like "
                                       "patient_id | service_date)");
        column->key[column->key_count++] = part;
    }
    return 0;
}

static const struct {
    const char *name;
    int (*set)(const struct map_reading *reading, struct map_column *column,
               const struct map_setting *setting);
} keys[] = {
    { "value", set_value },       { "default", set_value }, { "empty", set_empty },
    { "list", set_list },         { "join", set_join },     { "take", set_take },
    { "date", set_date },         { "pivot", set_pivot },   { "money", set_money },
    { "negative", set_negative }, { "hours", set_hours },   { "lookup", set_lookup },
    { "missing", set_missing },   { "key", set_key },
};

static int set_one(const struct map_reading *reading, struct map_column *column,
                   const struct map_setting *setting)
{
    if (text_equal_nocase(setting->key, text_of("from")))
        return map_read_sources(reading, setting, column);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (text_equal_nocase(setting->key, text_of(keys[i].name)))
            return keys[i].set(reading, column, setting);
    }
    return map_setting_mistake(reading, setting,
                               "is none of from, value, default, empty, list, join, take, date, "
                               "pivot, money, negative, hours, lookup, missing, key");
}

static const struct map_setting *find_setting(const struct map_section *section, const char *key)
{
    for (size_t i = 0; i < section->count; i++) {
        if (text_equal_nocase(section->settings[i].key, text_of(key)))
            return &section->settings[i];
    }
    return NULL;
}

/* One of from, value and key says where values come from; `value` and `key` say all. */
static int check_origin(const struct map_reading *reading, const struct map_section *section)
{
    static const char *const whole[] = { "value", "key" };

    for (size_t i = 0; i < 2; i++) {
        const struct map_setting *setting = find_setting(section, whole[i]);

        if (setting != NULL && section->count > 1)
            return map_setting_mistake(reading, setting,
                                       "says all there is: no other key goes with it");
        if (setting != NULL)
            return 0;
    }
    if (find_setting(section, "from") == NULL)
        return map_mistake(reading->text->file, section->line, section->name,
                           "says none of from, value, key", reading->problem);
    return 0;
}

static int check_pairs(const struct map_reading *reading, const struct map_section *section,
                       const struct map_column *column)
{
    const struct map_setting *missing = find_setting(section, "missing");

    if (missing != NULL && column->form != FORM_LOOKUP)
        return map_setting_mistake(reading, missing, "goes with lookup only");
    return 0;
}

int map_read_column(const struct map_reading *reading, const struct map_section *section,
                    struct map_column *column)
{
    if (check_origin(reading, section) < 0)
        return -1;
    for (size_t i = 0; i < section->count; i++) {
        if (set_one(reading, column, &section->settings[i]) < 0)
            return -1;
    }
    return check_pairs(reading, section, column);
}

/* The forms of dates, from the column or else from [map]. */
static int settle_dates(const struct map_reading *reading, struct map_column *column)
{
    bool own = column->dates_written.length != 0;
    struct cl_text rest = own ? column->dates_written : reading->map->dates;
    const char *wrong = NULL;
    bool two_digits = false;
    int line = own ? column->line : reading->map->dates_line;

    if (rest.length == 0)
        return 0;
    column->form = FORM_DATE;
    column->dates_written = rest;
    while (rest.data != NULL && wrong == NULL) {
        struct cl_text written = map_next_piece(&rest).text;

        if (column->date_count == MAP_MAX_FORMS)
            wrong = "states more than 6 forms of dates";
        else
            wrong = date_form_read(written, &column->dates[column->date_count++]);
        two_digits |= wrong == NULL && column->dates[column->date_count - 1].two_digits;
    }
    if (column->pivot == NO_PIVOT)
        column->pivot = reading->map->pivot;
    if (wrong == NULL && two_digits && column->pivot == NO_PIVOT)
        wrong = "YY needs a pivot: the last two-digit year that is 20..; say it here or in [map]";
    if (wrong == NULL)
        return 0;
    return map_mistake(reading->text->file, line, text_of(own ? "date" : "dates"), wrong,
                       reading->problem);
}

int map_settle_column(const struct map_reading *reading, struct map_column *column)
{
    enum kind kind = column_form(column->column)->kind;

    if (column->form == FORM_DATE)
        column->form = FORM_AS_IS;
    if (kind == KIND_DATE && column->form == FORM_AS_IS && column->source_count != 0 &&
        settle_dates(reading, column) < 0)
        return -1;
    if (column->pivot_line != 0 && column->form != FORM_DATE)
        return map_mistake(reading->text->file, column->pivot_line, text_of("pivot"),
                           "goes with a date that has YY", reading->problem);
    if (column->form == FORM_AS_IS && kind == KIND_TIME)
        column->form = FORM_TIME;
    if (column->form == FORM_AS_IS && kind == KIND_AMOUNT) {
        column->form = FORM_MONEY;
        column->comma = reading->map->comma;
    }
    if (column->form == FORM_AS_IS &&
        (kind == KIND_MINUTES || kind == KIND_UNITS || kind == KIND_COUNT))
        column->form = FORM_WHOLE;
    column->plain = column->source_count == 1 && column->sources[0].slot == NO_SLOT &&
                    column->form == FORM_AS_IS && column->take == TAKE_ALL &&
                    column->empty_count == 0 && column->separators == NULL &&
                    column->sources[0].values == NULL;
    return 0;
}
