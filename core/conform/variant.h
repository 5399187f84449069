/* variant.h - settings other than the defaults, one of them at a time. */
#ifndef CORE_CONFORM_VARIANT_H
#define CORE_CONFORM_VARIANT_H

#include "conform/instance.h"

struct variant {
    struct setting setting;
    size_t count; /* 1, or 0: the defaults */
    char value[128];
};

/* Variant `number` of the trial's plugin; 0 has the defaults. */
void variant_choose(struct variant *variant, struct trial *trial, unsigned number);

#endif
