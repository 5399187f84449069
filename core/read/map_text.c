/* map_text.c - see map_text.h. */
#include "map_text.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MAX_SECTIONS = 1000, MAX_SETTINGS = 10000 };

struct reading {
    struct map_text *text;
    struct problem *problem;
    int line;
};

int map_mistake(const char *file, int line, struct cl_text subject, const char *what,
                struct problem *problem)
{
    char shown_file[TEXT_SHOWN];
    char shown[TEXT_SHOWN];

    return problem_usage(problem, "%s:%d: %s: %s", text_show_string(shown_file, file), line,
                         text_show(shown, subject), what);
}

static int mistake(const struct reading *reading, struct cl_text subject, const char *what)
{
    return map_mistake(reading->text->file, reading->line, subject, what, reading->problem);
}

static bool is_quoted(struct cl_text text)
{
    return text.length >= 2 && text.data[0] == '"' && text.data[text.length - 1] == '"';
}

struct cl_text map_unquote(struct cl_text value)
{
    if (is_quoted(value))
        return (struct cl_text){ value.data + 1, value.length - 2 };
    return value;
}

struct map_piece map_next_piece(struct cl_text *rest)
{
    bool quoted = false;
    size_t at = 0;
    struct cl_text text;

    while (at < rest->length && (quoted || rest->data[at] != '|'))
        quoted ^= rest->data[at++] == '"';
    text = text_trim((struct cl_text){ rest->data, at });
    if (at == rest->length)
        *rest = (struct cl_text){ NULL, 0 };
    else
        *rest = (struct cl_text){ rest->data + at + 1, rest->length - at - 1 };
    return (struct map_piece){ map_unquote(text), is_quoted(text) };
}

/* Room for one more of `size` bytes in an array that grows within the arena. */
static void *grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    void *grown;

    if (count < *capacity)
        return items;
    *capacity = *capacity != 0 ? *capacity * 2 : 8;
    grown = arena_alloc_array(arena, *capacity, size);
    if (count != 0)
        memcpy(grown, items, count * size);
    return grown;
}

static int open_section(struct reading *reading, struct cl_text line)
{
    struct map_text *text = reading->text;
    struct cl_text name;

    if (line.data[line.length - 1] != ']')
        return mistake(reading, line, "lacks its ], or something stands behind it");
    name = text_trim((struct cl_text){ line.data + 1, line.length - 2 });
    if (name.length == 0)
        return mistake(reading, line, "names no section");
    for (size_t i = 0; i < text->count; i++) {
        if (text_equal_nocase(text->sections[i].name, name))
            return mistake(reading, line, "stands twice");
    }
    if (text->count == MAX_SECTIONS)
        return mistake(reading, line, "the file has too many sections");
    text->sections =
        grow(text->arena, text->sections, text->count, &text->capacity, sizeof(*text->sections));
    text->sections[text->count++] = (struct map_section){ .name = name, .line = reading->line };
    return 0;
}

/* Where the key ends: at the first = outside quotes; the length where there is none. */
static size_t key_end(struct cl_text line)
{
    bool quoted = false;
    size_t at = 0;

    while (at < line.length && (quoted || line.data[at] != '='))
        quoted ^= line.data[at++] == '"';
    return at;
}

static const char *check_value(struct cl_text value)
{
    size_t quotes = 0;

    for (size_t i = 0; i < value.length; i++)
        quotes += value.data[i] == '"';
    return quotes % 2 != 0 ? "a quote is not closed" : NULL;
}

static int add_setting(struct reading *reading, const struct map_setting *setting)
{
    struct map_section *section = &reading->text->sections[reading->text->count - 1];

    for (size_t i = 0; i < section->count; i++) {
        if (text_equal_nocase(section->settings[i].key, setting->key) &&
            section->settings[i].quoted == setting->quoted)
            return mistake(reading, setting->key, "stands twice in this section");
    }
    if (section->count == MAX_SETTINGS)
        return mistake(reading, setting->key, "the section has too many lines");
    section->settings = grow(reading->text->arena, section->settings, section->count,
                             &section->capacity, sizeof(*section->settings));
    section->settings[section->count++] = *setting;
    return 0;
}

static int take_setting(struct reading *reading, struct cl_text line)
{
    size_t end = key_end(line);
    struct cl_text written = text_trim((struct cl_text){ line.data, end });
    struct map_setting setting = { .line = reading->line };
    const char *wrong;

    if (end == line.length)
        return mistake(reading, line, "is none of [section], KEY = VALUE, # comment");
    if (reading->text->count == 0)
        return mistake(reading, written, "stands before the first [section]");
    setting.quoted = is_quoted(written);
    setting.key = map_unquote(written);
    setting.value = text_trim((struct cl_text){ line.data + end + 1, line.length - end - 1 });
    if (written.length == 0)
        return mistake(reading, text_of("line"), "has no key before its value");
    wrong = check_value(setting.value);
    return wrong != NULL ? mistake(reading, setting.key, wrong) : add_setting(reading, &setting);
}

static int take_line(struct reading *reading, struct cl_text line)
{
    if (line.length != 0 && line.data[line.length - 1] == '\r')
        line.length--;
    if (text_check(line) != TEXT_FINE || memchr(line.data, '\r', line.length) != NULL)
        return mistake(reading, text_of("line"), "is not clean UTF-8 text that ends with LF");
    line = text_trim(line);
    if (line.length == 0 || line.data[0] == '#' || line.data[0] == ';')
        return 0;
    return line.data[0] == '[' ? open_section(reading, line) : take_setting(reading, line);
}

int map_text_read(struct map_text *out, const char *file, struct cl_text bytes, struct arena *arena,
                  struct problem *problem)
{
    struct reading reading = { .text = out, .problem = problem };
    struct cl_text rest = bytes;

    *out = (struct map_text){ .file = file, .arena = arena };
    if (rest.length >= 3 && memcmp(rest.data, "\xef\xbb\xbf", 3) == 0)
        rest = (struct cl_text){ rest.data + 3, rest.length - 3 };
    while (rest.data != NULL) {
        struct cl_text line = text_split(&rest, '\n');

        reading.line++;
        if (take_line(&reading, line) < 0)
            return -1;
    }
    if (out->count == 0)
        return map_mistake(file, 1, text_of("file"), "holds no [section]: it is no column map",
                           problem);
    return 0;
}
