/* crashes_early.c - crashes when it is loaded, before anybody has asked it anything. */
#include <claimline/write.h>

#include <stdlib.h>

__attribute__((constructor)) static void crash(void)
{
    abort();
}

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    cl_put_text(out, claim->claim_id);
    cl_putc(out, '\n');
    return CL_OK;
}

static const struct cl_encoder encoder = { .size = sizeof(encoder), .claim = claim };

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "crashes-early",
    .summary = "claim ids",
    .encoder = &encoder,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
