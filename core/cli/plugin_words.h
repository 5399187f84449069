/* plugin_words.h - claimline plugin: what is asked for, and the words that do it. */
#ifndef CORE_CLI_PLUGIN_WORDS_H
#define CORE_CLI_PLUGIN_WORDS_H

#include "base/problem.h"
#include "dispatch/settings.h"

#include <stdbool.h>
#include <stddef.h>

/* What the command line says; borrowed, but for the arrays. */
struct plugin_request {
    const char *operands[2]; /* behind the word: a name, a file, a folder */
    size_t operand_count;
    const char **dirs; /* --plugin-dir */
    size_t dir_count;
    const char **filters;
    size_t filter_count;
    struct setting *settings;
    size_t setting_count;
    const char *seed;
    const char *timeout;
    bool json;
    bool list;
};

/* Each returns an exit status, or -1 with a problem. */
int plugin_list(const struct plugin_request *request, struct problem *problem);
int plugin_show(const struct plugin_request *request, struct problem *problem);
int plugin_new(const struct plugin_request *request, struct problem *problem);
int plugin_test(const struct plugin_request *request, struct problem *problem);

#endif
