/* unit.h - what the tests of base, model, read and rules share: cmocka, text, random numbers. */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a finding says, for as long as the block that asks. */
#define MESSAGE_OF(finding) finding_message(finding, (char[FINDING_MESSAGE]){ 0 })

#define COUNT_OF(array)     (sizeof(array) / sizeof((array)[0]))

/* A literal as text, NUL bytes and all; BYTES() in a table's initializer. */
#define TEXT(literal) ((struct cl_text){ literal, sizeof(literal) - 1 })
/* clang-format off */
#define BYTES(literal) { literal, sizeof(literal) - 1 }
/* clang-format on */

static inline void assert_text(struct cl_text actual, const char *expected)
{
    if (!text_equal(actual, text_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", (int)actual.length, actual.data, expected);
}

/* splitmix64: the same numbers on every machine. Below `bound`. */
static inline uint64_t random_below(uint64_t *state, uint64_t bound)
{
    uint64_t value = *state += 0x9e3779b97f4a7c15U;

    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9U;
    value = (value ^ value >> 27) * 0x94d049bb133111ebU;
    return (value ^ value >> 31) % bound;
}

#endif
