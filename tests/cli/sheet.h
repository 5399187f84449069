/* sheet.h - writes session exports: rows without a mistake but those that a test makes.
 *
 * A sheet has every canonical column. Its values are invented and each stands in one
 * column only, so that a test can search for them where they must not be. */
#ifndef TESTS_CLI_SHEET_H
#define TESTS_CLI_SHEET_H

#include <stddef.h>
#include <stdio.h>

/* A value that a row has in place of the usual one; written as it is, unquoted. */
struct cell {
    const char *column;
    const char *value;
};

/* Required columns alone; the short header and rows of it. */
#define SHORT_HEADER                                                                               \
    "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,"        \
    "minutes\n"
#define SHORT_TAIL    ",2026-05-20,A-17,BLUEFIN,commercial,1999000015,M54.50,97110,30\n"
#define SHORT_ROW(id) id SHORT_TAIL

size_t sheet_column_count(void);
const char *sheet_column(size_t index);

void sheet_header(FILE *out);

/* One row. Fails the test for a column that does not exist. */
void sheet_row(FILE *out, const char *session_id, const struct cell *cells, size_t count);

#endif
