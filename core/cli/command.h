/* command.h - the commands of the program, as a table. */
#ifndef CORE_CLI_COMMAND_H
#define CORE_CLI_COMMAND_H

#include "cli/options.h"

#include "base/problem.h"

#include <stddef.h>

struct command {
    const char *name;
    const char *summary; /* one line */
    /* Runs with the arguments behind the name. Returns an exit status (problem.h);
     * for EXIT_BAD_USAGE and EXIT_FAILED `problem` says why. */
    int (*run)(int count, char *const *arguments, struct problem *problem);

    /* What its help, its man page and its completions are made of. Lines of at most
     * 88 columns, each with a \n behind it. */
    const char *usage; /* a line a way to call it, from the name on: "codes [CODE] [OPTIONS]"; words
                          in capitals that complete.c knows are completed */
    const char *about; /* paragraphs with an empty line between; what is indented stands as it is */
    const struct option_row *options;
    size_t option_count;
    const char *examples; /* command lines */
    const char *status;   /* what an exit status means */
};

/* All commands, in the order of the help; ends with NULL. */
extern const struct command *const commands[];

/* Words of the program itself that stand in its help and in claimline(1). */
extern const char program_summary[];  /* one line */
extern const char program_about[];    /* of claimline(1) alone; as that of a command */
extern const char program_examples[]; /* as those of a command */
extern const char program_status[];

extern const struct command command_convert;
extern const struct command command_check;
extern const struct command command_explain;
extern const struct command command_diff;
extern const struct command command_rules;
extern const struct command command_codes;
extern const struct command command_plugin;
extern const struct command command_map;

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* Runs the program: argv as main() has it. Returns the exit status. */
int command_line(int argc, char *const *argv);

/* The exit status of a problem. */
int command_failed(const struct problem *problem);

/* Checks that everything printed on standard output arrived. Returns `status`, or
 * a failure with a problem. */
int command_printed(int status, struct problem *problem);

#endif
