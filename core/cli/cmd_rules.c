/* cmd_rules.c - claimline rules: what is in force for a payer on a day, and its sources. */
#include "cli/clock.h"
#include "cli/command.h"
#include "cli/printed.h"
#include "cli/rule_options.h"
#include "cli/rules_shown.h"

#include "base/date.h"
#include "base/text.h"

#include <stdio.h>

struct request {
    struct rule_options tables; /* first: see rule_options.h */
    const char *payer, *payer_class, *on;
    bool json;
};

const struct shown_group rules_shown_groups[RULES_SHOWN_GROUPS] = {
    { "PT+SLP", DISCIPLINE_PT },
    { "OT", DISCIPLINE_OT },
};

const char *rules_shown_path(const char *path)
{
    return path != NULL ? path : "built in";
}

static int take_operand(void *context, const char *value, struct problem *problem)
{
    (void)context;
    (void)value;
    return problem_usage(problem, "rules takes options alone, like --payer ID");
}

static int take_payer(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct request *)context)->payer, "payer", value, problem);
}

static int take_class(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct request *)context)->payer_class, "class", value, problem);
}

static int take_on(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct request *)context)->on, "on", value, problem);
}

static int take_json(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct request *)context)->json = true;
    return 0;
}

static const struct option_row rows[] = {
    { "payer", "ID", "this payer_id; with --class where no profile names it", take_payer },
    { "class", "CLASS", "a payer_class, like medicare or commercial", take_class },
    { "on", "YYYY-MM-DD", "the date of service; default today", take_on },
    { "json", NULL, "JSON instead of text", take_json },
    RULE_OPTION_ROWS,
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static int find_class(enum payer_class *out, const char *name, struct problem *problem)
{
    const char *names[PAYER_CLASS_COUNT];
    const char *near;
    char shown[TEXT_SHOWN];

    *out = name != NULL ? payer_class_find(text_of(name)) : PAYER_CLASS_COUNT;
    if (name == NULL || *out != PAYER_CLASS_COUNT)
        return 0;
    for (unsigned i = 0; i < PAYER_CLASS_COUNT; i++)
        names[i] = payer_class_name((enum payer_class)i);
    near = nearest_word(name, names, PAYER_CLASS_COUNT);
    return problem_usage(problem, "--class: there is no payer class %s%s%s",
                         text_show_string(shown, name), near != NULL ? "; did you mean " : "",
                         near != NULL ? near : "");
}

static int find_day(struct cl_date *out, const char *on, struct problem *problem)
{
    struct run_clock clock;

    if (on != NULL && !date_parse(text_of(on), out))
        return problem_usage(problem, "--on: a date is expected, like 2026-03-01");
    if (on != NULL)
        return 0;
    if (clock_read(&clock, NULL, problem) < 0)
        return -1;
    *out = clock.today;
    return 0;
}

static int find_profile(struct rules_shown *shown, struct problem *problem)
{
    char text[TEXT_SHOWN];

    if (shown->payer_id == NULL && shown->payer_class == PAYER_CLASS_COUNT)
        return 0;
    shown->profile = profiles_find(shown->rules->profiles,
                                   shown->payer_id != NULL ? text_of(shown->payer_id) : TEXT_NONE,
                                   shown->payer_class, shown->day);
    if (shown->profile != NULL)
        return 0;
    return problem_usage(problem, "no profile names the payer %s: state its --class too",
                         text_show_string(text, shown->payer_id));
}

static int show(const struct request *request, struct rules *rules, struct problem *problem)
{
    const struct rule_files *files = &request->tables.files;
    struct rules_shown shown = { .rules = rules, .files = files, .payer_id = request->payer };
    struct printed printed;

    if (find_class(&shown.payer_class, request->payer_class, problem) < 0 ||
        find_day(&shown.day, request->on, problem) < 0 || rules_load(rules, files, problem) < 0 ||
        find_profile(&shown, problem) < 0)
        return -1;
    printed_begin(&printed);
    if (request->json)
        rules_json(&printed.stream, &shown);
    else
        rules_text(&shown);
    return printed_flush(&printed, problem);
}

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct request request = { .json = false };
    struct option_parser parser = { rows, ROW_COUNT, take_operand, &request };
    struct rules rules = { 0 };
    int status = EXIT_ALL_WRITTEN;

    if (options_parse(&parser, count, arguments, problem) < 0 ||
        show(&request, &rules, problem) < 0)
        status = command_failed(problem);
    else
        status = command_printed(status, problem);
    rules_finish(&rules);
    rule_options_finish(&request.tables);
    return status;
}

const struct command command_rules = {
    .name = "rules",
    .summary = "show what is in force for a payer on a date, and why",
    .run = run,
    .usage = "rules [--payer ID] [--class CLASS] [--on DATE] [OPTIONS]\n",
    .about =
        "Shows what is in force for a payer on a date of service: each setting of its profile,\n"
        "since when, in which section and file it stands and where it comes from; the year's\n"
        "thresholds; and the tables that were named. Without a payer and a class: the profiles\n"
        "that there are.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples = "claimline rules\n"
                "claimline rules --class medicare --on 2019-12-31\n"
                "claimline rules --payers our-payers.ini --payer 60054 --on 2026-03-01 --json\n",
    .status = "0 shown, 2 bad usage or bad configuration, 3 failed.\n",
};
