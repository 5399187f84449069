/* state.h - one state of a plugin, with the host handle that belongs to it. */
#ifndef CORE_DISPATCH_STATE_H
#define CORE_DISPATCH_STATE_H

#include "base/problem.h"
#include "base/text.h"

#include <claimline/plugin.h>

struct state {
    struct cl_host host; /* first: the plugin is given its address */
    const struct cl_plugin *plugin;
    void *memory;          /* what the plugin calls its state */
    char said[TEXT_SHOWN]; /* the first message of the current call, or empty */
};

/* A copy of `initial` (state_size bytes, settings applied), opened. */
int state_create(struct state **out, const struct cl_plugin *plugin, const void *initial,
                 const struct cl_job *job, struct problem *problem);
void state_destroy(struct state *state);

/* To be called before each call into the plugin: forgets what it said before. */
static inline void state_begin_call(struct state *state)
{
    state->said[0] = '\0';
}

/* What the plugin said, or words for a plugin that said nothing. */
const char *state_said(const struct state *state);

/* The problem of a status that is not CL_OK. Returns -1. */
int state_problem(const struct state *state, const struct cl_claim *claim, struct problem *problem);

/* 0 for CL_OK, else -1 with a problem. `claim`: the one at hand, or NULL. */
static inline int state_check(const struct state *state, int status, const struct cl_claim *claim,
                              struct problem *problem)
{
    return status == CL_OK ? 0 : state_problem(state, claim, problem);
}

#endif
