/* rule_options.c - see rule_options.h. */
#include "rule_options.h"

#include "base/memory.h"

void rule_options_finish(struct rule_options *options)
{
    mem_free(options->ncci);
    mem_free(options->mue);
}

int rule_options_map(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->map, "map", value, problem);
}

int rule_options_payers(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->files.payers, "payers", value, problem);
}

int rule_options_codes(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->files.codes, "codes", value, problem);
}

int rule_options_fees(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->files.fees, "fees", value, problem);
}

int rule_options_year_to_date(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->files.year_to_date, "year-to-date", value,
                       problem);
}

int rule_options_thresholds(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->files.thresholds, "thresholds", value,
                       problem);
}

static void add(const char ***list, size_t *count, const char *value)
{
    *list = mem_resize_array(*list, *count + 1, sizeof(const char *));
    (*list)[(*count)++] = value;
}

int rule_options_ncci(void *context, const char *value, struct problem *problem)
{
    struct rule_options *options = context;

    (void)problem;
    add(&options->ncci, &options->files.ncci_count, value);
    options->files.ncci = options->ncci;
    return 0;
}

int rule_options_mue(void *context, const char *value, struct problem *problem)
{
    struct rule_options *options = context;

    (void)problem;
    add(&options->mue, &options->files.mue_count, value);
    options->files.mue = options->mue;
    return 0;
}
