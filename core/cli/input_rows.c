/* input_rows.c - see input_rows.h. */
#include "input_rows.h"

#include "cli/options.h"
#include "cli/rule_options.h"
#include "read/records.h"
#include "source/encoding.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct input_options *reading_of(void *context)
{
    return &((struct rule_options *)context)->reading;
}

int input_rows_from(void *context, const char *value, struct problem *problem)
{
    struct rule_options *options = context;
    char shown[TEXT_SHOWN];

    for (size_t i = 0; records_forms[i] != NULL; i++) {
        if (strcmp(records_forms[i]->name, value) == 0)
            return option_once(&options->from, "from", value, problem);
    }
    return problem_usage(problem, "there is no format %s; csv, xml and fhir are known",
                         text_show_string(shown, value));
}

int input_rows_encoding(void *context, const char *value, struct problem *problem)
{
    struct input_options *reading = reading_of(context);
    char shown[TEXT_SHOWN];
    char names[256];

    if (reading->encoding != NULL)
        return problem_usage(problem, "--encoding is given twice");
    reading->encoding = encoding_find(text_of(value));
    if (reading->encoding == NULL)
        return problem_usage(problem, "--encoding: %s is none of %s",
                             text_show_string(shown, value), encoding_names(names, sizeof(names)));
    return 0;
}

int input_rows_sheet(void *context, const char *value, struct problem *problem)
{
    return option_once(&reading_of(context)->sheet, "sheet", value, problem);
}

int input_rows_temp_dir(void *context, const char *value, struct problem *problem)
{
    char shown[TEXT_SHOWN];
    struct stat status;
    int error = 0;

    if (stat(value, &status) < 0 || access(value, W_OK | X_OK) < 0)
        error = errno;
    else if (!S_ISDIR(status.st_mode))
        error = ENOTDIR;
    if (error != 0)
        return problem_usage(problem, "--temp-dir: cannot make files in %s: %s",
                             text_show_string(shown, value), strerror(error));
    return option_once(&reading_of(context)->temp_dir, "temp-dir", value, problem);
}

/* The policy of that name; DUPLICATES_COUNT for none. */
static enum duplicates find_policy(const char *name)
{
    unsigned policy = 0;

    while (policy < DUPLICATES_COUNT && strcmp(duplicates_name((enum duplicates)policy), name) != 0)
        policy++;
    return (enum duplicates)policy;
}

int input_rows_duplicates(void *context, const char *value, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    if (find_policy(value) == DUPLICATES_COUNT)
        return problem_usage(problem, "--duplicates: %s is none of once, all, hold",
                             text_show_string(shown, value));
    return option_once(&((struct rule_options *)context)->duplicates, "duplicates", value, problem);
}

enum duplicates input_rows_policy(const struct rule_options *options)
{
    return options->duplicates != NULL ? find_policy(options->duplicates) : DUPLICATES_ONCE;
}
