/* problem.c - see problem.h. */
#include "problem.h"

#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 3, 0))) static void keep(struct problem *problem, int status,
                                                       const char *format, va_list arguments)
{
    if (problem->status != 0)
        return;
    problem->status = status;
    (void)vsnprintf(problem->text, sizeof(problem->text), format, arguments);
}

int problem_usage(struct problem *problem, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    keep(problem, EXIT_BAD_USAGE, format, arguments);
    va_end(arguments);
    return -1;
}

int problem_failed(struct problem *problem, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    keep(problem, EXIT_FAILED, format, arguments);
    va_end(arguments);
    return -1;
}

int problem_errno(struct problem *problem, const char *what, const char *path, int error)
{
    char shown[TEXT_SHOWN];

    return problem_failed(problem, "%s %s: %s", what, text_show_string(shown, path),
                          strerror(error));
}
