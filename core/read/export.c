/* export.c - opens the records of an input and reads its header. */
#include "read/reader.h"

#include "base/text.h"

#include <string.h>

ssize_t reader_source(void *input, char *bytes, size_t size, struct problem *problem)
{
    return input_read(input, bytes, size, problem);
}

static int read_header(struct export *export, struct records *records, const struct read_run *run,
                       const struct input *input, const struct read_handler *handler,
                       struct problem *problem)
{
    struct input_facts facts = input_facts(input);
    struct arena arena = { 0 };
    struct findings findings = { .arena = &arena };
    int error = export->form->header(records, &export->header, &findings, problem);

    if (run->narrow) {
        export->narrow = export->header;
        export->is_narrow = true;
        header_narrow(&export->narrow);
        if (export->form->want != NULL)
            export->form->want(records, export->narrow.reach);
    }
    if (error == 0)
        error = handler->header(handler->context, &export->header, &facts, &findings, problem);
    export->header.text = TEXT_NONE;
    arena_finish(&arena);
    return error;
}

int export_open(struct export *export, struct records **records, const struct read_run *run,
                struct input *input, struct csv_source source, const struct read_handler *handler,
                struct problem *problem)
{
    struct records_request request = { .source = source,
                                       .input = input,
                                       .first = input_peek(input),
                                       .options = run->options,
                                       .path = input_facts(input).path };
    char shown[TEXT_SHOWN];

    *records = NULL;
    *export = (struct export){ .path = request.path, .input = input };
    (void)text_show_string(shown, request.path);
    export->source_file = arena_text(&export->arena, shown, strlen(shown));
    if (records_open(records, &request, problem) < 0)
        return -1;
    export->form = records_form_of(*records);
    return read_header(export, *records, run, input, handler, problem);
}

void export_close(struct export *export)
{
    arena_finish(&export->arena);
}
