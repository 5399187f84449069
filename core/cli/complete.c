/* complete.c - see complete.h. */
#include "complete.h"

#include "cli/command.h"
#include "cli/complete_line.h"
#include "cli/options.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static void offer_options(const struct line *line)
{
    char name[64];

    for (size_t i = 0; i < line->command->option_count; i++) {
        (void)snprintf(name, sizeof(name), "--%s", line->command->options[i].name);
        offer_word(line, text_of(name), "", line->command->options[i].help);
    }
    offer_word(line, text_of("--help"), "", "the help of the command");
}

/* The next word of a usage line that stands for an operand, without brackets: "list",
 * "PLUGIN", "INPUT..."; false at its end. Options and their values are passed over. */
static bool next_operand(const struct line *line, struct cl_text *rest, struct cl_text *out)
{
    while (rest->data != NULL) {
        struct cl_text word = text_split(rest, ' ');
        bool closed = word.length > 0 && word.data[word.length - 1] == ']';

        if (word.length > 0 && word.data[0] == '[') {
            word.data++;
            word.length -= closed ? 2 : 1;
        }
        if (strncmp(word.data, "--", 2) == 0) {
            const struct option_row *row =
                line_option(line->command, (struct cl_text){ word.data + 2, word.length - 2 });

            if (!closed && row != NULL && row->value != NULL && rest->data != NULL)
                (void)text_split(rest, ' ');
        } else if (word.length > 0 && word.data[0] != '|' &&
                   !text_equal(word, text_of("OPTIONS"))) {
            *out = word;
            return true;
        }
    }
    return false;
}

static bool in_capitals(struct cl_text word)
{
    return word.data[0] >= 'A' && word.data[0] <= 'Z';
}

/* Offers the operand of one usage line at the cursor, where those before it fit. */
static void offer_operand(struct line *line, struct cl_text usage)
{
    struct cl_text word = { "", 0 };
    bool repeated = false;

    (void)text_split(&usage, ' '); /* the command's name */
    for (int at = 0; at < line->count;) {
        struct taken taken = line_take(line, &at);

        if (taken.row != NULL)
            continue;
        if (!repeated && !next_operand(line, &usage, &word))
            return;
        if (!in_capitals(word) && !text_equal(word, text_of(taken.value)))
            return;
        repeated = word.length > 3 && memcmp(word.data + word.length - 3, "...", 3) == 0;
    }
    if (!repeated && !next_operand(line, &usage, &word))
        return;
    if (in_capitals(word))
        offer_kind(line, (struct cl_text){ word.data, strcspn(word.data, ". \n]") });
    else
        offer_word(line, word, "", "");
}

static void offer_operands(struct line *line)
{
    struct cl_text rest = text_of(line->command->usage);

    while (rest.data != NULL) {
        struct cl_text usage = text_split(&rest, '\n');

        if (usage.length > 0)
            offer_operand(line, usage);
    }
}

static void complete_command(struct line *line)
{
    struct taken last = { NULL, "" };

    for (int at = 0; at < line->count;)
        last = line_take(line, &at);
    if (last.row != NULL && last.row->value != NULL && last.value == NULL) {
        offer_value_of(line, last.row);
    } else if (line->current[0] != '-') {
        offer_operands(line);
    } else if (strchr(line->current, '=') == NULL) {
        offer_options(line);
    } else {
        size_t length = strcspn(line->current, "=");
        const struct option_row *row =
            length < 2
                ? NULL
                : line_option(line->command, (struct cl_text){ line->current + 2, length - 2 });

        line_pass_over(line, length + 1);
        if (row != NULL && row->value != NULL)
            offer_value_of(line, row);
    }
}

static void complete_program(const struct line *line, bool help)
{
    for (size_t i = 0; commands[i] != NULL; i++)
        offer_word(line, text_of(commands[i]->name), "", commands[i]->summary);
    if (help) {
        offer_word(line, text_of("help"), "", "the help of the program, or of a command");
        offer_word(line, text_of("--help"), "", "the help of the program");
        offer_word(line, text_of("--version"), "", "the version of the program");
    }
}

void complete(int count, char *const *words)
{
    struct line line = { .current = count > 0 ? words[count - 1] : "" };

    line.before = (struct cl_text){ line.current, 0 };
    if (count <= 1) {
        complete_program(&line, true);
        return;
    }
    if (strcmp(words[0], "help") == 0) {
        if (count == 2)
            complete_program(&line, false);
        return;
    }
    line.command = command_find(words[0]);
    line.words = words + 1;
    line.count = count - 2;
    if (line.command != NULL)
        complete_command(&line);
}
