/* decode_wide.c - UTF-16 as UTF-8. */
#include "decode.h"

#include "base/memory.h"

#include <string.h>

enum { WIDE_BYTES = 64 * 1024 }; /* converted at a time */

struct wide {
    struct layer layer;
    struct layer *below;
    bool big_endian;
    bool end;
    size_t count; /* of bytes that are not converted yet */
    unsigned char bytes[WIDE_BYTES];
};

size_t decode_put_utf8(char *out, uint32_t character)
{
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (char)(0xc0 | character >> 6);
        out[1] = (char)(0x80 | (character & 0x3f));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = (char)(0xe0 | character >> 12);
        out[1] = (char)(0x80 | (character >> 6 & 0x3f));
        out[2] = (char)(0x80 | (character & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | character >> 18);
    out[1] = (char)(0x80 | (character >> 12 & 0x3f));
    out[2] = (char)(0x80 | (character >> 6 & 0x3f));
    out[3] = (char)(0x80 | (character & 0x3f));
    return 4;
}

static uint32_t unit_at(const struct wide *wide, size_t at)
{
    unsigned low = wide->bytes[at + wide->big_endian];
    unsigned high = wide->bytes[at + !wide->big_endian];

    return high << 8 | low;
}

/* Converts whole characters. A lone surrogate becomes the three bytes it would have in
 * UTF-8, which no text may hold: iconv would stop there, so this is our own. */
static size_t convert(struct wide *wide, char *out)
{
    size_t at = 0;
    size_t used = 0;

    while (wide->count - at >= 2) {
        uint32_t value = unit_at(wide, at);
        size_t units = 1;

        if (value >= 0xd800 && value <= 0xdbff) {
            if (wide->count - at < 4 && !wide->end)
                break;
            if (wide->count - at >= 4) {
                uint32_t low = unit_at(wide, at + 2);

                if (low >= 0xdc00 && low <= 0xdfff) {
                    value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
                    units = 2;
                }
            }
        }
        used += decode_put_utf8(out + used, value);
        at += 2 * units;
    }
    if (wide->end && wide->count - at == 1) {
        out[used++] = (char)0xff; /* half a character at the end: refused where it stands */
        at++;
    }
    memmove(wide->bytes, wide->bytes + at, wide->count - at);
    wide->count -= at;
    return used;
}

static ssize_t read_wide(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct wide *wide = (struct wide *)layer;
    /* Two bytes become three at most, and up to three stay over. */
    size_t wanted = size / 2 < WIDE_BYTES ? size / 2 : WIDE_BYTES;
    size_t used = 0;

    while (used == 0 && !wide->end) {
        ssize_t count =
            layer_read(wide->below, wide->bytes + wide->count, wanted - wide->count, problem);

        if (count < 0)
            return -1;
        wide->end = count == 0;
        wide->count += (size_t)count;
        used = convert(wide, bytes);
    }
    return (ssize_t)used;
}

static void destroy(struct layer *layer)
{
    mem_free(layer);
}

struct layer *decode_wide(bool big_endian, struct layer *below)
{
    struct wide *wide = mem_alloc(sizeof(*wide));

    wide->layer = (struct layer){ read_wide, destroy, below->shown };
    wide->below = below;
    wide->big_endian = big_endian;
    return &wide->layer;
}
