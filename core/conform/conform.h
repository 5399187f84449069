/* conform.h - runs the conformance suite on a plugin file. */
#ifndef CORE_CONFORM_CONFORM_H
#define CORE_CONFORM_CONFORM_H

#include "base/problem.h"
#include "conform/tests.h"

/* What it points at is borrowed. */
struct conform_request {
    const char *path;
    const char *const *filters; /* parts of names, or patterns with * ? []; none: all tests */
    size_t filter_count;
    const struct setting *settings; /* of every plugin of the file that has the option */
    size_t setting_count;
    uint64_t seed;
    unsigned seconds; /* that a test may take */
};

/* One test that has ended; texts live until the function that was told returns. */
struct conform_result {
    const struct conform_test *test;
    const char *plugin; /* NULL: of the file */
    const struct outcome *outcome;
};

struct conform_counts {
    unsigned passed;
    unsigned failed;
    unsigned skipped;
};

/* Tells `told` of each test as it ends. 0: all were run. -1 with a problem: the file is
 * not there, no test has such a name, a setting is refused. */
int conform_run(const struct conform_request *request,
                void (*told)(void *context, const struct conform_result *result), void *context,
                struct conform_counts *counts, struct problem *problem);

/* Whether the request asks for the test. */
bool conform_wants(const struct conform_request *request, const struct conform_test *test);

/* -1 with a problem where a filter of the request fits no test. */
int conform_check_filters(const struct conform_request *request, struct problem *problem);

#endif
