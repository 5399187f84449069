/* edits.h - the payers' edit tables: pairs of codes that are not paid together
 * (NCCI PTP) and the most units of a code that are believed (MUE).
 *
 * Data of the user, as CMS publishes it; claimline ships a small sample. An edit
 * is in force by date of service. Source: NCCI Policy Manual for Medicare; the
 * quarterly files of the practitioner services. */
#ifndef CORE_RULES_EDITS_H
#define CORE_RULES_EDITS_H

#include "base/problem.h"
#include "rules/codes.h"

#include <claimline/value.h>

#include <stddef.h>
#include <stdint.h>

/* Column 1 is paid, column 2 is not, unless the indicator allows a modifier. */
struct pair_edit {
    struct cl_text column1, column2;
    struct cl_date from, to; /* first and last day in force; `to` absent: still in force */
    uint8_t indicator;       /* 0 never together, 1 with a modifier */
    const char *table;       /* its quarter, like "2026 Q3", or the file's name */
};

struct unit_edit {
    struct cl_text code;
    uint32_t units;      /* the most a day or a line, 0 to 99999 */
    uint8_t indicator;   /* MAI: 1 a line, 2 a day (by policy), 3 a day (clinical) */
    struct cl_date from; /* first day of the table; absent: not known */
    const char *table;
};

struct edits;

/* Reads `ncci` files (PTP, practitioner, tab-delimited text) and `mue` files (CSV),
 * each as published, and keeps the edits of codes in `codes`. Codes and paths are
 * borrowed and must outlive the edits. A file that is no such table, or was cut, is bad
 * configuration (status 2) and names file and line. No files: no edits. Memory grows
 * with the edits that are kept, not with the files. */
int edits_load(struct edits **out, const char *const *ncci, size_t ncci_count,
               const char *const *mue, size_t mue_count, const struct codes *codes,
               struct problem *problem);
void edits_destroy(struct edits *edits);

/* The edit in force on `day` with `a` and `b` as column 1 and 2, in either order;
 * NULL for none. Where several files tell of the pair, those of the newest quarter
 * rule. Safe from any thread. */
const struct pair_edit *edits_pair(const struct edits *edits, struct cl_text a, struct cl_text b,
                                   struct cl_date day);

/* The unit limit of `code` in the table in force on `day`: the newest that had begun,
 * else one whose first day is not known; NULL for none. Safe from any thread. */
const struct unit_edit *edits_units(const struct edits *edits, struct cl_text code,
                                    struct cl_date day);

/* What was loaded, for `claimline rules`: one row a file, `ncci` before `mue`. */
struct edit_table {
    const char *path;
    const char *name;    /* its quarter, or the file's name; one line of clean UTF-8 */
    const char *kind;    /* "ncci" or "mue" */
    struct cl_date from; /* of its quarter, or as it says; absent: not known */
    uint64_t rows;       /* in the file */
    uint64_t kept;       /* of codes in use, and not replaced by a newer quarter's */
};

size_t edits_table_count(const struct edits *edits);
const struct edit_table *edits_table(const struct edits *edits, size_t index);

#endif
