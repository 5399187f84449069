/* random.h - numbers that look random and are the same on every machine: no
 * floating point, nothing of the C library. */
#ifndef BENCH_RANDOM_H
#define BENCH_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A share of all, in parts of a million. */
enum { WHOLE = 1000000 };

struct random {
    uint64_t state;
};

/* The stream of `number` among those of one kind of thing and seed. */
struct random random_of(uint64_t seed, uint32_t kind, uint64_t number);

uint32_t random_next(struct random *random);

/* 0 to count - 1; count is not 0. */
uint32_t random_below(struct random *random, uint32_t count);

/* From least to most, both possible. */
uint32_t random_between(struct random *random, uint32_t least, uint32_t most);

/* True in `share` of a million cases. */
bool random_chance(struct random *random, uint32_t share);

/* The index of one of `count` weights, each as often as its weight says. */
size_t random_weighted(struct random *random, const uint32_t *weights, size_t count);

#endif
