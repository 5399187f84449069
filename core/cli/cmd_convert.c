/* cmd_convert.c - claimline convert: session exports to claim lines. */
#include "cli/command.h"
#include "cli/input_rows.h"
#include "cli/rule_options.h"
#include "cli/run.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { ISOLATE_SECONDS = 120 };

enum { MOST_TOLD = 100 }; /* findings of one id on standard error */

/* A --to with what belongs to it, while the command line is read. */
struct target {
    struct target_request request;
    struct setting *settings;
    struct cl_text *codes;
    struct cl_text *payers;
};

struct convert {
    struct rule_options tables; /* first: see rule_options.h */
    struct run_request request;
    struct target *targets;
    size_t target_count;
    const char **plugin_dirs;
    struct arena arena;
};

static int take_input(void *context, const char *value, struct problem *problem)
{
    struct convert *convert = context;

    return inputs_add(&convert->request.inputs, value, problem);
}

/* PLUGIN or PLUGIN:PATH. */
static int take_to(void *context, const char *value, struct problem *problem)
{
    struct convert *convert = context;
    const char *colon = strchr(value, ':');
    size_t length = colon != NULL ? (size_t)(colon - value) : strlen(value);
    struct target *target;

    if (length == 0)
        return problem_usage(problem, "--to: a plugin is expected, like csv:lines.csv");
    convert->targets =
        mem_resize_array(convert->targets, convert->target_count + 1, sizeof(*convert->targets));
    target = &convert->targets[convert->target_count++];
    *target = (struct target){ 0 };
    target->request.plugin = arena_text(&convert->arena, value, length).data;
    target->request.path = colon != NULL && colon[1] != '\0' ? colon + 1 : NULL;
    return 0;
}

/* The --to that --set and --only belong to. */
static struct target *last_target(struct convert *convert, const char *option,
                                  struct problem *problem)
{
    if (convert->target_count != 0)
        return &convert->targets[convert->target_count - 1];
    (void)problem_usage(problem, "--%s belongs to the --to before it; there is none", option);
    return NULL;
}

static int take_set(void *context, const char *value, struct problem *problem)
{
    struct convert *convert = context;
    struct target *target = last_target(convert, "set", problem);
    const char *equals = strchr(value, '=');
    size_t count;

    if (target == NULL)
        return -1;
    if (equals == NULL || equals == value)
        return problem_usage(problem, "--set: KEY=VALUE is expected, like --set header=no");
    count = target->request.setting_count++;
    target->settings = mem_resize_array(target->settings, count + 1, sizeof(*target->settings));
    target->settings[count] =
        (struct setting){ arena_text(&convert->arena, value, (size_t)(equals - value)).data,
                          equals + 1 };
    return 0;
}

/* Adds the values of A+B+C to a list; codes in upper case. */
static int add_values(struct convert *convert, struct cl_text values, bool codes,
                      struct cl_text **list, size_t *count, struct problem *problem)
{
    while (values.data != NULL) {
        struct cl_text value = text_split(&values, '+');
        char *copy = arena_alloc(&convert->arena, value.length + 1);

        if (value.length == 0 || (codes && value.length != 5))
            return problem_usage(problem, "--only: %s, separated by +, are expected",
                                 codes ? "codes of 5 characters" : "payer ids");
        for (size_t i = 0; i < value.length; i++)
            copy[i] = codes ? text_upper(value.data[i]) : value.data[i];
        *list = mem_resize_array(*list, *count + 1, sizeof(**list));
        (*list)[(*count)++] = (struct cl_text){ copy, value.length };
    }
    return 0;
}

static int take_only(void *context, const char *value, struct problem *problem)
{
    struct convert *convert = context;
    struct target *target = last_target(convert, "only", problem);
    static const char codes[] = "codes=";
    static const char payers[] = "payers=";

    if (target == NULL)
        return -1;
    if (strncmp(value, codes, strlen(codes)) == 0)
        return add_values(convert, text_of(value + strlen(codes)), true, &target->codes,
                          &target->request.only_code_count, problem);
    if (strncmp(value, payers, strlen(payers)) == 0)
        return add_values(convert, text_of(value + strlen(payers)), false, &target->payers,
                          &target->request.only_payer_count, problem);
    return problem_usage(problem, "--only: codes=A+B or payers=A+B is expected");
}

static int take_held(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct convert *)context)->request.held, "held", value, problem);
}

static int take_findings(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct convert *)context)->request.findings, "findings", value, problem);
}

static int take_summary(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct convert *)context)->request.summary, "summary", value, problem);
}

static int take_date(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct convert *)context)->request.date, "date", value, problem);
}

static int take_control_number(void *context, const char *value, struct problem *problem)
{
    struct convert *convert = context;
    uint64_t number;

    if (convert->request.control_number != 0)
        return problem_usage(problem, "--control-number is given twice");
    if (!text_to_unsigned(text_of(value), 999999999, &number) || number == 0)
        return problem_usage(problem, "--control-number: a number from 1 to 999999999 is expected");
    convert->request.control_number = (uint32_t)number;
    return 0;
}

static int take_timings(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct convert *)context)->request.timings = true;
    return 0;
}

static int take_threads(void *context, const char *value, struct problem *problem)
{
    return option_threads(&((struct convert *)context)->request.threads, value, problem);
}

static int take_plugin_dir(void *context, const char *value, struct problem *problem)
{
    struct convert *convert = context;
    size_t count = convert->request.plugin_dir_count++;

    (void)problem;
    convert->plugin_dirs =
        mem_resize_array(convert->plugin_dirs, count + 1, sizeof(*convert->plugin_dirs));
    convert->plugin_dirs[count] = value;
    return 0;
}

static int take_replace(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct convert *)context)->request.replace = true;
    return 0;
}

static int take_isolate(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct convert *)context)->request.isolate = true;
    return 0;
}

static int take_isolate_timeout(void *context, const char *value, struct problem *problem)
{
    struct convert *convert = context;
    uint64_t seconds;

    if (convert->request.isolate_seconds != 0)
        return problem_usage(problem, "--isolate-timeout is given twice");
    if (!text_to_unsigned(text_of(value), 86400, &seconds) || seconds == 0)
        return problem_usage(problem, "--isolate-timeout: seconds from 1 to 86400 are expected");
    convert->request.isolate_seconds = (int)seconds;
    return 0;
}

static int take_quiet(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct convert *)context)->request.quiet = true;
    return 0;
}

static const struct option_row rows[] = {
    { "to", "PLUGIN[:PATH]",
      "write with this plugin; no PATH or -: standard output. {code}, {payer}\n"
      "or {date} in the file name: one file a value. May stand several times",
      take_to },
    { "set", "KEY=VALUE", "a setting of the --to before it (claimline plugin show PLUGIN)",
      take_set },
    { "only", "codes=A+B|payers=A+B", "what the --to before it gets; all without it", take_only },
    { "held", "FILE",
      "the rows that were held, to be mended and converted again;\n"
      "{input} in the file name: one file an input",
      take_held },
    { "findings", "FILE", "all findings, as JSON Lines", take_findings },
    { "summary", "FILE", "the control totals, as JSON; written last of all", take_summary },
    READ_FROM_ROW,
    INPUT_OPTION_ROWS,
    RULE_OPTION_ROWS,
    MAP_OPTION_ROW,
    { "date", "YYYY-MM-DD", "today; else SOURCE_DATE_EPOCH, else the clock", take_date },
    { "control-number", "N", "for formats that number their files, 1 to 999999999; default 1",
      take_control_number },
    { "threads", "N", "so many at most, 1 to 256; default: the processors. The output is the same",
      take_threads },
    { "timings", NULL, "tell what the steps of the run cost, on standard error", take_timings },
    { "replace", NULL,
      "a split target replaces the files of an earlier run: it removes all files\n"
      "of its folder whose names have its form and that this run does not write",
      take_replace },
    { "isolate", NULL,
      "each target's plugin in a process of its own, kept from files, network and\n"
      "other processes; a target that fails costs only its own output",
      take_isolate },
    { "isolate-timeout", "SECONDS",
      "how long such a process may be silent before it is given up; default 120",
      take_isolate_timeout },
    { "plugin-dir", "DIR", "look for plugins here first; may stand several times",
      take_plugin_dir },
    { "quiet", NULL, "no progress and no closing line", take_quiet },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static int prepare(struct convert *convert, struct target_request **targets,
                   struct problem *problem)
{
    if (convert->request.inputs.count == 0)
        return problem_usage(problem, "an INPUT is expected: a file, a folder, or -");
    if (convert->target_count == 0)
        return problem_usage(problem, "a --to is expected, like --to csv:lines.csv "
                                      "(claimline plugin list names the plugins)");
    *targets = arena_alloc_array(&convert->arena, convert->target_count, sizeof(**targets));
    for (size_t i = 0; i < convert->target_count; i++) {
        (*targets)[i] = convert->targets[i].request;
        (*targets)[i].settings = convert->targets[i].settings;
        (*targets)[i].only_codes = convert->targets[i].codes;
        (*targets)[i].only_payers = convert->targets[i].payers;
    }
    convert->request.targets = *targets;
    convert->request.files = convert->tables.files;
    convert->request.inputs.how = convert->tables.reading;
    if (convert->request.isolate_seconds != 0 && !convert->request.isolate)
        return problem_usage(problem, "--isolate-timeout belongs to --isolate");
    if (convert->request.isolate_seconds == 0)
        convert->request.isolate_seconds = ISOLATE_SECONDS;
    convert->request.map = convert->tables.map;
    convert->request.from = convert->tables.from;
    convert->request.duplicates = input_rows_policy(&convert->tables);
    if (convert->request.control_number == 0)
        convert->request.control_number = 1;
    convert->request.target_count = convert->target_count;
    convert->request.plugin_dirs = convert->plugin_dirs;
    return 0;
}

static void release(struct convert *convert)
{
    for (size_t i = 0; i < convert->target_count; i++) {
        mem_free(convert->targets[i].settings);
        mem_free(convert->targets[i].codes);
        mem_free(convert->targets[i].payers);
    }
    mem_free(convert->targets);
    mem_free(convert->plugin_dirs);
    rule_options_finish(&convert->tables);
    inputs_finish(&convert->request.inputs);
    arena_finish(&convert->arena);
}

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct convert convert = { .request = { .most_told = MOST_TOLD } };
    struct option_parser parser = { rows, ROW_COUNT, take_input, &convert };
    struct target_request *targets;
    int status;

    if (options_parse(&parser, count, arguments, problem) < 0 ||
        prepare(&convert, &targets, problem) < 0)
        status = command_failed(problem);
    else
        status = run_all(&convert.request, problem);
    release(&convert);
    return status;
}

const struct command command_convert = {
    .name = "convert",
    .summary = "convert session exports to claim lines",
    .run = run,
    .usage = "convert INPUT... --to PLUGIN[:PATH] [OPTIONS]\n",
    .about =
        "Converts session exports to claim lines. INPUT is a CSV file or an Excel workbook, also\n"
        "packed by gzip or zstd, a folder of such files, or - for standard input. Files appear\n"
        "together, when all of them are complete; a session with an error is held and in none of\n"
        "them. New files can be read by their owner alone; folders are never made.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples =
        "claimline convert monday.csv --to csv:lines.csv --held held.csv\n"
        "claimline convert exports/ --to csv:all.csv --to xml:all.xml --summary totals.json\n"
        "claimline convert monday.csv --to 'csv:out/{code}.csv' --set newline=crlf\n"
        "claimline convert monday.csv --to text --only codes=97110+97140\n"
        "cat monday.csv | claimline convert - --to csv > lines.csv\n",
    .status = "0 all written, 1 done but something was held, 2 bad usage or bad\n"
              "configuration, 3 failed (nothing was published, unless a message lists what was),\n"
              "4 with --isolate: a target failed, the others were published.\n"
              "A signal ends the program as signals do; nothing is left behind.\n",
};
