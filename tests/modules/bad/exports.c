/* exports.c - exports a second name. */
#include "bad.h"

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder)

CL_EXPORT int helper(void);
int helper(void)
{
    return 1;
}
