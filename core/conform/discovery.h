/* discovery.h - which plugins a file holds, found out in a process of its own. */
#ifndef CORE_CONFORM_DISCOVERY_H
#define CORE_CONFORM_DISCOVERY_H

#include "base/problem.h"
#include "conform/trial.h"

enum { DISCOVERY_PLUGINS = 64, DISCOVERY_NAME = 64 };

struct discovery {
    size_t count; /* 0 where the host cannot use the file */
    struct {
        char name[DISCOVERY_NAME];
        bool store;
    } plugins[DISCOVERY_PLUGINS];
    char refused[1024]; /* why a setting of the trial fits none of them; or empty */
};

/* -1 with a problem where the child could not be run or a setting is refused. */
int discovery_create(struct discovery **out, struct trial *trial, unsigned seconds,
                     struct problem *problem);
void discovery_destroy(struct discovery *found);

#endif
