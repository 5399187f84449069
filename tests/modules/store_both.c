/* store_both.c - its plugin is an encoder and a store at once. */
#include <claimline/write.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    cl_put_text(out, claim->claim_id);
    return CL_OK;
}

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

static const struct cl_encoder encoder = { .size = sizeof(encoder), .claim = claim };
static const struct cl_store store = {
    .size = sizeof(store),
    .put = put,
    .prepare = prepare,
    .commit = commit,
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "store-both",
    .summary = "claim ids",
    .encoder = &encoder,
    .store = &store,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
