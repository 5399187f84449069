/* profile_text.c - see profile_text.h. inih takes the lines apart; it would cut long
 * lines and names in two and skip what it does not understand, so that each line is
 * looked at before it and must come back from it. */
#include "profile_text.h"

#include "rules/profile_keys.h"

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"

#include <ini.h>
#include <stdio.h>
#include <string.h>

struct reading {
    struct profile_text *text;
    struct cl_text rest;
    const char *file;
    int line;
    bool overlay;
    bool waiting;            /* inih has a line and did not tell what it says */
    bool continues;          /* that line goes on with the value of `last` */
    struct section *section; /* NULL before the first */
    struct setting *last;    /* of this section and file; NULL behind a mistake */
};

static void mistake_at(struct profile_text *text, const char *file, int line,
                       struct cl_text subject, const char *what)
{
    char shown_file[TEXT_SHOWN];
    char shown[TEXT_SHOWN];

    if (text->mistake_line != 0 && text->mistake_line <= line)
        return;
    text->mistake = (struct problem){ .status = 0 };
    text->mistake_line = line;
    (void)problem_usage(&text->mistake, "%s:%d: %s: %s", text_show_string(shown_file, file), line,
                        text_show(shown, subject), what);
}

void setting_mistake(struct profile_text *text, const struct setting *setting, const char *what)
{
    mistake_at(text, setting->file, setting->line, setting->written, what);
}

int profile_text_judge(const struct profile_text *text, struct problem *problem)
{
    if (text->mistake_line == 0)
        return 0;
    *problem = text->mistake;
    return -1;
}

static void mistake(const struct reading *reading, struct cl_text subject, const char *what)
{
    mistake_at(reading->text, reading->file, reading->line, subject, what);
}

/* A mistake behind which nothing can be understood. */
static void cut(struct reading *reading, struct cl_text subject, const char *what)
{
    mistake(reading, subject, what);
    reading->text->cut = true;
}

static const char *const kinds[] = { "default", "class", "payer", "profile" };

/* Reads "class medicare" into *out. NULL, or what is wrong with it. */
static const char *read_name(struct arena *arena, struct cl_text written, struct section *out)
{
    struct cl_text kind = profile_next_word(&written);
    unsigned i = 0;

    written = text_trim(written);
    while (i <= SECTION_PROFILE && !text_equal_nocase(kind, text_of(kinds[i])))
        i++;
    if (i > SECTION_PROFILE || (i == SECTION_DEFAULT) != (written.length == 0))
        return "is none of [default], [class NAME], [payer ID], [profile NAME]";
    out->kind = (enum section_kind)i;
    out->payer_class = i == SECTION_CLASS ? payer_class_find(written) : CLASS_OTHER;
    if (out->payer_class == PAYER_CLASS_COUNT)
        return "is no class that payer_class may state";
    if (i == SECTION_CLASS)
        written = text_of(payer_class_name(out->payer_class));
    out->subject = arena_text(arena, written.data, written.length);
    out->name =
        arena_format(arena, "%s%s%s", kinds[i], written.length != 0 ? " " : "", out->subject.data);
    return NULL;
}

struct section *profile_text_find(struct profile_text *text, struct cl_text name)
{
    struct section read = { .line = 0 };
    uint32_t at = MAP_NONE;

    if (read_name(text->arena, name, &read) == NULL)
        at = map_find(&text->index, read.name);
    return at != MAP_NONE ? text->sections[at] : NULL;
}

static struct section *add_section(struct reading *reading, const struct section *read)
{
    struct profile_text *text = reading->text;
    uint32_t at = map_find(&text->index, read->name);
    struct section *section;

    if (at != MAP_NONE)
        return text->sections[at];
    section = arena_alloc(text->arena, sizeof(*section));
    *section = *read;
    section->file = reading->file;
    section->line = reading->line;
    section->next_setting = &section->settings;
    if ((text->count & (text->count - 1)) == 0)
        text->sections = mem_resize_array(text->sections, text->count != 0 ? text->count * 2 : 1,
                                          sizeof(*text->sections));
    map_add(&text->index, section->name, (uint32_t)text->count);
    text->sections[text->count++] = section;
    return section;
}

/* A [section] line; a comment may stand behind it. */
static void open_section(struct reading *reading, struct cl_text line)
{
    const char *end = memchr(line.data, ']', line.length);
    struct section read = { .line = 0 };
    struct cl_text tail;
    const char *wrong;

    if (end == NULL) {
        cut(reading, line, "lacks its ]");
        return;
    }
    tail = (struct cl_text){ end + 1, line.length - (size_t)(end + 1 - line.data) };
    line.length -= tail.length;
    tail = text_trim(tail);
    wrong = read_name(reading->text->arena,
                      text_trim((struct cl_text){ line.data + 1, line.length - 2 }), &read);
    if (tail.length != 0 && tail.data[0] != ';' && tail.data[0] != '#')
        wrong = "something stands behind it";
    if (wrong != NULL) {
        cut(reading, line, wrong);
        return;
    }
    reading->section = add_section(reading, &read);
    reading->last = NULL;
}

/* Whether it is meant as one, although no such day may exist: 2026-02-30. */
static bool looks_like_date(struct cl_text text)
{
    static const char form[] = "0000-00-00";

    if (text.length != sizeof(form) - 1)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (form[i] == '-' ? text.data[i] != '-' : !text_is_digit(text.data[i]))
            return false;
    }
    return true;
}

/* Reads "KEY", "KEY from 2026-01-01", "source" or "source KEY". NULL, or what is wrong. */
static const char *read_key(struct cl_text written, struct setting *out)
{
    struct cl_text rest = written;
    struct cl_text word = profile_next_word(&rest);

    out->key = PROFILE_KEY_COUNT;
    out->of_source = text_equal_nocase(word, text_of("source"));
    if (out->of_source)
        word = profile_next_word(&rest);
    if ((word.length != 0 || !out->of_source) && !profile_key_find(word, &out->key))
        return out->of_source ? "names no key of a profile" : "is no key of a profile";
    word = profile_next_word(&rest);
    if (word.length == 0)
        return NULL;
    rest = text_trim(rest);
    if (!text_equal_nocase(word, text_of("from")) || !looks_like_date(rest))
        return "is not of the form KEY = VALUE or KEY from 2026-01-01 = VALUE";
    if (!date_parse(rest, &out->from))
        return "is not a day that exists, from 1900 to 2199";
    return out->of_source || !profile_key_takes_dates(out->key) ? "takes no date" : NULL;
}

/* What does not fit the section. NULL, or what is wrong. */
static const char *check_place(const struct reading *reading, const struct setting *setting)
{
    const struct section *section = reading->section;

    if (section == NULL)
        return "stands before the first [section]";
    if (section->setting_count == PROFILE_MAX_SETTINGS)
        return "the section has too many settings";
    if (!setting->of_source && setting->key == KEY_extends && section->kind == SECTION_DEFAULT)
        return "[default] starts from nothing";
    if (!setting->of_source && setting->key == KEY_payer_class &&
        (section->kind == SECTION_DEFAULT || section->kind == SECTION_CLASS))
        return "stands only in [payer ID] and [profile NAME]";
    for (const struct setting *before = section->settings; before != NULL; before = before->next) {
        if (before->overlay == reading->overlay && before->key == setting->key &&
            before->of_source == setting->of_source &&
            date_compare(before->from, setting->from) == 0)
            return "stands twice in this section";
    }
    return NULL;
}

static void take_setting(struct reading *reading, struct cl_text written, struct cl_text value)
{
    struct arena *arena = reading->text->arena;
    struct setting *setting = arena_alloc(arena, sizeof(*setting));
    const char *wrong = "has no key before its value";

    reading->last = NULL;
    if (written.length != 0)
        wrong = read_key(written, setting);
    if (wrong == NULL)
        wrong = check_place(reading, setting);
    if (wrong != NULL) {
        mistake(reading, written.length != 0 ? written : text_of("line"), wrong);
        return;
    }
    setting->overlay = reading->overlay;
    setting->written = arena_text(arena, written.data, written.length);
    setting->value = arena_text(arena, value.data, value.length);
    setting->file = reading->file;
    setting->line = reading->line;
    *reading->section->next_setting = setting;
    reading->section->next_setting = &setting->next;
    reading->section->setting_count++;
    reading->last = setting;
}

/* A line that goes on with a value; inih takes comments off settings only. */
static void go_on(struct reading *reading, struct cl_text value)
{
    struct setting *setting = reading->last;

    if (setting == NULL)
        return;
    for (size_t i = 1; i < value.length; i++) {
        if (value.data[i] == ';' && (value.data[i - 1] == ' ' || value.data[i - 1] == '\t'))
            value.length = i;
    }
    value = text_trim(value);
    setting->value =
        arena_format(reading->text->arena, "%s%s%.*s", setting->value.data,
                     setting->value.length != 0 ? " " : "", (int)value.length, value.data);
}

/* inih has read a line. Returns 1: it shall go on. */
static int on_key(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;

    (void)section; /* cut at 49 bytes: reading->section is whole */
    reading->waiting = false;
    if (reading->continues)
        go_on(reading, text_of(value));
    else
        take_setting(reading, text_of(name), text_of(value));
    return 1;
}

static bool holds(struct cl_text text, char byte)
{
    return memchr(text.data, byte, text.length) != NULL;
}

/* Looks at the next line before inih does. Returns what inih gets of it. */
static struct cl_text look_at(struct reading *reading, struct cl_text line)
{
    struct cl_text rest = text_trim(line);

    reading->continues = false;
    if (text_check(line) != TEXT_FINE)
        cut(reading, text_of("line"), "is not clean UTF-8 text");
    else if (holds(line, '\r'))
        cut(reading, text_of("line"), "ends with CR alone; end lines with LF or CRLF");
    if (reading->text->cut || rest.length == 0 || rest.data[0] == '#' || rest.data[0] == ';')
        return TEXT_NONE;
    if (rest.data[0] == '[') {
        open_section(reading, rest);
        return text_of("[]");
    }
    /* Indentation alone means nothing: people indent the settings of a section. */
    reading->continues = rest.data != line.data && !holds(rest, '=') && !holds(rest, ':');
    reading->waiting = true;
    return rest;
}

/* What inih calls instead of fgets(). */
static char *next_line(char *out, int size, void *context)
{
    struct reading *reading = context;
    struct cl_text line;

    if (reading->waiting)
        mistake(reading, text_of("line"),
                "is none of [section], KEY = VALUE, # comment, nor goes on with a value");
    reading->waiting = false;
    if (reading->text->cut || reading->rest.data == NULL || reading->rest.length == 0)
        return NULL;
    line = text_split(&reading->rest, '\n');
    reading->line++;
    if (line.length != 0 && line.data[line.length - 1] == '\r')
        line.length--;
    line = look_at(reading, line);
    if (line.length + sizeof(" \n") > (size_t)size) {
        mistake(reading, text_of("line"),
                "is too long; a value may go on in the next line, behind a blank");
        reading->waiting = false;
        reading->last = NULL;
        line = TEXT_NONE;
    }
    (void)snprintf(out, (size_t)size, "%s%.*s\n", reading->continues ? " " : "", (int)line.length,
                   line.data);
    return out;
}

void profile_text_read(struct profile_text *text, const char *file, struct cl_text bytes,
                       bool overlay)
{
    struct reading reading = { .text = text, .rest = bytes, .file = file, .overlay = overlay };

    if (bytes.length >= 3 && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0)
        reading.rest = (struct cl_text){ bytes.data + 3, bytes.length - 3 };
    (void)ini_parse_stream(next_line, &reading, on_key, &reading);
    if (text->mistake_line == 0 && reading.section == NULL)
        mistake_at(text, file, 1, text_of("file"), "holds no [section]");
}

void profile_text_finish(struct profile_text *text)
{
    mem_free(text->sections);
    map_finish(&text->index);
}

const struct setting *section_setting(const struct section *section, enum profile_key key,
                                      struct cl_date day)
{
    const struct setting *best = NULL;

    /* The settings of the overlay stand behind the built-in ones. */
    for (const struct setting *it = section->settings; it != NULL; it = it->next) {
        if (it->key != key || it->of_source || date_compare(it->from, day) > 0)
            continue;
        if (best == NULL || it->overlay != best->overlay || date_compare(it->from, best->from) > 0)
            best = it;
    }
    return best;
}

struct cl_text section_source(const struct section *section, const struct setting *setting)
{
    struct cl_text source = TEXT_NONE;

    for (const struct setting *it = section->settings; it != NULL; it = it->next) {
        if (!it->of_source || it->overlay != setting->overlay)
            continue;
        if (it->key == setting->key)
            return it->value;
        if (it->key == PROFILE_KEY_COUNT)
            source = it->value;
    }
    return source;
}
