/* strings.h - texts that are numbered from 0 and looked up again: the shared strings of a
 * workbook. The first of them lie in memory, the rest in a temporary file. */
#ifndef CORE_SOURCE_STRINGS_H
#define CORE_SOURCE_STRINGS_H

#include "base/spool.h"

#include <claimline/value.h>

enum {
    STRINGS_IN_MEMORY = 32 * 1024 * 1024, /* bytes */
    STRINGS_MOST = 16 * 1024 * 1024       /* as many as a sheet that is full of texts has */
};

/* Zeroed, with an empty spool, it is empty and ready. */
struct strings {
    uint64_t *ends; /* of each text among the bytes of all */
    size_t count, capacity;
    char *memory; /* the first bytes */
    size_t used, room;
    struct spool rest;
    char *loaded; /* the one that was looked up last, where it is not in memory */
    size_t loaded_room;
};

int strings_add(struct strings *strings, struct cl_text text, struct problem *problem);

/* 1 with the text, valid until the next call; 0: there is none of that number. */
int strings_find(struct strings *strings, uint64_t number, struct cl_text *out,
                 struct problem *problem);

void strings_finish(struct strings *strings);

#endif
