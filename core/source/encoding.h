/* encoding.h - the encodings that a text may have, and a layer that makes UTF-8 of them. */
#ifndef CORE_SOURCE_ENCODING_H
#define CORE_SOURCE_ENCODING_H

#include "source/layer.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

enum encoding_kind { ENCODING_UTF_8, ENCODING_UTF_16_LE, ENCODING_UTF_16_BE, ENCODING_OF_BYTES };

struct encoding {
    const char *name; /* as --encoding takes it */
    const char *also; /* other names, separated by blanks */
    enum encoding_kind kind;
    const uint16_t *high; /* ENCODING_OF_BYTES: bytes from 80 to FF; 0: no character */
};

/* Names match without regard to case, '-' and '_'. NULL: there is no such encoding. */
const struct encoding *encoding_find(struct cl_text name);

/* All names, separated by ", ". */
const char *encoding_names(char *out, size_t size);

extern const struct encoding *const encoding_utf_8;
extern const struct encoding *const encoding_utf_16_le;
extern const struct encoding *const encoding_utf_16_be;
extern const struct encoding *const encoding_windows_1252;

/* A layer over `below` (borrowed) that hands on UTF-8. What the encoding has no character
 * for becomes bytes that no UTF-8 has, so that the field that shows it is held and nothing
 * of it is lost. `assumed`: nobody stated the encoding, so what would be UTF-8 as well is
 * not taken for either. */
struct layer *encoding_decode(const struct encoding *encoding, bool assumed, struct layer *below);

#endif
