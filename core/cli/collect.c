/* collect.c - inputs that refer to each other are read before the first record of any of them. */
#include "gather_state.h"

#include "base/interrupt.h"

/* What can be read once only is copied to its end now, a workbook was; both are read from
 * there. */
static int pass_over(struct gather_input *input, struct input *opened, struct problem *problem)
{
    char bytes[64 * 1024];
    ssize_t count = 1;

    input->again.first = !input->again.is_copied && !input->again.is_workbook;
    while (input->again.is_copied && count > 0) {
        if (interrupt_check(problem) < 0)
            return -1;
        count = input_read(opened, bytes, sizeof(bytes), problem);
    }
    return count < 0 ? -1 : 0;
}

static int collect_one(struct gather *gather, const struct read_options *options, size_t index,
                       struct input *opened, struct problem *problem)
{
    struct gather_input *input = &gather->inputs[index];
    struct records_request request = { .input = opened,
                                       .first = input_peek(opened),
                                       .options = options,
                                       .path = input_facts(opened).path };
    const struct records_form *form = records_form_find(options, request.first);

    if (form == NULL || form->collect == NULL)
        return pass_over(input, opened, problem);
    if (form->collect(&request, problem) < 0)
        return -1;
    input->again.first = false;
    input->collected = true;
    input->bytes = input_facts(opened).bytes;
    return 0;
}

static int collect_next(struct gather *gather, const struct gather_request *request, size_t index,
                        struct problem *problem)
{
    struct input_again *again = &gather->inputs[index].again;
    struct input *opened;
    int error;

    gather_begin_input(gather, request, index);
    if (input_open_again(&opened, request->inputs->paths[index], again, problem) < 0)
        return -1;
    error = collect_one(gather, request->options, index, opened, problem);
    input_close(opened);
    return error;
}

int gather_collect(struct gather *gather, const struct gather_request *request, size_t index,
                   struct input *opened, struct problem *problem)
{
    const struct records_form *form = records_form_find(request->options, input_peek(opened));

    if (gather->collected || form == NULL || form->collect == NULL ||
        request->options->resources == NULL)
        return 0;
    gather->collected = true;
    if (collect_one(gather, request->options, index, opened, problem) < 0)
        return -1;
    for (size_t next = index + 1; next < gather->input_count; next++) {
        if (collect_next(gather, request, next, problem) < 0)
            return -1;
    }
    return 0;
}
