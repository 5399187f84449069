/* command.h - the commands of the program, as a table. */
#ifndef CORE_CLI_COMMAND_H
#define CORE_CLI_COMMAND_H

#include "base/problem.h"

#include <stddef.h>

struct command {
    const char *name;
    const char *summary; /* one line */
    /* Runs with the arguments behind the name. Returns an exit status (problem.h);
     * for EXIT_BAD_USAGE and EXIT_FAILED `problem` says why. */
    int (*run)(int count, char *const *arguments, struct problem *problem);
    void (*help)(void); /* the command's help, on standard output */
};

extern const struct command command_convert;
extern const struct command command_check;
extern const struct command command_explain;
extern const struct command command_diff;
extern const struct command command_rules;
extern const struct command command_codes;
extern const struct command command_plugin;
extern const struct command command_map;

/* Runs the program: argv as main() has it. Returns the exit status. */
int command_line(int argc, char *const *argv);

/* The exit status of a problem. */
int command_failed(const struct problem *problem);

/* Checks that everything printed on standard output arrived. Returns `status`, or
 * a failure with a problem. */
int command_printed(int status, struct problem *problem);

#endif
