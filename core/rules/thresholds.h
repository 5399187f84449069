/* thresholds.h - the amounts of a year that therapy is held against, as data
 * (core/rules/data/thresholds.csv, and a user's table over it): by year; PT and SLP count together,
 * OT alone (Pub. 100-04 ch. 5, 10.3). */
#ifndef CORE_RULES_THRESHOLDS_H
#define CORE_RULES_THRESHOLDS_H

#include "base/problem.h"
#include "model/session.h"

#include <stdint.h>

/* The disciplines that share one amount. */
enum discipline_group { GROUP_PT_SLP, GROUP_OT };

enum discipline_group discipline_group(enum discipline discipline);

struct thresholds;

struct threshold {
    int64_t kx_cents;     /* once it is reached, KX attests that what follows is needed */
    int64_t review_cents; /* once it is reached, the contractor may review */
    const char *source;   /* of a user's table its name and line, then what it states */
};

/* The built-in table, and over it, year by year and group by group, the one at `path`
 * (NULL: none) with the same columns; its `source` may be left out. A mistake in the file is
 * bad configuration (status 2). */
int thresholds_load(struct thresholds **out, const char *path, struct problem *problem);
void thresholds_destroy(struct thresholds *thresholds);

/* That of the year and discipline; NULL where the table has no such year. */
const struct threshold *thresholds_find(const struct thresholds *thresholds, uint16_t year,
                                        enum discipline discipline);

#endif
