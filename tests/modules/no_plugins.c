/* no_plugins.c - its module holds no plugin. */
#include <claimline/write.h>

static const struct cl_plugin *const plugins[] = { NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
