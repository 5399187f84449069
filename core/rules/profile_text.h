/* profile_text.h - files of payer profiles as they are written: sections and settings.
 *
 * What the settings mean is profile_keys.h's, what is in force profiles.c's. */
#ifndef CORE_RULES_PROFILE_TEXT_H
#define CORE_RULES_PROFILE_TEXT_H

#include "rules/profiles.h"

#include "base/map.h"

enum { PROFILE_MAX_SETTINGS = 1000 }; /* of one section */

/* KEY = VALUE. A `source KEY` is one too; with PROFILE_KEY_COUNT it is `source`. */
struct setting {
    struct setting *next; /* of the section, in the order of the files */
    enum profile_key key;
    bool of_source;
    bool overlay;           /* of the user's file, not built in */
    struct cl_text written; /* "unit_rule from 2026-01-01" */
    struct cl_text value;
    struct cl_date from; /* absent: always */
    const char *file;
    int line;
};

enum section_kind { SECTION_DEFAULT, SECTION_CLASS, SECTION_PAYER, SECTION_PROFILE };

/* The profile of a section from a day until the next period's. */
struct period {
    struct cl_date from; /* absent in the first period */
    const struct profile *profile;
};

struct section {
    struct cl_text name;    /* "class medicare", "payer 60054", "profile texas", "default" */
    struct cl_text subject; /* "medicare", "60054", "texas"; empty for [default] */
    enum section_kind kind;
    enum payer_class payer_class; /* of a class's section */
    const char *file;             /* where it stands first */
    int line;
    struct setting *settings, **next_setting;
    size_t setting_count;
    struct section *base;   /* what it starts from; NULL for [default] */
    struct period *periods; /* by day; NULL until they are worked out */
    size_t period_count;
};

/* The sections of all files read. `arena` is the caller's. */
struct profile_text {
    struct arena *arena;
    struct section **sections; /* in the order of the files */
    size_t count;
    struct map index; /* by name */
    /* Of all mistakes noted, the one that stands first in its file. */
    struct problem mistake;
    int mistake_line;
    bool cut; /* not all sections could be read: one that is missing may be there */
};

/* Adds what `bytes` state and notes mistakes; `file` names them in messages and is
 * borrowed. Reads on behind a mistake, for what stands before it may be one that only
 * the whole file shows. */
void profile_text_read(struct profile_text *text, const char *file, struct cl_text bytes,
                       bool overlay);
void profile_text_finish(struct profile_text *text);

/* Notes "FILE:LINE: KEY: WHAT" as bad configuration. */
void setting_mistake(struct profile_text *text, const struct setting *setting, const char *what);

/* 0, or -1 where a mistake was noted. */
int profile_text_judge(const struct profile_text *text, struct problem *problem);

/* The section of that name, as it stands in [brackets] or behind `extends`; NULL
 * where there is none. */
struct section *profile_text_find(struct profile_text *text, struct cl_text name);

/* The setting of `key` in force on a day in the section itself, or NULL. The user's
 * file goes before the built-in one, then the newest date. */
const struct setting *section_setting(const struct section *section, enum profile_key key,
                                      struct cl_date day);

/* `source KEY`, else `source`, of the section and file of `setting`; or empty. */
struct cl_text section_source(const struct section *section, const struct setting *setting);

#endif
