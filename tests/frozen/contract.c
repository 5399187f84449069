/* contract.c - a library through whose functions all of the contract is reached, so that
 * libabigail sees it. */
#include <claimline/facts.h>

void contract_constants(enum cl_status status, enum cl_type type, enum cl_flag flag);

const struct cl_module *cl_module_v1(void)
{
    return NULL;
}

__attribute__((visibility("default"))) void contract_constants(enum cl_status status,
                                                               enum cl_type type, enum cl_flag flag)
{
    (void)status;
    (void)type;
    (void)flag;
}
