/* rows.h - visits as rows of a CSV text. */
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

#include "sink.h"
#include "visit.h"

struct row_form {
    enum shape shape;
    char delimiter;
    const char *line_end;
    bool quote_all; /* every field in quotes, whatever it holds */

    /* Made by rows_write_header() out of the above. */
    enum column columns[COLUMN_COUNT]; /* those of the shape; the session's come first */
    unsigned session_count;
    unsigned count;
};

/* Before rows_write(). */
void rows_write_header(struct sink *sink, struct row_form *form);

void rows_write(struct sink *sink, const struct row_form *form, const struct visit *visit);

#endif
