/* random.c - splitmix64, after Vigna's public-domain reference, and choices made with it. */
#include "random.h"

static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94D049BB133111EB);
    return value ^ (value >> 31);
}

struct random random_of(uint64_t seed, uint32_t kind, uint64_t number)
{
    uint64_t state = mix(seed + UINT64_C(0x9E3779B97F4A7C15));

    state = mix(state ^ kind);
    return (struct random){ mix(state ^ number) };
}

uint32_t random_next(struct random *random)
{
    random->state += UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(mix(random->state) >> 32);
}

uint32_t random_below(struct random *random, uint32_t count)
{
    return (uint32_t)(((uint64_t)random_next(random) * count) >> 32);
}

uint32_t random_between(struct random *random, uint32_t least, uint32_t most)
{
    return least + random_below(random, most - least + 1);
}

bool random_chance(struct random *random, uint32_t share)
{
    return random_below(random, WHOLE) < share;
}

size_t random_weighted(struct random *random, const uint32_t *weights, size_t count)
{
    uint32_t total = 0;
    uint32_t left;
    size_t i = 0;

    for (size_t j = 0; j < count; j++)
        total += weights[j];
    left = random_below(random, total);
    while (left >= weights[i])
        left -= weights[i++];
    return i;
}
