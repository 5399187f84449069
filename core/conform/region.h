/* region.h - memory of whole pages with a forbidden page behind it: a byte past the end
 * is a fault that the trial understands. */
#ifndef CORE_CONFORM_REGION_H
#define CORE_CONFORM_REGION_H

#include "conform/trial.h"

struct region {
    struct trial *trial;
    char *pages; /* of the mapping */
    size_t size; /* of the pages, without the forbidden one */
    char *data;  /* `length` bytes, up against the end where alignment lets them */
    size_t length;
};

enum region_access { REGION_NONE, REGION_READ, REGION_WRITE };

/* Zeroed bytes, aligned as malloc's, or to 1 where `tight`: then the end is exact.
 * `past` says what it means to touch what is behind them. */
void region_open(struct region *region, struct trial *trial, size_t length, bool tight,
                 const char *past);
void region_close(struct region *region);

/* What may be done with it from now on; `meaning` of what may not. */
void region_allow(struct region *region, enum region_access access, const char *meaning,
                  enum article article);

/* Fails the test where bytes between the data and the pages' ends were written. */
void region_check(const struct region *region, const char *meaning);

#endif
