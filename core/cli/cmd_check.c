/* cmd_check.c - claimline check: what convert would say, without writing anything. */
#include "cli/command.h"
#include "cli/input_rows.h"
#include "cli/rule_options.h"
#include "cli/run.h"

#include <stdio.h>

struct check {
    struct rule_options tables; /* first: see rule_options.h */
    struct run_request request;
};

static int take_input(void *context, const char *value, struct problem *problem)
{
    return inputs_add(&((struct check *)context)->request.inputs, value, problem);
}

static int take_date(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct check *)context)->request.date, "date", value, problem);
}

static int take_threads(void *context, const char *value, struct problem *problem)
{
    return option_threads(&((struct check *)context)->request.threads, value, problem);
}

static int take_quiet(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct check *)context)->request.quiet = true;
    return 0;
}

static const struct option_row rows[] = {
    READ_FROM_ROW,
    INPUT_OPTION_ROWS,
    RULE_OPTION_ROWS,
    MAP_OPTION_ROW,
    { "date", "YYYY-MM-DD", "today; else SOURCE_DATE_EPOCH, else the clock", take_date },
    { "threads", "N", "so many at most, 1 to 256; default: the processors. The output is the same",
      take_threads },
    { "quiet", NULL, "no progress and no closing line", take_quiet },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct check check = { .request = { .most_told = 0 } };
    struct run_request *request = &check.request;
    struct option_parser parser = { rows, ROW_COUNT, take_input, &check };
    int status = EXIT_BAD_USAGE;

    if (options_parse(&parser, count, arguments, problem) < 0)
        status = command_failed(problem);
    else if (request->inputs.count == 0)
        (void)problem_usage(problem, "an INPUT is expected: a file, a folder, or -");
    else {
        request->map = check.tables.map;
        request->from = check.tables.from;
        request->duplicates = input_rows_policy(&check.tables);
        request->files = check.tables.files;
        request->inputs.how = check.tables.reading;
        status = run_all(request, problem);
    }
    /* The findings are all there is: a list that was cut must not pass for whole. */
    if (status <= EXIT_SOME_HELD && (fflush(stderr) != 0 || ferror(stderr)))
        status = EXIT_FAILED;
    inputs_finish(&request->inputs);
    rule_options_finish(&check.tables);
    return status;
}

const struct command command_check = {
    .name = "check",
    .summary = "tell what is wrong with session exports; write nothing",
    .run = run,
    .usage = "check INPUT... [OPTIONS]\n",
    .about =
        "Reads and judges session exports as convert does and tells all findings on standard\n"
        "error, like a compiler: FILE:LINE: SEVERITY: MESSAGE [ID]. Nothing is written. What a\n"
        "plugin would refuse is not known here.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples = "claimline check monday.csv\n"
                "claimline check exports/ 2> findings.txt\n",
    .status = "0 convert would write all, 1 something would be held, 2 bad usage or\n"
              "bad configuration, 3 failed.\n",
};
