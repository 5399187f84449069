/* expansion.c - see expansion.h. */
#include "expansion.h"

int expansion_check(const char *shown, uint64_t in, uint64_t out, struct problem *problem)
{
    if (out <= EXPANSION_FREE || out / EXPANSION_MOST <= in)
        return 0;
    return problem_failed(
        problem,
        "%s grows to more than %d times its size when it is unpacked, past %d MiB; "
        "if it is a session export all the same, unpack it first",
        shown, EXPANSION_MOST, EXPANSION_FREE / (1024 * 1024));
}
