/* pointer.c - returns another module each time. */
#include "bad.h"

BAD_ENCODER(NULL, good_claim, NULL);
static const struct cl_plugin plugin = {
    .size = sizeof(plugin), .name = "bad", .summary = "breaks a rule", .encoder = &encoder
};
static const struct cl_plugin *const plugins[] = { &plugin, NULL };
static const struct cl_module modules[2] = {
    { sizeof(modules[0]), "1.0", plugins },
    { sizeof(modules[1]), "1.0", plugins },
};
static int calls;

const struct cl_module *cl_module_v1(void)
{
    return &modules[calls++ % 2];
}
