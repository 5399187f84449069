/* constructor.c - crashes while it is loaded. */
#include "bad.h"

BAD_ENCODER(NULL, good_claim, NULL);
BAD_PLUGIN(.encoder = &encoder)

__attribute__((constructor)) static void start(void)
{
    *(volatile char *)(uintptr_t)1 = 0;
}
