/* fuzz.h - what the fuzz targets share: a promise that must hold, and a digest of what was read. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define MUST(promise) ((promise) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #promise))

static inline void fuzz_broken(const char *file, int line, const char *promise)
{
    (void)fprintf(stderr, "%s:%d: broken: %s\n", file, line, promise);
    abort();
}

/* FNV-1a, over any number of pieces. */
static inline void digest_bytes(uint64_t *digest, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < length; i++)
        *digest = (*digest ^ at[i]) * 0x100000001b3U;
}

static inline void digest_number(uint64_t *digest, uint64_t number)
{
    digest_bytes(digest, &number, sizeof(number));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
