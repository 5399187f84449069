/* profile_severity.c - how grave the findings are that a payer's policy decides. */
#include "profile_keys.h"

#include "base/text.h"

#include <limits.h>

/* The findings of the keys that have a level. */
static const struct {
    enum profile_key key;
    enum finding_id id;
} levels[] = {
    { KEY_referring_provider, FINDING_REFERRING_MISSING },
    { KEY_authorization, FINDING_AUTHORIZATION_MISSING },
    { KEY_plan_of_care, FINDING_CERTIFICATION_MISSING },
    { KEY_plan_of_care, FINDING_CERTIFICATION_OUTSIDE },
    { KEY_plan_of_care, FINDING_CERTIFICATION_TOO_LONG },
    { KEY_progress_report, FINDING_PROGRESS_MISSING },
    { KEY_documentation, FINDING_DOCUMENTATION_ATTENDED },
    { KEY_documentation, FINDING_DOCUMENTATION_MISSING },
    { KEY_ncci, FINDING_EDIT_PAIR },
    { KEY_mue, FINDING_EDIT_UNITS },
};

/* What else `severity` may speak of: all others keep claims right whatever the payer. */
static const enum finding_id free_ids[] = {
    FINDING_ADDON_MISSING,     FINDING_CAP_CODE,
    FINDING_CAP_DAY,           FINDING_CAP_VISIT,
    FINDING_CHARGE_DIFFERS,    FINDING_CHARGE_MISSING,
    FINDING_KX_NEAR,           FINDING_KX_REVIEW,
    FINDING_KX_UNNEEDED,       FINDING_MINUTES_TOTAL,
    FINDING_PLACE_DEFAULT,     FINDING_UNITS_DIFFER,
    FINDING_VISIT_POOLED,      FINDING_UNTIMED_REPEATED,
    FINDING_MODIFIER_DISTINCT, FINDING_CHARGE_FEE_DIFFERS,
    FINDING_KX_THRESHOLD,      FINDING_SERVICE_REPEATED,
};

static bool is_named(enum finding_id id, struct cl_text name)
{
    return text_equal_nocase(name, text_of(finding_kind(id)->id));
}

/* FINDING_KINDS where no profile may change that finding. */
static enum finding_id find_id(struct cl_text name)
{
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (is_named(levels[i].id, name))
            return levels[i].id;
    }
    for (size_t i = 0; i < sizeof(free_ids) / sizeof(free_ids[0]); i++) {
        if (is_named(free_ids[i], name))
            return free_ids[i];
    }
    return FINDING_KINDS;
}

/* The severity of the n-th of "no|off, info, warning, error". */
static uint8_t level(unsigned choice)
{
    return (uint8_t)(choice == 0 ? SEVERITY_OFF : SEVERITY_INFO + (choice - 1));
}

/* Takes ID LEVEL, ID LEVEL; what no word speaks of stays. NULL, or what is wrong. */
static const char *take_list(uint8_t severities[FINDING_KINDS], struct cl_text value)
{
    bool taken[FINDING_KINDS] = { false };

    if (text_equal_nocase(value, text_of("none")))
        return NULL;
    while (value.data != NULL) {
        struct cl_text words = text_split(&value, ',');
        enum finding_id id = find_id(profile_next_word(&words));
        unsigned choice = profile_choice("off, info, warning, error", text_trim(words));

        if (id == FINDING_KINDS)
            return "names no finding whose severity a profile may say";
        if (choice == UINT_MAX)
            return "is not of the form ID LEVEL, ID LEVEL with off, info, warning or error";
        if (taken[id])
            return "names a finding twice";
        taken[id] = true;
        severities[id] = level(choice);
    }
    return NULL;
}

const char *set_severity(struct profile *profile, struct arena *arena, struct cl_text value)
{
    (void)arena;
    return take_list(profile->severities, value);
}

void profile_settle_severities(struct profile *profile)
{
    for (unsigned id = 0; id < FINDING_KINDS; id++)
        profile->severities[id] = (uint8_t)finding_kind((enum finding_id)id)->severity;
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        unsigned choice = profile_choice(PROFILE_LEVELS, profile->origins[levels[i].key].value);

        if (choice != UINT_MAX)
            profile->severities[levels[i].id] = level(choice);
    }
    if (profile->origins[KEY_severity].value.length != 0)
        (void)take_list(profile->severities, profile->origins[KEY_severity].value);
}
