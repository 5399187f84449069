/* segments.h - the variables of a loaded plugin: its memory that can be written. */
#ifndef CORE_CONFORM_SEGMENTS_H
#define CORE_CONFORM_SEGMENTS_H

#include "conform/trial.h"

struct segments {
    const char *base; /* where the file's addresses start */
    char *copy;       /* of all of them, one behind the other */
    size_t size;
};

/* Keeps a copy of them as they are now. */
void segments_keep(struct segments *segments, struct trial *trial);

/* Fails the test where one changed since, naming it as far as the file tells. */
void segments_compare(struct segments *segments, struct trial *trial);

#endif
