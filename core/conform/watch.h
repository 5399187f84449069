/* watch.h - what belongs to the process, before and after a plugin was at work. */
#ifndef CORE_CONFORM_WATCH_H
#define CORE_CONFORM_WATCH_H

#include "conform/trial.h"

enum { WATCH_ASPECTS = 10 };

struct watch {
    char *before[WATCH_ASPECTS];
};

void watch_start(struct watch *watch);

/* Fails the test where one of them is another now. */
void watch_end(struct watch *watch, struct trial *trial);

#endif
