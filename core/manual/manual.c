/* manual.c - writes the man pages when claimline is built, from the tables its help is made of.
 *
 *     claimline_manual FOLDER     claimline.1, and claimline-COMMAND.1 for each command */
#include "manual/roff.h"

#include "cli/command.h"
#include "cli/options.h"
#include "cli/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char environment[] =
    ".TP\n.B CLAIMLINE_PLUGIN_PATH\n"
    "Folders with plugins, separated by colons. They are searched behind those of\n"
    ".BR \\-\\-plugin\\-dir .\n"
    ".TP\n.B SOURCE_DATE_EPOCH\n"
    "Seconds since 1970: today, where\n.B \\-\\-date\ndoes not say it, and the moment of the run,\n"
    "so that the same input gives the same bytes.\n"
    ".TP\n.B TMPDIR\n"
    "Where rows are set aside that are needed before their turn; else\n.IR /tmp .\n";

static const char files[] =
    ".TP\n.IR PREFIX /lib/claimline\n"
    "The plugins that came with the program: a folder beside the one it lies in.\n"
    ".TP\n.I /usr/local/lib/claimline\n"
    "Plugins that were added to this machine.\n"
    ".TP\n.IR PREFIX /share/claimline\n"
    "Schemas of what is written, and samples.\n";

static void write_end(FILE *page, const char *examples)
{
    (void)fputs(".SH EXAMPLES\n", page);
    roff_as_it_stands(page, examples);
}

static void write_option(FILE *page, const struct option_row *row)
{
    (void)fputs(".TP\n\\fB\\-\\-", page);
    roff_word(page, row->name);
    if (row->value != NULL) {
        (void)fputs("\\fR \\fI", page);
        roff_word(page, row->value);
    }
    (void)fputs("\\fR\n", page);
    roff_text(page, row->help);
}

static void write_command(FILE *page, const struct command *command)
{
    char name[64];

    (void)snprintf(name, sizeof(name), "claimline-%s", command->name);
    roff_title(page, name, command->summary);
    (void)fputs(".SH SYNOPSIS\n", page);
    roff_synopsis(page, "claimline", command->usage);
    (void)fputs(".SH DESCRIPTION\n", page);
    roff_text(page, command->about);
    (void)fputs(".SH OPTIONS\n", page);
    for (size_t i = 0; i < command->option_count; i++)
        write_option(page, &command->options[i]);
    (void)fputs(".SH EXIT STATUS\n", page);
    roff_text(page, command->status);
    write_end(page, command->examples);
    (void)fputs(".SH SEE ALSO\n.BR claimline (1)\n", page);
}

static void write_see_also(FILE *page)
{
    (void)fputs(".SH SEE ALSO\n", page);
    for (size_t i = 0; commands[i] != NULL; i++) {
        (void)fputs(".BR claimline\\-", page);
        roff_word(page, commands[i]->name);
        (void)fputs(" (1),\n", page);
    }
    (void)fputs(".BR claimline\\-plugin (7)\n", page);
}

static void write_program(FILE *page)
{
    roff_title(page, "claimline", program_summary);
    (void)fputs(".SH SYNOPSIS\n", page);
    roff_synopsis(page, "claimline", "COMMAND [ARGUMENTS]\n");
    (void)fputs(".SH DESCRIPTION\n", page);
    roff_text(page, program_about);
    (void)fputs(".SH COMMANDS\n", page);
    for (size_t i = 0; commands[i] != NULL; i++) {
        (void)fputs(".TP\n.BR claimline\\-", page);
        roff_word(page, commands[i]->name);
        (void)fputs(" (1)\n", page);
        roff_text(page, commands[i]->summary);
    }
    (void)fputs(".SH EXIT STATUS\n", page);
    roff_text(page, program_status);
    (void)fprintf(page, ".SH ENVIRONMENT\n%s.SH FILES\n%s", environment, files);
    write_end(page, program_examples);
    write_see_also(page);
}

/* A page that lacks its end must not be installed. */
static int write_page(const char *folder, const char *name, const struct command *command)
{
    char path[4096];
    FILE *page;

    (void)snprintf(path, sizeof(path), "%s/claimline%s%s.1", folder, name[0] != '\0' ? "-" : "",
                   name);
    page = fopen(path, "w");
    if (page == NULL) {
        perror(path);
        return -1;
    }
    if (command != NULL)
        write_command(page, command);
    else
        write_program(page);
    if (ferror(page) | fclose(page)) {
        perror(path);
        return -1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int error;

    if (argc != 2) {
        (void)fputs("usage: claimline_manual FOLDER\n", stderr);
        return EXIT_FAILURE;
    }
    error = write_page(argv[1], "", NULL);
    for (size_t i = 0; commands[i] != NULL && error == 0; i++)
        error = write_page(argv[1], commands[i]->name, commands[i]);
    return error == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
