/* documentation.h - what the record of a service should show, as data
 * (core/rules/data/documentation.csv), and the limits of a plan of care
 * (core/rules/data/limits.csv). */
#ifndef CORE_RULES_DOCUMENTATION_H
#define CORE_RULES_DOCUMENTATION_H

#include "base/problem.h"
#include "model/session.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NEED_ALTERNATIVES = 4 };

/* One of these columns is to be filled in. */
struct need {
    enum column columns[NEED_ALTERNATIVES];
    size_t count;
    const char *name; /* "technique or note" */
};

struct word_list {
    struct cl_text *items;
    size_t count;
};

/* What is asked of one code. */
struct documented {
    struct cl_text code; /* or "timed": any session with a timed code, as a whole */
    struct need *needs;
    size_t need_count;
    struct word_list apart_from;   /* codes: beside one of them, a region of its own */
    struct word_list words;        /* phrases that say that someone attended */
    struct word_list unless_after; /* words that turn such a phrase into its contrary */
    struct cl_date from, to;       /* dates of service; absent: open */
    const char *source;
};

enum limit_id { LIMIT_CERTIFICATION_DAYS, LIMIT_PROGRESS_VISITS, LIMIT_COUNT };

struct limit {
    uint32_t value;
    struct cl_date from, to; /* absent: open */
    const char *source;
};

struct documentation;

/* The built-in tables. */
int documentation_load(struct documentation **out, struct problem *problem);
void documentation_destroy(struct documentation *documentation);

/* What is asked of the code on a day; NULL for nothing. Safe from any thread, as are
 * those below. */
const struct documented *documentation_find(const struct documentation *documentation,
                                            struct cl_text code, struct cl_date day);

/* NULL where the table has none for the day. */
const struct limit *documentation_limit(const struct documentation *documentation, enum limit_id id,
                                        struct cl_date day);

/* Whether a file with these columns (NULL: all) could show the need. */
bool need_has_column(const struct need *need, const struct column_set *columns);

/* Whether one of `words` stands in `text` as a whole word or phrase, in either case,
 * and not behind one of `unless_after`. A hyphen belongs to a word. */
bool documentation_says(struct cl_text text, const struct word_list *words,
                        const struct word_list *unless_after);

/* Tells once for a file which of the columns that the table asks for it has not
 * (documentation.column, at the file's header). */
void documentation_check_columns(const struct documentation *documentation,
                                 const struct column_set *columns, uint64_t line,
                                 struct findings *findings);

#endif
