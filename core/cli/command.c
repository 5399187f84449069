/* command.c - see command.h. */
#include "command.h"

#include "cli/complete.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/version.h"

#include "base/interrupt.h"
#include "base/text.h"
#include "source/markup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct command *const commands[] = {
    &command_convert, &command_check, &command_explain, &command_diff, &command_rules,
    &command_codes,   &command_map,   &command_plugin,  NULL,
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) - 1 };

int command_failed(const struct problem *problem)
{
    return problem->status != 0 ? problem->status : EXIT_FAILED;
}

int command_printed(int status, struct problem *problem)
{
    if (!ferror(stdout)) {
        errno = 0;
        if (fflush(stdout) == 0)
            return status;
    }
    problem_failed(problem, "cannot write to standard output: %s",
                   errno == EPIPE ? "closed early by its reader" : strerror(errno));
    return EXIT_FAILED;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static int unknown(const char *name, struct problem *problem)
{
    const char *names[COMMAND_COUNT];
    const char *near;
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i]->name;
    near = nearest_word(name, names, COMMAND_COUNT);
    problem_usage(problem, "there is no command %s%s%s (claimline help lists them)",
                  text_show_string(shown, name), near != NULL ? "; did you mean " : "",
                  near != NULL ? near : "");
    return EXIT_BAD_USAGE;
}

static int no_command(struct problem *problem)
{
    char names[256];
    size_t used = 0;

    for (size_t i = 0; i < COMMAND_COUNT && used < sizeof(names); i++)
        used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s", i == 0 ? "" : ", ",
                                 commands[i]->name);
    problem_usage(problem, "a command is expected: %s (claimline help tells more)", names);
    return EXIT_BAD_USAGE;
}

static bool wants_help(int count, char *const *arguments)
{
    for (int i = 0; i < count && strcmp(arguments[i], "--") != 0; i++) {
        if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0)
            return true;
    }
    return false;
}

static int help(int count, char *const *arguments, struct problem *problem)
{
    const struct command *command = count > 0 ? command_find(arguments[0]) : NULL;

    if (count > 0 && command == NULL)
        return unknown(arguments[0], problem);
    if (command != NULL)
        help_command(command);
    else
        help_program();
    return command_printed(EXIT_ALL_WRITTEN, problem);
}

/* A closed standard stream would lend its number to an output file. What takes
 * its place here fails when it is used: reading from 0, writing to 1 and 2. */
static void hold_standard_streams(void)
{
    static const int useless[] = { O_WRONLY, O_RDONLY, O_RDONLY };

    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)open("/dev/null", useless[fd]);
    }
}

static int run(int argc, char *const *argv, struct problem *problem)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    const struct command *command;

    if (name == NULL)
        return no_command(problem);
    if (strcmp(name, "help") == 0)
        return help(argc - 2, argv + 2, problem);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return help(0, NULL, problem);
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        printf("claimline %s\n", CLAIMLINE_VERSION);
        return command_printed(EXIT_ALL_WRITTEN, problem);
    }
    if (strcmp(name, "__complete") == 0) {
        complete(argc - 2, argv + 2);
        return command_printed(EXIT_ALL_WRITTEN, problem);
    }
    command = command_find(name);
    if (command == NULL)
        return unknown(name, problem);
    if (wants_help(argc - 2, argv + 2)) {
        help_command(command);
        return command_printed(EXIT_ALL_WRITTEN, problem);
    }
    return command->run(argc - 2, argv + 2, problem);
}

int command_line(int argc, char *const *argv)
{
    struct problem problem = { 0 };
    int status;

    hold_standard_streams();
    interrupt_install();
    markup_prepare();
    status = run(argc, argv, &problem);
    if (problem.status != 0)
        (void)fprintf(stderr, "claimline: %s\n", problem.text);
    (void)fflush(stderr);
    /* Also one that came while files were renamed: all is published, and the caller's
     * loop ends as it was told to. */
    if (interrupt_pending() != 0)
        interrupt_die(interrupt_pending());
    return status;
}
