/* profile_fixture.h - payer profiles from a text or a file, and those of one day. */
#ifndef TESTS_UNIT_PROFILE_FIXTURE_H
#define TESTS_UNIT_PROFILE_FIXTURE_H

#include "temporary_input.h"

#include "rules/places.h"
#include "rules/profiles.h"

static const struct cl_date day = { 2024, 7, 1 };

/* profiles_load() with CMS's places. */
static inline int load_profiles(struct profiles **out, const char *path, struct problem *problem)
{
    static struct place_list places; /* outlives all profiles */

    return place_list_load(&places, problem) < 0 ? -1 : profiles_load(out, path, &places, problem);
}

/* The built-in profiles with `text` over them. The name of the file is gone with it:
 * no test may look at `file` of an origin. */
static inline struct profiles *load_text(const char *text)
{
    struct temporary_input file;
    struct problem problem = { 0 };
    struct profiles *profiles;

    temporary_input_make(&file, text_of(text), 0);
    if (load_profiles(&profiles, file.path, &problem) < 0)
        fail_msg("%s", problem.text);
    temporary_input_remove(&file);
    return profiles;
}

static inline struct profiles *load_path(const char *path)
{
    struct problem problem = { 0 };
    struct profiles *profiles;

    if (load_profiles(&profiles, path, &problem) < 0)
        fail_msg("%s", problem.text);
    return profiles;
}

static inline const struct profile *of_class(const struct profiles *profiles,
                                             enum payer_class class)
{
    return profiles_find(profiles, TEXT("nobody's"), class, day);
}

static inline const struct profile *of_payer(const struct profiles *profiles, const char *payer_id)
{
    const struct profile *profile =
        profiles_find(profiles, text_of(payer_id), PAYER_CLASS_COUNT, day);

    if (profile == NULL)
        fail_msg("no section names %s", payer_id);
    return profile;
}

#endif
