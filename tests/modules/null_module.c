/* null_module.c - its entry returns nothing. */
#include <claimline/plugin.h>

const struct cl_module *cl_module_v1(void)
{
    return NULL;
}
