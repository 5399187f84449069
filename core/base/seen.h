/* seen.h - a set of fingerprints that remembers where each was first seen.
 *
 * It finds a session id that comes back, or two sessions of one visit, in any
 * number of sessions: 13 bytes an entry, 13.9 to 15.6 with the free slots,
 * and no peak while it grows. Fingerprints are 64 bits: the chance that two of n
 * different keys are taken for one is n*n / 2^65 (ten million: 3 in a million). */
#ifndef CORE_BASE_SEEN_H
#define CORE_BASE_SEEN_H

#include <stddef.h>
#include <stdint.h>

/* A zeroed set is empty and ready. */
struct seen {
    unsigned char *slots;
    size_t capacity;
    size_t room; /* slots there are, past `capacity` too: runs do not wrap around */
    size_t count;
    size_t expected; /* entries, as the owner guesses; 0: no guess. Saves growing step by step */
};

/* Places are 1 to 2^40 - 1. */
enum { SEEN_NEW = 0 };

/* Adds `fingerprint` at `place` and returns SEEN_NEW, or returns the place at
 * which it was added before (and changes nothing). */
uint64_t seen_add(struct seen *seen, uint64_t fingerprint, uint64_t place);

/* Has the memory fetched where `fingerprint` is, or would be: it will be asked for soon. */
void seen_expect(const struct seen *seen, uint64_t fingerprint);

/* The place of `fingerprint`, or SEEN_NEW. */
uint64_t seen_find(const struct seen *seen, uint64_t fingerprint);

void seen_finish(struct seen *seen);

#endif
