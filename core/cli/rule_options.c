/* rule_options.c - see rule_options.h. */
#include "rule_options.h"

#include "base/memory.h"

struct rule_files rule_options_files(const struct rule_options *options)
{
    return (struct rule_files){ .payers = options->payers,
                                .codes = options->codes,
                                .fees = options->fees,
                                .year_to_date = options->year_to_date,
                                .thresholds = options->thresholds,
                                .ncci = options->ncci,
                                .ncci_count = options->ncci_count,
                                .mue = options->mue,
                                .mue_count = options->mue_count };
}

void rule_options_finish(struct rule_options *options)
{
    mem_free(options->ncci);
    mem_free(options->mue);
}

int rule_options_payers(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->payers, "payers", value, problem);
}

int rule_options_codes(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->codes, "codes", value, problem);
}

int rule_options_fees(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->fees, "fees", value, problem);
}

int rule_options_year_to_date(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->year_to_date, "year-to-date", value,
                       problem);
}

int rule_options_thresholds(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct rule_options *)context)->thresholds, "thresholds", value, problem);
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
    add(&options->ncci, &options->ncci_count, value);
    return 0;
}

int rule_options_mue(void *context, const char *value, struct problem *problem)
{
    struct rule_options *options = context;

    (void)problem;
    add(&options->mue, &options->mue_count, value);
    return 0;
}
