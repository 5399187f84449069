/* map_guess.h - what the columns of an unknown export may be: by their names and first rows. */
#ifndef CORE_READ_MAP_GUESS_H
#define CORE_READ_MAP_GUESS_H

#include "base/arena.h"
#include "base/csv.h"
#include "base/problem.h"
#include "model/column.h"

#include <stdbool.h>

/* What a column may be, beside the canonical columns. */
enum guess {
    GUESS_NONE = COLUMN_COUNT,
    GUESS_PATIENT_NAME,
    GUESS_THERAPIST,
    GUESS_INSURANCE,
    GUESS_HOURS,
    GUESS_COUNT
};

enum { GUESS_ROWS = 200, GUESS_DATE_FORMS = 12 };

/* How dates may be written, the likelier ones first. */
extern const char *const guess_date_forms[GUESS_DATE_FORMS];

/* What was seen of a column; no value of it. */
struct guess_column {
    struct cl_text name;
    unsigned guess;      /* enum guess, or a canonical column */
    unsigned number;     /* "Dx 2": 2; 0: not numbered */
    struct cl_text base; /* "Dx " of "Dx 2" */
    size_t filled;       /* rows in which it is not empty */
    size_t fitting;      /* values that the canonical column takes as they are */
    size_t changes;      /* within rows that stand together and have one session_id */
    size_t date_forms[GUESS_DATE_FORMS]; /* how many values have each */
    bool comma_decimals;                 /* an amount is no amount unless the comma is its point */
    bool commas, semicolons, spaces, slashes; /* stand in values */
    bool words;                               /* values go on behind their first word */
    bool diagnoses_apart;                     /* blanks alone stand between diagnoses */
    bool code_inside;                         /* a value is longer than the code in it */
    bool modifiers_inside;
};

struct guesses {
    struct arena arena;
    struct guess_column *columns;
    size_t count;
    size_t rows;
    unsigned header_line; /* from 1 */
    char delimiter;
};

/* Reads header and first rows. A text in which no line looks like a header is a problem. */
int guesses_read(struct guesses *out, struct csv_reader *csv, const char *path,
                 struct problem *problem);
void guesses_finish(struct guesses *guesses);

/* The column that was taken for `guess`, or NULL. */
const struct guess_column *guesses_find(const struct guesses *guesses, unsigned guess);

#endif
