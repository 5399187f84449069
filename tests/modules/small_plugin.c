/* small_plugin.c - its plugin record ends before the encoder than generation 1. */
#include <claimline/write.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    cl_put_text(out, claim->claim_id);
    cl_putc(out, '\n');
    return CL_OK;
}

static const struct cl_encoder encoder = { .size = sizeof(encoder), .claim = claim };

static const struct cl_plugin plugin = {
    .size = offsetof(struct cl_plugin, encoder),
    .name = "good-min",
    .summary = "claim ids",
    .encoder = &encoder,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
