/* expansion.h - how much packed data may grow: a small file must not fill memory or disk. */
#ifndef CORE_SOURCE_EXPANSION_H
#define CORE_SOURCE_EXPANSION_H

#include "base/problem.h"

#include <stdint.h>

enum {
    EXPANSION_FREE = 64 * 1024 * 1024, /* bytes that any file may unpack to */
    EXPANSION_MOST = 200               /* times its size, beyond that; exports reach 10 to 40 */
};

/* -1 with a problem where `in` packed bytes became too many. */
int expansion_check(const char *shown, uint64_t in, uint64_t out, struct problem *problem);

#endif
