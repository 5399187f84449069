/* help.h - what `claimline help` prints; all of it comes from the tables of the commands. */
#ifndef CORE_CLI_HELP_H
#define CORE_CLI_HELP_H

#include "cli/command.h"

/* The help of the program and that of a command, on standard output. */
void help_program(void);
void help_command(const struct command *command);

#endif
