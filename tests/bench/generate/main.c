/* main.c - writes session exports of any size, to measure with. */
#include "options.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

struct output {
    struct options options;
    struct sink sink;
    char path[4096];
};

static void write_visit(void *closure, const struct visit *visit)
{
    struct output *output = closure;

    rows_write(&output->sink, &output->options.form, visit);
}

static void begin_file(struct output *output, const char *path)
{
    sink_open(&output->sink, path);
    rows_write_header(&output->sink, &output->options.form);
}

/* Rows that come back later may stand in a later file; those of the last one end it. */
static void write_files(struct output *output, struct schedule *schedule)
{
    const struct options *options = &output->options;

    for (uint32_t i = 1; i <= options->files; i++) {
        int length = snprintf(output->path, sizeof(output->path), "%s/sessions-%06u.csv",
                              options->out, (unsigned)i);

        if (length < 0 || (size_t)length >= sizeof(output->path))
            errx(EXIT_FAILURE, "%s: the name is too long", options->out);
        if (i > 1)
            sink_close(&output->sink);
        begin_file(output, output->path);
        schedule_run(schedule, options->rows_per_file);
    }
}

int main(int argc, char **argv)
{
    struct output *output = calloc(1, sizeof(*output));
    struct schedule *schedule;

    if (output == NULL)
        err(EXIT_FAILURE, "memory");
    options_parse(&output->options, argc, argv);
    schedule = schedule_create(&output->options.schedule, write_visit, output);
    if (output->options.files > 0) {
        write_files(output, schedule);
    } else {
        begin_file(output, output->options.out);
        schedule_run(schedule, output->options.schedule.rows);
    }
    schedule_finish(schedule);
    sink_close(&output->sink);
    free(output);
    return EXIT_SUCCESS;
}
