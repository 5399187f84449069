/* profiles.c - see profiles.h. Each section becomes a profile for each period in which
 * its settings do not change: what it extends on that day, and over it its own. */
#include "profiles.h"

#include "rules/places.h"
#include "rules/profile_keys.h"
#include "rules/profile_text.h"
#include "rules/table.h"

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_file.h"

#include <stdlib.h>

enum { MAX_CHAIN = 16 }; /* sections that extend one another */

struct profiles {
    struct arena arena;
    struct profile_text text;
    struct map payers; /* where a payer_id's section stands in text.sections */
    const struct section *of_class[PAYER_CLASS_COUNT];
    struct section *start; /* [default] */
    const struct place_list *places;
};

static const struct cl_date always = { 0 };

/* What is wrong with the value of a key that is not `source`, or NULL. */
static const char *check_value(struct profiles *profiles, const struct setting *setting)
{
    struct profile scratch = { 0 };
    const char *wrong = profile_key_set(&scratch, setting->key, &profiles->arena, setting->value);
    bool is_place = setting->key == KEY_place_of_service || setting->key == KEY_telehealth_place;
    struct cl_text place =
        setting->key == KEY_place_of_service ? scratch.place_of_service : scratch.telehealth_place;

    if (wrong == NULL && is_place && place.length != 0 && !place_known(profiles->places, place))
        wrong = "is no place of CMS's list";
    return wrong;
}

/* Every value is read once here, so that none that is wrong is left for later. */
static void check_values(struct profiles *profiles, bool overlay)
{
    for (size_t i = 0; i < profiles->text.count; i++) {
        const struct setting *it = profiles->text.sections[i]->settings;

        for (; it != NULL; it = it->next) {
            const char *wrong = NULL;

            if (it->overlay != overlay)
                continue;
            if (it->value.length == 0)
                wrong = "has no value";
            else if (!it->of_source)
                wrong = check_value(profiles, it);
            if (wrong != NULL)
                setting_mistake(&profiles->text, it, wrong);
        }
    }
}

/* Where a section says what it starts from: `extends`, else `payer_class`; NULL: it does not. */
static const struct setting *stated_base(const struct section *section)
{
    const struct setting *extends = section_setting(section, KEY_extends, always);

    return extends != NULL ? extends : section_setting(section, KEY_payer_class, always);
}

/* Each section starts from what it extends, or from its class, or from [default]. */
static void find_bases(struct profiles *profiles)
{
    for (size_t i = 0; i < profiles->text.count; i++) {
        struct section *section = profiles->text.sections[i];
        const struct setting *stated = stated_base(section);
        struct cl_text name = TEXT_NONE;

        section->base = section != profiles->start ? profiles->start : NULL;
        if (stated == NULL)
            continue;
        if (stated->key == KEY_extends)
            name = stated->value;
        else
            name = arena_format(&profiles->arena, "class %s", stated->value.data);
        section->base = profile_text_find(&profiles->text, name);
        if (section->base != NULL)
            continue;
        if (stated->key == KEY_extends)
            setting_mistake(&profiles->text, stated, "names no section that is there");
        else
            section->base = profiles->start;
    }
}

/* What is wrong with what a section starts from, or NULL. One that only leads into a
 * circle is not part of it. */
static const char *check_chain(const struct section *section, size_t count)
{
    const struct section *base = section->base;
    size_t steps = 0;

    for (; base != NULL && base != section && steps < count; steps++)
        base = base->base;
    if (base != NULL)
        return base == section ? "goes in a circle" : NULL;
    return steps > MAX_CHAIN ? "too many sections extend one another" : NULL;
}

static void check_chains(struct profiles *profiles)
{
    for (size_t i = 0; i < profiles->text.count; i++) {
        const struct section *section = profiles->text.sections[i];
        const char *wrong = check_chain(section, profiles->text.count);

        if (wrong != NULL)
            setting_mistake(&profiles->text, stated_base(section), wrong);
    }
}

static const struct profile *on_day(const struct section *section, struct cl_date day)
{
    size_t i = section->period_count - 1;

    while (i > 0 && date_compare(section->periods[i].from, day) > 0)
        i--;
    return section->periods[i].profile;
}

static void identify(struct profile *profile, const struct section *section)
{
    profile->name = section->kind == SECTION_CLASS ? section->subject : section->name;
    profile->of_payer = section->kind == SECTION_PAYER;
    profile->origins[KEY_extends] = (struct setting_origin){
        .value = TEXT_NONE, .section = TEXT_NONE, .file = "", .source = TEXT_NONE
    };
    if (section->kind != SECTION_CLASS && section->kind != SECTION_DEFAULT)
        return;
    profile->payer_class = section->payer_class;
    profile->origins[KEY_payer_class] = (struct setting_origin){
        .value = text_of(payer_class_name(section->payer_class)),
        .section = section->name,
        .file = section->file,
        .line = section->line,
        .source = TEXT_NONE,
    };
}

/* Where minutes are pooled no service is too short by itself: the key has no effect. */
static void settle_short_service(struct profile *profile, struct arena *arena)
{
    profile->short_service = TEXT_NONE;
    if (!profile->unit_rule->pools)
        (void)profile_key_set(profile, KEY_short_service, arena,
                              profile->origins[KEY_short_service].value);
}

static bool weighs(const struct profile *profile, enum finding_id id)
{
    return profile->severities[id] != SEVERITY_OFF;
}

/* What rules would find out of the settings again and again. */
static unsigned facts_of(const struct profile *profile)
{
    const struct {
        bool holds;
        enum draft_fact fact;
    } facts[] = {
        { profile->units_per_line != 0 || profile->max_pointers != CL_MAX_POINTERS, PAYER_LIMITS },
        { profile->cap_count != 0 || profile->cap_visit != 0 || profile->cap_day != 0, PAYER_CAPS },
        { profile->kx, PAYER_KX },
        { weighs(profile, FINDING_EDIT_PAIR) || weighs(profile, FINDING_EDIT_UNITS), PAYER_EDITS },
        { weighs(profile, FINDING_DOCUMENTATION_MISSING) ||
              weighs(profile, FINDING_DOCUMENTATION_ATTENDED),
          PAYER_DOCUMENTATION },
        { weighs(profile, FINDING_CERTIFICATION_MISSING) ||
              weighs(profile, FINDING_CERTIFICATION_OUTSIDE) ||
              weighs(profile, FINDING_CERTIFICATION_TOO_LONG) ||
              weighs(profile, FINDING_PROGRESS_MISSING),
          PAYER_PLAN },
        { weighs(profile, FINDING_REFERRING_MISSING), PAYER_REFERRING },
        { weighs(profile, FINDING_AUTHORIZATION_MISSING), PAYER_AUTHORIZATION },
    };
    unsigned set = 0;

    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
        set |= facts[i].holds ? facts[i].fact : 0;
    return set;
}

static const struct profile *make_profile(struct profiles *profiles, const struct section *section,
                                          struct cl_date day)
{
    struct profile *profile = arena_alloc(&profiles->arena, sizeof(*profile));

    if (section->base != NULL)
        *profile = *on_day(section->base, day);
    identify(profile, section);
    for (unsigned i = 0; i < PROFILE_KEY_COUNT; i++) {
        const struct setting *setting = section_setting(section, (enum profile_key)i, day);

        if (setting == NULL)
            continue;
        (void)profile_key_set(profile, setting->key, &profiles->arena, setting->value);
        profile->origins[i] = (struct setting_origin){
            .value = setting->value,
            .from = setting->from,
            .section = section->name,
            .file = setting->file,
            .line = setting->line,
            .source = section_source(section, setting),
        };
    }
    settle_short_service(profile, &profiles->arena);
    profile_settle_severities(profile);
    profile->facts = facts_of(profile);
    return profile;
}

static int by_day(const void *a, const void *b)
{
    return date_compare(((const struct period *)a)->from, ((const struct period *)b)->from);
}

/* The days on which something may change: those of its own settings and of its base. */
static void find_periods(struct profiles *profiles, struct section *section)
{
    size_t most = 1 + section->setting_count;
    size_t count = 1;
    struct period *periods;

    if (section->base != NULL)
        most += section->base->period_count;
    periods = arena_alloc_array(&profiles->arena, most, sizeof(*periods));
    for (const struct setting *it = section->settings; it != NULL; it = it->next)
        periods[count++].from = it->from;
    for (size_t i = 0; section->base != NULL && i < section->base->period_count; i++)
        periods[count++].from = section->base->periods[i].from;
    qsort(periods, count, sizeof(*periods), by_day);
    section->periods = periods;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || by_day(&periods[section->period_count - 1], &periods[i]) != 0)
            periods[section->period_count++] = periods[i];
    }
}

/* What a section extends goes first; check_chains() has bounded the depth. */
static void resolve(struct profiles *profiles, struct section *section)
{
    if (section->periods != NULL)
        return;
    if (section->base != NULL)
        resolve(profiles, section->base);
    find_periods(profiles, section);
    for (size_t i = 0; i < section->period_count; i++)
        section->periods[i].profile = make_profile(profiles, section, section->periods[i].from);
}

static void index_sections(struct profiles *profiles)
{
    for (size_t i = 0; i < profiles->text.count; i++) {
        struct section *section = profiles->text.sections[i];

        resolve(profiles, section);
        if (section->kind == SECTION_PAYER)
            map_add(&profiles->payers, section->subject, (uint32_t)i);
        if (section->kind == SECTION_CLASS)
            profiles->of_class[section->payer_class] = section;
    }
    for (unsigned i = 0; i < PAYER_CLASS_COUNT; i++) {
        if (profiles->of_class[i] == NULL)
            profiles->of_class[i] = profiles->start;
    }
}

/* The built-in [default] says something of every key on every day, so that all do. */
static int check_complete(struct profiles *profiles, struct problem *problem)
{
    profiles->start = profile_text_find(&profiles->text, text_of("default"));
    if (profiles->start == NULL)
        return problem_usage(problem, "%s:1: [default]: is missing", builtin_payers.name);
    for (unsigned i = 0; i < PROFILE_KEY_COUNT; i++) {
        enum profile_key key = (enum profile_key)i;

        if (profile_key_takes_dates(key) && section_setting(profiles->start, key, always) == NULL)
            return problem_usage(problem, "%s:%d: [default]: does not state %s",
                                 builtin_payers.name, profiles->start->line, profile_key_name(key));
    }
    return 0;
}

static int load(struct profiles *profiles, const char *path, struct problem *problem)
{
    struct cl_text bytes = { (const char *)builtin_payers.bytes, builtin_payers.length };

    profiles->text.arena = &profiles->arena;
    profile_text_read(&profiles->text, builtin_payers.name, bytes, false);
    check_values(profiles, false);
    if (profile_text_judge(&profiles->text, problem) < 0 || check_complete(profiles, problem) < 0)
        return -1;
    if (path != NULL) {
        if (text_file_read(&bytes, path, "payer profiles", &profiles->arena, problem) < 0)
            return -1;
        profile_text_read(&profiles->text, path, bytes, true);
        check_values(profiles, true);
    }
    if (!profiles->text.cut) {
        find_bases(profiles);
        check_chains(profiles);
    }
    if (profile_text_judge(&profiles->text, problem) < 0)
        return -1;
    index_sections(profiles);
    return 0;
}

int profiles_load(struct profiles **out, const char *path, const struct place_list *places,
                  struct problem *problem)
{
    struct profiles *profiles = mem_alloc(sizeof(*profiles));

    *out = NULL;
    profiles->places = places;
    if (load(profiles, path, problem) < 0) {
        profiles_destroy(profiles);
        return -1;
    }
    *out = profiles;
    return 0;
}

void profiles_destroy(struct profiles *profiles)
{
    if (profiles == NULL)
        return;
    profile_text_finish(&profiles->text);
    map_finish(&profiles->payers);
    arena_finish(&profiles->arena);
    mem_free(profiles);
}

const struct profile *profiles_find(const struct profiles *profiles, struct cl_text payer_id,
                                    enum payer_class payer_class, struct cl_date day)
{
    uint32_t at = map_find(&profiles->payers, payer_id);

    if (at != MAP_NONE)
        return on_day(profiles->text.sections[at], day);
    if (payer_class == PAYER_CLASS_COUNT)
        return NULL;
    return on_day(profiles->of_class[payer_class], day);
}

size_t profiles_section_count(const struct profiles *profiles)
{
    return profiles->text.count;
}

struct profile_section profiles_section(const struct profiles *profiles, size_t index,
                                        struct cl_date day)
{
    const struct section *section = profiles->text.sections[index];

    return (struct profile_section){ .name = section->name,
                                     .file = section->file,
                                     .line = section->line,
                                     .profile = on_day(section, day) };
}

const char *profile_source(const struct profile *profile, enum profile_key key)
{
    const struct setting_origin *origin = &profile->origins[key];

    return origin->source.length != 0 ? origin->source.data : origin->section.data;
}
