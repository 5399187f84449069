/* printed.h - standard output as a stream for writers that want one, and text for people
 * on it. Failures stay in stdout until command_printed() or printed_flush() asks. */
#ifndef CORE_CLI_PRINTED_H
#define CORE_CLI_PRINTED_H

#include "base/problem.h"

#include <claimline/plugin.h>

struct printed {
    struct cl_stream stream; /* first: what writers are given */
    char buffer[32 * 1024];
};

void printed_begin(struct printed *printed);

/* Hands on what was written so far to stdout. Returns -1 with a problem where standard output
 * takes no more. */
int printed_flush(struct printed *printed, struct problem *problem);

/* Prints `text` behind `indent` columns that are filled already, on as many lines as it
 * needs, each indented so. What a terminal would act on is escaped. */
void print_wrapped(int indent, struct cl_text text);

/* Room for numbers as people read them. */
enum { PRINTED_NUMBER = 32 };

/* 1234567 cents as "12,345.67", CL_NO_AMOUNT as "-"; in `room`, which is returned. */
const char *printed_cents(char *room, int64_t cents);

#endif
