/* rules_shown.h - what claimline rules shows. */
#ifndef CORE_CLI_RULES_SHOWN_H
#define CORE_CLI_RULES_SHOWN_H

#include "rules/rules.h"

#include <claimline/plugin.h>

/* All of it is borrowed. */
struct rules_shown {
    const struct rules *rules;
    const struct rule_files *files;
    struct cl_date day;
    const char *payer_id;          /* as asked for, or NULL */
    enum payer_class payer_class;  /* PAYER_CLASS_COUNT: not asked for */
    const struct profile *profile; /* what is in force; NULL: all sections are shown */
};

/* For people, on standard output. */
void rules_text(const struct rules_shown *shown);

/* One object. */
void rules_json(struct cl_stream *out, const struct rules_shown *shown);

/* The groups of disciplines that share a threshold, and one discipline of each. */
enum { RULES_SHOWN_GROUPS = 2 };

struct shown_group {
    const char *name;
    enum discipline discipline;
};

extern const struct shown_group rules_shown_groups[RULES_SHOWN_GROUPS];

/* The code or other table in force: the path of the user's, or "built in". */
const char *rules_shown_path(const char *path);

#endif
