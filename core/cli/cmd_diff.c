/* cmd_diff.c - claimline diff: one export under two files of payer profiles. */
#include "cli/command.h"
#include "cli/diff.h"
#include "cli/input_rows.h"
#include "cli/printed.h"
#include "cli/rule_options.h"
#include "cli/run.h"

#include <stdio.h>
#include <string.h>

struct diff {
    struct rule_options tables; /* first: see rule_options.h */
    struct run_request request;
    struct rule_files other_files;
    const char *from, *to;
    bool json;
    struct diff_totals totals;
    struct arena arena; /* of one session */
    struct printed printed;
};

static int take_input(void *context, const char *value, struct problem *problem)
{
    return inputs_add(&((struct diff *)context)->request.inputs, value, problem);
}

static int take_from(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct diff *)context)->from, "from", value, problem);
}

static int take_to(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct diff *)context)->to, "to", value, problem);
}

static int take_json(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct diff *)context)->json = true;
    return 0;
}

static int take_date(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct diff *)context)->request.date, "date", value, problem);
}

static const struct option_row rows[] = {
    { "from", "FILE", "payer profiles before, as --payers of convert; or the word built-in",
      take_from },
    { "to", "FILE", "payer profiles after; or the word built-in", take_to },
    /* --from names profiles here. */
    { "input-format", "FORMAT", READ_FROM_HELP, input_rows_from },
    { "json", NULL, "JSON Lines: an object a session that changes, then the totals", take_json },
    INPUT_OPTION_ROWS,
    RULE_TABLE_ROWS,
    MAP_OPTION_ROW,
    { "date", "YYYY-MM-DD", "today; else SOURCE_DATE_EPOCH, else the clock", take_date },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static int show(void *context, const struct judged *judged, struct problem *problem)
{
    struct diff *diff = context;
    struct session_change change;
    bool changed;

    arena_reset(&diff->arena);
    changed = diff_session(&diff->arena, judged, &diff->totals, &change);
    if (changed && diff->json)
        diff_json(&diff->printed.stream, &change);
    else if (changed)
        diff_text(&change);
    return printed_flush(&diff->printed, problem);
}

static const char *file_of(const char *value)
{
    return strcmp(value, "built-in") != 0 ? value : NULL;
}

static int prepare(struct diff *diff, struct problem *problem)
{
    struct run_request *request = &diff->request;

    if (request->inputs.count == 0)
        return problem_usage(problem, "an INPUT is expected: a file, a folder, or -");
    if (diff->from == NULL || diff->to == NULL)
        return problem_usage(problem, "--from FILE and --to FILE are expected; "
                                      "the word built-in stands for the profiles that ship");
    request->files = diff->tables.files;
    request->inputs.how = diff->tables.reading;
    request->map = diff->tables.map;
    request->from = diff->tables.from;
    request->duplicates = input_rows_policy(&diff->tables);
    request->files.payers = file_of(diff->from);
    diff->other_files = request->files;
    diff->other_files.payers = file_of(diff->to);
    request->other_files = &diff->other_files;
    request->quiet = true;
    request->judged = show;
    request->judged_context = diff;
    printed_begin(&diff->printed);
    return 0;
}

static int ended(struct diff *diff, int status, struct problem *problem)
{
    if (status > EXIT_SOME_HELD)
        return status;
    if (diff->json)
        diff_json_totals(&diff->printed.stream, &diff->totals);
    else
        diff_text_totals(&diff->totals);
    if (printed_flush(&diff->printed, problem) < 0)
        return command_failed(problem);
    return command_printed(diff->totals.sessions_changed != 0 ? 1 : 0, problem);
}

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct diff diff = { .request = { .tells = TELLS_NOTHING } };
    struct option_parser parser = { rows, ROW_COUNT, take_input, &diff };
    int status;

    if (options_parse(&parser, count, arguments, problem) < 0 || prepare(&diff, problem) < 0)
        status = command_failed(problem);
    else
        status = ended(&diff, run_all(&diff.request, problem), problem);
    inputs_finish(&diff.request.inputs);
    rule_options_finish(&diff.tables);
    arena_finish(&diff.arena);
    return status;
}

const struct command command_diff = {
    .name = "diff",
    .summary = "show what two files of payer profiles make different",
    .run = run,
    .usage = "diff INPUT... --from FILE --to FILE [OPTIONS]\n",
    .about =
        "Judges the same session exports under two files of payer profiles and shows what\n"
        "changes: for each session the lines with other units, modifiers or charges, and at the\n"
        "end the sums. Nothing is written.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples = "claimline diff may.csv --from built-in --to our-payers.ini\n"
                "claimline diff exports/ --from payers-2025.ini --to payers-2026.ini --json\n",
    .status = "0 no difference, 1 differences, 2 bad usage or bad configuration,\n"
              "3 failed.\n",
};
