/* visit.h - one generated session: its cells, as they will stand in the rows. */
#ifndef BENCH_VISIT_H
#define BENCH_VISIT_H

#include "catalogue.h"
#include "columns.h"
#include "random.h"

enum {
    MOST_SERVICES = 8,
    VISIT_BYTES = 8192 /* more than the longest visit needs */
};

struct cell {
    const char *text;
    uint32_t length;
};

struct visit {
    uint32_t row_count;
    bool cut[MOST_SERVICES]; /* the row lacks its last field: a mistake */
    struct cell session[SESSION_COLUMN_COUNT];
    struct cell rows[MOST_SERVICES][ROW_COLUMN_COUNT];
    size_t used;
    char bytes[VISIT_BYTES]; /* what the cells point at, where it is no word of the catalogue */
};

/* What the visits of a run have in common. */
struct setting {
    uint64_t seed;
    uint32_t quoted;   /* share of rows with a note that needs quotes */
    uint32_t mistakes; /* share of visits with one mistake */
    char delimiter;
    const char *line_end;
};

/* Who comes where and when, and which number the visit has at its clinic. */
struct appointment {
    uint32_t clinic;
    uint32_t patient; /* a number within the clinic */
    uint32_t day;     /* working days since 2025-06-30 */
    uint32_t number;
};

/* Makes the visit of an appointment with at most `most` rows. The visit must not move or be
 * copied afterwards: cells point into it. */
void visit_make(struct visit *visit, const struct setting *setting,
                const struct appointment *appointment, struct random *random, uint32_t most);

/* The text of a cell, made in three steps: pen_down(), pen_*() any number of times, pen_up().
 * `row` is of no account for a session's column. */
char *pen_down(struct visit *visit);
char *pen_text(char *at, const char *text);
char *pen_number(char *at, uint32_t number, unsigned digits); /* at least so many digits */
char *pen_date(char *at, int32_t day);                        /* days since 2025-06-30 */
char *pen_npi(char *at, uint32_t nine);                       /* and its check digit */
void pen_up(struct visit *visit, enum column column, uint32_t row, char *at);

/* Into the cell of a column without a copy: `text` must live as long as the visit. */
void visit_put(struct visit *visit, enum column column, uint32_t row, const char *text);

struct cell *visit_cell(struct visit *visit, enum column column, uint32_t row);

/* services.c: the rows of a session; returns the sum of their minutes. */
uint32_t services_make(struct visit *visit, const struct setting *setting,
                       const struct discipline *discipline, const char *region,
                       struct random *random, uint32_t most);

/* note.c: a text that needs quotes in about setting->quoted of the cases, and in no other. */
void note_make(struct visit *visit, const struct setting *setting, uint32_t row,
               struct random *random);

/* mistakes.c: one mistake of the kind that front desks make. */
void mistake_make(struct visit *visit, struct random *random);

#endif
