/* plugin_test.c - claimline plugin test: does a plugin file keep the contract. */
#include "cli/plugin_words.h"
#include "cli/printed.h"
#include "conform/child.h"
#include "conform/report.h"

#include "base/text.h"

#include <stdio.h>

enum { SOME_FAILED = 1 };

static int read_numbers(const struct plugin_request *request, struct conform_request *suite,
                        struct problem *problem)
{
    uint64_t seconds = CHILD_SECONDS;

    suite->seed = 1;
    if (request->seed != NULL &&
        !text_to_unsigned(text_of(request->seed), UINT64_MAX, &suite->seed))
        return problem_usage(problem, "--seed needs a whole number");
    if (request->timeout != NULL &&
        (!text_to_unsigned(text_of(request->timeout), 86400, &seconds) || seconds == 0))
        return problem_usage(problem, "--timeout needs seconds, 1 to 86400");
    suite->seconds = (unsigned)seconds;
    return 0;
}

static void list(const struct conform_request *suite)
{
    for (size_t i = 0; i < conform_test_count; i++) {
        const struct conform_test *test = &conform_tests[i];

        if (conform_wants(suite, test))
            printf("%-22s %s\n", test->name, test->proves);
    }
}

static int run_for_people(const struct conform_request *suite, struct conform_counts *counts,
                          struct problem *problem)
{
    if (conform_run(suite, report_line, NULL, counts, problem) < 0)
        return -1;
    report_line_end(suite, counts);
    return 0;
}

static int run_for_programs(const struct conform_request *suite, struct conform_counts *counts,
                            struct problem *problem)
{
    struct printed printed;
    struct report_json *report;
    int error;

    printed_begin(&printed);
    report = report_json_create(&printed.stream, suite);
    error = conform_run(suite, report_json_test, report, counts, problem);
    report_json_end(report, counts);
    return error == 0 ? printed_flush(&printed, problem) : error;
}

int plugin_test(const struct plugin_request *request, struct problem *problem)
{
    struct conform_request suite = {
        .path = request->operands[0],
        .filters = request->filters,
        .filter_count = request->filter_count,
        .settings = request->settings,
        .setting_count = request->setting_count,
    };
    struct conform_counts counts = { 0 };
    int error;

    if (read_numbers(request, &suite, problem) < 0 || conform_check_filters(&suite, problem) < 0)
        return -1;
    if (request->list) {
        list(&suite);
        return EXIT_ALL_WRITTEN;
    }
    if (suite.path == NULL)
        return problem_usage(problem, "claimline plugin test needs a file, like build/tsv.so");
    error = (request->json ? run_for_programs : run_for_people)(&suite, &counts, problem);
    if (error < 0)
        return -1;
    return counts.failed > 0 ? SOME_FAILED : EXIT_ALL_WRITTEN;
}
