/* read_options.c - see read_options.h. */
#include "read_options.h"

#include "base/text.h"

#include <string.h>

int read_options_from(void *context, const char *value, struct problem *problem)
{
    struct reading_options *options = context;
    char shown[TEXT_SHOWN];

    for (size_t i = 0; records_forms[i] != NULL; i++) {
        if (strcmp(records_forms[i]->name, value) == 0)
            return option_once(&options->read.from, "from", value, problem);
    }
    return problem_usage(problem, "there is no format %s; csv, xml and fhir are known",
                         text_show_string(shown, value));
}
