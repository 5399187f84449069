/* profile_lists.c - the keys of a profile whose values are lists of codes and modifiers. */
#include "profile_keys.h"

#include "base/text.h"

static const char too_long[] = "has too many entries";
static const char twice[] = "names an entry twice";

static bool is_none(struct cl_text value)
{
    return text_equal_nocase(value, text_of("none"));
}

/* Adds the words of `value` to a list that has room for PROFILE_MAX_LIST. `form` is
 * what is wrong where a word is not of `length`, or there is none. */
static const char *add_words(struct code_list *list, struct arena *arena, struct cl_text value,
                             size_t length, const char *form)
{
    struct cl_text word = profile_next_word(&value);

    if (word.length == 0)
        return form;
    for (; word.length != 0; word = profile_next_word(&value)) {
        if (!text_is_word(word, length))
            return form;
        if (list->count == PROFILE_MAX_LIST)
            return too_long;
        word = arena_upper(arena, word);
        if (code_list_has(list, word))
            return twice;
        list->items[list->count++] = word;
    }
    return NULL;
}

static struct code_list new_list(struct arena *arena)
{
    return (struct code_list){ arena_alloc_array(arena, PROFILE_MAX_LIST, sizeof(struct cl_text)),
                               0 };
}

static const char *set_list(struct code_list *out, struct arena *arena, struct cl_text value,
                            size_t length, const char *form)
{
    *out = (struct code_list){ NULL, 0 };
    if (is_none(value))
        return NULL;
    *out = new_list(arena);
    return add_words(out, arena, value, length, form);
}

const char *set_never_billed(struct profile *profile, struct arena *arena, struct cl_text value)
{
    return set_list(&profile->never_billed, arena, value, 5,
                    "is neither none nor codes separated by blanks (97010 97014)");
}

const char *set_telehealth_modifiers(struct profile *profile, struct arena *arena,
                                     struct cl_text value)
{
    return set_list(&profile->telehealth_modifiers, arena, value, 2,
                    "is neither none nor modifiers separated by blanks (93 95)");
}

static bool is_distinct(struct cl_text modifier)
{
    return profile_choice("59, XE, XP, XS, XU", modifier) <= 4;
}

const char *set_distinct_modifiers(struct profile *profile, struct arena *arena,
                                   struct cl_text value)
{
    static const char form[] = "is neither none nor some of 59 XE XP XS XU, separated by blanks";
    const char *wrong = set_list(&profile->distinct_modifiers, arena, value, 2, form);

    for (size_t i = 0; wrong == NULL && i < profile->distinct_modifiers.count; i++) {
        if (!is_distinct(profile->distinct_modifiers.items[i]))
            wrong = form;
    }
    return wrong;
}

const char *set_modifier_order(struct profile *profile, struct arena *arena, struct cl_text value)
{
    struct code_list *list = &profile->modifier_order;

    *list = new_list(arena);
    profile->modifier_group = arena_alloc(arena, PROFILE_MAX_LIST);
    profile->modifier_groups = 0;
    if (is_none(value))
        return NULL;
    for (; value.data != NULL; profile->modifier_groups++) {
        size_t from = list->count;
        const char *wrong =
            add_words(list, arena, text_split(&value, ','), 2,
                      "is not of the form MODIFIER MODIFIER, MODIFIER (groups, in their order)");

        if (wrong != NULL)
            return wrong;
        if (profile->modifier_groups == PROFILE_MODIFIER_GROUPS)
            return too_long;
        for (size_t i = from; i < list->count; i++)
            profile->modifier_group[i] = profile->modifier_groups;
    }
    return NULL;
}

/* Lists of entries like U1 97110, U2 *: the first word and the rest, either may be empty. */
struct pairs {
    struct cl_text left[PROFILE_MAX_LIST], right[PROFILE_MAX_LIST];
    size_t count;
};

static const char *read_pairs(struct pairs *out, struct cl_text value)
{
    *out = (struct pairs){ .count = 0 };
    if (is_none(value))
        return NULL;
    for (; value.data != NULL; out->count++) {
        struct cl_text words = text_split(&value, ',');

        if (out->count == PROFILE_MAX_LIST)
            return too_long;
        out->left[out->count] = profile_next_word(&words);
        out->right[out->count] = text_trim(words);
    }
    return NULL;
}

const char *set_substitute(struct profile *profile, struct arena *arena, struct cl_text value)
{
    static const char form[] = "is neither none nor of the form CODE -> CODE, CODE -> CODE";
    struct pairs pairs;
    const char *wrong = read_pairs(&pairs, value);
    struct substitution *items = arena_alloc_array(arena, pairs.count, sizeof(*items));

    for (size_t i = 0; wrong == NULL && i < pairs.count; i++) {
        struct cl_text arrow = profile_next_word(&pairs.right[i]);
        struct cl_text to = text_trim(pairs.right[i]);

        if (!text_equal(arrow, text_of("->")) || !text_is_word(pairs.left[i], 5) ||
            !text_is_word(to, 5))
            return form;
        items[i] =
            (struct substitution){ arena_upper(arena, pairs.left[i]), arena_upper(arena, to) };
        if (text_equal(items[i].from, items[i].to))
            return "puts a code in its own place";
        for (size_t k = 0; k < i; k++) {
            if (text_equal(items[k].from, items[i].from))
                return twice;
        }
    }
    profile->substitutions = items;
    profile->substitution_count = wrong == NULL ? pairs.count : 0;
    return wrong;
}

const char *set_caps(struct profile *profile, struct arena *arena, struct cl_text value)
{
    static const char form[] =
        "is neither none nor of the form CODE UNITS, CODE UNITS with 1 to 999 units";
    struct pairs pairs;
    const char *wrong = read_pairs(&pairs, value);
    struct code_cap *items = arena_alloc_array(arena, pairs.count, sizeof(*items));

    for (size_t i = 0; wrong == NULL && i < pairs.count; i++) {
        uint64_t units;

        if (!text_is_word(pairs.left[i], 5) ||
            !text_to_unsigned(pairs.right[i], MAX_UNITS, &units) || units == 0)
            return form;
        items[i] = (struct code_cap){ arena_upper(arena, pairs.left[i]), (uint32_t)units };
        for (size_t k = 0; k < i; k++) {
            if (text_equal(items[k].code, items[i].code))
                return twice;
        }
    }
    profile->caps = items;
    profile->cap_count = wrong == NULL ? pairs.count : 0;
    return wrong;
}

static const char *read_modifiers(struct code_modifier **out, size_t *count, struct arena *arena,
                                  struct cl_text value)
{
    static const char form[] =
        "is neither none nor of the form MODIFIER CODE, MODIFIER CODE (* for all codes)";
    struct pairs pairs;
    const char *wrong = read_pairs(&pairs, value);
    struct code_modifier *items = arena_alloc_array(arena, pairs.count, sizeof(*items));

    for (size_t i = 0; wrong == NULL && i < pairs.count; i++) {
        if (!text_is_word(pairs.left[i], 2) ||
            (!text_is_word(pairs.right[i], 5) && !text_equal(pairs.right[i], text_of("*"))))
            return form;
        items[i] = (struct code_modifier){ arena_upper(arena, pairs.left[i]),
                                           arena_upper(arena, pairs.right[i]) };
        for (size_t k = 0; k < i; k++) {
            if (text_equal(items[k].modifier, items[i].modifier) &&
                text_equal(items[k].code, items[i].code))
                return twice;
        }
    }
    *out = items;
    *count = wrong == NULL ? pairs.count : 0;
    return wrong;
}

const char *set_add_modifiers(struct profile *profile, struct arena *arena, struct cl_text value)
{
    const char *wrong =
        read_modifiers(&profile->add_modifiers, &profile->add_modifier_count, arena, value);

    /* These say what happened; that is the record's to say, or a rule's. GP, GO and GN
       follow from the discipline. */
    for (size_t i = 0; wrong == NULL && i < profile->add_modifier_count; i++) {
        struct cl_text modifier = profile->add_modifiers[i].modifier;

        if (is_distinct(modifier) ||
            profile_choice("GP, GO, GN, CQ, CO, KX, GA, GX, GY, GZ", modifier) <= 9)
            wrong = "may not add 59, XE, XP, XS, XU, GP, GO, GN, CQ, CO, KX, GA, GX, GY or GZ: "
                    "the record must say so";
    }
    return wrong;
}

const char *set_required_modifiers(struct profile *profile, struct arena *arena,
                                   struct cl_text value)
{
    return read_modifiers(&profile->required_modifiers, &profile->required_modifier_count, arena,
                          value);
}
