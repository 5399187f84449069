/* workbook.h - an Excel workbook (.xlsx): which of its parts make a sheet's text.
 *
 * ECMA-376, transitional and strict. Parts are found by their relationships, never by
 * name. What is no such workbook (a zip of other files, macros, binary sheets, an
 * OpenDocument file) is refused by name. */
#ifndef CORE_SOURCE_WORKBOOK_H
#define CORE_SOURCE_WORKBOOK_H

#include "source/archive.h"
#include "source/sheet.h"

struct workbook_facts {
    struct sheet_facts sheet;
    size_t sheets; /* that can be read and are not hidden */
    bool chosen;   /* by name */
};

/* Reads the sheet of that name, or, where it is NULL, the first that is not hidden: its
 * rows go to `spool`. `temp_dir` as for struct spool. */
int workbook_read(struct rows *rows, struct workbook_facts *facts,
                  const struct archive_bytes *bytes, const char *sheet, struct spool *spool,
                  const char *temp_dir, struct problem *problem);

#endif
