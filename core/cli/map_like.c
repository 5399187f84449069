/* map_like.c - see map_like.h. */
#include "map_like.h"

#include "read/map_names.h"
#include "read/map_text.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_RENAMED = 128 };

/* A name of the map that the export has not, and the column that stands for it. */
struct renamed {
    struct cl_text name;
    const struct guess_column *column;
};

struct likeness {
    const struct guesses *guesses;
    bool *used; /* of each column: a name of the map is its own */
    struct renamed renamed[MOST_RENAMED];
    size_t renamed_count;
    unsigned questions;
};

/* A line of the map: `key = value`, or something else (key.data NULL). */
struct map_line {
    struct cl_text text, key, value;
};

void map_print_name(struct cl_text name)
{
    bool quoted = name.length == 0 || name.data[name.length - 1] == '?';
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < name.length; i++)
        quoted |= strchr("|{}\"=", name.data[i]) != NULL;
    printf(quoted ? "\"%s\"" : "%s", text_show(shown, name));
}

static bool begins(struct cl_text text, const char *start)
{
    size_t length = strlen(start);

    return text.length >= length && memcmp(text.data, start, length) == 0;
}

static struct map_line cut_line(struct cl_text text)
{
    struct map_line line = { .text = text, .key = { NULL, 0 } };
    struct cl_text rest = text;
    struct cl_text key = text_trim(text_split(&rest, '='));

    if (rest.data != NULL && key.length != 0 && strchr("#;[", key.data[0]) == NULL) {
        line.key = key;
        line.value = text_trim(rest);
    }
    return line;
}

/* What the name is without its braces: "Dx {1-4}" and "CPT_{n}" are "Dx " and "CPT_". */
static struct cl_text base_of(struct cl_text name, bool *family)
{
    const char *brace = name.length != 0 ? memchr(name.data, '{', name.length) : NULL;

    *family = brace != NULL && name.data[name.length - 1] == '}';
    return *family ? (struct cl_text){ name.data, (size_t)(brace - name.data) } : name;
}

static bool is_column(const struct guess_column *column, struct cl_text base, bool family)
{
    return family ? column->number == 1 && text_equal_name(column->base, base)
                  : text_equal_name(column->name, base);
}

/* Marks the export's columns of that name. */
static bool mark_used(struct likeness *likeness, struct cl_text base, bool family)
{
    bool found = false;

    for (size_t i = 0; i < likeness->guesses->count; i++) {
        const struct guess_column *column = &likeness->guesses->columns[i];

        if (is_column(column, base, family) ||
            (family && column->number != 0 && text_equal_name(column->base, base))) {
            likeness->used[i] = true;
            found = true;
        }
    }
    return found;
}

/* A name as a map has it: "Units?" may be missing. */
struct wanted {
    struct cl_text name, base;
    bool optional, family;
};

static struct wanted wanted_of(struct map_piece piece)
{
    struct wanted wanted = { .name = text_trim(piece.text) };

    if (!piece.quoted && wanted.name.length != 0 &&
        wanted.name.data[wanted.name.length - 1] == '?') {
        wanted.optional = true;
        wanted.name.length--;
        wanted.name = text_trim(wanted.name);
    }
    wanted.base = piece.quoted ? wanted.name : base_of(wanted.name, &wanted.family);
    return wanted;
}

/* The column of the export, not taken by another name, that looks like what is wanted. */
static const struct guess_column *find_like(struct likeness *likeness, const struct wanted *wanted)
{
    unsigned guess = map_name_guess(wanted->base);

    for (size_t i = 0; i < likeness->guesses->count && guess != GUESS_NONE; i++) {
        const struct guess_column *column = &likeness->guesses->columns[i];

        if (column->guess != guess || likeness->used[i] || (column->number == 1) != wanted->family)
            continue;
        (void)mark_used(likeness, wanted->family ? column->base : column->name, wanted->family);
        return column;
    }
    return NULL;
}

static const struct guess_column *renamed_to(const struct likeness *likeness, struct cl_text name)
{
    for (size_t i = 0; i < likeness->renamed_count; i++) {
        if (text_equal_name(likeness->renamed[i].name, name))
            return likeness->renamed[i].column;
    }
    return NULL;
}

/* Whether the line's value, or its key, is names of the export's columns. */
static bool names_columns(struct cl_text section, const struct map_line *line,
                          struct cl_text *names)
{
    if (line->key.data == NULL)
        return false;
    *names = line->value;
    if (text_equal(section, text_of("columns")))
        return true;
    if (text_equal(section, text_of("skip")) || text_equal(section, text_of("require"))) {
        *names = line->key;
        return true;
    }
    return text_equal(line->key, text_of("from")) && !begins(section, "values") &&
           !begins(section, "lookup");
}

/* Calls `each` for every line, with the section that it stands in. */
static void for_each_line(const struct map_shipped *map, struct likeness *likeness,
                          void (*each)(struct likeness *likeness, struct cl_text section,
                                       const struct map_line *line))
{
    struct cl_text rest = { (const char *)map->text.bytes, map->text.length };
    struct cl_text section = TEXT_NONE;

    while (rest.data != NULL) {
        struct map_line line = cut_line(text_split(&rest, '\n'));
        struct cl_text text = text_trim(line.text);

        if (rest.data == NULL && line.text.length == 0)
            break;
        if (text.length > 2 && text.data[0] == '[' && text.data[text.length - 1] == ']')
            section = text_trim((struct cl_text){ text.data + 1, text.length - 2 });
        each(likeness, section, &line);
    }
}

static void look_for_names(struct likeness *likeness, struct cl_text section,
                           const struct map_line *line)
{
    struct cl_text names;

    if (!names_columns(section, line, &names))
        return;
    while (names.data != NULL) {
        struct wanted wanted = wanted_of(map_next_piece(&names));

        (void)mark_used(likeness, wanted.base, wanted.family);
    }
}

static bool has_any(struct likeness *likeness, struct cl_text names)
{
    while (names.data != NULL) {
        struct wanted wanted = wanted_of(map_next_piece(&names));

        if (mark_used(likeness, wanted.base, wanted.family) ||
            renamed_to(likeness, wanted.name) != NULL)
            return true;
    }
    return false;
}

static void look_for_others(struct likeness *likeness, struct cl_text section,
                            const struct map_line *line)
{
    struct cl_text names;

    if (!names_columns(section, line, &names) || has_any(likeness, names))
        return;
    while (names.data != NULL && likeness->renamed_count < MOST_RENAMED) {
        struct wanted wanted = wanted_of(map_next_piece(&names));
        const struct guess_column *column = find_like(likeness, &wanted);

        if (column == NULL)
            continue;
        likeness->renamed[likeness->renamed_count++] = (struct renamed){ wanted.name, column };
        return;
    }
}

static void print_column(const struct guess_column *column, bool family, struct cl_text name)
{
    const char *brace = memchr(name.data, '{', name.length);
    char shown[TEXT_SHOWN];

    if (family)
        printf("%s%.*s", text_show(shown, column->base),
               (int)(name.length - (size_t)(brace - name.data)), brace);
    else
        map_print_name(column->name);
}

/* The names of a line, with those that were found in the place of others. */
static void print_names(const struct likeness *likeness, struct cl_text names)
{
    const char *between = "";

    while (names.data != NULL) {
        struct cl_text rest = names;
        struct wanted wanted = wanted_of(map_next_piece(&names));
        const struct guess_column *column = renamed_to(likeness, wanted.name);
        size_t length = names.data != NULL ? (size_t)(names.data - rest.data) - 1 : rest.length;
        struct cl_text piece = text_trim((struct cl_text){ rest.data, length });

        printf("%s", between);
        if (column != NULL)
            print_column(column, wanted.family, wanted.name);
        else
            printf("%.*s", (int)piece.length, piece.data);
        between = " | ";
    }
}

static void print_remark(const struct renamed *renamed)
{
    char shown[TEXT_SHOWN];

    printf("# Not %s, which this export has not.\n", text_show(shown, renamed->name));
}

static void remark(struct likeness *likeness, struct cl_text names)
{
    bool all_optional = true;
    bool any = has_any(likeness, names);

    while (names.data != NULL) {
        struct wanted wanted = wanted_of(map_next_piece(&names));

        all_optional = all_optional && wanted.optional;
        for (size_t i = 0; i < likeness->renamed_count; i++) {
            if (text_equal_name(likeness->renamed[i].name, wanted.name))
                print_remark(&likeness->renamed[i]);
        }
    }
    if (any || all_optional)
        return;
    likeness->questions++;
    printf("# QUESTION: the export has no such column. Name the one that holds it, or take this "
           "out\n");
}

/* `[values COLUMN from NAME]`: the end of the name, behind "from "; or NULL. */
static const char *section_source(struct cl_text section, struct cl_text *name)
{
    static const char from[] = " from ";
    const char *at = begins(section, "values ")
                         ? memmem(section.data, section.length, from, strlen(from))
                         : NULL;

    if (at == NULL)
        return NULL;
    at += strlen(from);
    *name = map_unquote(
        text_trim((struct cl_text){ at, (size_t)(section.data + section.length - at) }));
    return at;
}

static void print_line(struct likeness *likeness, struct cl_text section,
                       const struct map_line *line)
{
    const struct guess_column *column;
    struct cl_text names, source;
    const char *at;

    if (names_columns(section, line, &names)) {
        bool of_key = names.data == line->key.data;

        remark(likeness, names);
        if (!of_key)
            printf("%.*s = ", (int)line->key.length, line->key.data);
        print_names(likeness, names);
        printf(of_key ? " = %.*s\n" : "\n", (int)line->value.length, line->value.data);
        return;
    }
    at = line->key.data == NULL && text_trim(line->text).length == section.length + 2
             ? section_source(section, &source)
             : NULL;
    column = at != NULL ? renamed_to(likeness, source) : NULL;
    if (column == NULL) {
        printf("%.*s\n", (int)line->text.length, line->text.data);
        return;
    }
    printf("[%.*s", (int)(at - section.data), section.data);
    map_print_name(column->name);
    printf("]\n");
}

static void print_unused(const struct likeness *likeness)
{
    bool any = false;
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < likeness->guesses->count; i++) {
        if (likeness->used[i])
            continue;
        printf(any ? "" : "\n# Columns of this export that the map does not name:\n");
        any = true;
        printf("#   %s\n", text_show(shown, likeness->guesses->columns[i].name));
    }
}

void map_like(const struct map_shipped *map, const struct guesses *guesses)
{
    struct arena arena = { 0 };
    struct likeness likeness = { .guesses = guesses };

    likeness.used = arena_alloc_array(&arena, guesses->count + 1, sizeof(bool));
    for_each_line(map, &likeness, look_for_names);
    for_each_line(map, &likeness, look_for_others);
    printf("# After the map %s, with the names that this export has. Answer the questions, then\n"
           "# look at what comes of it: claimline map show EXPORT --map THIS_FILE\n\n",
           map->name);
    for_each_line(map, &likeness, print_line);
    print_unused(&likeness);
    printf("\n# Questions: %u\n", likeness.questions);
    arena_finish(&arena);
}
