/* state.c - see state.h. */
#include "state.h"

#include "base/memory.h"

#include <inttypes.h>
#include <stdio.h>

/* The handle that a plugin hands back is the one in our own record. */
static struct state *state_of(const struct cl_host *host)
{
    return (struct state *)(uintptr_t)host;
}

static int fail(const struct cl_host *host, int status, const char *text)
{
    struct state *state = state_of(host);

    if (state->said[0] == '\0')
        text_show_string(state->said, text != NULL ? text : "");
    return status;
}

static int bad_setting(const struct cl_host *host, const char *option, const char *text)
{
    struct state *state = state_of(host);
    char shown[TEXT_SHOWN];

    if (state->said[0] == '\0') {
        (void)snprintf(shown, sizeof(shown), "%s: %s", option != NULL ? option : "a setting",
                       text != NULL ? text : "cannot be used");
        text_show_string(state->said, shown);
    }
    return CL_USAGE;
}

static int open_state(struct state *state, const struct cl_job *job, struct problem *problem)
{
    int status = CL_OK;

    state_begin_call(state);
    if (state->plugin->open != NULL)
        status = state->plugin->open(state->memory, &state->host, job);
    if (status == CL_USAGE)
        return problem_usage(problem, "%s: %s", state->plugin->name, state_said(state));
    return state_check(state, status, NULL, problem);
}

int state_create(struct state **out, const struct cl_plugin *plugin, const void *initial,
                 const struct cl_job *job, struct problem *problem)
{
    struct state *state = mem_alloc(sizeof(*state));

    *state = (struct state){
        .host = { sizeof(struct cl_host), fail, bad_setting },
        .plugin = plugin,
        .memory = mem_alloc(plugin->state_size),
    };
    if (plugin->state_size > 0)
        memcpy(state->memory, initial, plugin->state_size);
    if (open_state(state, job, problem) < 0) {
        state_destroy(state);
        return -1;
    }
    *out = state;
    return 0;
}

void state_destroy(struct state *state)
{
    if (state == NULL)
        return;
    if (state->plugin->close != NULL)
        state->plugin->close(state->memory);
    mem_free(state->memory);
    mem_free(state);
}

const char *state_said(const struct state *state)
{
    return state->said[0] != '\0' ? state->said : "no reason given";
}

int state_problem(const struct state *state, const struct cl_claim *claim, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    if (claim == NULL)
        return problem_failed(problem, "%s: %s", state->plugin->name, state_said(state));
    return problem_failed(problem, "%s: %s (at %s:%" PRIu64 ")", state->plugin->name,
                          state_said(state), text_show(shown, claim->source_file),
                          claim->source_line);
}
