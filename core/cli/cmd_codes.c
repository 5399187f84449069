/* cmd_codes.c - claimline codes: the code table in force. */
#include "cli/command.h"
#include "cli/options.h"
#include "rules/codes.h"

#include "base/date.h"
#include "base/text.h"

#include <claimline/write.h>

#include <stdio.h>

struct request {
    const char *codes;
    const char *code;
};

static int take_code(void *context, const char *value, struct problem *problem)
{
    struct request *request = context;

    if (request->code != NULL)
        return problem_usage(problem, "one CODE is expected, or none");
    request->code = value;
    return 0;
}

static int take_codes(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct request *)context)->codes, "codes", value, problem);
}

static const struct option_row rows[] = {
    { "codes", "FILE",
      "a code table over the built-in one, row by row: CSV with the columns code\n"
      "and billing, and any of description, minutes_per_unit, max_minutes,\n"
      "base_code, excludes, attendance, discipline, therapy_class, from, to, note;\n"
      "what a table has no column for stays as it was. Billing is timed, untimed,\n"
      "count, unlisted, first, addon, area or monthly. Attendance is one of\n"
      "one-on-one, constant, supervised, group, remote, eval, other: whether one\n"
      "person is with one patient all the time, as in the first two and eval",
      take_codes },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static void print_row(const struct code *code)
{
    char minutes[16] = "";

    if (code->unit_minutes != 0)
        (void)snprintf(minutes, sizeof(minutes), "%u", code->unit_minutes);
    printf("%-6s %-9s %4s  %-4s %s\n", code->code.data, billing_name(code->billing), minutes,
           code->discipline.data, code->description.data);
}

static void print_fact(const char *name, struct cl_text value)
{
    if (value.length != 0)
        printf("  %-17s %s\n", name, value.data);
}

static void print_code(const struct code *code)
{
    char scratch[CL_SCRATCH];

    printf("%s  %s\n", code->code.data, code->description.data);
    print_fact("billing", text_of(billing_name(code->billing)));
    if (code->unit_minutes != 0)
        print_fact("minutes_per_unit", cl_format_unsigned(scratch, code->unit_minutes));
    if (code->max_minutes != 0)
        print_fact("max_minutes", cl_format_unsigned(scratch, code->max_minutes));
    print_fact("base_code", code->base_code);
    print_fact("excludes", code->excludes);
    print_fact("attendance", code->attendance);
    print_fact("discipline", code->discipline);
    print_fact("therapy_class", code->therapy_class);
    print_fact("from", cl_format_date(scratch, code->from));
    print_fact("to", cl_format_date(scratch, code->to));
    print_fact("note", code->note);
    print_fact("table", text_of(code->source));
}

static int print_one(const struct codes *codes, const char *name, struct problem *problem)
{
    char upper[6] = "";
    char shown[TEXT_SHOWN];
    const struct code *code;

    for (size_t i = 0; i < 5 && name[i] != '\0'; i++)
        upper[i] = text_upper(name[i]);
    code = strlen(name) == 5 ? codes_find(codes, text_of(upper)) : NULL;
    if (code == NULL)
        return problem_usage(problem, "%s is not in the code table", text_show_string(shown, name));
    print_code(code);
    return 0;
}

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct request request = { NULL, NULL };
    struct option_parser parser = { rows, ROW_COUNT, take_code, &request };
    struct codes codes = { 0 };
    int error = options_parse(&parser, count, arguments, problem);

    if (error == 0)
        error = codes_load(&codes, request.codes, problem);
    if (error == 0 && request.code != NULL) {
        error = print_one(&codes, request.code, problem);
    } else if (error == 0) {
        printf("%-6s %-9s %4s  %-4s %s\n", "code", "billing", "unit", "disc", "description");
        for (size_t i = 0; i < codes.count; i++)
            print_row(&codes.rows[i]);
    }
    codes_finish(&codes);
    return error < 0 ? command_failed(problem) : command_printed(EXIT_ALL_WRITTEN, problem);
}

const struct command command_codes = {
    .name = "codes",
    .summary = "show the code table in force",
    .run = run,
    .usage = "codes [CODE] [OPTIONS]\n",
    .about = "Shows the code table in force, or all that is known of one code.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples = "claimline codes\n"
                "claimline codes 97110\n"
                "claimline codes --codes our-codes.csv\n",
    .status = "0 shown, 2 bad usage or bad configuration, 3 failed.\n",
};
