/* plugin_test.c - claimline plugin test: does a plugin file keep the contract. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/plugin_words.h"
#include "cli/printed.h"
#include "conform/child.h"
#include "conform/report.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>

enum { SOME_FAILED = 1 };

struct test_request {
    struct conform_request suite;
    const char **filters;
    struct setting *settings;
    char **keys; /* of the settings, cut from the arguments */
    const char *seed;
    const char *seconds;
    bool json;
    bool list;
};

static int take_file(void *context, const char *value, struct problem *problem)
{
    struct test_request *request = context;

    if (request->suite.path != NULL)
        return problem_usage(problem, "claimline plugin test takes one file at a time");
    request->suite.path = value;
    return 0;
}

static int take_filter(void *context, const char *value, struct problem *problem)
{
    struct test_request *request = context;
    size_t *count = &request->suite.filter_count;

    (void)problem;
    request->filters = mem_resize_array(request->filters, *count + 1, sizeof(*request->filters));
    request->filters[(*count)++] = value;
    return 0;
}

static int take_set(void *context, const char *value, struct problem *problem)
{
    struct test_request *request = context;
    size_t *count = &request->suite.setting_count;
    const char *equals = strchr(value, '=');
    char *key;

    if (equals == NULL || equals == value)
        return problem_usage(problem, "--set needs KEY=VALUE");
    key = mem_string(value);
    key[equals - value] = '\0';
    request->keys = mem_resize_array(request->keys, *count + 1, sizeof(*request->keys));
    request->keys[*count] = key;
    request->settings = mem_resize_array(request->settings, *count + 1, sizeof(*request->settings));
    request->settings[(*count)++] = (struct setting){ key, equals + 1 };
    return 0;
}

static int take_seed(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct test_request *)context)->seed, "seed", value, problem);
}

static int take_timeout(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct test_request *)context)->seconds, "timeout", value, problem);
}

static int take_json(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct test_request *)context)->json = true;
    return 0;
}

static int take_list(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct test_request *)context)->list = true;
    return 0;
}

static const struct option_row rows[] = {
    { "filter", "PATTERN",
      "only tests whose name holds it, or fits it with * ? [];\n"
      "may stand several times",
      take_filter },
    { "set", "KEY=VALUE", "a setting of every state that is opened; may stand several times",
      take_set },
    { "seed", "N", "of the claims that are made by chance (default: 1)", take_seed },
    { "timeout", "SECONDS", "that a test may take before it is ended (default: 60)", take_timeout },
    { "json", NULL, "print one JSON document", take_json },
    { "list", NULL, "print the names of the tests and what they prove; nothing is run", take_list },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

void plugin_test_help(void)
{
    printf("\nOptions of test:\n");
    options_print(rows, ROW_COUNT);
    printf("\nEach test runs in a process of its own, so that a crash, a hang and an exit are\n"
           "results. One that fails says what was seen, what the contract wants, and the line of\n"
           "claimline/plugin.h that says so. Exit status: 0 all passed or were skipped, 1 some\n"
           "failed, 2 bad usage, 3 could not be run.\n");
}

static int read_numbers(struct test_request *request, struct problem *problem)
{
    uint64_t seconds = CHILD_SECONDS;

    request->suite.seed = 1;
    if (request->seed != NULL &&
        !text_to_unsigned(text_of(request->seed), UINT64_MAX, &request->suite.seed))
        return problem_usage(problem, "--seed needs a whole number");
    if (request->seconds != NULL &&
        (!text_to_unsigned(text_of(request->seconds), 86400, &seconds) || seconds == 0))
        return problem_usage(problem, "--timeout needs seconds, 1 to 86400");
    request->suite.seconds = (unsigned)seconds;
    return 0;
}

static void list(const struct conform_request *request)
{
    for (size_t i = 0; i < conform_test_count; i++) {
        const struct conform_test *test = &conform_tests[i];

        if (conform_wants(request, test))
            printf("%-22s %s\n", test->name, test->proves);
    }
}

static int run_for_people(const struct conform_request *request, struct conform_counts *counts,
                          struct problem *problem)
{
    if (conform_run(request, report_line, NULL, counts, problem) < 0)
        return -1;
    report_line_end(request, counts);
    return 0;
}

static int run_for_programs(const struct conform_request *request, struct conform_counts *counts,
                            struct problem *problem)
{
    struct printed printed;
    struct report_json *report;
    int error;

    printed_begin(&printed);
    report = report_json_create(&printed.stream, request);
    error = conform_run(request, report_json_test, report, counts, problem);
    report_json_end(report, counts);
    if (error == 0)
        error = printed_flush(&printed, problem);
    return error;
}

static int run(const struct test_request *request, struct problem *problem)
{
    struct conform_counts counts = { 0 };
    int error = 0;

    if (request->list)
        list(&request->suite);
    else if (request->suite.path == NULL)
        return problem_usage(problem, "claimline plugin test needs a file, like build/tsv.so");
    else if (request->json)
        error = run_for_programs(&request->suite, &counts, problem);
    else
        error = run_for_people(&request->suite, &counts, problem);
    if (error < 0)
        return -1;
    return counts.failed > 0 ? SOME_FAILED : EXIT_ALL_WRITTEN;
}

int plugin_test(int count, char *const *arguments, struct problem *problem)
{
    struct test_request request = { .list = false };
    struct option_parser parser = { rows, ROW_COUNT, take_file, &request };
    int status = options_parse(&parser, count, arguments, problem);

    if (status == 0)
        status = read_numbers(&request, problem);
    request.suite.filters = request.filters;
    request.suite.settings = request.settings;
    if (status == 0)
        status = run(&request, problem);
    for (size_t i = 0; i < request.suite.setting_count; i++)
        mem_free(request.keys[i]);
    mem_free(request.keys);
    mem_free(request.settings);
    mem_free((void *)request.filters);
    return status < 0 ? command_failed(problem) : command_printed(status, problem);
}
