/* profiles.c - see profiles.h. Read with inih, which keeps files people can edit. */
#include "profiles.h"

#include "rules/table.h"

#include "base/text.h"

#include <ini.h>
#include <stdio.h>
#include <string.h>

/* A text that is read line by line, so that a mistake can name its line. */
struct lines {
    struct cl_text rest;
    const char *name;
    int line;
};

struct loading {
    struct profiles *profiles;
    struct profile base; /* [default], which every section starts from */
    bool in_class[PAYER_CLASS_COUNT];
    struct lines lines;
    struct problem *problem;
};

static int mistake(struct loading *loading, const char *what, const char *text)
{
    char shown[TEXT_SHOWN];

    problem_usage(loading->problem, "%s:%d: %s: %s", loading->lines.name, loading->lines.line,
                  text_show_string(shown, what), text);
    return 0; /* what inih takes for an error */
}

static bool read_yes_no(const char *value, const char *yes, bool *out)
{
    *out = strcmp(value, yes) == 0;
    return *out || strcmp(value, "no") == 0;
}

/* Words separated by blanks. False where there are too many. */
static bool read_list(struct arena *arena, struct cl_text value, struct code_list *out)
{
    while (value.data != NULL) {
        struct cl_text word = text_trim(text_split(&value, ' '));

        if (word.length == 0)
            continue;
        if (out->count == PROFILE_MAX_LIST)
            return false;
        out->items[out->count++] = arena_text(arena, word.data, word.length);
    }
    return true;
}

static const char *set_unit_rule(struct profile *profile, struct arena *arena, const char *value)
{
    (void)arena;
    profile->unit_rule = unit_rule_find(text_of(value));
    return profile->unit_rule != NULL ? NULL : "is none of cms, ama";
}

static const char *set_substitute(struct profile *profile, struct arena *arena, const char *value)
{
    struct cl_text rest = text_of(value);

    profile->substitution_count = 0;
    while (rest.data != NULL) {
        struct code_list words = { .count = 0 };

        if (!read_list(arena, text_split(&rest, ','), &words) || words.count != 3 ||
            !text_equal(words.items[1], text_of("->")) || words.items[0].length != 5 ||
            words.items[2].length != 5 || profile->substitution_count == PROFILE_MAX_LIST)
            return "is not of the form CODE -> CODE, CODE -> CODE";
        profile->substitutions[profile->substitution_count++] =
            (struct substitution){ words.items[0], words.items[2] };
    }
    return NULL;
}

static const char *set_never_billed(struct profile *profile, struct arena *arena, const char *value)
{
    profile->never_billed.count = 0;
    return read_list(arena, text_of(value), &profile->never_billed) ? NULL : "has too many codes";
}

static const char *set_discipline(struct profile *profile, struct arena *arena, const char *value)
{
    (void)arena;
    return read_yes_no(value, "yes", &profile->discipline_modifiers) ? NULL
                                                                     : "is neither yes nor no";
}

static const char *set_assistant(struct profile *profile, struct arena *arena, const char *value)
{
    (void)arena;
    return read_yes_no(value, "required", &profile->assistant_modifiers)
               ? NULL
               : "is neither required nor no";
}

static const char *set_referring(struct profile *profile, struct arena *arena, const char *value)
{
    (void)arena;
    return read_yes_no(value, "warning", &profile->referring_provider)
               ? NULL
               : "is neither warning nor no";
}

static const char *set_order(struct profile *profile, struct arena *arena, const char *value)
{
    struct cl_text rest = text_of(value);

    profile->modifier_order.count = 0;
    for (profile->modifier_groups = 0; rest.data != NULL; profile->modifier_groups++) {
        size_t from = profile->modifier_order.count;

        if (profile->modifier_groups == PROFILE_MODIFIER_GROUPS ||
            !read_list(arena, text_split(&rest, ','), &profile->modifier_order))
            return "has too many modifiers or groups";
        for (size_t i = from; i < profile->modifier_order.count; i++)
            profile->modifier_group[i] = profile->modifier_groups;
    }
    return NULL;
}

static const char *set_place(struct profile *profile, struct arena *arena, const char *value)
{
    if (strlen(value) != 2 || !text_is_digit(value[0]) || !text_is_digit(value[1]))
        return "is not two digits";
    profile->place_of_service = arena_text(arena, value, 2);
    return NULL;
}

static const char *set_telehealth(struct profile *profile, struct arena *arena, const char *value)
{
    profile->telehealth_modifiers.count = 0;
    return read_list(arena, text_of(value), &profile->telehealth_modifiers)
               ? NULL
               : "has too many modifiers";
}

static const char *set_source(struct profile *profile, struct arena *arena, const char *value)
{
    profile->source = arena_text(arena, value, strlen(value));
    return NULL;
}

/* Each setter returns NULL, or what is wrong with the value. */
static const struct {
    const char *key;
    const char *(*set)(struct profile *profile, struct arena *arena, const char *value);
} keys[] = {
    { "unit_rule", set_unit_rule },
    { "substitute", set_substitute },
    { "never_billed", set_never_billed },
    { "discipline_modifiers", set_discipline },
    { "assistant_modifiers", set_assistant },
    { "referring_provider", set_referring },
    { "modifier_order", set_order },
    { "place_of_service", set_place },
    { "telehealth_modifiers", set_telehealth },
    { "source", set_source },
};

/* The profile that a section speaks of; NULL for an unknown section. */
static struct profile *section_profile(struct loading *loading, const char *section)
{
    static const char prefix[] = "class ";
    enum payer_class found;
    struct profile *profile;

    if (strcmp(section, "default") == 0)
        return &loading->base;
    if (strncmp(section, prefix, sizeof(prefix) - 1) != 0)
        return NULL;
    found = payer_class_find(text_of(section + sizeof(prefix) - 1));
    if (found == PAYER_CLASS_COUNT)
        return NULL;
    profile = &loading->profiles->of_class[found];
    if (!loading->in_class[found]) {
        *profile = loading->base;
        profile->name = text_of(payer_class_name(found));
        loading->in_class[found] = true;
    }
    return profile;
}

static int on_key(void *context, const char *section, const char *name, const char *value)
{
    struct loading *loading = context;
    struct profile *profile = section_profile(loading, section);

    if (profile == NULL)
        return mistake(loading, section, "is neither [default] nor [class NAME]");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *wrong;

        if (strcmp(keys[i].key, name) != 0)
            continue;
        wrong = keys[i].set(profile, &loading->profiles->arena, value);
        return wrong == NULL ? 1 : mistake(loading, name, wrong);
    }
    return mistake(loading, name, "is no setting of a profile");
}

/* fgets() over a text. A line too long for inih would be cut in two: refuse it. */
static char *next_line(char *out, int size, void *context)
{
    struct loading *loading = context;
    struct lines *lines = &loading->lines;
    struct cl_text line;

    if (lines->rest.data == NULL || lines->rest.length == 0)
        return NULL;
    line = text_split(&lines->rest, '\n');
    lines->line++;
    if (line.length + 2 > (size_t)size) {
        (void)mistake(loading, "line", "is too long");
        return NULL;
    }
    memcpy(out, line.data, line.length);
    out[line.length] = '\n';
    out[line.length + 1] = '\0';
    return out;
}

static int check_complete(struct loading *loading)
{
    for (unsigned i = 0; i < PAYER_CLASS_COUNT; i++) {
        struct profile *profile = &loading->profiles->of_class[i];

        if (!loading->in_class[i]) {
            *profile = loading->base;
            profile->name = text_of("default");
        }
        if (profile->unit_rule == NULL || profile->place_of_service.length == 0)
            return problem_usage(loading->problem,
                                 "%s: the profile of %s has no unit_rule or place_of_service",
                                 loading->lines.name, payer_class_name((enum payer_class)i));
    }
    return 0;
}

int profiles_load(struct profiles *profiles, struct problem *problem)
{
    struct loading loading = {
        .profiles = profiles,
        .base = { .name = text_of("default"), .place_of_service = TEXT_NONE, .source = TEXT_NONE },
        .lines = { { (const char *)builtin_payers.bytes, builtin_payers.length },
                   builtin_payers.name,
                   0 },
        .problem = problem,
    };
    int error;

    *profiles = (struct profiles){ 0 };
    error = ini_parse_stream(next_line, &loading, on_key, &loading);
    if (problem->status != 0)
        return -1;
    if (error != 0)
        return problem_usage(problem, "%s:%d: this line is no section, setting or comment",
                             loading.lines.name, error);
    return check_complete(&loading);
}

void profiles_finish(struct profiles *profiles)
{
    arena_finish(&profiles->arena);
}

bool code_list_has(const struct code_list *list, struct cl_text code)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i], code))
            return true;
    }
    return false;
}
