/* input_rows.h - the options that say how inputs are read; every command that reads
 * session exports has them. The context of its parser begins with struct rule_options. */
#ifndef CORE_CLI_INPUT_ROWS_H
#define CORE_CLI_INPUT_ROWS_H

#include "base/problem.h"
#include "read/repeats.h"

int input_rows_from(void *context, const char *value, struct problem *problem);
int input_rows_encoding(void *context, const char *value, struct problem *problem);
int input_rows_sheet(void *context, const char *value, struct problem *problem);
int input_rows_temp_dir(void *context, const char *value, struct problem *problem);
int input_rows_duplicates(void *context, const char *value, struct problem *problem);

struct rule_options;

/* What --duplicates said. */
enum duplicates input_rows_policy(const struct rule_options *options);

/* Rows of an option table. */
/* clang-format off */
#define READ_FROM_HELP "what the inputs are, csv, xml or fhir; else each is what it looks like"
#define READ_FROM_ROW { "from", "FORMAT", READ_FROM_HELP, input_rows_from }
#define INPUT_OPTION_ROWS                                                                          \
    { "encoding", "NAME",                                                                          \
      "of inputs that do not say it themselves (by a byte order mark, as XML): utf-8,\n"           \
      "utf-16le, utf-16be, windows-1252, iso-8859-1, iso-8859-15, macroman, cp437,\n"              \
      "cp850; recognised without it", input_rows_encoding },                                       \
    { "sheet", "NAME", "of Excel workbooks, read this sheet; the first without it",                \
      input_rows_sheet },                                                                          \
    { "temp-dir", "DIR",                                                                           \
      "where copies go that are needed while it runs; else TMPDIR, else /tmp",                     \
      input_rows_temp_dir },                                                                       \
    { "duplicates", "once|all|hold",                                                               \
      "rows that stand once more, the same in every field: once (default) passes\n"                \
      "over those that come back after their session, with a warning; all, also\n"                 \
      "those next to each other; hold holds a session whose rows come back",                       \
      input_rows_duplicates }
/* clang-format on */

#endif
