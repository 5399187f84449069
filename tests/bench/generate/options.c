/* options.c - the options of generate, from a table that is their help too. */
#include "options.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USAGE = 2, MOST_FILES = 1000000 };

struct choice {
    const char *word;
    const char *means;
};

static const struct choice delimiters[] = {
    { "comma", "," }, { "semicolon", ";" }, { "tab", "\t" }, { "pipe", "|" }, { NULL, NULL }
};
static const struct choice line_ends[] = { { "lf", "\n" }, { "crlf", "\r\n" }, { NULL, NULL } };
static const struct choice shapes[] = { { "standard", "s" }, { "wide", "w" }, { NULL, NULL } };
static const struct choice quotings[] = { { "minimal", "m" }, { "all", "a" }, { NULL, NULL } };

static const char *chosen(const char *option, const char *word, const struct choice *choices)
{
    for (; choices->word != NULL; choices++) {
        if (strcmp(word, choices->word) == 0)
            return choices->means;
    }
    errx(USAGE, "--%s does not know '%s'", option, word);
}

static uint64_t number(const char *option, const char *text, uint64_t most)
{
    char *end;
    unsigned long long value;

    errno = 0;
    value = strtoull(text, &end, 10);
    if (errno != 0 || text[0] < '0' || text[0] > '9' || *end != '\0' || value > most)
        errx(USAGE, "--%s wants a number of at most %llu", option, (unsigned long long)most);
    return value;
}

/* A decimal from 0 to 1 in parts of a million, without floating point. */
static uint32_t share(const char *option, const char *text)
{
    uint32_t whole = (uint32_t)(text[0] - '0');
    uint32_t parts = whole * WHOLE;
    const char *digit = text + 1;

    if (whole <= 1 && *digit == '.')
        digit++;
    for (uint32_t place = WHOLE / 10; place > 0 && *digit >= '0' && *digit <= '9'; place /= 10)
        parts += (uint32_t)(*digit++ - '0') * place;
    if (whole > 1 || parts > WHOLE || *digit != '\0')
        errx(USAGE, "--%s wants a share from 0 to 1, with at most six places", option);
    return parts;
}

static void set_rows(struct options *options, const char *option, const char *text)
{
    options->schedule.rows = number(option, text, UINT32_MAX);
}

static void set_seed(struct options *options, const char *option, const char *text)
{
    options->schedule.setting.seed = number(option, text, UINT64_MAX);
}

static void set_quoted(struct options *options, const char *option, const char *text)
{
    options->schedule.setting.quoted = share(option, text);
}

static void set_quote(struct options *options, const char *option, const char *text)
{
    options->form.quote_all = *chosen(option, text, quotings) == 'a';
}

static void set_apart(struct options *options, const char *option, const char *text)
{
    options->schedule.apart = share(option, text);
}

static void set_same_day(struct options *options, const char *option, const char *text)
{
    options->schedule.same_day = share(option, text);
}

static void set_mistakes(struct options *options, const char *option, const char *text)
{
    options->schedule.setting.mistakes = share(option, text);
}

static void set_shape(struct options *options, const char *option, const char *text)
{
    options->form.shape = *chosen(option, text, shapes) == 'w' ? WIDE : STANDARD;
}

static void set_delimiter(struct options *options, const char *option, const char *text)
{
    options->form.delimiter = *chosen(option, text, delimiters);
}

static void set_line_end(struct options *options, const char *option, const char *text)
{
    options->form.line_end = chosen(option, text, line_ends);
}

static void set_out(struct options *options, const char *option, const char *text)
{
    (void)option;
    options->out = text;
}

static void set_files(struct options *options, const char *option, const char *text)
{
    options->files = (uint32_t)number(option, text, MOST_FILES);
}

static void set_rows_per_file(struct options *options, const char *option, const char *text)
{
    options->rows_per_file = number(option, text, UINT32_MAX);
}

static const struct {
    const char *name;
    const char *value;
    const char *help;
    void (*set)(struct options *options, const char *option, const char *text);
} table[] = {
    { "rows", "N", "rows without the header; default 1000000", set_rows },
    { "seed", "S", "another seed, other people; default 1", set_seed },
    { "quoted", "SHARE", "of rows whose note needs quotes; default 0.25", set_quoted },
    { "quote", "minimal|all", "quotes where they are needed (default), or around every field",
      set_quote },
    { "sessions-apart", "SHARE", "of sessions whose last row comes back later; default 0",
      set_apart },
    { "same-day", "SHARE", "of visits with a second one that afternoon; default 0.01",
      set_same_day },
    { "mistakes", "SHARE", "of sessions with a mistake; default 0", set_mistakes },
    { "shape", "standard|wide", "23 columns (default) or 80", set_shape },
    { "delimiter", "NAME", "comma (default), semicolon, tab, pipe", set_delimiter },
    { "line-end", "lf|crlf", "default lf", set_line_end },
    { "out", "PATH", "a file, or - (default) for standard output; a folder with --files", set_out },
    { "files", "N", "so many files in the folder --out, instead of --rows", set_files },
    { "rows-per-file", "N", "with --files; default 100", set_rows_per_file },
};

static void help(void)
{
    printf("Usage: generate [OPTIONS]\n\n"
           "Writes a session export of invented people, the same bytes for the same options.\n"
           "Service dates lie between 2025-06-30 and 2026-06-29.\n\n");
    for (size_t i = 0; i < COUNT(table); i++)
        printf("  --%-15s %-14s %s\n", table[i].name, table[i].value, table[i].help);
    exit(EXIT_SUCCESS);
}

static void finish(struct options *options)
{
    options->schedule.setting.delimiter = options->form.delimiter;
    options->schedule.setting.line_end = options->form.line_end;
    if (options->files > 0)
        options->schedule.rows = options->files * options->rows_per_file;
    if (options->files > 0 && strcmp(options->out, "-") == 0)
        errx(USAGE, "--files wants a folder: --out FOLDER");
}

void options_parse(struct options *options, int argc, char **argv)
{
    struct option names[COUNT(table) + 2] = { { 0 } };
    int found;

    for (size_t i = 0; i < COUNT(table); i++)
        names[i] = (struct option){ table[i].name, required_argument, NULL, (int)i };
    names[COUNT(table)] = (struct option){ "help", no_argument, NULL, COUNT(table) };
    *options = (struct options){
        .schedule = { .setting = { .seed = 1, .quoted = WHOLE / 4 },
                      .rows = WHOLE,
                      .same_day = WHOLE / 100 },
        .form = { .delimiter = ',', .line_end = "\n" },
        .out = "-",
        .rows_per_file = 100,
    };
    while ((found = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (found == COUNT(table))
            help();
        if (found == '?')
            errx(USAGE, "generate --help tells the options");
        table[found].set(options, table[found].name, optarg);
    }
    if (optind < argc)
        errx(USAGE, "unexpected argument '%s'", argv[optind]);
    finish(options);
}
