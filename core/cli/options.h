/* options.h - the command line of a command: one table that is parsed and printed. */
#ifndef CORE_CLI_OPTIONS_H
#define CORE_CLI_OPTIONS_H

#include "base/problem.h"

#include <stdbool.h>
#include <stddef.h>

struct option_row {
    const char *name;  /* without dashes */
    const char *value; /* what it takes, for the help: "FILE"; NULL: nothing */
    const char *help;  /* one line, or several with \n */
    /* Takes the value (NULL where it takes none): 0, or -1 with a problem. */
    int (*take)(void *context, const char *value, struct problem *problem);
};

/* Parses arguments after the command's name: options take the form --name VALUE
 * or --name=VALUE, "--" ends them, all else goes to `operand`. */
struct option_parser {
    const struct option_row *rows;
    size_t count;
    int (*operand)(void *context, const char *value, struct problem *problem);
    void *context;
};

int options_parse(const struct option_parser *parser, int count, char *const *arguments,
                  struct problem *problem);

/* The rows as help, on standard output. */
void options_print(const struct option_row *rows, size_t count);

/* For options that may stand once: keeps the value, or refuses a second one. */
int option_once(const char **out, const char *option, const char *value, struct problem *problem);

/* For --threads: 1 to 256, once; *out is 0 before. */
int option_threads(unsigned *out, const char *value, struct problem *problem);

/* The word of `words` that `word` was probably meant to be, or NULL. */
const char *nearest_word(const char *word, const char *const *words, size_t count);

#endif
