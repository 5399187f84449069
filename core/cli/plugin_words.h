/* plugin_words.h - the words behind `claimline plugin` that have options of their own. */
#ifndef CORE_CLI_PLUGIN_WORDS_H
#define CORE_CLI_PLUGIN_WORDS_H

#include "base/problem.h"

/* As struct command (command.h): the arguments are those behind the word. */
int plugin_test(int count, char *const *arguments, struct problem *problem);
void plugin_test_help(void);

#endif
