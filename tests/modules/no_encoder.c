/* no_encoder.c - its plugin has no encoder. */
#include <claimline/write.h>

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "good-min",
    .summary = "claim ids",
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
