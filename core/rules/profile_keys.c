/* profile_keys.c - see profile_keys.h. */
#include "profile_keys.h"

#include "base/text.h"

#include <limits.h>

struct cl_text profile_next_word(struct cl_text *rest)
{
    struct cl_text word = text_trim(*rest);
    size_t length = 0;

    while (length < word.length && word.data[length] != ' ' && word.data[length] != '\t')
        length++;
    *rest = (struct cl_text){ word.data + length, word.length - length };
    return (struct cl_text){ word.data, length };
}

unsigned profile_choice(const char *choices, struct cl_text value)
{
    struct cl_text rest = text_of(choices);

    for (unsigned i = 0; rest.data != NULL; i++) {
        if (text_equal_nocase(text_trim(text_split(&rest, ',')), value))
            return i;
    }
    return UINT_MAX;
}

static void choose_tie_break(struct profile *profile, unsigned choice)
{
    profile->tie_break = (enum tie_break)choice;
}

static void choose_stated_units(struct profile *profile, unsigned choice)
{
    profile->stated_units = choice == 1;
}

static void choose_short_service(struct profile *profile, unsigned choice)
{
    profile->short_service = choice == 1 ? text_of("52") : TEXT_NONE;
}

static void choose_same_day(struct profile *profile, unsigned choice)
{
    profile->same_day = (enum same_day)choice;
}

static void choose_zero_unit_lines(struct profile *profile, unsigned choice)
{
    profile->zero_unit_lines = choice == 1;
}

static void choose_discipline_modifiers(struct profile *profile, unsigned choice)
{
    profile->discipline_modifiers = choice == 1;
}

static void choose_assistant_modifiers(struct profile *profile, unsigned choice)
{
    profile->assistant_modifiers = choice == 1;
}

static void choose_kx(struct profile *profile, unsigned choice)
{
    profile->kx = choice == 1;
}

static void choose_telehealth_modifier(struct profile *profile, unsigned choice)
{
    static const char *const modifiers[] = { "", "", "95", "93", "GT" };

    profile->telehealth_modifier = text_of(modifiers[choice]);
    profile->telehealth_unmarked = choice == 1;
}

static void choose_fees(struct profile *profile, unsigned choice)
{
    profile->fees = (enum fee_use)choice;
}

/* The level itself is read by profile_settle_severities(). */
static void choose_level(struct profile *profile, unsigned choice)
{
    (void)profile;
    (void)choice;
}

/* "is none of cms, ama": the n-th word is name(n). */
static const char *none_of(struct arena *arena, const char *(*name)(unsigned), unsigned count)
{
    struct cl_text text = arena_format(arena, "is none of %s", name(0));

    for (unsigned i = 1; i < count; i++)
        text = arena_format(arena, "%s, %s", text.data, name(i));
    return text.data;
}

static const char *unit_rule_name(unsigned index)
{
    return unit_rules[index]->name;
}

static const char *set_unit_rule(struct profile *profile, struct arena *arena, struct cl_text value)
{
    profile->unit_rule = unit_rule_find(value);
    return profile->unit_rule != NULL ? NULL : none_of(arena, unit_rule_name, UNIT_RULES);
}

static const char *class_name(unsigned index)
{
    return payer_class_name((enum payer_class)index);
}

static const char *set_payer_class(struct profile *profile, struct arena *arena,
                                   struct cl_text value)
{
    profile->payer_class = payer_class_find(value);
    return profile->payer_class != PAYER_CLASS_COUNT
               ? NULL
               : none_of(arena, class_name, PAYER_CLASS_COUNT);
}

/* The section it names is looked for when all files have been read. */
static const char *set_extends(struct profile *profile, struct arena *arena, struct cl_text value)
{
    (void)profile;
    (void)arena;
    (void)value;
    return NULL;
}

static bool is_place(struct cl_text value)
{
    return value.length == 2 && text_is_digit(value.data[0]) && text_is_digit(value.data[1]);
}

static const char *set_place_of_service(struct profile *profile, struct arena *arena,
                                        struct cl_text value)
{
    profile->place_of_service = arena_text(arena, value.data, value.length);
    return is_place(value) ? NULL : "is not two digits";
}

static const char *set_telehealth_place(struct profile *profile, struct arena *arena,
                                        struct cl_text value)
{
    profile->telehealth_place = TEXT_NONE;
    if (text_equal_nocase(value, text_of("stated")))
        return NULL;
    profile->telehealth_place = arena_text(arena, value.data, value.length);
    return is_place(value) ? NULL : "is neither stated nor two digits";
}

/* A key takes one of `choices` (told to `choose` by its place among them), a number
 * (a uint32_t at `number`), or what its own `set` reads. */
struct key_row {
    const char *name;
    const char *choices;
    void (*choose)(struct profile *profile, unsigned choice);
    uint32_t minimum, maximum; /* 0: no number */
    size_t number;
    const char *(*set)(struct profile *profile, struct arena *arena, struct cl_text value);
};

#define ROW(key) static const struct key_row row_##key
#define WORDS(key, words, function)                                                                \
    ROW(key) = { .name = #key, .choices = (words), .choose = (function) }
#define CHOICE(key, words) WORDS(key, words, choose_##key)
#define LEVEL(key)         WORDS(key, PROFILE_LEVELS, choose_level)
#define NUMBER(key, least, most)                                                                   \
    ROW(key) = { .name = #key,                                                                     \
                 .minimum = (least),                                                               \
                 .maximum = (most),                                                                \
                 .number = offsetof(struct profile, key) }
#define OWN(key) ROW(key) = { .name = #key, .set = set_##key }

OWN(extends);
OWN(payer_class);
OWN(unit_rule);
CHOICE(tie_break, "minutes, first, last");
CHOICE(stated_units, "no, allowed");
CHOICE(short_service, "no, 52");
CHOICE(same_day, "separate, pool, merge");
OWN(substitute);
OWN(never_billed);
CHOICE(zero_unit_lines, "no, yes");
NUMBER(units_per_line, 0, 99);
NUMBER(max_lines, 0, 999);
NUMBER(max_pointers, 1, CL_MAX_POINTERS);
OWN(caps);
NUMBER(cap_visit, 0, MAX_UNITS);
NUMBER(cap_day, 0, MAX_UNITS);
CHOICE(discipline_modifiers, "no, yes");
CHOICE(assistant_modifiers, "no, required");
CHOICE(kx, "no, required");
OWN(add_modifiers);
OWN(required_modifiers);
OWN(distinct_modifiers);
OWN(modifier_order);
OWN(place_of_service);
OWN(telehealth_modifiers);
CHOICE(telehealth_modifier, "stated, none, 95, 93, GT");
OWN(telehealth_place);
CHOICE(fees, "missing, prefer, no");
LEVEL(referring_provider);
LEVEL(authorization);
LEVEL(plan_of_care);
LEVEL(progress_report);
LEVEL(documentation);
LEVEL(ncci);
LEVEL(mue);
OWN(severity);

/* A key without a row above does not compile. */
static const struct key_row *const keys[PROFILE_KEY_COUNT] = {
#define KEY_ROW(key, dated) [KEY_##key] = &row_##key,
    PROFILE_KEYS(KEY_ROW)
#undef KEY_ROW
};

static const bool takes_dates[PROFILE_KEY_COUNT] = {
#define TAKES_DATES(key, dated) [KEY_##key] = (dated),
    PROFILE_KEYS(TAKES_DATES)
#undef TAKES_DATES
};

const char *profile_key_name(enum profile_key key)
{
    return keys[key]->name;
}

bool profile_key_takes_dates(enum profile_key key)
{
    return takes_dates[key];
}

bool profile_key_find(struct cl_text name, enum profile_key *out)
{
    unsigned key = 0;

    while (key < PROFILE_KEY_COUNT && !text_equal_nocase(name, text_of(keys[key]->name)))
        key++;
    *out = (enum profile_key)key;
    return key < PROFILE_KEY_COUNT;
}

static const char *set_choice(struct profile *profile, const struct key_row *row,
                              struct arena *arena, struct cl_text value)
{
    unsigned choice = profile_choice(row->choices, value);

    if (choice == UINT_MAX)
        return arena_format(arena, "is none of %s", row->choices).data;
    row->choose(profile, choice);
    return NULL;
}

static const char *set_number(struct profile *profile, const struct key_row *row,
                              struct arena *arena, struct cl_text value)
{
    uint64_t number;

    if (!text_to_unsigned(value, row->maximum, &number) || number < row->minimum)
        return arena_format(arena, "is no number from %u to %u", row->minimum, row->maximum).data;
    *(uint32_t *)(void *)((char *)profile + row->number) = (uint32_t)number;
    return NULL;
}

const char *profile_key_set(struct profile *profile, enum profile_key key, struct arena *arena,
                            struct cl_text value)
{
    const struct key_row *row = keys[key];

    if (row->choices != NULL)
        return set_choice(profile, row, arena, value);
    if (row->maximum != 0)
        return set_number(profile, row, arena, value);
    return row->set(profile, arena, value);
}
