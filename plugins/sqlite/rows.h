/* rows.h - puts a claim into the tables: each column that is named as a fact gets that fact. */
#ifndef PLUGINS_SQLITE_ROWS_H
#define PLUGINS_SQLITE_ROWS_H

#include "database.h"

#include <claimline/facts.h>

/* A column and what goes into it. */
struct column {
    const struct cl_fact *fact; /* NULL: a pointer */
    uint32_t pointer;           /* from 0 */
};

enum { MOST_COLUMNS = CL_FACT_COUNT + CL_MAX_POINTERS };

/* An INSERT: ?1 is the key of the row above, behind it come the columns. */
struct row {
    sqlite3_stmt *insert;
    struct column columns[MOST_COLUMNS];
    int count;
};

struct rows {
    struct row claim;
    struct row line;
    sqlite3_stmt *diagnosis;
};

/* Looks at the tables there are, so that an older database gets what it has a column for. */
int rows_open(struct rows *rows, const struct database *database);
void rows_close(struct rows *rows);

int rows_put(struct rows *rows, const struct database *database, int64_t run,
             const struct cl_claim *claim);

#endif
