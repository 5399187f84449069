/* read_options.h - the options that say how exports are read; every command that reads
 * some has them. */
#ifndef CORE_CLI_READ_OPTIONS_H
#define CORE_CLI_READ_OPTIONS_H

#include "cli/rule_options.h"
#include "read/records.h"

/* The context of such a command's parser begins with one. Zeroed, nothing is said. */
struct reading_options {
    struct rule_options tables; /* first: see rule_options.h */
    struct read_options read;
};

int read_options_from(void *context, const char *value, struct problem *problem);

/* Rows of an option table. */
/* clang-format off */
#define READ_OPTION_ROWS                                                                           \
    { "from", "FORMAT", READ_FROM_HELP, read_options_from }
#define READ_FROM_HELP                                                                             \
    "what the inputs are, csv, xml or fhir; else each is what it looks like"
/* clang-format on */

#endif
