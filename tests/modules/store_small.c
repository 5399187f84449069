/* store_small.c - its store record ends before commit. */
#include <claimline/write.h>

static int put(void *state, const struct cl_claim *claim)
{
    (void)state;
    (void)claim;
    return CL_OK;
}

static int prepare(void *state, const struct cl_totals *totals, struct cl_stored *stored)
{
    (void)state;
    stored->claims = totals->claims;
    return CL_OK;
}

static int commit(void *state)
{
    (void)state;
    return CL_OK;
}

static const struct cl_store store = {
    .size = offsetof(struct cl_store, commit),
    .put = put,
    .prepare = prepare,
    .commit = commit,
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "store-small",
    .summary = "claim ids",
    .store = &store,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
