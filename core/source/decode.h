/* decode.h - the layers behind encoding_decode(). */
#ifndef CORE_SOURCE_DECODE_H
#define CORE_SOURCE_DECODE_H

#include "source/layer.h"

#include <stdbool.h>
#include <stdint.h>

struct layer *decode_wide(bool big_endian, struct layer *below);
struct layer *decode_bytes(const uint16_t *high, bool assumed, struct layer *below);

/* The character in UTF-8 (also a surrogate, in the three bytes it would have): 1 to 4 bytes. */
size_t decode_put_utf8(char *out, uint32_t character);

#endif
