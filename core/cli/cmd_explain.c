/* cmd_explain.c - claimline explain: why the lines of a session are as they are. */
#include "cli/command.h"
#include "cli/explain.h"
#include "cli/input_rows.h"
#include "cli/printed.h"
#include "cli/rule_options.h"
#include "cli/run.h"

#include "base/text.h"

#include <stdio.h>

enum { FEW_TOLD = 10 }; /* findings of one id that are about no session, on standard error */

struct explain {
    struct rule_options tables; /* first: see rule_options.h */
    struct run_request request;
    const char *session; /* the one that is asked for; NULL: all */
    bool all, json;
    bool found, held; /* among those explained */
    struct printed printed;
};

static int take_input(void *context, const char *value, struct problem *problem)
{
    return inputs_add(&((struct explain *)context)->request.inputs, value, problem);
}

static int take_session(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct explain *)context)->session, "session", value, problem);
}

static int take_all(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct explain *)context)->all = true;
    return 0;
}

static int take_json(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct explain *)context)->json = true;
    return 0;
}

static int take_date(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct explain *)context)->request.date, "date", value, problem);
}

static const struct option_row rows[] = {
    { "session", "ID", "explain this session, and the claim that it is billed on", take_session },
    { "all", NULL, "explain all sessions", take_all },
    { "json", NULL, "JSON Lines, one object a session, instead of text", take_json },
    READ_FROM_ROW,
    INPUT_OPTION_ROWS,
    RULE_OPTION_ROWS,
    MAP_OPTION_ROW,
    { "date", "YYYY-MM-DD", "today; else SOURCE_DATE_EPOCH, else the clock", take_date },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

/* The session asked for, or one whose claim bills it. */
static bool is_wanted(const struct explain *explain, const struct judged *judged)
{
    struct cl_text id;

    if (explain->all)
        return true;
    id = text_of(explain->session);
    for (size_t i = 0; i < judged->visit_count; i++) {
        if (judged_bills(judged, i) && text_equal(judged->visit[i]->id, id))
            return true;
    }
    return false;
}

static int show(void *context, const struct judged *judged, struct problem *problem)
{
    struct explain *explain = context;

    if (!is_wanted(explain, judged))
        return 0;
    explain->found = true;
    explain->held = explain->held || judged->held;
    if (explain->json)
        explain_json(&explain->printed.stream, judged);
    else
        explain_text(judged);
    return printed_flush(&explain->printed, problem);
}

static int prepare(struct explain *explain, struct problem *problem)
{
    struct run_request *request = &explain->request;

    if (request->inputs.count == 0)
        return problem_usage(problem, "an INPUT is expected: a file, a folder, or -");
    if ((explain->session != NULL) == explain->all)
        return problem_usage(problem, "one of --session ID and --all is expected");
    request->files = explain->tables.files;
    request->inputs.how = explain->tables.reading;
    request->map = explain->tables.map;
    request->from = explain->tables.from;
    request->duplicates = input_rows_policy(&explain->tables);
    request->quiet = true;
    request->tells = explain->all ? TELLS_OF_FILES : TELLS_NOTHING;
    request->explain = true;
    request->judged = show;
    request->judged_context = explain;
    printed_begin(&explain->printed);
    return 0;
}

static int ended(const struct explain *explain, int status, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    if (status > EXIT_SOME_HELD)
        return status;
    if (explain->session != NULL && !explain->found) {
        (void)problem_usage(problem, "session %s is not in the inputs",
                            text_show_string(shown, explain->session));
        return EXIT_BAD_USAGE;
    }
    return command_printed(explain->held ? EXIT_SOME_HELD : EXIT_ALL_WRITTEN, problem);
}

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct explain explain = { .request = { .most_told = FEW_TOLD } };
    struct option_parser parser = { rows, ROW_COUNT, take_input, &explain };
    int status;

    if (options_parse(&parser, count, arguments, problem) < 0 || prepare(&explain, problem) < 0)
        status = command_failed(problem);
    else
        status = ended(&explain, run_all(&explain.request, problem), problem);
    inputs_finish(&explain.request.inputs);
    rule_options_finish(&explain.tables);
    return status;
}

const struct command command_explain = {
    .name = "explain",
    .summary = "show why the claim lines of a session are as they are",
    .run = run,
    .usage = "explain INPUT... --session ID | --all [OPTIONS]\n",
    .about =
        "Shows how the claim of a session comes about, from what the rules wrote down while\n"
        "they worked: the profile, the minutes, the units and who got the left-over ones, each\n"
        "modifier with its source, charges, edits, findings, and the lines that convert writes.\n"
        "What a plugin would refuse is not known here.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples = "claimline explain monday.csv --session MON-01\n"
                "claimline explain exports/ --all > ledger.txt\n"
                "claimline explain monday.csv --all --json --payers our-payers.ini\n",
    .status = "0 explained, 1 a session that was explained is held, 2 bad usage, bad\n"
              "configuration, or no such session in the inputs, 3 failed.\n",
};
