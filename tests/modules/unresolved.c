/* unresolved.c - needs a function that nobody has. */
#include <claimline/plugin.h>

int nobody_has_this(void);

const struct cl_module *cl_module_v1(void)
{
    return nobody_has_this() != 0 ? NULL : NULL;
}
