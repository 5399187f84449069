/* complete_line.h - the command line that is completed, and what may stand at its cursor.
 * Part of complete.c. */
#ifndef CORE_CLI_COMPLETE_LINE_H
#define CORE_CLI_COMPLETE_LINE_H

#include "cli/command.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>

struct line {
    const struct command *command;
    char *const *words; /* behind the command's name, without the one at the cursor */
    int count;
    struct cl_text before; /* what of the word at the cursor is not looked at any more */
    const char *current;   /* the rest of it */
    bool paths;            /* files or folders were named */
};

/* A word that was typed, as options_parse() takes it. */
struct taken {
    const struct option_row *row; /* NULL: an operand */
    const char *value;            /* NULL: it is still to come, or the option takes none */
};

/* The option of that name, or NULL. */
const struct option_row *line_option(const struct command *command, struct cl_text name);

/* Takes the word at *at, and its value where that is a word of its own. */
struct taken line_take(const struct line *line, int *at);

/* The next `length` bytes of the word at the cursor stand; what follows is completed. */
void line_pass_over(struct line *line, size_t length);

/* Offers a word, where what was typed is its beginning. `end`: "", or what goes between
 * the word and more that follows. */
void offer_word(const struct line *line, struct cl_text word, const char *end, const char *help);

/* Offers what a word in capitals stands for, as "FILE"; nothing where that is the user's own. */
void offer_kind(struct line *line, struct cl_text word);

/* Offers values of the option, which takes one. */
void offer_value_of(struct line *line, const struct option_row *row);

#endif
