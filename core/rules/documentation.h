/* documentation.h - what the record of a service should show, as data
 * (core/rules/data/documentation.csv), and the limits of a plan of care
 * (core/rules/data/limits.csv). */
#ifndef CORE_RULES_DOCUMENTATION_H
#define CORE_RULES_DOCUMENTATION_H

#include "base/arena.h"
#include "base/date.h"
#include "base/problem.h"
#include "model/session.h"
#include "rules/codes.h"

#include <claimline/value.h>

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(column) - the columns that can be asked for. */
#define DOCUMENTED_FACTS(X)                                                                        \
    X(minutes)                                                                                     \
    X(start_time)                                                                                  \
    X(total_treatment_minutes)                                                                     \
    X(region)                                                                                      \
    X(technique)                                                                                   \
    X(necessity)                                                                                   \
    X(response)                                                                                    \
    X(note)

enum documented_fact {
#define DOCUMENTED_FACT(column) FACT_##column,
    DOCUMENTED_FACTS(DOCUMENTED_FACT)
#undef DOCUMENTED_FACT
        DOCUMENTED_FACT_COUNT
};

enum { NEED_ALTERNATIVES = 4 };

/* One of these columns is to be filled in. */
struct need {
    enum column columns[NEED_ALTERNATIVES];
    size_t count;
    unsigned facts;   /* the same as a set: a bit for each enum documented_fact */
    const char *name; /* "technique or note" */
};

struct word_list {
    struct cl_text *items;
    size_t count;
};

/* The most of what a row of the table asks for (needs, and codes to be apart from), and of
 * its words. */
enum { DOCUMENTED_MOST = 8, WORDS_MOST = 32 };

/* What is asked of one code. */
struct documented {
    struct cl_text code; /* or "timed": any session with a timed code, as a whole */
    struct need *needs;
    size_t need_count;
    uint8_t unmet[1 << DOCUMENTED_FACT_COUNT]; /* by the facts that are shown, a bit each: those of
                                                * `needs` that are not met, a bit each */
    struct word_list apart_from;               /* codes: beside one of them, a region of its own */
    const char **lacking;   /* in words, by the set of what is not met: a bit for each of `needs`,
                             * then for each of `apart_from` */
    struct word_list words; /* phrases that say that someone attended */
    uint32_t
        starting[UCHAR_MAX + 1];   /* those that begin with the byte, in either case, a bit each */
    struct word_list unless_after; /* words that turn such a phrase into its contrary */
    struct cl_date from, to;       /* dates of service; absent: open */
    const char *source;
    struct documented *next; /* of the code, for other dates */
};

enum limit_id { LIMIT_CERTIFICATION_DAYS, LIMIT_PROGRESS_VISITS, LIMIT_COUNT };

struct limit {
    uint32_t value;
    struct cl_date from, to; /* absent: open */
    const char *source;
};

struct documentation {
    struct documented *rows;
    size_t count;
    struct documented *timed;          /* the first row of "timed"; NULL for none */
    struct limit *limits[LIMIT_COUNT]; /* by date or not, as the table has them */
    size_t limit_counts[LIMIT_COUNT];
    struct arena arena;
};

/* The built-in tables; the rows of each code are hung on it. */
int documentation_load(struct documentation **out, struct codes *codes, struct problem *problem);
void documentation_destroy(struct documentation *documentation);

/* Of the rows that ask something of a code (struct code), or of "timed", the one for a day;
 * NULL for none. Safe from any thread, as are those below. */
static inline const struct documented *documented_on(const struct documented *row,
                                                     struct cl_date day)
{
    while (row != NULL && !date_within(day, row->from, row->to))
        row = row->next;
    return row;
}

/* NULL where the table has none for the day. */
const struct limit *documentation_limit(const struct documentation *documentation, enum limit_id id,
                                        struct cl_date day);

/* The facts that a file with these columns (NULL: all) could show, a bit each. */
unsigned documentation_possible(const struct column_set *columns);

/* Whether one of the words of `asked` stands in `text` as a whole word or phrase, in either
 * case, and not behind one of its `unless_after`. A hyphen belongs to a word. */
bool documentation_says(struct cl_text text, const struct documented *asked);

/* Tells once for a file which of the columns that the table asks for it has not
 * (documentation.column, at the file's header). */
void documentation_check_columns(const struct documentation *documentation,
                                 const struct column_set *columns, uint64_t line,
                                 struct findings *findings);

#endif
