/* rule_options.h - the options that name tables of the rules; every command that
 * applies rules has them. */
#ifndef CORE_CLI_RULE_OPTIONS_H
#define CORE_CLI_RULE_OPTIONS_H

#include "cli/options.h"
#include "read/repeats.h"
#include "rules/rules.h"
#include "source/input.h"

/* The context of such a command's parser begins with one. Zeroed, it names no file. */
struct rule_options {
    struct rule_files files;
    const char **ncci, **mue;     /* the lists that `files` points at */
    struct input_options reading; /* of session exports: see input_rows.h */
    const char *from;             /* the form of session exports, or NULL */
    const char *map;              /* how exports are read, which is no table of rules; or NULL */
    const char *duplicates;       /* the word of the policy, or NULL */
};

void rule_options_finish(struct rule_options *options);

int rule_options_map(void *context, const char *value, struct problem *problem);
int rule_options_payers(void *context, const char *value, struct problem *problem);
int rule_options_codes(void *context, const char *value, struct problem *problem);
int rule_options_fees(void *context, const char *value, struct problem *problem);
int rule_options_year_to_date(void *context, const char *value, struct problem *problem);
int rule_options_thresholds(void *context, const char *value, struct problem *problem);
int rule_options_ncci(void *context, const char *value, struct problem *problem);
int rule_options_mue(void *context, const char *value, struct problem *problem);

/* Rows of an option table: all, and those that name no payer profiles. */
/* clang-format off */
#define RULE_OPTION_ROWS                                                                           \
    { "payers", "FILE", "payer profiles over the built-in ones (claimline rules)",                 \
      rule_options_payers },                                                                       \
    RULE_TABLE_ROWS
#define RULE_TABLE_ROWS                                                                            \
    { "codes", "FILE", "a code table over the built-in one (claimline codes)",                     \
      rule_options_codes },                                                                        \
    { "fees", "FILE",                                                                              \
      "unit charges where the export has none: CSV with the columns code, amount,\n"               \
      "and any of payer_id, payer_class, from, to", rule_options_fees },                           \
    { "year-to-date", "FILE",                                                                      \
      "amounts allowed so far, for KX: CSV with the columns patient_id, year,\n"                   \
      "discipline, amount, and maybe attested (yes, no)", rule_options_year_to_date },             \
    { "thresholds", "FILE",                                                                        \
      "KX thresholds over the built-in ones: CSV with the columns year,\n"                         \
      "discipline_group (PT+SLP, OT), kx_amount, review_amount, and maybe source",                 \
      rule_options_thresholds },                                                                   \
    { "ncci", "FILE",                                                                              \
      "NCCI procedure-to-procedure edits, a practitioner text file as CMS\n"                       \
      "publishes it; may stand several times", rule_options_ncci },                                \
    { "mue", "FILE",                                                                               \
      "medically unlikely edits, a practitioner CSV file as CMS publishes it;\n"                   \
      "may stand several times", rule_options_mue }
/* The row of commands that read exports. */
#define MAP_OPTION_ROW                                                                             \
    { "map", "MAP",                                                                                \
      "a column map, for exports with columns of their own: a file, or the name\n"                 \
      "of one that ships (claimline map list), as NAME or NAME:FOLDER", rule_options_map }
/* clang-format on */

#endif
