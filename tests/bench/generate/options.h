/* options.h - what the command line of generate asks for. */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include "rows.h"
#include "schedule.h"

struct options {
    struct schedule_options schedule;
    struct row_form form;
    const char *out;        /* a file, - for standard output; a folder where there are `files` */
    uint32_t files;         /* 0: one file */
    uint64_t rows_per_file; /* with `files` */
};

/* Ends the program with a message where the options are wrong, or help is asked for. */
void options_parse(struct options *options, int argc, char **argv);

#endif
