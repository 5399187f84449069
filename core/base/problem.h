/* problem.h - why a run cannot go on: one message and the exit status it means.
 *
 * Findings are about records and let the run continue; a problem ends it. The
 * message is made once, where the cause is known; callers pass the -1 on. */
#ifndef CORE_BASE_PROBLEM_H
#define CORE_BASE_PROBLEM_H

enum exit_status {
    EXIT_ALL_WRITTEN = 0,
    EXIT_SOME_HELD = 1,
    EXIT_BAD_USAGE = 2,
    EXIT_FAILED = 3,
    EXIT_TARGET_FAILED = 4 /* --isolate: the other targets were published */
};

struct problem {
    int status;      /* 0: none so far; else EXIT_BAD_USAGE or EXIT_FAILED */
    char text[1024]; /* one line, without the program's name */
};

/* Both keep the first problem only and return -1. Arguments that come from files
 * or users must have gone through text_show() (text.h). */
int problem_usage(struct problem *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
int problem_failed(struct problem *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "WHAT PATH: REASON", the reason from an errno value. Returns -1. */
int problem_errno(struct problem *problem, const char *what, const char *path, int error);

#endif
