/* elsewhere.h - the bytes of a file that another process writes. */
#ifndef CORE_CONFORM_ELSEWHERE_H
#define CORE_CONFORM_ELSEWHERE_H

#include "conform/scenario.h"

/* As write_file(), in a process of its own. `prepare` (may be NULL) runs there before. */
void write_elsewhere(struct trial *trial, const struct manner *manner, const struct claims *claims,
                     void (*prepare)(struct trial *trial), struct sink *out);

#endif
