/* edit_tables.h - inside of the edits: the rows that were kept, and who reads them.
 * For edits.c, edit_pairs.c and edit_units.c alone. */
#ifndef CORE_RULES_EDIT_TABLES_H
#define CORE_RULES_EDIT_TABLES_H

#include "base/arena.h"
#include "base/map.h"
#include "rules/edit_quarter.h"
#include "rules/edits.h"

#include <stdbool.h>

enum {
    EDIT_CODE = 5,       /* letters or digits of a procedure code */
    EDIT_HEAD_LINES = 40 /* so many lines or records may stand before the data */
};

/* A file while and after it is read. */
struct edit_file {
    struct edit_table table;
    struct edit_quarter quarter;
    uint32_t rank; /* later quarters are greater; 0: of no known quarter */
};

/* Rows that never apply are kept until all files are read: one of the newest quarter
 * says that an older one's does not apply any more. */
struct pair_row {
    struct pair_edit edit;
    uint32_t file, rank;
    bool applies;
};

struct unit_row {
    struct unit_edit edit;
    uint32_t file;
};

/* The rows of one pair or code, next to each other. */
struct row_group {
    size_t first, count;
};

struct edits {
    const struct codes *codes;
    struct edit_file *files;
    size_t file_count;
    struct pair_row *pairs;
    size_t pair_count, pair_capacity;
    struct unit_row *units;
    size_t unit_count, unit_capacity;
    struct row_group *groups; /* of `pairs` and of `units` */
    size_t group_count;
    struct map pair_index; /* from the codes, the smaller first, to a group */
    struct map unit_index;
    struct arena arena;
};

/* Read the file `at` of edits->files, whose path and kind are set, and add its rows. */
int edit_pairs_read(struct edits *edits, uint32_t at, struct problem *problem);
int edit_units_read(struct edits *edits, uint32_t at, struct problem *problem);

/* Names the table by its quarter, from what was found in its head, else by its file. */
void edit_file_name(struct edits *edits, struct edit_file *file);

/* Whether `text` is a procedure code in upper case: letters and digits, of these one or more. */
bool edit_is_code(struct cl_text text);

/* "FILE:LINE: TEXT" as bad configuration. Returns -1. */
int edit_mistake(const struct edit_file *file, uint64_t line, const char *text,
                 struct problem *problem);

#endif
