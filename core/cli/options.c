/* options.c - see options.h. */
#include "options.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_WORD = 32 };

/* How many letters must be changed, added or taken away to make one of the other. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LONGEST_WORD + 1];
    size_t width = strlen(b);

    if (strlen(a) > LONGEST_WORD || width > LONGEST_WORD)
        return LONGEST_WORD;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t corner = row[0];

        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t change = corner + (a[i - 1] != b[j - 1]);
            size_t least = row[j] + 1 < row[j - 1] + 1 ? row[j] + 1 : row[j - 1] + 1;

            corner = row[j];
            row[j] = change < least ? change : least;
        }
    }
    return row[width];
}

const char *nearest_word(const char *word, const char *const *words, size_t count)
{
    const char *best = NULL;
    size_t least = 3;

    for (size_t i = 0; i < count; i++) {
        size_t steps = distance(word, words[i]);

        if (steps < least) {
            least = steps;
            best = words[i];
        }
    }
    return best;
}

static int unknown(const struct option_parser *parser, const char *name, struct problem *problem)
{
    enum { MOST = 64 };
    const char *names[MOST];
    size_t count = 0;
    const char *near;
    char shown[TEXT_SHOWN];

    for (; count < parser->count && count < MOST; count++)
        names[count] = parser->rows[count].name;
    near = nearest_word(name, names, count);
    text_show_string(shown, name);
    if (near != NULL)
        return problem_usage(problem, "there is no option --%s; did you mean --%s?", shown, near);
    return problem_usage(problem, "there is no option --%s", shown);
}

static int short_option(const char *argument, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    return problem_usage(problem, "there is no option %s; options have long names, like --quiet",
                         text_show_string(shown, argument));
}

static const struct option_row *find(const struct option_parser *parser, const char *name,
                                     size_t length)
{
    for (size_t i = 0; i < parser->count; i++) {
        if (strlen(parser->rows[i].name) == length &&
            memcmp(parser->rows[i].name, name, length) == 0)
            return &parser->rows[i];
    }
    return NULL;
}

/* Takes the option at *at, and its value, which may be the next argument. */
static int take_option(const struct option_parser *parser, int count, char *const *arguments,
                       int *at, struct problem *problem)
{
    const char *name = arguments[*at] + 2;
    const char *equals = strchr(name, '=');
    size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const struct option_row *row = find(parser, name, length);
    const char *value = equals != NULL ? equals + 1 : NULL;

    if (row == NULL) {
        char word[LONGEST_WORD];

        (void)snprintf(word, sizeof(word), "%.*s", (int)length, name);
        return unknown(parser, word, problem);
    }
    if (row->value == NULL && value != NULL)
        return problem_usage(problem, "--%s takes no value", row->name);
    if (row->value != NULL && value == NULL) {
        if (*at + 1 == count)
            return problem_usage(problem, "--%s needs a value: %s", row->name, row->value);
        value = arguments[++*at];
    }
    return row->take(parser->context, value, problem);
}

int options_parse(const struct option_parser *parser, int count, char *const *arguments,
                  struct problem *problem)
{
    bool options = true;

    for (int at = 0; at < count; at++) {
        const char *argument = arguments[at];

        if (options && strcmp(argument, "--") == 0) {
            options = false;
        } else if (options && argument[0] == '-' && argument[1] != '\0') {
            if (argument[1] != '-')
                return short_option(argument, problem);
            if (take_option(parser, count, arguments, &at, problem) < 0)
                return -1;
        } else if (parser->operand(parser->context, argument, problem) < 0) {
            return -1;
        }
    }
    return 0;
}

int option_once(const char **out, const char *option, const char *value, struct problem *problem)
{
    if (*out != NULL)
        return problem_usage(problem, "--%s is given twice", option);
    *out = value;
    return 0;
}

int option_threads(unsigned *out, const char *value, struct problem *problem)
{
    uint64_t number;

    if (*out != 0)
        return problem_usage(problem, "--threads is given twice");
    if (!text_to_unsigned(text_of(value), 256, &number) || number == 0)
        return problem_usage(problem, "--threads: a number from 1 to 256 is expected");
    *out = (unsigned)number;
    return 0;
}

void options_print(const struct option_row *rows, size_t count)
{
    enum { HELP_COLUMN = 30 };

    for (size_t i = 0; i < count; i++) {
        const char *help = rows[i].help;
        int width = printf("  --%s%s%s", rows[i].name, rows[i].value != NULL ? " " : "",
                           rows[i].value != NULL ? rows[i].value : "");

        if (width >= HELP_COLUMN) {
            putchar('\n');
            width = 0;
        }
        while (help != NULL) {
            const char *end = strchr(help, '\n');
            int length = end != NULL ? (int)(end - help) : (int)strlen(help);

            printf("%*s%.*s\n", HELP_COLUMN - width, "", length, help);
            width = 0;
            help = end != NULL ? end + 1 : NULL;
        }
    }
}
