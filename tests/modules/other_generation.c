/* other_generation.c - a plugin for a host of a later generation. */
#include <claimline/plugin.h>

CL_EXPORT const struct cl_module *cl_module_v2(void);

const struct cl_module *cl_module_v2(void)
{
    return NULL;
}
