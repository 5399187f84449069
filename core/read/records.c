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

int records_open(struct records **out, const struct records_request *request,
                 struct problem *problem)
{
    const char *from = request->options != NULL ? request->options->from : NULL;
    bool mapped = request->options != NULL && request->options->map != NULL;
    const struct records_form *form;
    char shown[TEXT_SHOWN];

    if (mapped && from != NULL && strcmp(from, "csv") != 0 && strcmp(from, "mapped") != 0)
        return problem_usage(problem, "--map reads CSV exports, not --from %s",
                             text_show_string(shown, from));
    if (mapped)
        return open_form(&records_mapped, out, request, problem);
    form = from != NULL ? find_form(from) : recognise(request->first);
    if (form == NULL)
        return problem_usage(problem, "--from: there is no format %s",
                             text_show_string(shown, from));
    if (form == &records_mapped)
        return problem_usage(problem, "--from mapped needs a map: --map FILE");
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
