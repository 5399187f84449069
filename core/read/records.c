/* records.c - the table of forms, and which of them an input has. */
#include "records.h"

#include "base/text.h"

#include <string.h>

const struct records_form *const records_forms[] = {
    &records_mapped,
    &records_xml,
    &records_fhir,
    &records_csv, /* last: it takes any text */
    NULL,
};

struct records {
    const struct records_form *form;
};

static const struct records_form *find_form(const char *name)
{
    for (size_t i = 0; records_forms[i] != NULL; i++) {
        if (strcmp(records_forms[i]->name, name) == 0)
            return records_forms[i];
    }
    return NULL;
}

static const struct records_form *recognise(struct cl_text first)
{
    size_t i = 0;

    while (records_forms[i + 1] != NULL && !records_forms[i]->recognises(first))
        i++;
    return records_forms[i];
}

/* What failed to open has closed itself. */
static int open_form(const struct records_form *form, struct records **out,
                     const struct records_request *request, struct problem *problem)
{
    if (form->open(out, request, problem) == 0)
        return 0;
    *out = NULL;
    return -1;
}

const struct records_form *records_form_find(const struct read_options *options,
                                             struct cl_text first)
{
    const char *from = options != NULL ? options->from : NULL;
    const struct records_form *form;

    if (options != NULL && options->map != NULL)
        return from == NULL || strcmp(from, "csv") == 0 || strcmp(from, "mapped") == 0
                   ? &records_mapped
                   : NULL;
    form = from != NULL ? find_form(from) : recognise(first);
    return form != &records_mapped ? form : NULL;
}

/* Why there is no form. */
static int refuse(const char *from, bool mapped, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    (void)text_show_string(shown, from);
    if (mapped)
        return problem_usage(problem, "--map reads CSV exports, not --from %s", shown);
    if (find_form(from) == &records_mapped)
        return problem_usage(problem, "--from mapped needs a map: --map FILE");
    return problem_usage(problem, "--from: there is no format %s", shown);
}

int records_open(struct records **out, const struct records_request *request,
                 struct problem *problem)
{
    const struct read_options *options = request->options;
    const struct records_form *form = records_form_find(options, request->first);

    if (form == NULL)
        return refuse(options->from, options->map != NULL, problem);
    return open_form(form, out, request, problem);
}

const struct records_form *records_form_of(const struct records *records)
{
    return records->form;
}

void records_close(struct records *records)
{
    if (records != NULL)
        records->form->close(records);
}
