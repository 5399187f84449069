/* inputs.h - the inputs of a run: files, folders of files, standard input. */
#ifndef CORE_CLI_INPUTS_H
#define CORE_CLI_INPUTS_H

#include "base/problem.h"
#include "source/input.h"

#include <stddef.h>

/* A zeroed list is empty and ready. */
struct inputs {
    char **paths;
    size_t count;
    struct input_options how; /* they are read */
};

/* Adds an INPUT: a folder stands for its regular, non-hidden .csv, .tsv, .txt, .xml,
 * .json, .ndjson and .xlsx files, all of them also with .gz or .zst behind, in byte order; without
 * any it is bad usage. */
int inputs_add(struct inputs *inputs, const char *path, struct problem *problem);
void inputs_finish(struct inputs *inputs);

#endif
