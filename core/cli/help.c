/* help.c - see help.h. */
#include "help.h"

#include "cli/options.h"
#include "cli/version.h"

#include <stdio.h>
#include <string.h>

const char program_summary[] = "therapy session records in, claim lines out";

const char program_about[] =
    "Reads the session exports of a clinic's EMR (patient, payer, provider, date, diagnoses,\n"
    "services with CPT codes and minutes), applies the payer's billing rules, and hands the\n"
    "claims to output plugins that write CSV, XML, plain text, or a format of your own. It\n"
    "works offline, on files.\n"
    "\n"
    "Outputs appear together, when every one of them is complete; what went before stays as\n"
    "it was where a run fails. A session with an error is held, with a reason that names file,\n"
    "line and column.\n"
    "\n"
    "The help of a command, as here: claimline help COMMAND.\n"
    "\n"
    "CPT codes are the American Medical Association's. This is no billing advice.\n";

const char program_examples[] = "claimline convert sessions.csv --to csv:lines.csv\n"
                                "claimline check sessions.csv\n"
                                "claimline explain sessions.csv --session S-1041\n"
                                "claimline plugin show csv\n";

const char program_status[] =
    "0 all written, 1 done but something was held, 2 bad usage or bad\n"
    "configuration, 3 failed, 4 a target failed alone (convert --isolate).\n";

/* Puts `first` before the first line of `text`, `next` before the others. */
static void print_lines(const char *first, const char *next, const char *text)
{
    const char *before = first;

    while (*text != '\0') {
        size_t length = strcspn(text, "\n") + 1;

        printf("%s%.*s", before, (int)length, text);
        text += length;
        before = next;
    }
}

void help_program(void)
{
    printf("claimline %s: %s\n\n"
           "Usage: claimline COMMAND [ARGUMENTS]\n\nCommands:\n",
           CLAIMLINE_VERSION, program_summary);
    for (size_t i = 0; commands[i] != NULL; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    printf("  %-10s %s\n", "help", "this text, or the help of a command: claimline help convert");
    printf("\nExamples:\n");
    print_lines("  ", "  ", program_examples);
    print_lines("\nExit status: ", "", program_status);
    printf("\nCPT codes are the American Medical Association's. This is no billing advice.\n");
}

void help_command(const struct command *command)
{
    print_lines("Usage: claimline ", "       claimline ", command->usage);
    printf("\n%s\nOptions:\n", command->about);
    options_print(command->options, command->option_count);
    printf("\nExamples:\n");
    print_lines("  ", "  ", command->examples);
    print_lines("\nExit status: ", "", command->status);
}
